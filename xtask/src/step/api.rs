//! The interface for programs, asked by a fuzzer that reads its description (PyPI schemathesis).

use crate::{python, shell, step::tests, tally::Tally};

/// Raise it by hand, so that a new check is a choice.
const FUZZER: &str = "schemathesis==4.32.5";

pub fn run() -> Result<Tally, String> {
    let folder = python::environment(&FUZZER.replace("==", "-"), &[FUZZER], &[])?;
    let program = python::program(&folder, "schemathesis");
    let mut cargo = shell::cargo();
    if tests::has_nextest() {
        // The whole workspace, as in the step before: another selection has other features to build.
        cargo.args(["nextest", "run", "--locked", "--workspace"]);
        cargo.args(["--run-ignored", "ignored-only"]);
        cargo.args(["-E", "test(api::fuzz::)", "--no-capture"]);
    } else {
        cargo.args(["test", "--locked", "--workspace", "--test", "it", "--"]);
        cargo.args(["--ignored", "--nocapture", "api::fuzz::"]);
    }
    let heard = shell::shown(cargo.env("SAMORDNA_SCHEMATHESIS", program))?;
    let tally = if tests::has_nextest() {
        Tally::of_nextest(&heard.text)
    } else {
        Tally::of_cargo_test(&heard.text)
    };
    Ok(tally.or_failure(heard.ok))
}
