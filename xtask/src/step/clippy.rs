//! Clippy over everything that is ours, warnings denied.

use crate::{shell, tally::Tally};

pub fn run() -> Result<Tally, String> {
    let mut clippy = shell::cargo();
    clippy.args([
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    Ok(Tally::one(shell::shown(&mut clippy)?.ok))
}
