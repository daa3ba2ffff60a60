//! Workbooks that are honest, and those that are not.
#![expect(
    clippy::unwrap_used,
    reason = "what a test stands on is there, or the test fails"
)]

mod bombs;
mod round;
