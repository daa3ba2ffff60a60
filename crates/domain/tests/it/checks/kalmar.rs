//! The published tables of the example association, errors included.

use std::{fmt::Write, fs, path::Path};

use domain::{check, finding::Finding, published::read_folder};

use crate::books;

pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_name().to_string_lossy().ends_with(".csv"))
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

pub fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    for f in findings {
        let expected = f.expected.as_deref().unwrap_or("–");
        writeln!(
            text,
            "{:?} {} | {} | {} | {} | väntat {expected} | funnet {}",
            f.severity, f.check, f.place.table, f.place.row, f.place.column, f.found
        )
        .unwrap();
        writeln!(text, "    {}", f.message).unwrap();
    }
    text
}

#[test]
fn the_errors_of_kalmars_tables_are_found_and_nothing_else() {
    for folder in books::folders() {
        let (published, problems) = read_folder(&files(&folder));
        assert_eq!(problems, []);
        let ledger = books::facts(&folder, &[2021, 2022]).ledger.years;
        let findings = check::published(&published, &ledger, None);
        insta::assert_snapshot!("kalmar", text(&findings));
    }
}
