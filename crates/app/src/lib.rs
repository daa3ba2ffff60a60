//! What a person can do: authorise, load, decide, save, record.
//!
//! Every act is a method of [`App`] that takes the acting person, the input and the time. It asks
//! [`rights::may`] first, runs in one transaction opened and committed here, and writes one audit
//! event in it. It answers with a value or a [`Failure`].

pub mod actor;
pub mod failure;
pub mod rights;

pub use actor::{Actor, Assignment, Role};
pub use failure::Failure;
