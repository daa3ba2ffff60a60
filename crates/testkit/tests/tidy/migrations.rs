//! The two databases have the same migrations.

use std::{collections::BTreeSet, fs};

use domain::{plan::MOST_YEARS, years::YEARS};

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

#[test]
fn the_schema_has_the_years_of_the_rules() {
    // A plan may begin in the last year and reaches as many years further.
    let last = YEARS.end() + i32::try_from(MOST_YEARS).unwrap();
    let known = [*YEARS.end(), last].map(|end| format!("BETWEEN {} AND {end})", YEARS.start()));
    let mut found = 0;
    for database in ["sqlite", "postgres"] {
        let folder = root().join("crates/store/migrations").join(database);
        for name in names(database) {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            for check in text.split("CHECK (").skip(1) {
                let Some((column, bounds)) = check.split_once(' ') else {
                    continue;
                };
                if !column.ends_with("year") || column == "birth_year" || !bounds.starts_with("BETWEEN") {
                    continue;
                }
                found += 1;
                let holds = known.iter().any(|known| bounds.starts_with(known));
                assert!(holds, "{database}/{name}: {}", check.lines().next().unwrap_or(""));
            }
        }
    }
    assert!(found > 40, "the test no longer finds the checks: {found}");
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
