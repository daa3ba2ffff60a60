//! Statements from the ledger through the mapping, for any association and any year.
//!
//! Kronor are made once, account by account and year by year ([`rounding`]); everything printed is
//! a sum of those, so every printed sum is the sum of its printed rows and a quantity printed at
//! two places has one value. The rules are `docs/rules/rakning.md`.

pub mod mapping;
pub mod measure;
pub mod rounding;
pub mod table;

mod balance;
mod books;
mod cash;
mod income;
mod lines;
mod notes;
mod operating;
mod overview;
mod requirement;
mod sheet;
mod trouble;

pub use overview::{Overview, OverviewRow, OverviewValue};
pub use requirement::{Adjustment, BalanceRequirement, Restoration};
pub use table::{Level, Row, RowFigure, Table};

use crate::{facts::Facts, money::Ore, refusal::Problem};
use books::Books;
use operating::BudgetSums;

/// All statements of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    /// The year.
    pub year: i32,
    /// Resultaträkning.
    pub income: Table,
    /// Balansräkning.
    pub balance: Table,
    /// Kassaflödesanalys in three sectors.
    pub cash_flow: Table,
    /// Driftsredovisning: outcome, budget, deviation.
    pub operating: Table,
    /// Investeringsredovisning.
    pub investment: Table,
    /// Notes 1 to 4 with specifications.
    pub notes: Vec<Table>,
    /// Balanskravsresultat, with earlier deficits to restore.
    pub requirement: BalanceRequirement,
    /// The overview over five years or more.
    pub overview: Overview,
    /// Result accounts split on ledger projects; the parts of an account add up to its row.
    pub projects: Vec<ProjectAmount>,
}

/// One account's amount on one ledger project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectAmount {
    /// The account.
    pub account: u32,
    /// The project's code; empty when none.
    pub project: String,
    /// Whole kronor, cost positive, income negative (the ledger's sign).
    pub amount: Ore,
    /// How many transactions.
    pub transactions: i64,
}

impl Statements {
    /// The statements of `year`, with what stood in the way of complete ones: accounts without a
    /// line, a balance sheet that does not balance, opening balances that are not last year's
    /// closing ones, a deficit not restored in time, no bookkeeping, no budget. Whatever can be computed is.
    pub fn of(facts: &Facts, year: i32) -> (Statements, Vec<Problem>) {
        let own = facts.adjustments.iter().filter(|(of, _)| *of == year);
        let adjustments: Vec<Adjustment> = own.map(|(_, adjustment)| adjustment.clone()).collect();
        Statements::adjusted(facts, year, &adjustments)
    }

    /// As [`Statements::of`], with the year's balanskrav adjustments.
    pub fn adjusted(facts: &Facts, year: i32, adjustments: &[Adjustment]) -> (Statements, Vec<Problem>) {
        let books = Books::of(facts, year);
        // The latest decided version stands last.
        let budget = facts
            .budgets
            .iter()
            .rfind(|budget| budget.year == year)
            .map(BudgetSums::of);
        let results = overview::results(facts, &books, year);
        let income = income::table(&books);
        let own = adjustments.iter().map(|adjustment| (year, adjustment.clone()));
        let others = facts.adjustments.iter().filter(|(of, _)| *of != year).cloned();
        let adjustments: Vec<_> = own.chain(others).collect();
        let mut requirement = BalanceRequirement::of(year, &results, &adjustments);
        requirement.stand_on(&income);
        let statements = Statements {
            year,
            income,
            balance: balance::table(&books),
            cash_flow: cash::table(&books),
            operating: operating::table(&books, budget.as_ref()),
            investment: operating::investment(&books),
            notes: notes::tables(&books),
            requirement,
            overview: Overview::of(facts, &books, year),
            projects: books.projects(),
        };
        let mut problems = trouble::problems(facts, &books);
        problems.extend(trouble::overdue(year, &statements.requirement.restorations));
        (statements, problems)
    }

    /// Every table, in the order of an annual report.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let Statements {
            income,
            balance,
            cash_flow,
            operating,
            investment,
            notes,
            requirement,
            ..
        } = self;
        [
            &requirement.table,
            operating,
            investment,
            income,
            balance,
            cash_flow,
        ]
        .into_iter()
        .chain(notes)
    }
}
