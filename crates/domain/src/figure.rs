//! A figure: one measure's value for one year and scope, with what it was made of.

use std::{collections::BTreeMap, fmt};

use crate::{
    money::Ore,
    number::{self, NBSP},
    unit::{Count, CountingUnit, Share, Unit},
};

/// A measure's stable id, for example `deltaganden.nya`: lower case, dots between levels, å ä ö
/// written a a o. It is what texts, exports and the command line refer to.
pub type MeasureId = &'static str;

/// What a figure is restricted to, beyond its year. Keys are dimension names (`insats`, `kon`,
/// `medlem`, `rad`, `niva` …), values their codes; in key order, so equal scopes print equally.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Scope(pub BTreeMap<&'static str, String>);

/// Every dimension a scope may name, in order. A stored scope with another name is not understood.
pub const DIMENSIONS: &[&str] = &[
    "alder",
    "forandring",
    "fore",
    "forsorjning",
    "grupp",
    "insats",
    "kommun",
    "kon",
    "konto",
    "mal",
    "medlem",
    "matt",
    "niva",
    "not",
    "orsak",
    "projekt",
    "rad",
    "remittent",
    "sysselsattning",
    "team",
    "tid",
    "utbildning",
];

/// The dimension with this name.
pub fn dimension(name: &str) -> Option<&'static str> {
    DIMENSIONS.iter().copied().find(|d| *d == name)
}

impl Scope {
    /// The whole association.
    pub fn all() -> Scope {
        Scope::default()
    }

    /// This scope, further restricted.
    #[must_use]
    pub fn with(mut self, dimension: &'static str, code: impl Into<String>) -> Scope {
        self.0.insert(dimension, code.into());
        self
    }

    /// The code of one dimension.
    pub fn get(&self, dimension: &str) -> Option<&str> {
        self.0.get(dimension).map(String::as_str)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (dimension, code)) in self.0.iter().enumerate() {
            write!(f, "{}{dimension}={code}", if i > 0 { "," } else { "" })?;
        }
        Ok(())
    }
}

/// How a withheld count, and whatever follows from it, is printed. One word for those that are small
/// and those withheld for their sake: two would tell which is which.
pub const WITHHELD: &str = "skyddad";
/// What a sentence says in place of a number of people that is withheld.
pub const WITHHELD_COUNT: &str = "ett skyddat antal";

/// A figure's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A count of the figure's unit.
    Count(i64),
    /// Money.
    Money(Ore),
    /// Units of 10^-decimals, for example a mean or a percentage.
    Decimal {
        /// The value times 10^decimals.
        units: i64,
        /// How many decimals the measure is given with.
        decimals: u32,
    },
    /// There is no value, and this is why.
    Missing(Missing),
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The base is empty, so there is no share or mean.
    EmptyBase,
    /// Not collected or not entered.
    NotCollected,
    /// The period is not over.
    NotYetDue,
    /// Withheld by disclosure control.
    Withheld,
}

impl Value {
    /// The value as people read it, without unit; "–" when there is none.
    pub fn text(self) -> String {
        match self {
            Value::Count(n) => number::integer(n),
            Value::Money(ore) => ore.rounded(),
            Value::Decimal { units, decimals } => number::decimal(units, decimals),
            Value::Missing(Missing::Withheld) => WITHHELD.into(),
            Value::Missing(_) => "–".into(),
        }
    }

    /// The bare number a comparison needs (öre for money); `None` when there is none.
    pub fn units(self) -> Option<i64> {
        match self {
            Value::Count(n) | Value::Decimal { units: n, .. } => Some(n),
            Value::Money(ore) => Some(ore.0),
            Value::Missing(_) => None,
        }
    }
}

