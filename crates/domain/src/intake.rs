//! From files somebody handed in to facts: what is read, what is wrong with it, what changes.
//!
//! Reading never fails: every function answers with what could be read and the problems met; which
//! problems refuse an import is decided in one place per kind of file.

pub mod books;
pub mod brought;
pub mod changed;
pub mod controls;
pub mod difference;
pub mod tables;

mod economy;
mod goals;
mod insatser;
pub(crate) mod members;
mod projects;
mod series;
mod vouchers;
