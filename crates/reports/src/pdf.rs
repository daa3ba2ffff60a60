//! The PDF: PDF/UA-1 and PDF/A-2a in one file, set by Typst from one template.

mod data;
mod glyphs;
mod world;

use domain::document::Document;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{Error, sound::sound};
pub use glyphs::unprintable;
use world::Files;

/// How many compilations an unused result stays in Typst's cache.
const CACHE_AGE: usize = 5;

/// Sets the document. The same document gives the same bytes; nothing of the machine (clock, fonts,
/// time zone) reaches them.
///
/// A square stands for a character that no embedded face has; [`unprintable`] names them.
///
/// It takes a CPU for up to a second: call it where blocking is allowed, and bound how many run.
///
/// # Errors
/// [`Error::Unsound`] when the document breaks a rule of form, [`Error::Writer`] when Typst fails.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Error> {
    sound(document)?;
    let document = &glyphs::printable(document).0;
    let date = date(document)?;
    let files = Files::new(data::files(document)?, date)?;
    let compiled = typst::compile::<PagedDocument>(&files)
        .output
        .map_err(|e| cause(&e))?;
    let written = typst_pdf::pdf(&compiled, &options(document, date)?).map_err(|e| cause(&e));
    // A server sets many reports: what the next ones do not use is let go.
    typst::comemo::evict(CACHE_AGE);
    written
}

fn options(document: &Document, date: Datetime) -> Result<PdfOptions, Error> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|e| Error::Writer(e.message().to_string()))?;
    Ok(PdfOptions {
        standards,
        ident: Smart::Custom(format!(
            "{} {} {}",
            document.org_number, document.title, document.date
        )),
        creator: Smart::Custom(Some("samordna".into())),
        timestamp: Some(Timestamp::new_utc(date)),
        ..PdfOptions::default()
    })
}

/// The document's date at noon UTC, which is the same day everywhere in Sweden.
fn date(document: &Document) -> Result<Datetime, Error> {
    let parts: Vec<&str> = document.date.split('-').collect();
    let read = || {
        let [year, month, day] = parts.as_slice() else {
            return None;
        };
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        Datetime::from_ymd_hms(year, month, day, 12, 0, 0)
    };
    read().ok_or_else(|| {
        let message = format!("Datumet ”{}” är inget datum. Skriv ÅÅÅÅ-MM-DD.", document.date);
        Error::unsound("rapport-datum", "", message)
    })
}

fn cause(diagnostics: &[SourceDiagnostic]) -> Error {
    let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    Error::Writer(messages.join("; "))
}
