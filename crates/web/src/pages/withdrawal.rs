//! A consent is withdrawn: the question, and the certificate.

use askama::Template;

use crate::view::{Refusals, Shell};

/// What withdrawing means, and the button.
#[derive(Debug, Template)]
#[template(path = "withdraw.html")]
pub struct WithdrawPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// Where the form goes.
    pub action: String,
    /// Back to the participation.
    pub back: String,
}

/// What was done.
#[derive(Debug, Template)]
#[template(path = "certificate.html")]
pub struct CertificatePage {
    /// Frame.
    pub shell: Shell,
    /// Number, insats, time, who.
    pub facts: Vec<(&'static str, String)>,
    /// What was removed, a line each.
    pub removed: Vec<String>,
    /// How many totals keep it.
    pub figures: usize,
    /// Measures that keep it.
    pub kept: Vec<String>,
    /// Days until copies are gone.
    pub backups: u32,
}
