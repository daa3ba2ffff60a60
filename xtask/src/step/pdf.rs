//! The example association's annual report and operations plan as PDF, looked at by three independent checkers.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{place, python, shell, tally::Tally};

/// The checkers of PDF/UA-1 from PyPI. veraPDF is not on the registries this uses.
const CHECKERS: [&str; 2] = ["outloud==0.2.1", "pdfua==0.1.3"];

pub fn run() -> Result<Tally, String> {
    let samordna = place::samordna();
    let help = shell::quiet(Command::new(&samordna).args(["report", "--help"]));
    if !help.is_ok_and(|said| said.ok) {
        return Err(format!(
            "{} startar inte eller har inget kommando report: PDF:en kan inte kontrolleras. Kör steget tester först.",
            samordna.display()
        ));
    }
    let annual = make(&samordna)?;
    let plan = annual.with_file_name("verksamhetsplan.pdf");
    let folder = python::environment(&CHECKERS.join("-").replace("==", "-"), &CHECKERS, &[])?;
    let mut sum = Tally::default();
    for report in [annual, plan] {
        let mut checks = [
            Command::new("qpdf"),
            Command::new(python::program(&folder, "outloud")),
            Command::new(python::program(&folder, "pdfua")),
        ];
        checks[0].arg("--check");
        checks[1].args(["--layer", "conformance", "--fail-on", "error", "--no-info"]);
        checks[2].args(["check", "--min-severity", "error"]);
        for check in &mut checks {
            let heard = shell::shown(check.arg(&report))?;
            sum += Tally::one(heard.ok);
        }
    }
    Ok(sum)
}

/// Makes the example year's annual report, and the operations plan beside it; answers with the first.
pub fn make(samordna: &Path) -> Result<PathBuf, String> {
    let dir = place::target().join("pdf");
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let (database, report) = (dir.join("exempel.db"), dir.join("arsredovisning.pdf"));
    shell::must(
        Command::new(samordna)
            .args(["demo", "--load-only", "--db"])
            .arg(&database),
    )?;
    let plan = dir.join("verksamhetsplan.pdf");
    for (kind, year, file) in [("annual", "2022", &report), ("plan", "2023", &plan)] {
        let mut write = Command::new(samordna);
        write
            .args(["report", kind, "--year", year, "--out"])
            .arg(file)
            .arg("--db")
            .arg(&database);
        shell::must(&mut write)?;
    }
    Ok(report)
}
