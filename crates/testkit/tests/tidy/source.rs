//! The repository's files as text.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the repository is there")
}

/// A text file, by its path from the root with `/` between folders.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// The part before the unit tests.
    pub fn production(&self) -> &str {
        let tests = self.text.find("#[cfg(test)]\nmod ").unwrap_or(self.text.len());
        &self.text[..tests]
    }

    /// Whether this Rust file is compiled into the program, and not only into its tests.
    pub fn is_production(&self) -> bool {
        let test_only = ["/tests/", "/tests.rs", "/benches/", "/fuzz/", "/examples/"]
            .iter()
            .any(|dir| self.path.contains(dir));
        let kit = self.path.starts_with("e2e/") || self.path.starts_with("crates/testkit/");
        !test_only && !kit
    }
}

/// Every file below `folder` (from the root) whose name ends in one of `endings`, in path order.
pub fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let root = root();
    let mut paths = Vec::new();
    walk(&root.join(folder), &mut paths);
    paths.retain(|path| {
        let name = path.to_string_lossy();
        endings.iter().any(|ending| name.ends_with(ending))
    });
    paths.sort();
    let relative = |path: &Path| {
        let inside = path.strip_prefix(&root).expect("found below the root");
        inside
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/")
    };
    paths
        .iter()
        .map(|path| File {
            path: relative(path),
            text: fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())),
        })
        .collect()
}

/// Every Rust file.
pub fn rust() -> Vec<File> {
    ["crates", "xtask", "e2e"]
        .iter()
        .flat_map(|folder| files(folder, &[".rs"]))
        .collect()
}

/// Every Markdown page, those in the root included.
pub fn markdown() -> Vec<File> {
    files("", &[".md"])
}

/// One file, if it is there.
pub fn file(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// Fails with all that was found, a line each.
pub fn none(found: &[String], what: &str) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let skipped = name == "target" || name == "bench-data" || name == "node_modules";
        if path.is_dir() {
            if !skipped && (!name.starts_with('.') || name == ".ci") {
                walk(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}
