//! The two databases have the same migrations.

use std::{collections::BTreeSet, fs};

use crate::source::root;

#[test]
fn both_databases_have_the_same_migrations() {
    let [sqlite, postgres] = ["sqlite", "postgres"].map(names);
    assert_eq!(
        sqlite, postgres,
        "a number and name in one folder is missing in the other"
    );
}

#[test]
fn migrations_are_numbered_without_a_gap() {
    for (at, name) in names("sqlite").iter().enumerate() {
        let number: usize = name
            .split('_')
            .next()
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0);
        assert_eq!(number, at + 1, "{name}");
    }
}

fn names(database: &str) -> BTreeSet<String> {
    let folder = root().join("crates/store/migrations").join(database);
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect()
}
