//! The published tables as cells: how parts, bases and totals of one context hang together. The
//! year's figures and the statistics build theirs here, so that equal tables have equal cells.

use super::{CellKey, Class, Linked, Period};
use crate::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Support, SupportTime},
    figure::Scope,
    measure::bands::AGE_BANDS,
};

/// A coded property that participations are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The counts by code.
    pub parts: &'static str,
    /// Those with a known answer; where none is counted, the sum of the parts.
    pub known: Option<&'static str>,
    /// All of them.
    pub total: &'static str,
    /// Its dimension in scopes.
    pub dimension: &'static str,
    /// Whether several codes may stand at once, so that parts do not add up to the known ones.
    pub several: bool,
}

const NEW: &str = "deltaganden.nya";
const CLOSED: &str = "deltaganden.avslutade";

const fn one(
    parts: &'static str,
    known: Option<&'static str>,
    total: &'static str,
    dimension: &'static str,
) -> Attribute {
    Attribute {
        parts,
        known,
        total,
        dimension,
        several: false,
    }
}

const fn several(parts: &'static str, known: &'static str, dimension: &'static str) -> Attribute {
    Attribute {
        parts,
        known: Some(known),
        total: CLOSED,
        dimension,
        several: true,
    }
}

/// Every coded property that tables are published by.
pub const ATTRIBUTES: [Attribute; 11] = [
    one("alder.antal", Some("alder.kanda"), NEW, "alder"),
    one("utbildning.antal", Some("utbildning.kanda"), NEW, "utbildning"),
    one("forsorjningstid.antal", Some("forsorjningstid.kanda"), NEW, "tid"),
    one("remittent.antal", None, NEW, "remittent"),
    one("avslut.anledning", None, CLOSED, "orsak"),
    several(
        "sysselsattning.fore",
        "sysselsattning.fore_kanda",
        "sysselsattning",
    ),
    several("sysselsattning.efter", "avslut.kanda", "sysselsattning"),
    several("forsorjning.fore", "forsorjning.fore_kanda", "forsorjning"),
    several("forsorjning.efter", "forsorjning.efter_kanda", "forsorjning"),
    one("arbete.forandring", None, CLOSED, "forandring"),
    Attribute {
        parts: "overgang.antal",
        known: Some("overgang.kanda"),
        total: "overgang.alla",
        dimension: "forsorjning",
        several: true,
    },
];

impl Attribute {
    /// Its codes, in printed order.
    pub fn codes(&self) -> Vec<&'static str> {
        fn all<T: CodeTable>() -> Vec<&'static str> {
            T::ALL.iter().map(|value| value.slug()).collect()
        }
        match self.dimension {
            "alder" => AGE_BANDS.iter().map(|band| band.slug).collect(),
            "utbildning" => all::<Education>(),
            "tid" => all::<SupportTime>(),
            "remittent" => all::<ReferringAuthority>(),
            "orsak" => {
                let mut reasons = all::<ExitReason>();
                reasons.retain(|slug| *slug != ExitReason::Reversed.slug());
                reasons
            }
            "sysselsattning" => all::<Occupation>(),
            "forandring" => crate::cube::WORK_CHANGES.iter().map(|(slug, _)| *slug).collect(),
            _ => all::<Support>(),
        }
    }

    /// The attribute whose parts a measure is.
    pub fn of(parts: &str) -> Option<&'static Attribute> {
        ATTRIBUTES.iter().find(|attribute| attribute.parts == parts)
    }
}

/// The two sides that outcomes are counted on: those in self-support, and those only seeking work.
const SIDES: [(&str, &str, &str, &str); 2] = [
    (
        "avslut.kanda",
        "avslut.antal_arbete_eller_studier",
        "avslut.antal_arbetssokande",
        "sysselsattning.efter",
    ),
    (
        "sysselsattning.fore_kanda",
        "egenforsorjning.antal_fore",
        "arbetssokande.antal_fore",
        "sysselsattning.fore",
    ),
];

