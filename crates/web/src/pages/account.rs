//! One's own account.

use askama::Template;

use crate::view::{Field, Refusals, Shell};

/// The page.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub struct AccountPage {
    /// Frame.
    pub shell: Shell,
    /// Term and words.
    pub facts: Vec<(&'static str, String)>,
    /// What was wrong.
    pub refusals: Refusals,
    /// Open sessions.
    pub sessions: Vec<SessionRow>,
    /// Old password, new, new again; empty for those who have none here.
    pub password: Vec<Field>,
    /// Password that confirms new spare codes.
    pub confirm: Field,
    /// Spare codes left, in words.
    pub codes: String,
}

/// An open session.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Names it.
    pub key: String,
    /// When it began.
    pub begun: String,
    /// How it began.
    pub method: &'static str,
    /// The browser, or that it is not known.
    pub browser: String,
    /// This one.
    pub this: bool,
}
