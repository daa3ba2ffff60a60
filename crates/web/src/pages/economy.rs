//! The statements, every amount a way into its vouchers.

use askama::Template;

use crate::view::{Link, Plot, Shell, Table};

/// The economy of a year.
#[derive(Debug, Template)]
#[template(path = "economy.html")]
pub struct EconomyPage {
    /// Frame.
    pub shell: Shell,
    /// Year.
    pub year: i32,
    /// One line under the heading.
    pub lede: String,
    /// May this person import?
    pub may_import: bool,
    /// Ways to what belongs to the economy beside the statements.
    pub ways: Vec<Link>,
    /// Accounts without a line and the like.
    pub problems: Vec<String>,
    /// Statement by statement.
    pub parts: Vec<EconomyPart>,
}

/// One statement.
#[derive(Debug)]
pub struct EconomyPart {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Plot before table.
    pub plot: Option<Plot>,
    /// Tables.
    pub tables: Vec<Table>,
}
