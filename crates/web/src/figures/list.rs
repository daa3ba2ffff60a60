//! The list of figures: a measure is one row, and its figures for an insats, a sex or a year of age are
//! folded under it.

use domain::{number, unit::Unit};

use super::{Named, base};
use crate::{
    areas,
    pages::figures::{Area, MeasureRow},
    view::{Cell, Row, Table},
};

/// A search that finds no more than this shows what it found without a click.
const UNFOLDED: usize = 40;

/// An area with what was found in it; none when nothing was.
pub(super) fn area(
    code: &'static str,
    words: &'static str,
    found: &[&Named<'_>],
    searched: bool,
) -> Option<Area> {
    let open = searched && found.len() <= UNFOLDED;
    let mine: Vec<&Named<'_>> = found
        .iter()
        .copied()
        .filter(|n| areas::of(n.figure.key.measure) == code)
        .collect();
    let measures = mine.chunk_by(|a, b| a.figure.key.measure == b.figure.key.measure);
    let rows: Vec<MeasureRow> = measures.filter_map(|figures| row(figures, open)).collect();
    (!rows.is_empty()).then(|| Area {
        id: format!("omrade-{code}"),
        words,
        count: mine.len(),
        rows,
    })
}

/// The figure of the whole association stands in the row, or the only one there is.
fn row(figures: &[&Named<'_>], open: bool) -> Option<MeasureRow> {
    let whole = figures
        .iter()
        .position(|named| named.scope.is_empty() || figures.len() == 1);
    let first = figures.first()?;
    let mut row = MeasureRow {
        name: first.name,
        scope: String::new(),
        value: Cell::default(),
        base: String::new(),
        parts: Table::default(),
        open,
    };
    if let Some(named) = whole.and_then(|at| figures.get(at)) {
        row.scope.clone_from(&named.scope);
        row.value = Cell::figure(named.figure.text(), &named.figure.key);
        let missing = missing(named);
        let words = [share(named), missing].into_iter().filter(|w| !w.is_empty());
        row.base = words.collect::<Vec<_>>().join(", ");
    }
    let heads = ["Avgränsning", "Värde#", "Andel av#", "Saknas#"];
    let id = format!("matt-{}", first.figure.key.measure.replace('.', "-"));
    row.parts = Table::new(id, first.name, &heads);
    row.parts.quiet = true;
    let parts = figures.iter().enumerate().filter(|(at, _)| Some(*at) != whole);
    row.parts.rows = parts.map(|(_, named)| part(named)).collect();
    Some(row)
}

fn part(named: &Named<'_>) -> Row {
    let missing = match named.figure.missing {
        0 => String::new(),
        missing => number::integer(missing),
    };
    Row::of(vec![
        Cell::text(&named.scope),
        Cell::figure(named.figure.text(), &named.figure.key),
        Cell::text(share(named)),
        Cell::text(missing),
    ])
}

/// "36 av 112" of a share; the sum and the number behind a mean say nothing in a list.
fn share(named: &Named<'_>) -> String {
    if named.figure.unit == Unit::Procent {
        base(named.figure)
    } else {
        String::new()
    }
}

fn missing(named: &Named<'_>) -> String {
    match named.figure.missing {
        0 => String::new(),
        missing => format!("{} saknas", number::integer(missing)),
    }
}

/// How many measures and figures are shown, and of how many when something was left out.
pub(super) fn summary(areas: &[Area], all: usize, year: i32) -> String {
    let count = |n: usize| number::integer(i64::try_from(n).unwrap_or(i64::MAX));
    let measures: usize = areas.iter().map(|area| area.rows.len()).sum();
    let figures: usize = areas.iter().map(|area| area.count).sum();
    let of = if figures == all {
        String::new()
    } else {
        format!(", av {} värden i allt", count(all))
    };
    format!(
        "{} nyckeltal med {} värden för {year}{of}. Ett nyckeltals värden för en insats eller en grupp är hopfällda under det.",
        count(measures),
        count(figures)
    )
}
