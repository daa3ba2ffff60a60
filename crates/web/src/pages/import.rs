//! Importing: upload, dry run, confirm.

use askama::Template;

use crate::view::{Field, Refusals, Shell, Table};

/// Upload, and what was imported before.
#[derive(Debug, Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// The file.
    pub file: Field,
    /// Earlier imports.
    pub history: Table,
}

/// The result of the dry run, or of the import.
#[derive(Debug, Template)]
#[template(path = "import_result.html")]
pub struct ImportResultPage {
    /// Frame.
    pub shell: Shell,
    /// File and time.
    pub lede: String,
    /// "Filen kan läsas in".
    pub verdict: String,
    /// Class of its box.
    pub verdict_class: &'static str,
    /// What will happen, to which figures.
    pub effect: String,
    /// Term and words.
    pub facts: Vec<(&'static str, String)>,
    /// Controls, problems and the difference, voucher by voucher.
    pub tables: Vec<Table>,
    /// It can be confirmed.
    pub may_confirm: bool,
    /// Where it is confirmed.
    pub confirm: String,
    /// Where it is thrown away.
    pub cancel: String,
}
