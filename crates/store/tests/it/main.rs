//! Every function of the store, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests stop the test"
)]

mod api;
mod audit;
mod backup;
mod contribution;
mod cross_tab;
mod db;
mod disclosure;
mod facts;
mod follow;
mod head_count;
mod identity;
mod lane;
mod ledger;
mod limits;
mod migrations;
mod people;
mod plan;
mod quarter;
mod read_log;
mod referral;
mod register;
mod report;
mod requisition;
mod retention;
mod withdrawal;
