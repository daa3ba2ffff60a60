//! Licences, sources and banned crates, by cargo-deny.

use std::{path::PathBuf, process::Command};

use crate::{place, shell, tally::Tally};

/// cargo-deny's version: built once into `target/tools`.
const VERSION: &str = "0.20.2";

pub fn run() -> Result<Tally, String> {
    let deny = installed()?;
    let held = shell::shown(check(&deny).args(["licenses", "bans", "sources"]))?;
    Ok([Tally::one(held.ok), advisories(&deny)?].into_iter().sum())
}

/// Known vulnerabilities are looked up only where their database can be fetched.
fn advisories(deny: &PathBuf) -> Result<Tally, String> {
    let heard = shell::quiet(check(deny).arg("advisories"))?;
    if !heard.ok && heard.text.contains("failed to fetch advisory database") {
        println!("Kända sårbarheter kontrollerades inte: databasen hos RustSec kunde inte nås härifrån.");
        return Ok(Tally::skip());
    }
    print!("{}", heard.text);
    Ok(Tally::one(heard.ok))
}

fn check(deny: &PathBuf) -> Command {
    let mut command = Command::new(deny);
    command.args([
        "--workspace",
        "--all-features",
        "--locked",
        "check",
        "--hide-inclusion-graph",
    ]);
    command
}

fn installed() -> Result<PathBuf, String> {
    let folder = place::tools().join(format!("cargo-deny-{VERSION}"));
    let program = folder.join("bin/cargo-deny");
    if !program.is_file() {
        println!("Bygger cargo-deny {VERSION} (en gång, några minuter) …");
        let mut install = shell::cargo();
        // Unoptimised: its checks take seconds, an optimised build takes minutes more.
        install.args([
            "install",
            "cargo-deny",
            "--version",
            VERSION,
            "--locked",
            "--debug",
            "--root",
        ]);
        install.arg(&folder).env("CARGO_PROFILE_DEV_DEBUG", "0");
        install.env("CARGO_TARGET_DIR", place::tools().join("build"));
        shell::must(&mut install)?;
        let _ = std::fs::remove_dir_all(place::tools().join("build"));
    }
    Ok(program)
}
