//! Users and roles, and what the roles may.

use askama::Template;

use crate::view::{Field, Link, Refusals, Shell, Table};

/// The list, with the form that invites.
#[derive(Debug, Template)]
#[template(path = "users.html")]
pub struct UsersPage {
    /// Frame.
    pub shell: Shell,
    /// Who is invited here.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// The users.
    pub users: Table,
    /// Where the form is sent.
    pub action: String,
    /// The form.
    pub fields: Vec<Field>,
}

/// One user.
#[derive(Debug, Template)]
#[template(path = "user.html")]
pub struct UserPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// Term and words.
    pub facts: Vec<(&'static str, String)>,
    /// Roles that hold or will.
    pub roles: Vec<RoleRow>,
    /// Address of this user; the forms are sent below it.
    pub address: String,
    /// Another role: the form, empty where none is given here.
    pub give: Vec<Field>,
    /// Why the account is not the reader's to invite anew or to close, or empty.
    pub not_mine: String,
}

/// A role of a user.
#[derive(Debug, Clone)]
pub struct RoleRow {
    /// Names it in the form.
    pub key: String,
    /// "insatsansvarig, KRUS".
    pub words: String,
    /// First day.
    pub from: String,
    /// Last day, or empty.
    pub to: String,
    /// May the reader end it?
    pub may_end: bool,
}

/// A link to hand over.
#[derive(Debug, Template)]
#[template(path = "link.html")]
pub struct LinkPage {
    /// Frame.
    pub shell: Shell,
    /// Whose it is.
    pub name: String,
    /// The whole address.
    pub link: String,
    /// Back.
    pub way: Link,
}

/// Which roles exclude each other, and what each may; for printing.
#[derive(Debug, Template)]
#[template(path = "rights.html")]
pub struct RightsPage {
    /// Frame.
    pub shell: Shell,
    /// Role by role.
    pub excluded: Table,
    /// Act by role.
    pub rights: Table,
}
