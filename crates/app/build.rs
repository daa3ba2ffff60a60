//! Puts the example association's files into the program: a list in a file would forget new ones.

use std::{
    env, fs,
    io::{Error, Result},
    path::{Path, PathBuf},
};

fn main() -> Result<()> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../../examples");
    let mut text = String::new();
    for (list, folder) in [
        ("FILES", "kalmar"),
        ("TEXTS", "kalmar/texter"),
        ("PLAN_TEXTS", "kalmar/verksamhetsplan"),
        ("MAPPINGS", "kontomappning"),
        ("BUDGET_RULES", "budgetkoppling"),
        ("POTS", "potter"),
    ] {
        let folder = root.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        text.push_str(&list_of(list, &folder)?);
    }
    fs::write(Path::new(&variable("OUT_DIR")?).join("example_files.rs"), text)
}

fn variable(name: &str) -> Result<String> {
    env::var(name).map_err(Error::other)
}

/// A constant with every file of a folder, by name; folders and notes about the files are left out.
fn list_of(list: &str, folder: &Path) -> Result<String> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && path.file_name().is_some_and(|name| name != "README.md") {
            paths.push(path.canonicalize()?);
        }
    }
    paths.sort();
    let mut text = format!("const {list}: &[(&str, &[u8])] = &[\n");
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        text.push_str(&format!(
            "    ({name:?}, include_bytes!({:?})),\n",
            path.display().to_string()
        ));
    }
    text.push_str("];\n");
    Ok(text)
}
