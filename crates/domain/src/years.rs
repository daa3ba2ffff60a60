//! The years there are.

use std::ops::RangeInclusive;

/// The years an association can have anything of. Samordning began as trials in the 1990s, so nothing is
/// older; the end is there to catch a mistyped year. The schema holds the same bounds, and a test the two
/// against each other.
pub const YEARS: RangeInclusive<i32> = 1990..=2200;
