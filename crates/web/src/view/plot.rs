//! A plot with its finding as caption and its table one click away.

use askama::Template;

use super::Table;

/// A drawn chart. The drawing comes from one place, `reports`, for page and PDF alike.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/plot.html")]
pub struct Plot {
    /// Anchor.
    pub id: String,
    /// The finding in words.
    pub caption: String,
    /// The drawing as SVG, with its own alternative text.
    pub svg: String,
    /// How to read it, if that needs saying.
    pub note: String,
    /// The same numbers as a table.
    pub table: Table,
}
