//! Invoices to members and invoices received.

use askama::Template;

use crate::view::{Cell, Field, Link, Refusals, Shell, Table};

/// The list of invoices.
#[derive(Debug, Template)]
#[template(path = "invoices.html")]
pub struct InvoicesPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// Other pages.
    pub ways: Vec<Link>,
    /// What was wrong.
    pub refusals: Refusals,
    /// The invoices.
    pub table: Table,
    /// Year, instalment and words of each instalment that can be invoiced.
    pub ready: Vec<(i32, u8, String)>,
}

/// One invoice as it is read.
#[derive(Debug, Template)]
#[template(path = "invoice.html")]
pub struct InvoicePage {
    /// Frame.
    pub shell: Shell,
    /// How it stands.
    pub state: Cell,
    /// One line under the heading.
    pub lede: String,
    /// The file, and invoices it refers to.
    pub ways: Vec<Link>,
    /// What was wrong.
    pub refusals: Refusals,
    /// What is wrong with a received invoice.
    pub problems: Vec<String>,
    /// What it says.
    pub paper: Paper,
    /// Where sent and paid are noted; empty for those who only read.
    pub action: String,
    /// Sent and paid.
    pub marks: Vec<Field>,
    /// Why it is credited; `None` when it is not to be.
    pub credit: Option<Field>,
}

/// What an invoice says, to be read by people.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// "Faktura" or "Kreditfaktura".
    pub kind: &'static str,
    /// Sender: name, number and address, a line each.
    pub seller: Vec<String>,
    /// Receiver.
    pub buyer: Vec<String>,
    /// Number, days, references: word and value.
    pub facts: Vec<(&'static str, String)>,
    /// The lines.
    pub lines: Table,
    /// Sums: word and amount; the last is what is to be paid.
    pub sums: Vec<(String, String)>,
    /// How it is paid: word and value.
    pub payment: Vec<(&'static str, String)>,
    /// A note.
    pub note: String,
}

/// Invoices received.
#[derive(Debug, Template)]
#[template(path = "received.html")]
pub struct ReceivedPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// The file; `None` for those who only read.
    pub file: Option<Field>,
    /// The invoices.
    pub table: Table,
}

/// Whom to bill.
#[derive(Debug, Template)]
#[template(path = "addresses.html")]
pub struct AddressesPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// The association; empty when a member is shown.
    pub seller: Vec<Field>,
    /// The member shown: code and name.
    pub member: Option<(String, String)>,
    /// Its fields.
    pub billing: Vec<Field>,
    /// The members.
    pub table: Table,
}
