//! The browser tests: the real program, a real Chromium, axe-core on every page.

use std::{fs, path::PathBuf, process::Command};

use crate::{place, shell, step::tests, tally::Tally};

/// The accessibility rules' version; raise it by hand, so that a new rule is a choice.
const AXE: &str = "4.14.1";

pub fn run() -> Result<Tally, String> {
    let axe = axe()?;
    build()?;
    let mut cargo = shell::cargo();
    if tests::has_nextest() {
        cargo.args([
            "nextest",
            "run",
            "--locked",
            "--workspace",
            "--no-fail-fast",
            "--test",
            "browser",
        ]);
        cargo.args([
            "--run-ignored",
            "all",
            "--test-threads",
            "1",
            // A whole browser on a loaded machine: what needed a second try is told as flaky.
            "--retries",
            "1",
            "-E",
            "not test(handbook::)",
        ]);
    } else {
        cargo.args([
            "test",
            "--locked",
            "--workspace",
            "--no-fail-fast",
            "--test",
            "browser",
            "--",
        ]);
        cargo.args(["--include-ignored", "--test-threads", "1", "--skip", "handbook::"]);
    }
    cargo
        .env("SAMORDNA_AXE", &axe)
        .env("SAMORDNA_BIN", place::samordna());
    cargo.env("SAMORDNA_PICTURES", place::target().join("e2e"));
    let heard = shell::shown(&mut cargo)?;
    let tally = if tests::has_nextest() {
        Tally::of_nextest(&heard.text)
    } else {
        Tally::of_cargo_test(&heard.text)
    };
    Ok(tally.or_failure(heard.ok))
}

/// The step may run alone: an old program would be tried otherwise.
fn build() -> Result<(), String> {
    if shell::shown(shell::cargo().args(["build", "--locked", "--workspace"]))?.ok {
        Ok(())
    } else {
        Err("Programmet gick inte att bygga.".to_owned())
    }
}

/// Takes the pictures of README and handbook from a running demo.
pub fn screenshots() -> Result<bool, String> {
    build()?;
    let folder = place::root().join("docs/handbok/bilder");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut cargo = shell::cargo();
    cargo.args([
        "test",
        "--locked",
        "--workspace",
        "--test",
        "browser",
        "--",
        "--ignored",
        "handbook::",
    ]);
    cargo
        .env("SAMORDNA_BIN", place::samordna())
        .env("SAMORDNA_HANDBOOK", &folder);
    if !shell::shown(&mut cargo)?.ok {
        return Ok(false);
    }
    let page = Command::new("pdftoppm")
        .args(["-png", "-r", "70", "-f", "1", "-singlefile"])
        .args([
            super::pdf::make(&place::samordna())?,
            folder.join("arsredovisning"),
        ])
        .status();
    Ok(page.is_ok_and(|status| status.success()))
}

/// axe-core's script, fetched once from npm.
fn axe() -> Result<PathBuf, String> {
    let dir = place::tools().join(format!("axe-{AXE}"));
    let script = dir.join("package/axe.min.js");
    if !script.is_file() {
        fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
        let package = format!("axe-core@{AXE}");
        shell::must(
            Command::new("npm")
                .args(["pack", "--silent", &package])
                .current_dir(&dir),
        )?;
        let archive = format!("axe-core-{AXE}.tgz");
        shell::must(Command::new("tar").args(["-xzf", &archive]).current_dir(&dir))?;
    }
    Ok(script)
}
