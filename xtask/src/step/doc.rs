//! The examples in the documentation, compile-fail ones included.

use crate::{shell, tally::Tally};

pub fn run() -> Result<Tally, String> {
    let heard = shell::shown(shell::cargo().args(["test", "--locked", "--workspace", "--doc"]))?;
    Ok(Tally::of_cargo_test(&heard.text).or_failure(heard.ok))
}
