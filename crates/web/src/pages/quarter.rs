//! Quarters: who has answered, one insats's counts and texts.

use askama::Template;

use super::section::OtherText;
use crate::view::{Cell, Field, Link, Refusals, Shell, Table};

/// The year's quarters.
#[derive(Debug, Template)]
#[template(path = "quarters.html")]
pub struct QuartersPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// The years beside this one.
    pub years: Vec<Link>,
    /// What was wrong.
    pub refusals: Refusals,
    /// Insats by quarter.
    pub table: Table,
    /// Those that are over, newest first; for those who see every insats.
    pub quarters: Vec<QuarterCard>,
}

/// A quarter that is over.
#[derive(Debug, Clone)]
pub struct QuarterCard {
    /// Anchor.
    pub id: String,
    /// "Kvartal 3 2026".
    pub title: String,
    /// How it stands, in a badge.
    pub state: Cell,
    /// More of that.
    pub words: String,
    /// Who is silent, since when.
    pub silent: Vec<String>,
    /// A letter to copy.
    pub reminder: String,
    /// The locked file.
    pub file: Option<Link>,
    /// Where closing posts; empty when it is not to be closed by this visitor.
    pub close: String,
    /// The silent that are shown, by slug.
    pub named: Vec<String>,
    /// The reason, when somebody is silent.
    pub reason: Option<Field>,
    /// It is the page's primary action.
    pub primary: bool,
}

/// One insats's quarter.
#[derive(Debug, Template)]
#[template(path = "quarter.html")]
pub struct QuarterPage {
    /// Frame.
    pub shell: Shell,
    /// How the answer stands.
    pub state: Cell,
    /// Who answered and when, or until when it is asked.
    pub lede: String,
    /// The report to read and keep.
    pub files: Vec<Link>,
    /// What was wrong.
    pub refusals: Refusals,
    /// What changed after the answer, or after the closing.
    pub changes: Vec<String>,
    /// The counts.
    pub table: Table,
    /// What looks odd.
    pub oddities: Vec<String>,
    /// Whether what looks odd was asked for at all.
    pub asks: bool,
    /// The address of this page; forms post below it.
    pub way: String,
    /// What an acceptance is of; empty when nothing is asked.
    pub digest: String,
    /// Words of the button.
    pub accept: &'static str,
    /// The form that disputes a figure.
    pub dispute: Vec<Field>,
    /// The texts.
    pub texts: Vec<TextLine>,
    /// Old texts wait to be confirmed.
    pub may_confirm: bool,
    /// What is wrong in the texts.
    pub problems: Vec<String>,
}

/// A heading of the quarterly report.
#[derive(Debug, Clone)]
pub struct TextLine {
    /// Heading.
    pub title: &'static str,
    /// Who wrote it and when, or that it is empty.
    pub state: String,
    /// The mark of an old text, or empty.
    pub old: String,
    /// Where it is written; empty for those who only read.
    pub href: String,
}

/// The editor of a text.
#[derive(Debug, Template)]
#[template(path = "quarter_text.html")]
pub struct QuarterTextPage {
    /// Frame.
    pub shell: Shell,
    /// What belongs there.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// Somebody saved another text meanwhile.
    pub conflict: Option<OtherText>,
    /// "från kvartal 2 2026, skriven av …", or empty.
    pub old: String,
    /// The text.
    pub text: Field,
    /// The version the editing started from.
    pub version: i64,
    /// Words of the button.
    pub button: &'static str,
    /// Where the form posts.
    pub action: String,
    /// Back to the quarter.
    pub back: String,
}
