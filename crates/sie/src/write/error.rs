//! Why a document cannot be written.

use std::{error, fmt};

/// What stands in the way of writing a document; displays as a Swedish sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    /// Label of the record that cannot be written.
    pub record: &'static str,
    /// What is wrong with it.
    pub kind: WriteErrorKind,
}

/// The kinds of [`WriteError`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteErrorKind {
    /// A mandatory record, or a mandatory field of it, is missing or does not belong there.
    Missing,
    /// What may stand once stands twice.
    Repeated(String),
    /// Code page 437 has no such character, or it is a control character.
    Character {
        /// The character.
        character: char,
        /// The text it stands in.
        text: String,
    },
    /// A text with a backslash last that needs quotes: the backslash would cancel the closing quote.
    Backslash(String),
}

impl WriteError {
    pub(super) const fn missing(record: &'static str) -> Self {
        WriteError {
            record,
            kind: WriteErrorKind::Missing,
        }
    }

    pub(super) fn repeated(record: &'static str, what: &str) -> Self {
        WriteError {
            record,
            kind: WriteErrorKind::Repeated(what.to_owned()),
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = self.record;
        match &self.kind {
            WriteErrorKind::Missing => {
                write!(
                    f,
                    "{record} kan inte skrivas: en obligatorisk uppgift saknas. Fyll i den och försök igen."
                )
            }
            WriteErrorKind::Repeated(what) => {
                write!(
                    f,
                    "{record} kan inte skrivas: {what} finns mer än en gång. Ta bort den ena."
                )
            }
            WriteErrorKind::Character { character, text } => write!(
                f,
                "{record} kan inte skrivas: tecknet ”{}” i ”{text}” finns inte i PC8. Ändra texten eller välj att ersätta tecken.",
                character.escape_debug()
            ),
            WriteErrorKind::Backslash(text) => write!(
                f,
                "{record} kan inte skrivas: ”{text}” slutar med \\, vilket formatet inte klarar i en text med mellanslag. Ändra texten."
            ),
        }
    }
}

impl error::Error for WriteError {}
