//! Logging in: with address, password and code; by a link; and choosing a password.

use askama::Template;

use crate::view::{Field, Link, Refusals, Shell};

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
#[derive(Debug, Clone)]
pub enum LoginState {
    /// No link: the form.
    Ask(Box<LoginForm>),
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
}

/// The form.
#[derive(Debug, Clone)]
pub struct LoginForm {
    /// Why one is here, or empty.
    pub note: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// E-mail address, password, code.
    pub fields: Vec<Field>,
    /// Name of the organisation's own log-in, if any.
    pub provider: Option<String>,
}

/// Choosing a password: invited, or because it was forgotten.
#[derive(Debug, Template)]
#[template(path = "choose.html")]
pub struct ChoosePage {
    /// Frame.
    pub shell: Shell,
    /// For whom and why.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// Where it is sent.
    pub action: String,
    /// Address one logs in with, for the browser's own memory of passwords.
    pub email: String,
    /// Password, twice.
    pub passwords: Vec<Field>,
    /// The telephone to tie, when one is to be tied.
    pub telephone: Option<Telephone>,
    /// Code.
    pub code: Field,
    /// Words of the button.
    pub button: &'static str,
}

/// What ties a telephone.
#[derive(Debug, Clone, Default)]
pub struct Telephone {
    /// The secret as typed by hand.
    pub secret: String,
    /// What a telephone opens by itself.
    pub address: String,
    /// The square code: `d` of its path, and the side of its viewbox.
    pub path: String,
    /// Side.
    pub side: i32,
}

/// Spare codes, shown once.
#[derive(Debug, Template)]
#[template(path = "codes.html")]
pub struct CodesPage {
    /// Frame.
    pub shell: Shell,
    /// The codes.
    pub codes: Vec<String>,
    /// On.
    pub way: Link,
}

/// A forgotten password.
#[derive(Debug, Template)]
#[template(path = "forgot.html")]
pub struct ForgotPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// E-mail address.
    pub email: Field,
    /// It was asked for.
    pub done: bool,
    /// Letters are sent from here.
    pub letters: bool,
}
