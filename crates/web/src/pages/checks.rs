//! What the checks found, and answering it.

use askama::Template;

use super::FilterOption;
use crate::view::{Field, FindingCard, Refusals, Shell, Table};

/// The findings of a year.
#[derive(Debug, Template)]
#[template(path = "checks.html")]
pub struct ChecksPage {
    /// Frame.
    pub shell: Shell,
    /// Year.
    pub year: i32,
    /// One line under the heading.
    pub lede: String,
    /// What was wrong with an answer.
    pub refusals: Refusals,
    /// Checks with findings.
    pub checks: Vec<FilterOption>,
    /// Severities with findings.
    pub severities: Vec<FilterOption>,
    /// Chosen check, or empty.
    pub chosen_check: String,
    /// Chosen severity, or empty.
    pub chosen_severity: String,
    /// Most serious first.
    pub groups: Vec<FindingGroup>,
    /// How many checks there are.
    pub check_count: usize,
    /// Every check with its rule.
    pub all_checks: Table,
}

/// The findings of one severity.
#[derive(Debug)]
pub struct FindingGroup {
    /// Anchor.
    pub id: &'static str,
    /// "Måste rättas".
    pub title: &'static str,
    /// "3 fynd".
    pub count: String,
    /// What that means.
    pub help: &'static str,
    /// Per check.
    pub checks: Vec<(String, Vec<Answerable>)>,
}

/// A finding and, if this person may answer it, the form.
#[derive(Debug)]
pub struct Answerable {
    /// The finding.
    pub card: FindingCard,
    /// The form.
    pub form: Option<AnswerForm>,
}

/// The answer form.
#[derive(Debug)]
pub struct AnswerForm {
    /// The finding's identity.
    pub key: String,
    /// Shown open: it was just refused.
    pub open: bool,
    /// The reason.
    pub reason: Field,
}
