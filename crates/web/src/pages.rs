//! Every page as a struct. A page holds only what it shows; the handlers of the same name fill it.

pub mod account;
pub mod accounts;
pub mod api;
pub mod checks;
pub mod consultation;
pub mod desk;
pub mod disclosure;
pub mod economy;
pub mod error;
pub mod figures;
pub mod import;
pub mod insatser;
pub mod log;
pub mod login;
pub mod participation;
pub mod plan;
pub mod quarter;
pub mod register_import;
pub mod reports;
pub mod requisition;
pub mod retention;
pub mod section;
pub mod settings;
pub mod start;
pub mod statements;
pub mod statistics;
pub mod users;
pub mod volume;
pub mod withdrawal;
pub mod work;

use crate::view::Cell;

/// A large number with its words.
#[derive(Clone, Debug, Default)]
pub struct KeyFigure {
    /// What it counts.
    pub label: String,
    /// The number, leading to its trace.
    pub value: Cell,
    /// One line of context.
    pub detail: String,
}

/// A code with its words and how many there are of it: an option of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterOption {
    /// In the address.
    pub code: String,
    /// In words.
    pub name: String,
    /// How many.
    pub count: usize,
}
