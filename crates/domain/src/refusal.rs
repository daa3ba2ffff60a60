//! What the rules say no with, and what reading foreign data reports.

use std::fmt;

/// A rule's no: a stable code, and a Swedish text that names the place, the cause and the next step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Refusal {
    /// Stable, lower case, hyphens: listed in `docs/refusals.md`.
    pub code: &'static str,
    /// Where: a form field, a file and line, a report section. Empty when it concerns the whole act.
    pub place: String,
    /// Cause and next step in Swedish.
    pub message: String,
}

impl Refusal {
    /// A refusal that concerns the whole act.
    pub fn new(code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal {
            code,
            place: String::new(),
            message: message.into(),
        }
    }

    /// A refusal that points at a place.
    pub fn at(code: &'static str, place: impl Into<String>, message: impl Into<String>) -> Refusal {
        Refusal {
            code,
            place: place.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

/// Something wrong in foreign data; the reader went on.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// File name, or the sheet.
    pub file: String,
    /// Line, 1-based; 0 when it concerns the whole file.
    pub line: usize,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what was expected, in Swedish.
    pub message: String,
}

impl Problem {
    /// Where it is, as a reader is told: the file, and the line where it concerns one.
    pub fn place(&self) -> String {
        match self.line {
            0 => self.file.clone(),
            line => format!("{}, rad {line}", self.file),
        }
    }
}
