//! How long data is kept, and what was disposed of.

use askama::Template;

use crate::view::{Field, Refusals, Shell, Table};

/// Rules and protocols.
#[derive(Debug, Template)]
#[template(path = "retention.html")]
pub struct RetentionPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// The rules that hold and those to come.
    pub rules: Table,
    /// What a run would do now; empty unless asked.
    pub plan: Table,
    /// Earlier runs.
    pub protocols: Table,
    /// A new rule, for those who may decide one.
    pub form: Option<Vec<Field>>,
}
