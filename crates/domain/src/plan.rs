//! Plan and budget: the budget year and at least two more (kommunallagen (2017:725) 11 kap. 6 §), in
//! numbered versions. Every sum is computed from its parts; nobody types one, except as a control of
//! the paper the amounts were taken from.

pub mod apportioned;
pub mod calendar;
pub mod control;
pub mod difference;
pub mod form;
pub mod index;
mod sums;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod typed;

use chrono::NaiveDate;

pub use difference::Difference;
pub use index::Index;
pub use sums::{EquityYear, InsatsSum, YearSum};

use crate::{cost_type::CostType, facts::BudgetGroup, money::Ore};

/// Budget year and plan years a decided plan must cover (kommunallagen 11 kap. 6 §).
pub const LEAST_YEARS: usize = 3;
/// More years than this are a scenario, not a plan.
pub const MOST_YEARS: usize = 10;
/// The least share of the members' contributions that is meant for individual insatser, per cent.
pub const INSATS_SHARE: i64 = 75;

/// One version of a plan and budget. Amounts stand in the order of [`Plan::years`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The budget year.
    pub first: i32,
    /// How many years, the budget year counted.
    pub span: usize,
    /// Which version of it.
    pub version: Version,
    /// Lines in printed order, sums not among them.
    pub lines: Vec<Line>,
    /// Insats budgets in printed order; one row for each cost type.
    pub insatser: Vec<InsatsRow>,
    /// Contributions in the members' order.
    pub contributions: Vec<MemberRow>,
    /// Own capital when the budget year begins.
    pub opening: Option<Opening>,
    /// Sums as the paper has them, to be compared with the computed ones.
    pub stated: Vec<Stated>,
    /// When it is sent for samråd, and when the board meets.
    pub timetable: Timetable,
}

/// A version's number and state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// From 1 for each budget year.
    pub number: u32,
    /// How far it has come.
    pub state: State,
    /// The document or meeting it comes from, or what is proposed in it.
    pub source: String,
}

/// How far a version has come. Only a decided or revised one is used by figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Förslag: may be written in.
    #[default]
    Proposal,
    /// Samråd: sent to the members on this day; may be written in.
    Consultation(NaiveDate),
    /// Beslutad: the year's first decision.
    Decided(Decision),
    /// Reviderad: a later decision for the same year, which holds from its day.
    Revised(Decision),
}

/// The board's decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The day; not known for what was read from older documents.
    pub on: Option<NaiveDate>,
    /// "§ 47"; empty when not known.
    pub section: String,
}

impl State {
    /// The stored and printed word: "förslag", "samråd", "beslutad", "reviderad".
    pub const fn word(&self) -> &'static str {
        match self {
            State::Proposal => "förslag",
            State::Consultation(_) => "samråd",
            State::Decided(_) => "beslutad",
            State::Revised(_) => "reviderad",
        }
    }

    /// The decision, once there is one.
    pub const fn decision(&self) -> Option<&Decision> {
        match self {
            State::Decided(decision) | State::Revised(decision) => Some(decision),
            State::Proposal | State::Consultation(_) => None,
        }
    }

    /// Whether it may be written in.
    pub const fn is_open(&self) -> bool {
        matches!(self, State::Proposal | State::Consultation(_))
    }
}

/// What a line's amount is taken from in the years where there are such parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Follows {
    /// Typed.
    #[default]
    Nothing,
    /// The sum of the insats budgets.
    Insatser,
    /// The sum of the members' contributions.
    Contributions,
}

/// A line of the budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Group.
    pub group: BudgetGroup,
    /// As printed.
    pub label: String,
    /// Whether its amount is a sum of parts.
    pub follows: Follows,
    /// What the money is spent on, where that is known.
    pub cost_type: Option<CostType>,
    /// Typed amounts, positive both for income and for cost. Where the line follows parts, the
    /// parts win.
    pub amounts: Vec<Option<Ore>>,
    /// Why.
    pub note: String,
}

/// An insats budget, or one cost type of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsatsRow {
    /// The insats; `None` for a pot or a line outside the list.
    pub insats: Option<String>,
    /// As printed.
    pub label: String,
    /// `None`: not divided.
    pub cost_type: Option<CostType>,
    /// Amounts.
    pub amounts: Vec<Option<Ore>>,
    /// Why.
    pub note: String,
}

/// A member's contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// The member's code.
    pub member: String,
    /// As printed.
    pub name: String,
    /// Inhabitants the budget year's amount is shared by; none for region and state.
    pub inhabitants: Option<i64>,
    /// Amounts.
    pub amounts: Vec<Option<Ore>>,
}

/// Own capital when the budget year begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Amount.
    pub amount: Ore,
    /// Where it is taken from: the books, or a forecast.
    pub source: String,
}

