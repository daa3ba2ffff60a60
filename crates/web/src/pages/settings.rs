//! The association, what can be set, what has happened.

use askama::Template;

use crate::view::{Doors, Shell, Table};

/// Settings.
#[derive(Debug, Template)]
#[template(path = "settings.html")]
pub struct SettingsPage {
    /// Frame.
    pub shell: Shell,
    /// Term and words.
    pub facts: Vec<(&'static str, String)>,
    /// Ways to what can be set.
    pub groups: Vec<Doors>,
    /// The whole log is there for the reader too.
    pub may_read_log: bool,
    /// What happened last.
    pub events: Table,
}