/// Where a figure came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Rows of the register, chosen by the filter; `store` lists them for those who may see rows,
    /// everyone else reads "n rader hos huvudmannen".
    Rows {
        /// What the rows are.
        of: RowKind,
        /// The filter that chose them, in words a program can run: `(column, test)`.
        filter: Vec<(&'static str, String)>,
        /// How many rows.
        count: i64,
    },
    /// Ledger entries: the accounts that were summed and how many transactions moved them.
    Vouchers {
        /// Account numbers, in order.
        accounts: Vec<u32>,
        /// The project (SIE dimension 6) they were restricted to, if any.
        project: Option<String>,
        /// How many transactions in the year.
        count: i64,
    },
    /// Other figures, by their keys, and how they were put together ("a − b", "100 × k / n").
    Figures {
        /// The rule in plain Swedish.
        rule: String,
        /// The figures.
        parts: Vec<FigureKey>,
    },
    /// A decided or entered value: budget line, contribution, goal.
    Entered {
        /// Which record, in plain Swedish ("Budget 2022, raden Personal, beslutad").
        source: String,
        /// How many records were summed.
        count: i64,
    },
    /// A published value of an earlier year, for which no rows exist.
    Published {
        /// Where it was printed.
        source: String,
    },
}

/// What kind of row a trace ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Participations, held by the huvudman.
    Participations,
    /// Consultations.
    Consultations,
    /// Referrals, held by the teams.
    Referrals,
}

impl RowKind {
    /// Who holds the rows, in "rader hos …".
    pub const fn holder(self) -> &'static str {
        match self {
            RowKind::Referrals => "samverkansteamen",
            RowKind::Participations | RowKind::Consultations => "huvudmannen",
        }
    }
}

/// A figure's identity: measure, year and scope. Its text form `deltaganden.nya@2022{insats=krus}`
/// is what report texts refer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FigureKey {
    /// The measure.
    pub measure: MeasureId,
    /// The year.
    pub year: i32,
    /// The restriction.
    pub scope: Scope,
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.measure, self.year)?;
        if self.scope.0.is_empty() {
            Ok(())
        } else {
            write!(f, "{{{}}}", self.scope)
        }
    }
}

/// One value with its meaning and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Identity.
    pub key: FigureKey,
    /// The value.
    pub value: Value,
    /// The unit.
    pub unit: Unit,
    /// For a share or mean: the numerator count. For a plain count the count itself.
    pub k: Option<i64>,
    /// For a share or mean: the base, records with a known answer.
    pub n: Option<i64>,
    /// Records of the universe without a known answer.
    pub missing: i64,
    /// Origin.
    pub trace: Trace,
}

impl Figure {
    /// A count.
    pub fn count<U: CountingUnit>(key: FigureKey, count: Count<U>, trace: Trace) -> Figure {
        let k = Some(count.get());
        Figure {
            key,
            value: Value::Count(count.get()),
            unit: U::UNIT,
            k,
            n: None,
            missing: 0,
            trace,
        }
    }

    /// A share in per cent with `decimals` decimals.
    pub fn share(key: FigureKey, share: Share, decimals: u32, trace: Trace) -> Figure {
        let value = match share.percent(decimals) {
            Some(units) => Value::Decimal { units, decimals },
            None => Value::Missing(Missing::EmptyBase),
        };
        let (k, n) = (Some(share.k), Some(share.n));
        Figure {
            key,
            value,
            unit: Unit::Procent,
            k,
            n,
            missing: share.missing,
            trace,
        }
    }

    /// Money.
    pub fn money(key: FigureKey, amount: Ore, trace: Trace) -> Figure {
        Figure {
            key,
            value: Value::Money(amount),
            unit: Unit::Kronor,
            k: None,
            n: None,
            missing: 0,
            trace,
        }
    }

    /// The value with its unit as people read it: "264", "32,1 %", "16 383 989 kr".
    pub fn text(&self) -> String {
        match (self.value, self.unit) {
            (Value::Missing(_), _) => self.value.text(),
            (value, Unit::Procent | Unit::Kronor | Unit::Ar | Unit::KronorPerInvanare) => {
                format!("{}{NBSP}{}", value.text(), self.unit.label())
            }
            (value, _) => value.text(),
        }
    }

    /// The value as an exact decimal in text for machines: öre are whole numbers, per cent "32.1".
    pub fn machine_text(&self) -> Option<String> {
        match self.value {
            Value::Count(n) => Some(n.to_string()),
            Value::Money(ore) => Some(ore.0.to_string()),
            Value::Decimal { units, decimals } => Some(number::plain(units, decimals)),
            Value::Missing(_) => None,
        }
    }
}
