//! The mapping of accounts to lines of the statements.

use askama::Template;

use crate::view::{Refusals, Shell};

/// The mapping as a form.
#[derive(Debug, Template)]
#[template(path = "accounts.html")]
pub struct AccountsPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// "1930 Bank": accounts no range covers.
    pub unmapped: Vec<String>,
    /// Ranges as typed.
    pub ranges: Vec<RangeRow>,
    /// Lines to choose from.
    pub lines: Vec<(String, String)>,
    /// May this person save?
    pub may_edit: bool,
}

/// One range as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RangeRow {
    /// First account.
    pub from: String,
    /// Last account.
    pub to: String,
    /// Code of the line.
    pub line: String,
    /// Row of the note.
    pub note_row: String,
}
