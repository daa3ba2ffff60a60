//! What the tests of several crates share: a clock that stands still, and a way to say what a
//! test had to leave out. The repository's own rules are tested in `tests/tidy`.

pub mod clock;
pub mod left_out;
