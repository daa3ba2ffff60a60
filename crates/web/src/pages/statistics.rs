//! Statistics of a selection.

use askama::Template;

use crate::view::{Field, Link, Plot, Refusals, Shell, Table};

/// The selection, and its tables and charts.
#[derive(Debug, Template)]
#[template(path = "statistics.html")]
pub struct StatisticsPage {
    /// Frame.
    pub shell: Shell,
    /// What is shown: "Bakgrund hos nya, 2022, KRUS".
    pub heading: String,
    /// What may be chosen.
    pub fields: Vec<Field>,
    /// What was wrong.
    pub refusals: Refusals,
    /// Charts, each with its table.
    pub plots: Vec<(Plot, Table)>,
    /// Tables without a chart.
    pub tables: Vec<Table>,
    /// How many cells are withheld.
    pub withheld: usize,
    /// The smallest cell.
    pub minimum: i64,
    /// What a reader who sees counts of his or her own as they are is told; empty for others.
    pub own: &'static str,
    /// The same for the year and its quarters.
    pub periods: Vec<Link>,
    /// The rows, for those who may see them.
    pub rows: Option<Link>,
    /// Who holds them, for all others.
    pub holder: &'static str,
    /// The whole page as files.
    pub exports: Vec<Link>,
    /// Files with a fixed form.
    pub forms: Vec<Link>,
}
