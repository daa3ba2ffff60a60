//! A document in the forms people take it in: page, PDF, workbook, folder.

use std::sync::LazyLock;

use domain::{
    document::{Block, Document, Status, Table},
    figure::FigureKey,
};
use reports::HtmlOptions;
use tokio::sync::Semaphore;

use crate::{Failure, Outcome};

/// Typst is given one report at a time: two at once would take twice the memory and no less time on
/// the small machines this runs on.
static TYPESETTERS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// A document as one accessible web page.
///
/// # Errors
/// A refusal when the document breaks a rule of form.
pub fn html(document: &Document) -> Outcome<String> {
    reports::html(
        document,
        &HtmlOptions {
            trace: None,
            standalone: true,
        },
    )
    .map_err(Failure::from)
}

/// A document as a part of a page; every figure leads where `trace` says.
///
/// # Errors
/// As [`html`].
pub fn html_part(document: &Document, trace: &dyn Fn(&FigureKey) -> String) -> Outcome<String> {
    reports::html(
        document,
        &HtmlOptions {
            trace: Some(trace),
            standalone: false,
        },
    )
    .map_err(Failure::from)
}

/// A document as a folder: the page, and every table as CSV.
///
/// # Errors
/// As [`html`].
pub fn html_folder(document: &Document) -> Outcome<Vec<(String, Vec<u8>)>> {
    reports::html_folder(document).map_err(Failure::from)
}

/// Every table of a document in one workbook.
///
/// # Errors
/// As [`html`].
pub fn xlsx(document: &Document) -> Outcome<Vec<u8>> {
    reports::xlsx(document).map_err(Failure::from)
}

/// One table as a workbook.
///
/// # Errors
/// A fault when it cannot be written.
pub fn table_xlsx(association: &str, date: &str, table: Table) -> Outcome<Vec<u8>> {
    let title = match table.caption.trim() {
        "" => table.id.clone(),
        caption => caption.to_owned(),
    };
    reports::xlsx(&Document {
        title,
        association: association.to_owned(),
        org_number: String::new(),
        date: date.to_owned(),
        status: Status::Draft,
        data_notice: None,
        key_figures: Vec::new(),
        blocks: vec![Block::Table(table)],
    })
    .map_err(Failure::from)
}

/// A document as PDF, one at a time.
///
/// # Errors
/// A fault when it cannot be typeset.
pub async fn pdf(document: Document) -> Outcome<Vec<u8>> {
    let _turn = TYPESETTERS.acquire().await.map_err(Failure::fault)?;
    let typeset = tokio::task::spawn_blocking(move || reports::pdf(&document));
    Ok(typeset.await.map_err(Failure::fault)??)
}
