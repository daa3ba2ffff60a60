//! Tests of the pages and of the router.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test stands on is there, or the test fails"
)]

mod api;
mod consultation;
mod contribution;
mod follow;
mod forms;
mod held;
mod html;
mod links;
mod login;
mod logs;
mod operations_plan;
mod participation;
mod plan;
mod quarter;
mod register_import;
mod routes;
mod samples;
mod session;
mod site;
mod start;
mod statistics;
mod structure;
mod users;
mod wait;
