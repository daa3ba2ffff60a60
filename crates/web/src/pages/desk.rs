//! A page of work: numbers first, then parts with tables, diagrams and forms.

use askama::Template;

use super::KeyFigure;
use crate::view::{Cell, Field, Link, Plot, Refusals, Shell, Table};

/// The page.
#[derive(Debug, Default, Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    /// Frame.
    pub shell: Shell,
    /// How it stands, in a badge; empty when nothing stands.
    pub state: Cell,
    /// One line under the heading.
    pub lede: String,
    /// The page's action first, then files and other ways.
    pub files: Vec<Link>,
    /// What was wrong.
    pub refusals: Refusals,
    /// A choice of what is shown.
    pub filter: Option<Filter>,
    /// Large numbers.
    pub key_figures: Vec<KeyFigure>,
    /// What stands where there is nothing yet.
    pub empty: String,
    /// The parts in order.
    pub parts: Vec<Part>,
}

/// A choice of what is shown; it stands in the address.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Where it goes.
    pub action: String,
    /// What goes along.
    pub hidden: Vec<(String, String)>,
    /// The fields.
    pub fields: Vec<Field>,
}

/// A part of the page.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Paragraphs.
    pub words: Vec<String>,
    /// A diagram.
    pub plot: Option<Plot>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Ways onward.
    pub links: Vec<Link>,
    /// Forms.
    pub forms: Vec<DeskForm>,
}

impl Part {
    /// A part with a heading and nothing else.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Part {
        Part {
            id: id.into(),
            title: title.into(),
            ..Part::default()
        }
    }
}

/// A form.
#[derive(Clone, Debug, Default)]
pub struct DeskForm {
    /// Where it posts.
    pub action: String,
    /// What goes along.
    pub hidden: Vec<(String, String)>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Words of its button.
    pub button: String,
    /// It is the page's primary action.
    pub primary: bool,
    /// Folded under these words; not folded when empty.
    pub summary: String,
    /// Unfolded from the start, after a refusal.
    pub open: bool,
}
