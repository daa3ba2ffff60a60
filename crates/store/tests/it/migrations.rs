use std::{collections::BTreeMap, path::Path};

use rstest::rstest;
use store::Db;

use crate::db::{Kind, fresh};

fn names(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(folder);
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}

#[test]
fn r_lag_21_migrations_have_the_same_numbers_and_names() {
    assert_eq!(names("sqlite"), names("postgres"));
    for (i, name) in names("sqlite").iter().enumerate() {
        assert!(name.starts_with(&format!("{:04}_", i + 1)), "{name}");
    }
}

#[rstest]
#[tokio::test]
async fn tables_and_columns_are_the_same_in_both(#[values(Kind::Postgres)] kind: Kind) {
    let Some(postgres) = fresh(kind).await else { return };
    let sqlite = fresh(Kind::Sqlite).await.unwrap();
    let mut columns: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    if let Db::Sqlite { writer, .. } = &sqlite.db {
        let rows = sqlx::query_as(
            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_%' ESCAPE '\\'",
        );
        columns.insert("sqlite", rows.fetch_all(writer).await.unwrap());
    }
    if let Db::Postgres { pool, .. } = &postgres.db {
        let rows = sqlx::query_as(
            "SELECT table_name::text, column_name::text FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_%'",
        );
        columns.insert("postgres", rows.fetch_all(pool).await.unwrap());
    }
    for list in columns.values_mut() {
        list.sort();
    }
    assert!(columns["sqlite"].len() > 150);
    assert_eq!(columns["sqlite"], columns["postgres"]);
}

#[tokio::test]
async fn every_sqlite_table_is_strict() {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    let Db::Sqlite { writer, .. } = &fresh.db else {
        panic!()
    };
    let loose: Vec<(String,)> = sqlx::query_as(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict
            AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    )
    .fetch_all(writer)
    .await
    .unwrap();
    assert_eq!(loose, []);
}
