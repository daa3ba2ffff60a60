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

#[tokio::test]
async fn r_pla_16_budgets_of_before_become_plans_of_one_year() {
    let options = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1);
    let pool = options.connect("sqlite::memory:").await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    for name in names("sqlite") {
        if name == "0020_plan.sql" {
            let before = "INSERT INTO association (id, public_id, name, org_number, seat) VALUES (1, 'a', 'Kalmar', '222000-1859', '');
                INSERT INTO budget VALUES (1, 1, 2022, 1, 'beslutad', 'tryckt'), (2, 1, 2022, 2, 'förslag', '');
                INSERT INTO budget_line VALUES (1, 0, 1, 'Bidrag', 500), (1, 1, 3, 'Resor', 300), (2, 0, 3, 'Resor', 9);
                INSERT INTO insats_budget VALUES (1, 2022, 1, 0, NULL, 'Pott', 1), (1, 2022, 2, 0, NULL, 'Pott', 2),
                    (1, 2024, 1, 0, NULL, 'Pott', 3);";
            sqlx::raw_sql(before).execute(&pool).await.unwrap();
        }
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(text))
            .execute(&pool)
            .await
            .unwrap();
    }
    let rows: Vec<(i64, i64, i64, String, i64)> = sqlx::query_as(
        "SELECT p.first_year, p.number, p.state, r.label, a.amount FROM plan p JOIN plan_row r ON r.plan_id = p.id
         JOIN plan_amount a ON a.plan_id = r.plan_id AND a.part = r.part AND a.position = r.position
         ORDER BY p.first_year, p.number, r.part, r.position",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let row = |year, number, state, label: &str, amount| (year, number, state, label.to_owned(), amount);
    assert_eq!(
        rows,
        [
            row(2022, 1, 3, "Bidrag", 500),
            row(2022, 1, 3, "Resor", 300),
            row(2022, 1, 3, "Pott", 2),
            row(2022, 2, 1, "Resor", 9),
            row(2022, 2, 1, "Pott", 2),
            row(2024, 1, 3, "Pott", 3),
        ]
    );
}
