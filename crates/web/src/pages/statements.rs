//! The statements, every amount a way into its vouchers.

use askama::Template;

use crate::view::{Plot, Shell, Table};

/// The statements of a year.
#[derive(Debug, Template)]
#[template(path = "statements.html")]
pub struct StatementsPage {
    /// Frame.
    pub shell: Shell,
    /// Year.
    pub year: i32,
    /// One line under the heading.
    pub lede: String,
    /// May this person import?
    pub may_import: bool,
    /// Accounts without a line and the like.
    pub problems: Vec<String>,
    /// Statement by statement.
    pub parts: Vec<StatementPart>,
}

/// One statement.
#[derive(Debug)]
pub struct StatementPart {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Plot before table.
    pub plot: Option<Plot>,
    /// Tables.
    pub tables: Vec<Table>,
}
