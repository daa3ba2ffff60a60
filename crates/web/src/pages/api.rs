//! The interface for other programs: the page about it, and the tokens.

use askama::Template;

use crate::view::{Field, Link, Refusals, Shell, Table};

/// What the interface is.
#[derive(Debug, Template)]
#[template(path = "api.html")]
pub struct ApiPage {
    /// Frame.
    pub shell: Shell,
    /// Addresses with what they do and the scope they need.
    pub operations: Table,
    /// The fields of what is sent.
    pub fields: Vec<Table>,
    /// Anchor, code and words of each problem.
    pub problems: Vec<(&'static str, String, &'static str)>,
}

/// The tokens of an insats, a team, or the association.
#[derive(Debug, Template)]
#[template(path = "tokens.html")]
pub struct TokensPage {
    /// Frame.
    pub shell: Shell,
    /// Whose they are.
    pub lede: String,
    /// Whose tokens the visitor may make beside these.
    pub others: Vec<Link>,
    /// A token that was just made: shown once.
    pub fresh: Option<String>,
    /// What was wrong.
    pub refusals: Refusals,
    /// Where a new one is made, and where they are revoked.
    pub address: String,
    /// Those there are.
    pub tokens: Vec<TokenLine>,
    /// Name of the program.
    pub name: Field,
    /// For how many days.
    pub days: Field,
    /// Scopes to choose from: code, words and whether it is chosen.
    pub scopes: Vec<(String, String, bool)>,
}

/// A token as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenLine {
    /// Key in addresses.
    pub id: String,
    /// Program.
    pub name: String,
    /// Scopes.
    pub scopes: String,
    /// "t.o.m. 2027-01-01", "återkallad …".
    pub state: String,
    /// When it was last used.
    pub used: String,
    /// It works.
    pub works: bool,
}
