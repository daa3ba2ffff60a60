//! The insatser: all of them in a year, and one of them with its year.

use askama::Template;

use super::KeyFigure;
use crate::view::{Link, Plot, Shell, Table};

/// All insatser in a year.
#[derive(Debug, Template)]
#[template(path = "insatser.html")]
pub struct InsatserPage {
    /// Frame.
    pub shell: Shell,
    /// Year.
    pub year: i32,
    /// One line under the heading.
    pub lede: String,
    /// The reader may read tables in.
    pub may_import: bool,
    /// Participants against budget.
    pub plot: Option<Plot>,
    /// One row per insats.
    pub table: Table,
    /// Outcome against budget in kronor.
    pub costs: Table,
}

/// One insats and its year.
#[derive(Debug, Template)]
#[template(path = "insats.html")]
pub struct InsatsPage {
    /// Frame.
    pub shell: Shell,
    /// Year.
    pub year: i32,
    /// One line under the heading.
    pub lede: String,
    /// The year in large numbers.
    pub key_figures: Vec<KeyFigure>,
    /// History and background.
    pub plots: Vec<Plot>,
    /// Money per project.
    pub projects: Table,
    /// Every other figure of the insats, folded.
    pub outcomes: Table,
    /// Where head counts are entered, for those who may.
    pub volume_way: Option<String>,
    /// Term and words.
    pub facts: Vec<(&'static str, String)>,
    /// The annex as the report prints it, HTML.
    pub annex: String,
    /// The annex in the report.
    pub annex_way: String,
    /// The insats's own pages, for those who hold a role there.
    pub own: Vec<Link>,
}
