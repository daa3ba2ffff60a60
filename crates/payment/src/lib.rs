//! The bank's files: payments out (ISO 20022 pain.001) and account statements in (camt.053).
//!
//! Writing refuses what a bank would return. Reading never fails: it hands over entry by entry what
//! could be read, in bounded memory, and a list of problems.

pub mod order;
pub mod profile;
pub mod statement;

mod bounded;
mod write;

pub use order::{Account, Debtor, Order, Payment, Remittance};
pub use profile::{PROFILES, Profile, Version};
pub use statement::{Detail, Entry, Reading, Statement, read};
pub use write::write;