/// Builds cells out of counts.
pub struct Tables<'a> {
    /// What is built.
    pub linked: Linked,
    /// The period.
    pub period: Period,
    /// The count of a measure in a scope; none where it is not given.
    pub count: &'a dyn Fn(&str, &Scope) -> Option<i64>,
}

impl Tables<'_> {
    /// Counts of participations by insats and sex are open; any further restriction is background.
    fn class(scope: &Scope) -> Class {
        if scope
            .0
            .keys()
            .all(|dimension| matches!(*dimension, "insats" | "kon"))
        {
            Class::Open
        } else {
            Class::Guarded
        }
    }

    /// The key of a measure in a scope. New ones of one age band are one count, whichever table prints
    /// them; so is everybody with one support before, whose transitions are another table's row.
    pub fn key(measure: &str, period: Period, scope: &Scope) -> CellKey {
        match (measure, scope.get("fore")) {
            (NEW, _) if scope.get("alder").is_some() => CellKey::new("alder.antal", period, scope.clone()),
            ("overgang.alla", Some(before)) => {
                let mut of_support = scope.clone().with("forsorjning", before);
                of_support.0.remove("fore");
                CellKey::new("forsorjning.fore", period, of_support)
            }
            _ => CellKey::new(measure, period, scope.clone()),
        }
    }

    /// What is lost: least by a detail of an insats or one sex, most by a headline.
    fn cost(scope: &Scope, base: i64, value: i64) -> i64 {
        let wide = i64::from(scope.get("kon").is_none()) + i64::from(scope.get("insats").is_none());
        base * (1 + wide) + value.min(999)
    }

    fn cell(&mut self, measure: &str, scope: &Scope, class: Class, base: i64) -> Option<usize> {
        let value = (self.count)(measure, scope)?;
        let key = Tables::key(measure, self.period, scope);
        Some(
            self.linked
                .add(&key, value, class, Tables::cost(scope, base, value)),
        )
    }

    /// The base of an attribute in a context: those with a known answer.
    fn base(&mut self, attribute: &Attribute, context: &Scope) -> Option<usize> {
        let class = Tables::class(context);
        let total = self.cell(attribute.total, context, class, 50_000)?;
        let known = if let Some(known) = attribute.known {
            self.cell(known, context, class, 40_000)?
        } else {
            let codes = attribute.codes();
            let counts = codes.iter().map(|code| {
                let scope = context.clone().with(attribute.dimension, *code);
                (self.count)(attribute.parts, &scope)
            });
            let value = counts.sum::<Option<i64>>()?;
            let key = CellKey::new(
                attribute.parts,
                self.period,
                context.clone().with(attribute.dimension, "kand"),
            );
            self.linked.add(&key, value, class, 40_000)
        };
        let unknown = self.linked.system().cells()[total].value - self.linked.system().cells()[known].value;
        if unknown < 0 {
            return None;
        }
        let key = CellKey::new(
            attribute.parts,
            self.period,
            context.clone().with(attribute.dimension, "okand"),
        );
        let class = if class == Class::Open {
            Class::Open
        } else {
            Class::Plain
        };
        let unknown = self.linked.add(&key, unknown, class, 1_000);
        self.linked.sum(total, &[known, unknown]);
        Some(known)
    }

    /// An attribute's table in one context.
    pub fn attribute(&mut self, attribute: &Attribute, context: &Scope) {
        if context.get(attribute.dimension).is_some() {
            return;
        }
        let Some(base) = self.base(attribute, context) else {
            return;
        };
        let mut parts = Vec::new();
        for code in attribute.codes() {
            let scope = context.clone().with(attribute.dimension, code);
            if let Some(part) = self.cell(attribute.parts, &scope, Class::Guarded, 1_000) {
                parts.push(part);
                if attribute.several {
                    self.linked.sum_with_rest(base, &[part], true);
                }
            }
        }
        if !attribute.several && !parts.is_empty() {
            self.linked.sum(base, &parts);
        }
    }

    /// Work or study, seeking work, and neither; before and at exit.
    pub fn outcomes(&mut self, context: &Scope) {
        for (known, working, seeking, by_code) in SIDES {
            let Some(base) = self.cell(known, context, Tables::class(context), 40_000) else {
                continue;
            };
            let working = self.cell(working, context, Class::Guarded, 9_000);
            let seeking = self.cell(seeking, context, Class::Guarded, 6_000);
            if let (Some(working), Some(seeking)) = (working, seeking) {
                self.linked.sum_with_rest(base, &[working, seeking], true);
            }
            let part = |code: &str| {
                let scope = context.clone().with("sysselsattning", code);
                self.linked.place(&CellKey::new(by_code, self.period, scope))
            };
            let kinds: Vec<usize> = ["arbete", "subventionerat_arbete", "studier"]
                .into_iter()
                .filter_map(part)
                .collect();
            let jobseeker = part("arbetssokande");
            if let Some(working) = working.filter(|_| kinds.len() == 3) {
                for kind in &kinds {
                    self.linked.sum_with_rest(working, &[*kind], true);
                }
                self.overlap(working, &kinds);
            }
            if let (Some(jobseeker), Some(seeking)) = (jobseeker, seeking) {
                self.linked.sum_with_rest(jobseeker, &[seeking], true);
            }
        }
    }

    /// Kinds that overlap: their sum is the whole and those counted more than once.
    fn overlap(&mut self, whole: usize, kinds: &[usize]) {
        let value = |place: usize| self.linked.system().cells()[place].value;
        let sum: i64 = kinds.iter().map(|kind| value(*kind)).sum();
        let (twice, whole_value) = (sum - value(whole), value(whole));
        if twice < 0 {
            return;
        }
        let all = self.linked.derived(sum, false);
        self.linked.sum(all, kinds);
        let twice = self.linked.derived(twice, false);
        debug_assert_eq!(
            sum,
            whole_value + self.linked.system().cells()[twice].value,
            "a sum of parts"
        );
        self.linked.sum(all, &[whole, twice]);
    }

    /// Those under 30 beside the age bands.
    pub fn under_30(&mut self, context: &Scope) {
        let known = self.cell("alder.kanda", context, Tables::class(context), 40_000);
        let under = self.cell("deltaganden.nya_under_30", context, Class::Guarded, 6_000);
        let (Some(known), Some(under)) = (known, under) else {
            return;
        };
        self.linked.sum_with_rest(known, &[under], true);
        let band = |index: usize| {
            let scope = context.clone().with("alder", AGE_BANDS[index].slug);
            self.linked
                .place(&CellKey::new("alder.antal", self.period, scope))
        };
        if let (Some(first), Some(second)) = (band(0), band(1)) {
            let value = |place: usize| self.linked.system().cells()[place].value;
            let younger = value(under) - value(first);
            let older = value(second) - younger;
            if younger >= 0 && older >= 0 {
                let younger = self.linked.derived(younger, true);
                let older = self.linked.derived(older, true);
                self.linked.sum(under, &[first, younger]);
                self.linked.sum(second, &[younger, older]);
            }
        }
    }

    /// More than a year in public support: a sum of parts that is printed as a share.
    pub fn over_a_year(&mut self, context: &Scope) {
        let base = self.cell("forsorjningstid.kanda", context, Tables::class(context), 40_000);
        let part = |code: &str| {
            let scope = context.clone().with("tid", code);
            self.linked
                .place(&CellKey::new("forsorjningstid.antal", self.period, scope))
        };
        let parts: Option<Vec<usize>> = ["1_2_ar", "2_5_ar", "mer_an_5_ar"]
            .into_iter()
            .map(part)
            .collect();
        let (Some(base), Some(parts)) = (base, parts) else {
            return;
        };
        let value = parts
            .iter()
            .map(|part| self.linked.system().cells()[*part].value)
            .sum();
        let key = CellKey::new("forsorjningstid.over_1_ar", self.period, context.clone());
        let over = self
            .linked
            .add(&key, value, Class::Guarded, Tables::cost(context, 6_000, value));
        self.linked.sum(over, &parts);
        self.linked.sum_with_rest(base, &[over], true);
    }
}
