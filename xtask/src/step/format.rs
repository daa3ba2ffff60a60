//! `cargo fmt --check`.

use crate::{shell, tally::Tally};

pub fn run() -> Result<Tally, String> {
    Ok(Tally::one(
        shell::shown(shell::cargo().args(["fmt", "--all", "--check"]))?.ok,
    ))
}