/// What a control sum is the sum of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sum {
    /// A group's lines.
    Income,
    /// Finansiella intäkter.
    FinancialIncome,
    /// Kostnader.
    Cost,
    /// Finansiella kostnader.
    FinancialCost,
    /// Income less cost.
    Result,
    /// The insats budgets.
    Insatser,
    /// The contributions.
    Contributions,
}

impl Sum {
    /// All of them, in printed order; the place is the stored code less one.
    pub const ALL: [Sum; 7] = [
        Sum::Income,
        Sum::FinancialIncome,
        Sum::Cost,
        Sum::FinancialCost,
        Sum::Result,
        Sum::Insatser,
        Sum::Contributions,
    ];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Sum::Income => "intäkter",
            Sum::FinancialIncome => "finansiella intäkter",
            Sum::Cost => "kostnader",
            Sum::FinancialCost => "finansiella kostnader",
            Sum::Result => "resultat",
            Sum::Insatser => "insatsbudgetar",
            Sum::Contributions => "medlemsbidrag",
        }
    }

    /// The sum of a group of lines.
    pub const fn of_group(group: BudgetGroup) -> Sum {
        match group {
            BudgetGroup::Income => Sum::Income,
            BudgetGroup::FinancialIncome => Sum::FinancialIncome,
            BudgetGroup::Cost => Sum::Cost,
            BudgetGroup::FinancialCost => Sum::FinancialCost,
        }
    }
}

/// A sum as the paper has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stated {
    /// Of what.
    pub sum: Sum,
    /// Which year.
    pub year: i32,
    /// Amount.
    pub amount: Ore,
}

/// Days of the plan's own year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timetable {
    /// The last day the members answer.
    pub answers_by: Option<NaiveDate>,
    /// The board's budget meeting.
    pub meeting: Option<NaiveDate>,
}

/// The four groups in printed order.
pub const GROUPS: [BudgetGroup; 4] = [
    BudgetGroup::Income,
    BudgetGroup::FinancialIncome,
    BudgetGroup::Cost,
    BudgetGroup::FinancialCost,
];

impl Plan {
    /// Its years, the budget year first.
    pub fn years(&self) -> Vec<i32> {
        let span = i32::try_from(self.span).unwrap_or(0);
        (self.first..self.first + span).collect()
    }

    /// The place of a year among the amounts.
    pub fn place(&self, year: i32) -> Option<usize> {
        let place = usize::try_from(year.checked_sub(self.first)?).ok()?;
        (place < self.span).then_some(place)
    }

    /// "2023–2025".
    pub fn period(&self) -> String {
        let last = self.years().last().copied().unwrap_or(self.first);
        if last == self.first {
            return self.first.to_string();
        }
        format!("{}–{last}", self.first)
    }

    /// "Budget 2023–2025, version 2 (beslutad)".
    pub fn title(&self) -> String {
        let (number, word) = (self.version.number, self.version.state.word());
        format!("Budget {}, version {number} ({word})", self.period())
    }

    /// Another span of years: what falls outside is left out, new years are empty.
    #[must_use]
    pub fn over(mut self, first: i32, span: usize) -> Plan {
        let (old_first, old_span) = (self.first, self.span);
        let move_row = |amounts: &mut Vec<Option<Ore>>| {
            let at = |year: i32| {
                let place = usize::try_from(year - old_first).ok().filter(|p| *p < old_span)?;
                amounts.get(place).copied().flatten()
            };
            let years = (0..span).map(|i| first + i32::try_from(i).unwrap_or(0));
            *amounts = years.map(at).collect();
        };
        self.lines.iter_mut().for_each(|row| move_row(&mut row.amounts));
        self.insatser
            .iter_mut()
            .for_each(|row| move_row(&mut row.amounts));
        self.contributions
            .iter_mut()
            .for_each(|row| move_row(&mut row.amounts));
        (self.first, self.span) = (first, span);
        let years = self.years();
        self.stated.retain(|stated| years.contains(&stated.year));
        self
    }
}

/// The decided version that holds for a year on a day: the plan whose budget year it is, otherwise the
/// newest plan that covers it; of its versions the last decided one whose day has come.
pub fn holds(plans: &[Plan], year: i32, on: NaiveDate) -> Option<&Plan> {
    let decided = |plan: &&Plan| {
        let decision = plan.version.state.decision();
        let begun = decision.is_some_and(|d| d.on.is_none_or(|day| day <= on));
        begun && plan.place(year).is_some()
    };
    let order = |plan: &&Plan| {
        let day = plan.version.state.decision().and_then(|d| d.on);
        (plan.first, day, plan.version.number)
    };
    plans.iter().filter(decided).max_by_key(order)
}
