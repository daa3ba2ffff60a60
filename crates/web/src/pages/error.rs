//! What the visitor reads when there is no page to show.

use askama::Template;

use crate::view::{Link, Shell};

/// An error page.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// Frame; its title is the heading.
    pub shell: Shell,
    /// Cause and next step.
    pub message: String,
    /// Number that finds the cause in the log, or empty.
    pub reference: String,
    /// Where to go from here.
    pub way: Link,
}
