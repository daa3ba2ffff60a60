//! Follow-up and forecast: budget against outcome by month, insats and line, and what the year is
//! expected to end in. The rules are `docs/rules/prognos.md`.
//!
//! Outcome comes from the statements themselves, made of the year's first months
//! ([`ledger::part_year`]); so a follow-up of twelve months is the year's statements, and an interim
//! report's tables agree with each other. Nothing is summed in a second way.

pub mod choice;
pub mod interim;
pub mod ledger;
pub mod line;
pub mod lock;
pub mod method;
pub mod report;
pub mod rule;

mod build;
pub mod tables;

pub use build::{Row, Sum, follow_up};
pub use choice::{Choice, Entered, enter};
pub use line::LineKey;
pub use method::{Forecast, Method};
pub use rule::{Profile, Rule, Rules};

use crate::{
    facts::{BudgetGroup, Facts},
    money::Ore,
};

/// What a follow-up is made of.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The year's budget, insatser, mapping and bookkeeping.
    pub facts: &'a Facts,
    /// The year.
    pub year: i32,
    /// Its last month that is followed up, 1 to 12.
    pub month: u8,
    /// Which accounts and projects belong to which line of the budget.
    pub rules: &'a Rules,
    /// Chosen methods and entered amounts, oldest first.
    pub choices: &'a [Choice],
    /// What the huvudmän have claimed, where requisitions are registered.
    pub claimed: &'a [Claimed],
}

/// What a huvudman claimed for an insats and a period that ends in this month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The insats, by slug.
    pub insats: String,
    /// The period's last month, 1 to 12.
    pub month: u8,
    /// How much.
    pub amount: Ore,
}

/// Budget against outcome of a part of a year, with a forecast of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUp {
    /// The year.
    pub year: i32,
    /// Its last month.
    pub month: u8,
    /// Whether there is any bookkeeping for the year.
    pub booked: bool,
    /// Whether there is a decided budget.
    pub budgeted: bool,
    /// The budget's version and decision, as printed.
    pub budget: String,
    /// Groups of lines in printed order, each with its sum.
    pub groups: Vec<Group>,
    /// What is left: income minus costs, financial items included.
    pub result: Sum,
    /// The insatser, with projects that belong to none last.
    pub insatser: Vec<Row>,
    /// Their sum.
    pub insats_sum: Sum,
    /// Accumulated cost by month: (month, budget, outcome). Outcome up to the month, budget for all.
    pub course: Vec<Course>,
    /// Equity at the year's start.
    pub opening_equity: Option<Ore>,
}

/// A group of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub group: BudgetGroup,
    /// Its lines.
    pub rows: Vec<Row>,
    /// Their sum.
    pub sum: Sum,
}

/// Accumulated cost at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// 1 to 12.
    pub month: u8,
    /// Budgeted so far.
    pub budget: Option<Ore>,
    /// Booked so far; `None` after the month that is followed up.
    pub outcome: Option<Ore>,
    /// From the last booked month to the forecast, in a straight line; `None` before it.
    pub forecast: Option<Ore>,
}

impl FollowUp {
    /// Every line and every insats.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let lines = self.groups.iter().flat_map(|group| &group.rows);
        lines.chain(&self.insatser)
    }

    /// A row by its key.
    pub fn row(&self, key: &LineKey) -> Option<&Row> {
        self.rows().find(|row| row.key == *key)
    }

    /// The sum of a group; nothing when it has no lines.
    pub fn sum(&self, group: BudgetGroup) -> Sum {
        let found = self.groups.iter().find(|g| g.group == group);
        found.map(|g| g.sum).unwrap_or_default()
    }

    /// "januari–augusti 2022".
    pub fn period(&self) -> String {
        period(self.year, self.month)
    }

    /// Equity at the year's end by the forecast.
    pub fn closing_equity(&self) -> Option<Ore> {
        Some(self.opening_equity? + self.result.forecast?)
    }
}

/// "januari–augusti 2022".
pub fn period(year: i32, month: u8) -> String {
    let name = |month: u8| crate::words::MONTHS[usize::from(month.clamp(1, 12)) - 1];
    if month <= 1 {
        format!("januari {year}")
    } else {
        format!("januari–{} {year}", name(month))
    }
}

/// "augusti".
pub fn month_name(month: u8) -> &'static str {
    crate::words::MONTHS[usize::from(month.clamp(1, 12)) - 1]
}
