//! Acts on both databases.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

mod contribution;
mod desk;
mod follow;
mod import_books;
mod import_published;
mod import_tables;
mod operations_plan;
mod participation;
mod pot;
mod provider;
mod quarter;
mod read_log;
mod referral;
mod register_import;
mod requisition;
mod users;
mod withdrawal;
mod workbook;
