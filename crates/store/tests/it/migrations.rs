use std::{collections::BTreeMap, path::Path};

use rstest::rstest;
use sqlite::{ConnectOptions, Connection, Query};
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
    if let Db::Sqlite { readers, .. } = &sqlite.db {
        let rows = Query::new(
            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_%' ESCAPE '\\'",
        );
        columns.insert(
            "sqlite",
            rows.fetch_all(&mut readers.lend().await.unwrap()).unwrap(),
        );
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
    let Db::Sqlite { readers, .. } = &fresh.db else {
        panic!()
    };
    let loose: Vec<(String,)> = Query::new(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict
            AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    )
    .fetch_all(&mut readers.lend().await.unwrap())
    .unwrap();
    assert_eq!(loose, []);
}

/// A database in memory brought through every migration, with these rows put in just before one of them.
fn migrated(migration: &str, before: &'static str) -> Connection {
    let mut memory = Connection::open(&ConnectOptions::new(Path::new(":memory:"))).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    for name in names("sqlite") {
        if name == migration {
            Query::new(before).execute(&mut memory).unwrap();
        }
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        Query::new(sqlx::AssertSqlSafe(text))
            .execute(&mut memory)
            .unwrap();
    }
    memory
}

#[test]
fn r_api_14_tokens_of_before_stay_what_they_were() {
    let before = "INSERT INTO association (id, public_id, name, org_number, seat) VALUES (1, 'a', 'Kalmar', '222000-1859', '');
        INSERT INTO insats (id, association_id, position, slug, name, kind, principal, decision, staff, methods, registers)
            VALUES (7, 1, 0, 'krus', 'KRUS', 1, '', '', '', '', 1);
        INSERT INTO api_token VALUES
            (3, 't3', 1, 7, 'Journalen', '0123456789012345678901234567890123456789012345678901234567890123', 3, 'u', 1, 9, 5, NULL),
            (4, 't4', 1, NULL, 'Tal', '1123456789012345678901234567890123456789012345678901234567890123', 4, 'u', 1, 9, NULL, 2);
        INSERT INTO api_request VALUES
            (3, 'nyckel-1', '0123456789012345678901234567890123456789012345678901234567890123', 4, 201, '{}');";
    let mut memory = migrated("0030_apiteam.sql", before);
    let tokens: Vec<(i64, Option<i64>, Option<i64>, i64)> =
        Query::new("SELECT id, insats_id, team_id, scopes FROM api_token ORDER BY id")
            .fetch_all(&mut memory)
            .unwrap();
    assert_eq!(tokens, [(3, Some(7), None, 3), (4, None, None, 4)]);
    let times: Vec<(Option<i64>, Option<i64>)> =
        Query::new("SELECT used_at, revoked_at FROM api_token ORDER BY id")
            .fetch_all(&mut memory)
            .unwrap();
    assert_eq!(times, [(Some(5), None), (None, Some(2))]);
    let asked: Vec<(i64, String, i64)> =
        Query::new("SELECT token_id, idempotency_key, status FROM api_request")
            .fetch_all(&mut memory)
            .unwrap();
    assert_eq!(asked, [(3, "nyckel-1".to_owned(), 201)]);
    let astray = "INSERT INTO api_request VALUES
        (5, 'nyckel-2', '0123456789012345678901234567890123456789012345678901234567890123', 4, NULL, NULL)";
    assert!(
        Query::new(astray).execute(&mut memory).is_err(),
        "a request is still of a token"
    );
}

#[test]
fn r_pla_16_budgets_of_before_become_plans_of_one_year() {
    let before = "INSERT INTO association (id, public_id, name, org_number, seat) VALUES (1, 'a', 'Kalmar', '222000-1859', '');
        INSERT INTO budget VALUES (1, 1, 2022, 1, 'beslutad', 'tryckt'), (2, 1, 2022, 2, 'förslag', '');
        INSERT INTO budget_line VALUES (1, 0, 1, 'Bidrag', 500), (1, 1, 3, 'Resor', 300), (2, 0, 3, 'Resor', 9);
        INSERT INTO insats_budget VALUES (1, 2022, 1, 0, NULL, 'Pott', 1), (1, 2022, 2, 0, NULL, 'Pott', 2),
            (1, 2024, 1, 0, NULL, 'Pott', 3);";
    let mut memory = migrated("0020_plan.sql", before);
    let rows: Vec<(i64, i64, i64, String, i64)> = Query::new(
        "SELECT p.first_year, p.number, p.state, r.label, a.amount FROM plan p JOIN plan_row r ON r.plan_id = p.id
         JOIN plan_amount a ON a.plan_id = r.plan_id AND a.part = r.part AND a.position = r.position
         ORDER BY p.first_year, p.number, r.part, r.position",
    )
    .fetch_all(&mut memory)
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
