//! The program as a person meets it, in a real Chromium, with axe-core on every page.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod axe;
mod browser;
mod consultation;
mod day;
mod economy;
mod handbook;
mod harness;
mod journeys;
mod keyboard;
mod login;
mod server;
mod together;
mod visit;
