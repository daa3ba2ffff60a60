//! All tests but the browser's, on SQLite and on a real PostgreSQL.

use std::{fs, process::Command};

use crate::{
    cluster::{self, Cluster},
    place, shell,
    tally::Tally,
};

/// The tests write a line here for each thing they had to leave out.
const LEFT_OUT: &str = "SAMORDNA_LEFT_OUT";

pub fn run() -> Result<Tally, String> {
    let cluster = Cluster::start()?;
    let list = place::target().join("left-out.txt");
    let _ = fs::remove_file(&list);
    let mut runner = runner();
    runner.env(cluster::VARIABLE, cluster.url()).env(LEFT_OUT, &list);
    let heard = shell::shown(&mut runner)?;
    let left_out = fs::read_to_string(&list).unwrap_or_default();
    for line in left_out.lines() {
        println!("Utelämnat: {line}");
    }
    Ok(count(&heard.text, left_out.lines().count()).or_failure(heard.ok))
}

/// Rewrites the generated pages and snapshots by running the tests with leave to do so.
pub fn docs() -> Result<bool, String> {
    let mut runner = runner();
    runner.env("SAMORDNA_UPDATE", "1");
    Ok(shell::shown(&mut runner)?.ok)
}

/// Whether nextest is there; it is faster but nobody needs to install it.
pub fn has_nextest() -> bool {
    shell::find("cargo-nextest").is_some()
}

fn runner() -> Command {
    let mut cargo = shell::cargo();
    if has_nextest() {
        cargo.args([
            "nextest",
            "run",
            "--locked",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "slow",
        ]);
        cargo.args(["-E", "not package(e2e)"]);
    } else {
        cargo.args([
            "test",
            "--locked",
            "--workspace",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ]);
    }
    cargo
}

fn count(text: &str, left_out: usize) -> Tally {
    let mut tally = if has_nextest() {
        Tally::of_nextest(text)
    } else {
        Tally::of_cargo_test(text)
    };
    // The browser's tests are ignored here and counted by their own step.
    tally.skipped = left_out;
    tally.passed = tally.passed.saturating_sub(left_out);
    tally
}
