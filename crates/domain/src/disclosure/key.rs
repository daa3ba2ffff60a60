//! What a cell is: measure, period and scope; and the memory of what was published before.

use chrono::{Datelike, NaiveDate};

use super::State;
use crate::figure::Scope;

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Period {
    /// A calendar year.
    pub fn year(year: i32) -> Period {
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Period {
            from: day(1, 1),
            to: day(12, 31),
        }
    }

    /// The calendar year it is, if it is one.
    pub fn as_year(self) -> Option<i32> {
        let year = self.from.year();
        (self == Period::year(year)).then_some(year)
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A cell's identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// The measure whose count it is.
    pub measure: String,
    /// The period.
    pub period: Period,
    /// The restriction, its own code included.
    pub scope: Scope,
}

impl CellKey {
    /// A key.
    pub fn new(measure: &str, period: Period, scope: Scope) -> CellKey {
        CellKey {
            measure: measure.to_owned(),
            period,
            scope,
        }
    }
}

/// One cell as it once left: with its count when shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Which.
    pub key: CellKey,
    /// Shown or withheld.
    pub state: State,
    /// The count that was shown; none when it was withheld.
    pub value: Option<i64>,
}
