//! Rows out of books: what every statement builder shares.

use super::{
    books::{Books, YearBooks},
    mapping::Line,
    measure,
    table::{Level, Row, RowFigure},
};
use crate::{
    figure::{MeasureId, Scope},
    money::Ore,
};

/// What a row is, apart from its amounts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spec {
    pub label: &'static str,
    pub note: &'static str,
    pub level: Level,
    pub measure: MeasureId,
    /// The lines behind it; a sum has the lines of its rows.
    pub lines: &'static [Line],
}

impl Spec {
    pub const fn line(label: &'static str, measure: MeasureId, lines: &'static [Line]) -> Spec {
        let (note, level) = ("", Level::Line);
        Spec {
            label,
            note,
            level,
            measure,
            lines,
        }
    }

    pub const fn note(self, note: &'static str) -> Spec {
        Spec { note, ..self }
    }

    pub const fn level(self, level: Level) -> Spec {
        Spec { level, ..self }
    }
}

/// A heading.
pub(super) fn heading(label: &str) -> Row {
    Row {
        label: label.to_owned(),
        level: Level::Group,
        ..Row::default()
    }
}

impl Books<'_> {
    /// The row of a spec with given kronor.
    pub fn row(&self, spec: &Spec, current: Option<i64>, previous: Option<i64>) -> Row {
        let accounts = self.accounts(spec.lines);
        Row {
            label: spec.label.to_owned(),
            note: spec.note,
            level: spec.level,
            current: current.map(Ore::kronor),
            previous: previous.map(Ore::kronor),
            figure: Some(RowFigure {
                measure: spec.measure,
                scope: Scope::all(),
                negated: false,
            }),
            transactions: self.transactions(&accounts),
            accounts,
            ..Row::default()
        }
    }

    /// `sign` × the closing balances of the spec's lines, this year and the year before.
    pub fn closing(&self, spec: &Spec, sign: i64) -> Row {
        let sum = |year: &YearBooks| sign * year.closing.sum(spec.lines);
        self.each_year(spec, sum)
    }

    /// The row of an amount computed from each year's books.
    pub fn each_year(&self, spec: &Spec, amount: impl Fn(&YearBooks) -> i64) -> Row {
        let (current, previous) = (self.current(), self.previous());
        self.row(spec, current.map(&amount), previous.map(&amount))
    }

    /// As [`Sheet::closing`], where the year before may be known by this year's opening balances
    /// only. There the booked result is last year's result, and equity is what stands without it.
    pub fn balance(&self, spec: &Spec, sign: i64) -> Row {
        let mut row = self.closing(spec, sign);
        if let Some(opening) = self.stated_opening() {
            let lines = match spec.measure {
                measure::RESULT => &[Line::BookedResult],
                measure::EQUITY_BEFORE_RESULT => &[Line::Equity],
                _ => spec.lines,
            };
            row.previous = Some(Ore::kronor(sign * opening.sum(lines)));
        }
        row
    }
}
