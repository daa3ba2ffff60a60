//! The figures of a year, and one figure's trace.

use askama::Template;

use super::FilterOption;
use crate::view::{Cell, Link, Plot, Shell, Table};

/// The figures of a year, searched and filtered by the address.
#[derive(Debug, Template)]
#[template(path = "figures.html")]
pub struct FiguresPage {
    /// Frame.
    pub shell: Shell,
    /// Year.
    pub year: i32,
    /// What was searched.
    pub query: String,
    /// The chosen area's code, or empty.
    pub chosen: String,
    /// Areas.
    pub areas: Vec<FilterOption>,
    /// "214 nyckeltal för 2022".
    pub summary: String,
    /// What was found, by area.
    pub shown: Vec<Area>,
    /// The selection as files.
    pub exports: Vec<Link>,
}

/// The measures of an area.
#[derive(Clone, Debug)]
pub struct Area {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub words: &'static str,
    /// How many figures, folded ones included.
    pub count: usize,
    /// One row per measure.
    pub rows: Vec<MeasureRow>,
}

/// A measure: its figure for the whole association, and those folded under it.
#[derive(Clone, Debug)]
pub struct MeasureRow {
    /// Name.
    pub name: &'static str,
    /// The restriction of the figure shown, or empty.
    pub scope: String,
    /// The figure; empty when the measure has none for the whole.
    pub value: Cell,
    /// "36 av 112, 3 saknas".
    pub base: String,
    /// The other figures.
    pub parts: Table,
    /// They are shown at once.
    pub open: bool,
}

/// One figure: its meaning and its origin.
#[derive(Debug, Template)]
#[template(path = "figure.html")]
pub struct FigurePage {
    /// Frame; its title is the measure's name.
    pub shell: Shell,
    /// Year.
    pub year: i32,
    /// The restriction in words, or empty.
    pub scope: String,
    /// The value.
    pub value: String,
    /// The unit's word.
    pub unit: String,
    /// Made of example data.
    pub constructed: bool,
    /// Definition, counting unit, k of n, missing, period.
    pub facts: Vec<(&'static str, String)>,
    /// Where it came from, in one sentence.
    pub origin: String,
    /// The rows, for those who may see them.
    pub rows: Option<Link>,
    /// The figures it was made of.
    pub parts: Table,
    /// One page of the vouchers behind it.
    pub vouchers: Option<Table>,
    /// The page of vouchers before.
    pub previous: Option<Link>,
    /// The page of vouchers after.
    pub next: Option<Link>,
    /// Where else it is printed.
    pub printed: Vec<Link>,
    /// The same measure over the years.
    pub history: Option<Plot>,
    /// How a text refers to it.
    pub reference: String,
}
