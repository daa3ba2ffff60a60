//! Logging in with a link that works once.

use askama::Template;

use crate::view::Shell;

/// The log-in page.
#[derive(Debug, Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    /// Frame.
    pub shell: Shell,
    /// What can be done.
    pub state: LoginState,
}

/// Where the visitor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginState {
    /// No link: how to get one.
    Ask,
    /// A link that has not been used. Only the button uses it, so a preview of the link does not.
    Ready {
        /// Where the button posts.
        address: String,
        /// Whom it logs in.
        name: String,
        /// In which role.
        role: String,
    },
    /// Used or too old.
    Spent,
    /// Just logged out, or the session ended.
    Ended,
}
