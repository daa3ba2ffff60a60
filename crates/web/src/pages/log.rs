//! The two logs: what has happened, and who has seen one participation.

use askama::Template;

use super::FilterOption;
use crate::view::{Link, Shell, Table};

/// The audit trail and the read log.
#[derive(Debug, Template)]
#[template(path = "log.html")]
pub struct LogPage {
    /// Frame.
    pub shell: Shell,
    /// Whether the read log is shown.
    pub reads: bool,
    /// People to choose from.
    pub people: Vec<FilterOption>,
    /// Acts to choose from.
    pub acts: Vec<FilterOption>,
    /// The chosen person.
    pub person: String,
    /// The chosen act.
    pub act: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What recomputing the chains showed, and whether something is broken.
    pub verified: Option<(String, bool)>,
    /// Where they are recomputed.
    pub verify: String,
    /// The lines.
    pub lines: Table,
    /// Newer and older lines.
    pub pages: Vec<Link>,
}

/// Who has seen and changed a participation.
#[derive(Debug, Template)]
#[template(path = "seen.html")]
pub struct SeenPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// Reads by day, person and act.
    pub reads: Table,
    /// Changes.
    pub changes: Table,
}
