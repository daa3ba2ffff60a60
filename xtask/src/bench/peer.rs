//! The peers: programs that do the same job. Never needed to build or test.

use std::{path::PathBuf, process::Command};

use crate::{cluster, place, python, shell};

/// Where PyPI's are, among the fetched tools.
const FOLDER: &str = "peers";
/// Debian's packages of peers and load generators.
const PACKAGES: &[&str] = &[
    "wrk",
    "pandoc",
    "libreoffice-writer-nogui",
    // Without it pandoc leaves drawn diagrams out.
    "librsvg2-bin",
    "ledger",
    "poppler-utils",
    "postgresql-client",
];
/// PyPI's: the Typst compiler, DuckDB, WeasyPrint.
const WHEELS: &[&str] = &[
    "typst==0.15.2",
    "duckdb==2.0.0",
    "weasyprint==70.0",
    "xlsxwriter",
    "python-calamine",
    "django",
    "gunicorn",
];

/// Fetches the peers: PyPI's into `target`, Debian's onto the machine.
pub fn install() -> Result<(), String> {
    python::environment(FOLDER, WHEELS, &[])?;
    if !cluster::is_root() {
        println!(
            "Resten installeras med: sudo apt-get install {}",
            PACKAGES.join(" ")
        );
        return Ok(());
    }
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "-q", "-y", "--no-install-recommends"]);
    shell::must(apt.args(PACKAGES))?;
    Ok(())
}

/// A Python with this module among the peers' packages, or the machine's own.
pub fn python_with(module: &str) -> Option<PathBuf> {
    let own = python::program(&place::tools().join(FOLDER), "python");
    [own, PathBuf::from("python3")].into_iter().find(|python| {
        let import = shell::quiet(Command::new(python).args(["-c", &format!("import {module}")]));
        import.is_ok_and(|heard| heard.ok)
    })
}

/// Whether pandoc with LibreOffice is there, with what draws the diagrams; else what to install.
pub fn office() -> Result<(), String> {
    let needed = ["pandoc", "soffice", "rsvg-convert"];
    if needed.iter().all(|program| shell::find(program).is_some()) {
        return Ok(());
    }
    Err("pandoc with LibreOffice (Debian: pandoc, libreoffice-writer-nogui, librsvg2-bin)".to_owned())
}
