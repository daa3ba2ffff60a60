//! Contributions of a year, and the populations they are shared by.

use askama::Template;

use crate::view::{Cell, Field, Link, Plot, Refusals, Shell, Table};

/// A year's contributions.
#[derive(Debug, Template)]
#[template(path = "contributions.html")]
pub struct ContributionsPage {
    /// Frame.
    pub shell: Shell,
    /// The year.
    pub year: i32,
    /// How it stands, in a badge.
    pub state: Cell,
    /// More of that.
    pub lede: String,
    /// Years beside this one, populations, invoices.
    pub ways: Vec<Link>,
    /// What was wrong.
    pub refusals: Refusals,
    /// What somebody else saved meanwhile, in words.
    pub conflict: Option<String>,
    /// Why the key gives no proposal.
    pub missing: Vec<String>,
    /// The members' amounts, drawn.
    pub plot: Option<Plot>,
    /// The members.
    pub table: Table,
    /// What the amounts are divided by, and from where that comes.
    pub about: Vec<String>,
    /// The basis as a form; empty when it is not to be changed by this visitor.
    pub basis: Vec<Field>,
    /// One per member: share or amount.
    pub shares: Vec<Field>,
    /// The version the basis was changed from.
    pub version: i64,
    /// Amounts in place of the key's.
    pub others: Vec<OtherRow>,
    /// The decision as a form; empty when it is not to be registered.
    pub decision: Vec<Field>,
    /// A registered decision may be taken back.
    pub may_reopen: bool,
    /// The instalments.
    pub plan: Table,
    /// The plan as a form.
    pub plan_field: Option<Field>,
}

/// A member in the form of other amounts.
#[derive(Clone, Debug, Default)]
pub struct OtherRow {
    /// The member's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The key's amount.
    pub proposed: String,
    /// Another.
    pub amount: String,
    /// Why.
    pub reason: String,
    /// The amount is wrong.
    pub wrong_amount: bool,
    /// The reason is missing.
    pub wrong_reason: bool,
}

/// Populations: where they come from, and new ones.
#[derive(Debug, Template)]
#[template(path = "populations.html")]
pub struct PopulationsPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// The days there are, with their tables.
    pub table: Table,
    /// The day to fetch; `None` for those who only read.
    pub day: Option<Field>,
    /// The file.
    pub file: Option<Field>,
    /// The addresses that are asked; `None` for those who may not change them.
    pub addresses: Option<Field>,
    /// Back.
    pub back: Link,
}

/// A table that was read, before it is saved.
#[derive(Debug, Template)]
#[template(path = "population_preview.html")]
pub struct PreviewPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// What is odd in the table.
    pub odd: Vec<String>,
    /// Day and name of the table.
    pub fields: Vec<Field>,
    /// What the table states for the county.
    pub stated: String,
    /// Code, member, number as read, number that stands, wrong or not.
    pub rows: Vec<(String, String, String, String, bool)>,
}
