//! A page of work: what stands there, part by part, and the forms that change it.

use askama::Template;

use crate::view::{Cell, Field, Link, Plot, Refusals, Shell, Table};

/// A page of parts.
#[derive(Debug, Template)]
#[template(path = "work.html")]
pub struct WorkPage {
    /// Frame.
    pub shell: Shell,
    /// How it stands, in a badge; may be empty.
    pub state: Cell,
    /// One line under the heading.
    pub lede: String,
    /// Beside the heading.
    pub links: Vec<Link>,
    /// Its one primary way, if that is a page.
    pub primary: Option<Link>,
    /// The same page otherwise.
    pub ways: Vec<Link>,
    /// What was wrong.
    pub refusals: Refusals,
    /// What to look at first; a heading and lines.
    pub notice: (String, Vec<String>),
    /// The parts.
    pub parts: Vec<WorkPart>,
}

/// A part.
#[derive(Clone, Debug, Default)]
pub struct WorkPart {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Beside the heading; may be empty.
    pub state: Cell,
    /// Paragraphs.
    pub words: Vec<String>,
    /// A drawing.
    pub plot: Option<Plot>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Lines that lead somewhere.
    pub lines: Vec<WorkLine>,
    /// Forms.
    pub forms: Vec<WorkForm>,
}

/// A line.
#[derive(Clone, Debug, Default)]
pub struct WorkLine {
    /// Words.
    pub words: String,
    /// Where it leads; may be empty.
    pub href: String,
    /// More of it.
    pub note: String,
    /// Where a button beside it posts; may be empty.
    pub action: String,
    /// What it sends: name and value.
    pub sends: (String, String),
    /// The button's words.
    pub button: String,
}

/// A form.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct WorkForm {
    /// Where it posts, or what it asks for when [`WorkForm::get`].
    pub action: String,
    /// It asks and changes nothing.
    pub get: bool,
    /// It carries a file.
    pub file: bool,
    /// Folded under these words until it is wanted; open when empty.
    pub folded: String,
    /// Folded, but open since something in it was wrong.
    pub open: bool,
    /// Sent along: name and value.
    pub hidden: Vec<(String, String)>,
    /// Fields.
    pub fields: Vec<Field>,
    /// Boxes to tick: id, name, value, label, ticked.
    pub boxes: Vec<(String, String, String, String, bool)>,
    /// The button's words.
    pub button: String,
    /// It is the page's primary action.
    pub primary: bool,
}
