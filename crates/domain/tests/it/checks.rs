//! Checks on published tables.

mod kalmar;
