//! A cell: one value at one place. Relations run over sets of cells, whether these come from the
//! live facts, a draft report or a folder of tables somebody else printed.

use crate::{figure::Scope, finding::Place, unit::Unit};

/// One value somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What it means: a measure's id, so that the same quantity at two places has the same id.
    pub measure: String,
    /// Its restriction.
    pub scope: Scope,
    /// The year it is about.
    pub year: i32,
    /// Where it stands.
    pub place: Place,
    /// Its unit as printed.
    pub unit: Unit,
    /// The value in units of 10^-`decimals` of the printed unit (kronor for money).
    pub units: i64,
    /// How many decimals it is printed with.
    pub decimals: u32,
    /// Marked in the source as a printed sum or difference.
    pub is_sum: bool,
}
