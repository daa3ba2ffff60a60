//! The overview over five years or more: bookkeeping where it is at hand, published values before.

use super::{
    books::{Books, Kronor},
    lines::{CLOSING_EQUITY, EQUITY, FINANCIAL, RESULT},
    mapping::Line,
    measure,
};
use crate::{
    facts::{Facts, Published},
    figure::{MeasureId, Value},
    money::Ore,
    unit::Unit,
};

/// The law asks for a perspective; five years are always shown, more where something is known.
const FEWEST_YEARS: i32 = 5;
/// More columns than this do not fit a page.
const MOST_YEARS: i32 = 8;

/// Years side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Newest first, without gaps.
    pub years: Vec<i32>,
    /// In printed order.
    pub rows: Vec<OverviewRow>,
}

/// One measure over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewRow {
    /// As printed.
    pub label: &'static str,
    /// The measure; its figure of each year is what the cell prints.
    pub measure: MeasureId,
    /// Its unit.
    pub unit: Unit,
    /// One per year; `None` when nothing is known.
    pub values: Vec<Option<OverviewValue>>,
}

/// A value and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewValue {
    /// The value.
    pub value: Value,
    /// The document it was published in; `None` when it comes from the bookkeeping.
    pub published: Option<String>,
}

const ROWS: &[(&str, MeasureId, Unit)] = &[
    ("Verksamhetens intäkter", measure::INCOME, Unit::Kronor),
    ("Verksamhetens kostnader", measure::COST, Unit::Kronor),
    ("Avskrivningar", measure::DEPRECIATION, Unit::Kronor),
    ("Finansiella poster", measure::FINANCIAL_NET, Unit::Kronor),
    ("Årets resultat", measure::RESULT, Unit::Kronor),
    ("Eget kapital", measure::EQUITY, Unit::Kronor),
    ("Antal anställda", measure::EMPLOYEES, Unit::Tjanster),
];

impl Overview {
    pub(super) fn of(facts: &Facts, books: &Books, year: i32) -> Overview {
        let known = |y: i32| {
            ROWS.iter()
                .any(|(_, measure, _)| value(facts, books, measure, y).is_some())
        };
        let oldest = (year - MOST_YEARS + 1..=year - FEWEST_YEARS + 1).find(|y| known(*y));
        let years: Vec<i32> = (oldest.unwrap_or(year - FEWEST_YEARS + 1)..=year).rev().collect();
        let row = |(label, measure, unit): &(&'static str, MeasureId, Unit)| OverviewRow {
            label,
            measure,
            unit: *unit,
            values: years.iter().map(|y| value(facts, books, measure, *y)).collect(),
        };
        // An association without depreciation does not print an empty row.
        let printed = |row: &OverviewRow| {
            let nonzero = |v: &OverviewValue| v.value.units() != Some(0);
            row.measure != measure::DEPRECIATION || row.values.iter().flatten().any(nonzero)
        };
        let rows = ROWS.iter().map(row).filter(printed).collect();
        Overview { years, rows }
    }
}

/// Årets resultat of every year known up to and including `year`, oldest first.
pub(super) fn results(facts: &Facts, books: &Books, year: i32) -> Vec<(i32, Ore)> {
    let booked = books.years.iter().map(|y| y.ledger.year);
    let published = facts
        .published
        .iter()
        .filter(|p| p.measure == measure::RESULT)
        .map(|p| p.year);
    let mut years: Vec<i32> = booked.chain(published).filter(|y| *y <= year).collect();
    years.sort_unstable();
    years.dedup();
    let result = |y: i32| match value(facts, books, measure::RESULT, y)?.value {
        Value::Money(ore) => Some((y, ore)),
        _ => None,
    };
    years.into_iter().filter_map(result).collect()
}

/// Bookkeeping first; then what was published; last, equity as next year's opening balances.
fn value(facts: &Facts, books: &Books, measure: &str, year: i32) -> Option<OverviewValue> {
    let from_books = |kronor: i64| OverviewValue {
        value: Value::Money(Ore::kronor(kronor)),
        published: None,
    };
    if let Some(kronor) = books.at(year).and_then(|y| booked(&y.closing, measure)) {
        return Some(from_books(kronor));
    }
    let at = |p: &&Published| p.measure == measure && p.year == year && p.scope.0.is_empty();
    if let Some(published) = facts.published.iter().find(at) {
        return Some(OverviewValue {
            value: published_value(published)?,
            published: Some(published.source.document.clone()),
        });
    }
    let next = books
        .at(year + 1)
        .filter(|y| y.opening_stated && measure == measure::EQUITY)?;
    Some(from_books(-next.opening.sum(EQUITY)))
}

fn booked(closing: &Kronor, measure: &str) -> Option<i64> {
    match measure {
        measure::INCOME => Some(-closing.sum(&[Line::Income])),
        measure::COST => Some(closing.sum(&[Line::ExternalCost, Line::PersonnelCost])),
        measure::DEPRECIATION => Some(closing.sum(&[Line::Depreciation])),
        measure::FINANCIAL_NET => Some(-closing.sum(FINANCIAL)),
        measure::RESULT => Some(-closing.sum(RESULT)),
        measure::EQUITY => Some(-closing.sum(CLOSING_EQUITY)),
        _ => None,
    }
}

/// Employees are a decimal; everything else is kronor, which published tables hold whole.
fn published_value(published: &Published) -> Option<Value> {
    if published.measure == measure::EMPLOYEES {
        let (units, decimals) = (published.units, published.decimals);
        return Some(Value::Decimal { units, decimals });
    }
    let ore = i128::from(published.units) * 100 / 10_i128.checked_pow(published.decimals)?;
    i64::try_from(ore).ok().map(|ore| Value::Money(Ore(ore)))
}
