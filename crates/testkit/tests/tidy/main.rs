//! The repository's own rules, as tests: what ARCHITECTURE.md promises is checked here.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod acts;
mod docs;
mod files;
mod generated;
mod glossary;
mod layers;
mod migrations;
mod pages;
mod rules;
mod source;
