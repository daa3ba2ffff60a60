//! The form of the source files.

use crate::source::{File, files, none, rust};

/// The most production lines a file may have.
const MOST_LINES: usize = 500;
/// The most lines the file in the middle may have.
const MEDIAN_LINES: usize = 145;

#[test]
fn every_file_says_what_it_is() {
    let silent = rust()
        .into_iter()
        .filter(|file| file.is_production() && !file.text.starts_with("//! "));
    none(
        &silent.map(|file| file.path).collect::<Vec<_>>(),
        "files whose first line is not a `//!` header",
    );
}

#[test]
fn no_file_is_long() {
    let long = rust().into_iter().filter(File::is_production).filter_map(|file| {
        let lines = file.production().lines().count();
        (lines > MOST_LINES).then(|| format!("{}: {lines}", file.path))
    });
    none(&long.collect::<Vec<_>>(), "files with too many production lines");
}

#[test]
fn most_files_are_short() {
    let mut lines: Vec<usize> = rust()
        .iter()
        .filter(|file| file.is_production())
        .map(|file| file.production().lines().count())
        .collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(
        median <= MEDIAN_LINES,
        "the median file has {median} production lines"
    );
}

#[test]
fn lints_are_expected_never_allowed() {
    // Written apart, so that this file does not find itself.
    let (outer, inner) = (concat!("#[", "allow("), concat!("#![", "allow("));
    none(
        &mentions(&rust(), &[outer, inner]),
        "lints switched off without a reason",
    );
}

#[test]
fn nothing_is_left_for_later() {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("todo", "!("),
        concat!("unimple", "mented!("),
    ];
    let mut all = rust();
    all.extend(files("docs", &[".md"]));
    all.extend(files("crates", &[".html", ".css", ".js", ".sql", ".typ"]));
    none(
        &mentions(&all, &words),
        "things left for later; an issue or a refusal is the place",
    );
}

#[test]
fn no_path_of_one_machine() {
    let paths = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/tm", "p/"),
    ];
    let mut all = rust();
    all.extend(files("", &[".md", ".toml", ".html", ".js", ".sql", ".typ"]));
    all.extend(files(".ci", &["run"]));
    none(&mentions(&all, &paths), "paths that exist on one machine only");
}

#[test]
fn only_what_a_step_of_its_own_runs_is_ignored() {
    let mark = concat!("#[", "ignore");
    let others: Vec<File> = rust()
        .into_iter()
        .filter(|file| !file.path.starts_with("e2e/") && file.path != "crates/web/tests/it/api/fuzz.rs")
        .collect();
    none(
        &mentions(&others, &[mark]),
        "ignored tests; `cargo xtask test` runs only the browser's and the interface's fuzzer",
    );
}

fn mentions(all: &[File], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in all {
        for (number, line) in file.text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                found.push(format!("{}:{} {word}", file.path, number + 1));
            }
        }
    }
    found
}
