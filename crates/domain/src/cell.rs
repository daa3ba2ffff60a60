//! A cell: one value at one place. Relations run over sets of cells, whether these come from the
//! live facts, a draft report or a folder of tables somebody else printed.

use crate::{figure::Scope, finding::Place, number, unit::Unit};

/// Comparisons are made in millionths, so that cells with unlike decimals compare exactly.
pub const SCALE_DECIMALS: u32 = 6;

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
    /// The part of the table it stands in ("not 2 externa", "kostnader"); empty when there are none.
    pub group: String,
    /// Its row's words without the group.
    pub label: String,
    /// Its unit as printed.
    pub unit: Unit,
    /// The value in units of 10^-`decimals` of the printed unit (kronor for money).
    pub units: i64,
    /// How many decimals it is printed with.
    pub decimals: u32,
    /// Marked in the source as a printed sum or difference.
    pub is_sum: bool,
    /// Printed with the opposite sign of the measure, as costs are in an income statement.
    pub negated: bool,
}

impl Cell {
    /// The measure's value in millionths: the printed value with its sign turned where it is printed negated.
    pub fn value(&self) -> i128 {
        let units = i128::from(self.units) * 10_i128.pow(SCALE_DECIMALS.saturating_sub(self.decimals));
        if self.negated { -units } else { units }
    }

    /// A value of the measure as this cell would print it: plain for machines ("-572500", "32.1").
    /// More decimals are used when the value needs them.
    pub fn plain(&self, value: i128) -> String {
        let (units, decimals) = self.printed_units(value);
        number::plain(units, decimals)
    }

    /// The same, as people read it ("−572 500", "32,1").
    pub fn swedish(&self, value: i128) -> String {
        let (units, decimals) = self.printed_units(value);
        number::decimal(units, decimals)
    }

    fn printed_units(&self, value: i128) -> (i64, u32) {
        let printed = if self.negated { -value } else { value };
        let decimals = (self.decimals..=SCALE_DECIMALS)
            .find(|d| printed % 10_i128.pow(SCALE_DECIMALS - d) == 0)
            .unwrap_or(SCALE_DECIMALS);
        let units = printed / 10_i128.pow(SCALE_DECIMALS.saturating_sub(decimals));
        (i64::try_from(units).unwrap_or(i64::MAX), decimals)
    }
}
