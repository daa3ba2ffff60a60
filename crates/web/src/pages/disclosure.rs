//! The smallest cell, and what the insatser are.

use askama::Template;

use crate::view::{Field, Refusals, Shell, Table};

/// The smallest cell with the decision it rests on.
#[derive(Debug, Template)]
#[template(path = "smallest_cell.html")]
pub struct SmallestCellPage {
    /// Frame.
    pub shell: Shell,
    /// Minimum and decision.
    pub fields: Vec<Field>,
    /// What was wrong.
    pub refusals: Refusals,
    /// May this person save?
    pub may_edit: bool,
}

/// The insatser in the words of the national follow-up.
#[derive(Debug, Template)]
#[template(path = "described.html")]
pub struct DescribedPage {
    /// Frame.
    pub shell: Shell,
    /// Every insats.
    pub table: Table,
    /// The one being described: slug and name.
    pub chosen: Option<(String, String)>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What was wrong.
    pub refusals: Refusals,
}
