//! A statement as a table of rows in whole kronor, with the accounts behind every amount.

use crate::{
    figure::{FigureKey, MeasureId, Scope},
    money::Ore,
};

/// A statement or a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Stable id: `resultat`, `balans`, `kassaflode`, `drift`, `investering`, `balanskrav`,
    /// `not 1`, `not 2`, `not 3`, `not 4`.
    pub id: &'static str,
    /// As printed.
    pub title: String,
    /// In printed order.
    pub rows: Vec<Row>,
}

/// A row of a statement. Every amount is whole kronor (an [`Ore`] that 100 divides).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As printed.
    pub label: String,
    /// The note that specifies it; empty when none.
    pub note: &'static str,
    /// How it is printed and what it sums.
    pub level: Level,
    /// This year; `None` for a heading, and when the year's bookkeeping is not at hand.
    pub current: Option<Ore>,
    /// The year before; `None` when it is not known.
    pub previous: Option<Ore>,
    /// Budget, in the operating statement.
    pub budget: Option<Ore>,
    /// Outcome against budget, favourable positive, in the operating statement.
    pub deviation: Option<Ore>,
    /// The figure the row prints.
    pub figure: Option<RowFigure>,
    /// The accounts behind the amount, in number order.
    pub accounts: Vec<u32>,
    /// How many transactions moved those accounts this year.
    pub transactions: i64,
}

impl Row {
    /// The figure's identity in the statements of `year`, and its value this year in the figure's
    /// own sign (costs are positive figures, printed negative in the income statement).
    pub fn figure(&self, year: i32) -> Option<(FigureKey, Ore)> {
        let (figure, current) = (self.figure.as_ref()?, self.current?);
        let key = FigureKey {
            measure: figure.measure,
            year,
            scope: figure.scope.clone(),
        };
        Some((key, if figure.negated { -current } else { current }))
    }
}

/// How a row is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Level {
    /// A heading without amounts.
    Group,
    /// An amount of its own.
    #[default]
    Line,
    /// A sum of rows above it.
    Subtotal,
    /// The sum the table ends in.
    Total,
}

/// Which figure a row prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFigure {
    /// The measure.
    pub measure: MeasureId,
    /// Its restriction.
    pub scope: Scope,
    /// Printed with the opposite sign of the figure.
    pub negated: bool,
}
