//! Statements from the ledger through the mapping.

pub mod mapping;
