//! Scenarios: a plan with changes, computed over up to ten years. A scenario changes nothing by itself;
//! it can become a proposal of a plan.

mod compute;
mod latest;
#[cfg(test)]
mod tests;
pub mod typed;

use chrono::NaiveDate;

pub use compute::{Outcome, Year, computed};
pub use latest::{Latest, Trouble, latest};

use crate::{money::Ore, plan::Plan};

/// The most scenarios side by side.
pub const SIDE_BY_SIDE: usize = 4;
/// Months in which contributions are paid, a quarter each.
pub const PAID_IN: [usize; 4] = [0, 3, 6, 9];

/// A plan with changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Its name, unique.
    pub name: String,
    /// The version it stands on: budget year and number.
    pub base: (i32, u32),
    /// How many years it is computed for.
    pub span: usize,
    /// Months from a decision until it has effect.
    pub notice: u32,
    /// How much of an insats budget that is not divided is personnel, hundredths of a per cent.
    pub personnel: i64,
    /// Liquid funds when it begins; own capital is taken where it is not known.
    pub liquid: Option<Ore>,
    /// What is changed.
    pub changes: Vec<Change>,
}

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Calendar year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl Month {
    /// Its place when January of `first` is 0; before that it is 0.
    pub fn place(self, first: i32) -> usize {
        let months = i64::from(self.year - first) * 12 + i64::from(self.month) - 1;
        usize::try_from(months).unwrap_or(0)
    }

    /// So many months later, or earlier.
    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        let all = self.year * 12 + i32::try_from(self.month).unwrap_or(1) - 1 + months;
        Month {
            year: all.div_euclid(12),
            month: u32::try_from(all.rem_euclid(12)).unwrap_or(0) + 1,
        }
    }

    /// Its first day.
    pub fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, 1)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = usize::try_from(self.month - 1).unwrap_or(0);
        let name = crate::words::MONTHS.get(place).copied().unwrap_or_default();
        write!(f, "{name} {}", self.year)
    }
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new insats from a month, with a yearly budget.
    Start {
        /// Its name.
        label: String,
        /// First month.
        from: Month,
        /// A whole year's budget.
        yearly: Ore,
    },
    /// An insats of the plan ends: nothing from this month on.
    Stop {
        /// As in the plan.
        label: String,
        /// First month without.
        from: Month,
    },
    /// An insats of the plan is moved so many months later.
    Delay {
        /// As in the plan.
        label: String,
        /// Months.
        months: usize,
    },
    /// The members' contributions are another sum from a year on.
    Allotment {
        /// First year.
        from: i32,
        /// A year's sum.
        total: Ore,
    },
    /// Costs and insats budgets rise by a per cent a year from a year on, beyond the plan.
    Index {
        /// First year.
        from: i32,
        /// Hundredths of a per cent.
        rate: i64,
    },
    /// So much of the personnel costs is not spent, from a year on.
    Vacancy {
        /// First year.
        from: i32,
        /// Hundredths of a per cent.
        rate: i64,
    },
}

impl Change {
    /// In words.
    pub fn words(&self) -> String {
        use crate::number::{NBSP, decimal};
        let per_cent = |rate: &i64| format!("{}{NBSP}%", decimal(*rate, 2));
        match self {
            Change::Start { label, from, yearly } => {
                format!("{label} börjar {from}, {} om året", yearly.exact())
            }
            Change::Stop { label, from } => format!("{label} upphör från {from}"),
            Change::Delay { label, months } => format!("{label} skjuts upp {months} månader"),
            Change::Allotment { from, total } => format!("Bidragen är {} om året från {from}", total.exact()),
            Change::Index { from, rate } => {
                format!("Kostnaderna räknas upp {} om året från {from}", per_cent(rate))
            }
            Change::Vacancy { from, rate } => {
                format!(
                    "{} av personalkostnaderna används inte från {from}",
                    per_cent(rate)
                )
            }
        }
    }

    /// When it begins.
    pub fn begins(&self, plan: &Plan) -> Month {
        let january = |year| Month { year, month: 1 };
        match self {
            Change::Start { from, .. } | Change::Stop { from, .. } => *from,
            Change::Delay { .. } => january(plan.first),
            Change::Allotment { from, .. } | Change::Index { from, .. } | Change::Vacancy { from, .. } => {
                january(*from)
            }
        }
    }
}
