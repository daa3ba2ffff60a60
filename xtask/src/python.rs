//! Programs that others wrote in Python: an environment of their own, fetched once from PyPI.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{place, shell, tally::Tally};

/// The folder of an environment with these packages, in groups: those of one group bring what they need
/// with them, `alone` nothing else.
pub fn environment(name: &str, packages: &[&str], alone: &[&str]) -> Result<PathBuf, String> {
    let folder = place::tools().join(name);
    if !program(&folder, "python").is_file() {
        println!("Hämtar {} …", [packages, alone].concat().join(", "));
        shell::must(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        for (group, more) in [(packages, None), (alone, Some("--no-deps"))] {
            if !group.is_empty() {
                let mut pip = Command::new(program(&folder, "pip"));
                shell::must(pip.args(["install", "--quiet"]).args(more).args(group))?;
            }
        }
    }
    Ok(folder)
}

/// A program of the environment.
pub fn program(folder: &Path, name: &str) -> PathBuf {
    folder.join("bin").join(name)
}

/// Tries the XML files of a crate's snapshots by a script, in an environment.
pub fn try_snapshots(folder: &Path, name: &str, script: &str) -> Result<Tally, String> {
    let written = folder.join(format!("{name}.py"));
    fs::write(&written, script).map_err(|why| why.to_string())?;
    let files = snapshots(name, folder)?;
    let heard = shell::shown(Command::new(program(folder, "python")).arg(written).args(files))?;
    Ok(Tally::one(heard.ok))
}

/// The XML files that a crate's snapshots hold, written into `folder`.
fn snapshots(name: &str, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let held = place::root().join("crates").join(name).join("tests/it/snapshots");
    for entry in fs::read_dir(held).map_err(|why| why.to_string())? {
        let path = entry.map_err(|why| why.to_string())?.path();
        let text = fs::read_to_string(&path).map_err(|why| why.to_string())?;
        let Some((_, xml)) = text.split_once("\n---\n") else {
            continue;
        };
        let file = folder.join(path.with_extension("xml").file_name().unwrap_or_default());
        fs::write(&file, xml).map_err(|why| why.to_string())?;
        files.push(file);
    }
    if files.is_empty() {
        return Err(format!("{name} har inga sparade filer att pröva."));
    }
    Ok(files)
}
