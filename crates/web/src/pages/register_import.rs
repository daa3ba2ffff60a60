//! Importing an existing register.

use askama::Template;

use crate::view::{Field, Refusals, Shell, Table};

/// Insats and file.
#[derive(Debug, Template)]
#[template(path = "register_upload.html")]
pub struct UploadPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// The insats.
    pub insats: Field,
    /// The file.
    pub file: Field,
}

/// Columns and values.
#[derive(Debug, Template)]
#[template(path = "register_columns.html")]
pub struct ColumnsPage {
    /// Frame.
    pub shell: Shell,
    /// File and insats.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// The consent of every row.
    pub consent: Field,
    /// Columns.
    pub columns: Vec<ColumnRow>,
    /// Values that are no known code.
    pub values: Vec<ValueRow>,
    /// There are more of them, or empty.
    pub more: String,
    /// Address of the import.
    pub address: String,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRow {
    /// From 1.
    pub number: usize,
    /// Heading.
    pub head: String,
    /// Some of its values.
    pub sample: String,
    /// Why the choice is narrowed, or empty.
    pub note: String,
    /// The field chosen, or empty.
    pub chosen: String,
    /// Fields to choose from.
    pub options: Vec<(String, String)>,
}

/// A value that is no known code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRow {
    /// Field, by name.
    pub field: String,
    /// Heading of its column.
    pub column: String,
    /// As written.
    pub text: String,
    /// On how many rows.
    pub rows: String,
    /// Code chosen; "?" for none yet, "-" for leaving it out.
    pub chosen: String,
    /// Codes to choose from.
    pub options: Vec<(String, String)>,
}

/// What an import would do, or did.
#[derive(Debug, Template)]
#[template(path = "register_outcome.html")]
pub struct OutcomePage {
    /// Frame.
    pub shell: Shell,
    /// File and insats.
    pub lede: String,
    /// In one line.
    pub verdict: String,
    /// Class of its box.
    pub verdict_class: &'static str,
    /// What happens, to which figures.
    pub effect: String,
    /// Term and count.
    pub facts: Vec<(&'static str, String)>,
    /// Refused rows; corrected ones.
    pub tables: Vec<Table>,
    /// The button, when there is something to do.
    pub confirm: Option<String>,
    /// Address of the import.
    pub address: String,
    /// It is done.
    pub finished: bool,
}

/// How far an import has come.
#[derive(Debug, Template)]
#[template(path = "register_running.html")]
pub struct RunningPage {
    /// Frame.
    pub shell: Shell,
    /// File and insats.
    pub lede: String,
    /// Rows done.
    pub done: usize,
    /// All rows.
    pub all: usize,
    /// In words.
    pub words: String,
    /// Address of the import.
    pub address: String,
}
