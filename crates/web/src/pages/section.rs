//! Editing a text section of a report.

use askama::Template;

use crate::view::{Field, Refusals, Shell, Table};

/// The editor.
#[derive(Debug, Template)]
#[template(path = "section.html")]
pub struct SectionPage {
    /// Frame; its title is the section's heading.
    pub shell: Shell,
    /// Year of the figures.
    pub year: i32,
    /// What the section is for.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// Somebody saved another text meanwhile.
    pub conflict: Option<OtherText>,
    /// The text, Markdown.
    pub text: Field,
    /// The version the editing started from.
    pub version: i64,
    /// The state of the draft in words.
    pub draft: String,
    /// The text as it will be printed, HTML.
    pub preview: String,
    /// Figures to refer to.
    pub references: Table,
    /// Where the form posts.
    pub action: String,
    /// Where drafts are saved.
    pub draft_way: String,
    /// Where previews come from.
    pub preview_way: String,
    /// Back to the report.
    pub back: String,
}

/// The text that stands saved while another is being written.
#[derive(Debug, Clone)]
pub struct OtherText {
    /// Who saved it.
    pub by: String,
    /// When.
    pub when: String,
    /// It.
    pub text: String,
}
