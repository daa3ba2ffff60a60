//! What figures keep of participations that became anonymous: differences per figure, never a row.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::{
    figure::{Figure, FigureKey, Missing, Scope, Value},
    measure,
    unit::{Unit, ratio},
};

/// How much a figure differs from what the rows give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Added to the count, or to what stands above the line.
    pub k: i64,
    /// Added to the base.
    pub n: i64,
    /// Added to those without a known answer.
    pub missing: i64,
}

impl Difference {
    /// What has to be added to `now` to make it `wanted`.
    pub fn between(wanted: &Figure, now: &Figure) -> Difference {
        let less = |a: Option<i64>, b: Option<i64>| a.unwrap_or(0) - b.unwrap_or(0);
        Difference {
            k: less(wanted.k, now.k),
            n: less(wanted.n, now.n),
            missing: wanted.missing - now.missing,
        }
    }

    /// Whether it changes nothing.
    pub fn is_nothing(self) -> bool {
        self == Difference::default()
    }

    /// Adds itself to a figure, whose value follows.
    pub fn add_to(self, figure: &mut Figure) {
        figure.k = figure.k.map(|k| k + self.k);
        figure.n = figure.n.map(|n| n + self.n);
        figure.missing += self.missing;
        figure.value = match (figure.k, figure.n, figure.unit) {
            (Some(k), Some(n), Unit::Procent) => decimal(figure.value, ratio_of(figure.value, k, n, 100)),
            (Some(k), Some(n), _) => decimal(figure.value, ratio_of(figure.value, k, n, 1)),
            (Some(k), None, _) => Value::Count(k),
            (None, _, _) => figure.value,
        };
    }
}

/// Decimals of shares and means without a value: what their measures are given with.
const DECIMALS: u32 = 1;

fn decimals(value: Value) -> u32 {
    match value {
        Value::Decimal { decimals, .. } => decimals,
        _ => DECIMALS,
    }
}

fn ratio_of(value: Value, k: i64, n: i64, factor: i64) -> Option<i64> {
    ratio(k, n, factor, decimals(value))
}

fn decimal(before: Value, units: Option<i64>) -> Value {
    units.map_or(Value::Missing(Missing::EmptyBase), |units| Value::Decimal {
        units,
        decimals: decimals(before),
    })
}

/// A count of any days, that was published: which measure, days and scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeriodCell {
    /// The measure's id.
    pub measure: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The restriction.
    pub scope: Scope,
}

impl PeriodCell {
    /// The figure it is, when its days are a calendar year's.
    fn figure(&self) -> Option<FigureKey> {
        let year = self.from.year();
        let whole =
            (self.from.ordinal(), self.to.month(), self.to.day()) == (1, 12, 31) && self.to.year() == year;
        let known = measure::find(&self.measure).filter(|_| whole)?;
        Some(FigureKey {
            measure: known.id,
            year,
            scope: self.scope.clone(),
        })
    }
}

/// Differences by figure, and by published count of other days. Several participations' are summed;
/// nothing tells whose they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    figures: BTreeMap<FigureKey, Difference>,
    cells: BTreeMap<PeriodCell, i64>,
}

impl Carried {
    /// Adds to a figure's difference; one that is nothing is not kept.
    pub fn add(&mut self, key: &FigureKey, more: Difference) {
        let held = self.figures.entry(key.clone()).or_default();
        held.k += more.k;
        held.n += more.n;
        held.missing += more.missing;
        if held.is_nothing() {
            self.figures.remove(key);
        }
    }

    /// Adds to a published count's difference; one that is nothing is not kept.
    pub fn add_cell(&mut self, cell: &PeriodCell, more: i64) {
        let held = self.cells.entry(cell.clone()).or_default();
        *held += more;
        if *held == 0 {
            self.cells.remove(cell);
        }
    }

    /// With the differences of another.
    #[must_use]
    pub fn and(mut self, other: &Carried) -> Carried {
        for (key, difference) in other.iter() {
            self.add(key, *difference);
        }
        for (cell, difference) in other.cells() {
            self.add_cell(cell, *difference);
        }
        self
    }

    /// The difference of a figure.
    pub fn of(&self, key: &FigureKey) -> Difference {
        self.figures.get(key).copied().unwrap_or_default()
    }

    /// What is added to a count of any days.
    pub fn of_cell(&self, cell: &PeriodCell) -> i64 {
        if self.is_empty() {
            return 0;
        }
        let year = cell.figure().map_or(0, |key| self.of(&key).k);
        year + self.cells.get(cell).copied().unwrap_or(0)
    }

    /// Settles figures that were counted from rows.
    pub fn settle(&self, figures: &mut [Figure]) {
        if self.figures.is_empty() {
            return;
        }
        for figure in figures {
            if let Some(difference) = self.figures.get(&figure.key) {
                difference.add_to(figure);
            }
        }
    }

    /// Every difference of a figure, by figure.
    pub fn iter(&self) -> impl Iterator<Item = (&FigureKey, &Difference)> {
        self.figures.iter()
    }

    /// Every difference of a published count of other days.
    pub fn cells(&self) -> impl Iterator<Item = (&PeriodCell, &i64)> {
        self.cells.iter()
    }

    /// How many figures and counts differ.
    pub fn len(&self) -> usize {
        self.figures.len() + self.cells.len()
    }

    /// Whether none does.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.cells.is_empty()
    }
}
