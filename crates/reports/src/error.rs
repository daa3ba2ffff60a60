//! Why a report could not be written.

use std::fmt;

use domain::refusal::Refusal;

/// Why a report could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The document breaks a rule of form (docs/rules/rapport.md); the author can mend it.
    Unsound(Refusal),
    /// The typesetter or the workbook writer failed: a fault in the program, not in the text.
    Writer(String),
}

impl Error {
    /// A rule of form that the document breaks at `place`.
    pub(crate) fn unsound(code: &'static str, place: &str, message: impl Into<String>) -> Error {
        Error::Unsound(Refusal::at(code, place, message))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unsound(refusal) => refusal.fmt(f),
            Error::Writer(cause) => write!(f, "rapporten kunde inte skrivas: {cause}"),
        }
    }
}

impl std::error::Error for Error {}
