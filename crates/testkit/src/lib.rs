//! What the tests of several crates share: a clock that stands still, a fresh database of each
//! kind, and a way to say what a test had to leave out. The repository's own rules are tested in `tests/tidy`.

pub mod clock;
pub mod database;
pub mod left_out;
pub mod rows;

pub use database::{Fresh, Kind, fresh};
