//! Budgets and goals.

use crate::money::Ore;

/// An association's budget of one year, in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Year it is for.
    pub year: i32,
    /// "beslutad", "förslag", "samråd", "reviderad".
    pub version: String,
    /// Decision or document it comes from.
    pub source: String,
    /// Lines in printed order, sums not included.
    pub lines: Vec<BudgetLine>,
}

/// A line of a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLine {
    /// Group.
    pub group: BudgetGroup,
    /// As printed.
    pub label: String,
    /// Positive both for income and for cost.
    pub amount: Ore,
}

/// The four groups of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BudgetGroup {
    /// Intäkter.
    Income,
    /// Finansiella intäkter.
    FinancialIncome,
    /// Kostnader.
    Cost,
    /// Finansiella kostnader.
    FinancialCost,
}

/// An insats budget of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsatsBudget {
    /// The insats; `None` for a pot or a line outside the list.
    pub insats: Option<String>,
    /// As printed.
    pub label: String,
    /// Year.
    pub year: i32,
    /// Amount.
    pub amount: Ore,
}

/// What the huvudmän claimed for one project in one year, as the association reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requisitioned {
    /// The project's code.
    pub project: String,
    /// The insats it belongs to, if any.
    pub insats: Option<String>,
    /// Year.
    pub year: i32,
    /// Amount.
    pub amount: Ore,
    /// Where it is taken from.
    pub source: String,
}

/// A goal of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Year.
    pub year: i32,
    /// Order of printing within the year, from 1.
    pub number: u32,
    /// Level.
    pub level: GoalLevel,
    /// The goal's words.
    pub text: String,
    /// What it is measured with, in words.
    pub measured_by: String,
    /// Where the result comes from.
    pub outcome: GoalOutcome,
    /// Target and thresholds; `None` for a goal judged in words.
    pub thresholds: Option<Thresholds>,
}

/// The level of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GoalLevel {
    /// Individ.
    Individual,
    /// Struktur.
    Structure,
    /// Organisation.
    Organisation,
    /// Ekonomi.
    Economy,
}

/// Where a goal's result comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalOutcome {
    /// A measure of the same year for the whole association.
    Measure(String),
    /// A value somebody else measured (survey, before the survey module holds it), with its source.
    Entered {
        /// Units of 10^-decimals.
        units: i64,
        /// Decimals.
        decimals: u32,
        /// Where it was printed or decided.
        source: String,
    },
    /// Words and a judgement in words.
    Words {
        /// What was done.
        text: String,
        /// The judgement.
        judgement: String,
    },
    /// Not yet measured.
    None,
}

/// Is more better, or less?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GoalDirection {
    /// Met when the result is at least the target.
    AtLeast,
    /// Met when the result is at most the target.
    AtMost,
}

/// A goal's own thresholds, in units of 10^-decimals of the measure (öre for money).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Direction.
    pub direction: GoalDirection,
    /// Met at this value or better.
    pub target: i64,
    /// "I stort sett uppnått" at this value or better; equal to the target when there is no such band.
    pub largely: i64,
    /// Decimals of both.
    pub decimals: u32,
}
