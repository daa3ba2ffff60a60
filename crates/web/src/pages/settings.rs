//! The association, its members and what has happened.

use askama::Template;

use crate::view::{Shell, Table};

/// Settings.
#[derive(Debug, Template)]
#[template(path = "settings.html")]
pub struct SettingsPage {
    /// Frame.
    pub shell: Shell,
    /// Term and words.
    pub facts: Vec<(&'static str, String)>,
    /// Members with what they pay.
    pub members: Table,
    /// The mapping in one sentence, for those who may see it.
    pub mapping: Option<String>,
    /// The way to the users, for those who may see them.
    pub users: bool,
    /// Whether the visitor may read the logs and the protocols of disposal.
    pub reviews: bool,
    /// What happened last.
    pub events: Table,
}
