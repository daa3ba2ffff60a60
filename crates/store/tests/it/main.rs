//! Every function of the store, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of tests stop the test, and say aloud what is left out"
)]

mod audit;
mod backup;
mod db;
mod facts;
mod ledger;
mod limits;
mod migrations;
mod people;
mod report;
