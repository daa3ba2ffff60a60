//! The interface for programs, asked by a fuzzer that reads its description (PyPI schemathesis).

use std::{path::PathBuf, process::Command};

use crate::{place, shell, step::tests, tally::Tally};

/// Raise it by hand, so that a new check is a choice.
const FUZZER: &str = "schemathesis==4.32.5";

pub fn run() -> Result<Tally, String> {
    let program = fuzzer()?;
    let mut cargo = shell::cargo();
    if tests::has_nextest() {
        cargo.args([
            "nextest",
            "run",
            "--locked",
            "-p",
            "web",
            "--run-ignored",
            "ignored-only",
        ]);
        cargo.args(["-E", "test(api::fuzz::)", "--no-capture"]);
    } else {
        cargo.args(["test", "--locked", "-p", "web", "--test", "it", "--"]);
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

/// The fuzzer's command, fetched once.
fn fuzzer() -> Result<PathBuf, String> {
    let folder = place::tools().join(FUZZER.replace("==", "-"));
    let program = folder.join("bin/schemathesis");
    if !program.is_file() {
        println!("Hämtar {FUZZER} …");
        shell::must(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        shell::must(Command::new(folder.join("bin/pip")).args(["install", "--quiet", FUZZER]))?;
    }
    Ok(program)
}
