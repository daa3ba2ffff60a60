//! Checks on published tables.

mod clean;
mod edit;
mod forms;
mod gallery;
mod kalmar;
mod mutation;
mod names;
mod policy;
