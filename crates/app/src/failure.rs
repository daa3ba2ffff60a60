//! The three ways an act can fail.

use domain::refusal::Refusal;

/// Why an act did not happen. Nothing was changed.
#[derive(Debug)]
pub enum Failure {
    /// A rule said no: the form comes back with what was typed (422).
    Refused(Vec<Refusal>),
    /// It does not exist, or the actor may not know that it does (404).
    NotFound,
    /// Somebody else changed it first: what both wrote is kept and shown (409).
    Conflict {
        /// What stands there now.
        theirs: String,
        /// Its version.
        version: i64,
    },
    /// Something outside broke: the visitor gets a reference, the log gets the cause (500).
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    /// One refusal.
    pub fn refused(refusal: Refusal) -> Failure {
        Failure::Refused(vec![refusal])
    }

    /// A fault from any cause.
    pub fn fault(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
        Failure::Fault(cause.into())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::refused(refusal)
    }
}
