//! Tests of the writers on hand-made documents.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod chart;
mod html;
mod pdf;
mod sample;
mod sheets;
mod tags;
