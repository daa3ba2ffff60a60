//! Checks on published tables.

mod clean;
mod edit;
mod gallery;
mod kalmar;
mod mutation;
mod policy;
