//! The economy's first page: the year in large numbers and the ways to each task.

use askama::Template;

use super::KeyFigure;
use crate::view::{Doors, Plot, Shell};

/// The economy's first page.
#[derive(Debug, Template)]
#[template(path = "economy.html")]
pub struct EconomyPage {
    /// Frame.
    pub shell: Shell,
    /// Year.
    pub year: i32,
    /// May this person import?
    pub may_import: bool,
    /// The year in large numbers; empty when there is no data.
    pub key_figures: Vec<KeyFigure>,
    /// Costs against budget, own capital.
    pub plots: Vec<Plot>,
    /// Tasks, group by group.
    pub groups: Vec<Doors>,
}
