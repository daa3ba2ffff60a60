//! All tests but the browser's, on SQLite and on a real PostgreSQL.

use std::{fs, path::PathBuf, process::Command};

use crate::{
    cluster::{self, Cluster},
    place, shell,
    tally::Tally,
};

/// The version of npm's oidc-provider: the last one that runs on Debian 12's own node.
const PROVIDER: &str = "8.8.1";
/// The tests write a line here for each thing they had to leave out.
const LEFT_OUT: &str = "SAMORDNA_LEFT_OUT";

pub fn run() -> Result<Tally, String> {
    let cluster = Cluster::start()?;
    let list = place::target().join("left-out.txt");
    let _ = fs::remove_file(&list);
    let mut runner = runner();
    runner.env(cluster::VARIABLE, cluster.url()).env(LEFT_OUT, &list);
    match provider() {
        Ok(package) => {
            runner.env("SAMORDNA_OIDC_PROVIDER", package);
        }
        Err(why) => println!("Ingen OpenID Connect-leverantör att prova mot: {why}"),
    }
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

/// A real OpenID Connect provider for the log-in's tests, fetched once from npm: a package for node.
fn provider() -> Result<PathBuf, String> {
    let dir = place::tools().join(format!("oidc-provider-{PROVIDER}"));
    let package = dir.join("node_modules/oidc-provider/lib/index.js");
    if !package.is_file() {
        fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
        shell::must(
            Command::new("npm")
                .args([
                    "install",
                    "--silent",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                ])
                .arg(format!("oidc-provider@{PROVIDER}"))
                .current_dir(&dir),
        )?;
    }
    Ok(package)
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
