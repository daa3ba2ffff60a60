//! The driver by itself, on files of its own.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use sqlite::{ConnectOptions, Connection, Few, Query, SqliteError};
use sqlx_core::{
    error::{Error, ErrorKind},
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    sql_str::{AssertSqlSafe, SqlSafeStr as _},
};

fn memory() -> Connection {
    Connection::open(&ConnectOptions::new(Path::new(":memory:"))).unwrap()
}

fn file(folder: &tempfile::TempDir) -> ConnectOptions {
    ConnectOptions::new(&folder.path().join("prov.db"))
        .create_if_missing(true)
        .pragma("journal_mode", "WAL")
}

fn done(connection: &mut Connection, text: &str) -> u64 {
    let text = AssertSqlSafe(text.to_owned());
    Query::new(text).execute(connection).unwrap().rows_affected()
}

/// One of each.
type Bound = (
    bool,
    i16,
    i64,
    f64,
    String,
    Option<String>,
    Vec<u8>,
    NaiveDate,
    DateTime<Utc>,
);

#[test]
fn values_come_back_as_they_went_in() {
    let mut it = memory();
    let day = NaiveDate::from_ymd_opt(2022, 2, 28).unwrap();
    let at = DateTime::<Utc>::from_timestamp(1_700_000_000, 5_000_000).unwrap();
    let query = Query::new("SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9")
        .bind(true)
        .bind(-7_i16)
        .bind(i64::MIN)
        .bind(0.5)
        .bind("ÅÄÖ \0 slut")
        .bind(None::<String>)
        .bind(vec![0_u8, 255])
        .bind(day)
        .bind(at);
    let bound: Bound = query.fetch_one(&mut it).unwrap();
    let text = "ÅÄÖ \0 slut".to_owned();
    assert_eq!(
        bound,
        (true, -7, i64::MIN, 0.5, text, None, vec![0, 255], day, at)
    );
}

#[test]
fn a_date_and_a_moment_sort_as_texts_and_sqlites_own_moments_are_read() {
    let mut it = memory();
    let day = NaiveDate::from_ymd_opt(2022, 2, 3).unwrap();
    let (text,): (String,) = Query::new("SELECT $1").bind(day).fetch_one(&mut it).unwrap();
    assert_eq!(text, "2022-02-03");
    let (at,): (DateTime<Utc>,) = Query::new("SELECT datetime('2022-02-03 04:05:06')")
        .fetch_one(&mut it)
        .unwrap();
    assert_eq!(at.to_rfc3339(), "2022-02-03T04:05:06+00:00");
}

#[test]
fn a_parameter_gets_the_value_of_its_number_wherever_it_stands() {
    let mut it = memory();
    let row: (i64, i64, i64) = Query::new("SELECT $2, $1, $2")
        .bind(1_i64)
        .bind(2_i64)
        .fetch_one(&mut it)
        .unwrap();
    assert_eq!(row, (2, 1, 2));
    let row: (i64, i64) = Query::new("SELECT ?, ?")
        .bind(1_i64)
        .bind(2_i64)
        .fetch_one(&mut it)
        .unwrap();
    assert_eq!(row, (1, 2));
    let missing = Query::new("SELECT $1, $2").bind(1_i64).execute(&mut it);
    assert!(matches!(missing, Err(Error::Protocol(_))), "{missing:?}");
}

#[test]
fn rows_after_one_another_do_not_leave_anything_in_each_other() {
    let mut it = memory();
    done(
        &mut it,
        "CREATE TABLE t (a TEXT, b); INSERT INTO t VALUES ('lång text', 1), ('', NULL), (NULL, 'x'), ('å', x'00')",
    );
    let rows: Vec<(Option<String>,)> = Query::new("SELECT a FROM t ORDER BY rowid")
        .fetch_all(&mut it)
        .unwrap();
    let texts: Vec<Option<&str>> = rows.iter().map(|(text,)| text.as_deref()).collect();
    assert_eq!(texts, [Some("lång text"), Some(""), None, Some("å")]);
    let wrong: sqlx_core::Result<Vec<(i64,)>> =
        Query::new("SELECT b FROM t ORDER BY rowid").fetch_all(&mut it);
    assert!(matches!(wrong, Err(Error::ColumnDecode { .. })), "{wrong:?}");
    // After an answer that was not read to its end the statement can be run again.
    let one: Option<(String,)> = Query::new("SELECT a FROM t ORDER BY rowid")
        .fetch_optional(&mut it)
        .unwrap();
    assert_eq!(one, Some(("lång text".to_owned(),)));
    assert_eq!(done(&mut it, "DELETE FROM t WHERE a = ''"), 1);
    assert_eq!(
        done(&mut it, "SELECT a FROM t"),
        0,
        "a reading statement changes no rows"
    );
}

#[test]
fn what_is_wrong_is_told_without_the_value() {
    let mut it = memory();
    let wrong: sqlx_core::Result<(i64,)> = Query::new("SELECT 'Anna Andersson'").fetch_one(&mut it);
    let told = format!("{:?}", wrong.unwrap_err());
    assert!(told.contains("TEXT") && !told.contains("Anna"), "{told}");
}

#[derive(Debug, PartialEq, sqlx::FromRow)]
struct Named {
    second: i64,
    first: String,
}

#[test]
fn columns_are_found_by_name() {
    let mut it = memory();
    let named: Named = Query::new("SELECT 'a' AS first, 2 AS second")
        .fetch_one(&mut it)
        .unwrap();
    assert_eq!(
        named,
        Named {
            second: 2,
            first: "a".into()
        }
    );
    let missing: sqlx_core::Result<Named> = Query::new("SELECT 'a' AS first").fetch_one(&mut it);
    assert!(matches!(missing, Err(Error::ColumnNotFound(name)) if name == "second"));
}

#[test]
fn many_rows_stand_or_fall_with_their_transaction() {
    let mut it = memory();
    done(&mut it, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
    let rows: Vec<i64> = (1..=500).collect();
    let mut insert = |rows: &[i64], tail: &str| {
        it.insert_all("INSERT INTO t (a, b) ", 2, tail, rows.iter(), |row, values| {
            values.push_bind(*row).push_bind(row.to_string());
        })
    };
    insert(&rows, "").unwrap();
    let again = insert(&[501, 1], "").unwrap_err();
    assert!(
        matches!(&again, Error::Database(cause) if cause.kind() == ErrorKind::UniqueViolation),
        "{again:?}"
    );
    insert(&[1, 600], " ON CONFLICT DO NOTHING").unwrap();
    let right = Query::new("SELECT COUNT(*) FROM t WHERE b = CAST(a AS TEXT)");
    let (count,): (i64,) = right.fetch_one(&mut it).unwrap();
    assert_eq!(count, 502);
}

#[test]
fn a_row_that_lacks_a_value_is_no_row() {
    let mut it = memory();
    done(&mut it, "CREATE TABLE t (a INTEGER, b TEXT)");
    for rows in [vec![1], (0..200).collect::<Vec<i64>>()] {
        let inserted = it.insert_all("INSERT INTO t (a, b) ", 2, "", rows.iter(), |row, values| {
            values.push_bind(*row);
        });
        assert!(matches!(inserted, Err(Error::Protocol(_))), "{inserted:?}");
    }
    let (count,): (i64,) = Query::new("SELECT COUNT(*) FROM t").fetch_one(&mut it).unwrap();
    assert_eq!(count, 0);
}

#[test]
fn constraints_are_told_apart() {
    let mut it = memory();
    done(
        &mut it,
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a INTEGER NOT NULL CHECK (a > 0) REFERENCES p (id))",
    );
    for (text, kind) in [
        ("INSERT INTO t VALUES (NULL)", ErrorKind::NotNullViolation),
        ("INSERT INTO t VALUES (0)", ErrorKind::CheckViolation),
        ("INSERT INTO t VALUES (5)", ErrorKind::ForeignKeyViolation),
        ("INSERT INTO p VALUES (1), (1)", ErrorKind::UniqueViolation),
        ("INSERT INTO saknas VALUES (1)", ErrorKind::Other),
    ] {
        let cause = Query::new(text).execute(&mut it).unwrap_err();
        let Error::Database(cause) = cause else {
            unreachable!("{cause:?}")
        };
        assert_eq!(format!("{:?}", cause.kind()), format!("{kind:?}"), "{text}");
        assert!(cause.try_downcast_ref::<SqliteError>().is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn few_connections_serve_many_and_each_sees_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut writes = Connection::open(&file(&folder)).unwrap();
    done(
        &mut writes,
        "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)",
    );
    let few = Few::new(file(&folder), 2);
    let count = |connection: &mut Connection| {
        Query::new("SELECT COUNT(*) FROM t")
            .fetch_one::<(i64,)>(connection)
            .unwrap()
            .0
    };
    let mut seen = few.begin().await.unwrap();
    assert_eq!(count(&mut seen), 1);
    done(&mut writes, "INSERT INTO t VALUES (2)");
    assert_eq!(count(&mut seen), 1, "the moment it began at");
    drop(seen);
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let few = few.clone();
        asked.spawn(async move {
            let mut lent = few.begin().await.unwrap();
            let first = Query::new("SELECT COUNT(*) FROM t")
                .fetch_one::<(i64,)>(&mut lent)
                .unwrap()
                .0;
            tokio::task::yield_now().await;
            (
                first,
                Query::new("SELECT COUNT(*) FROM t")
                    .fetch_one::<(i64,)>(&mut lent)
                    .unwrap()
                    .0,
            )
        });
    }
    assert!(asked.join_all().await.iter().all(|both| *both == (2, 2)));
    few.close().await;
    assert!(matches!(few.lend().await, Err(Error::PoolClosed)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_takes_long_does_not_keep_others_waiting() {
    let begun = std::time::Instant::now();
    let ticking = tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        begun.elapsed()
    });
    tokio::task::yield_now().await;
    let long = tokio::spawn(async move {
        let mut it = memory();
        let text = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 3000000) SELECT COUNT(*) FROM n";
        let (count,): (i64,) = Query::new(text).fetch_one(&mut it).unwrap();
        (count, begun.elapsed())
    });
    let (ticked, (count, took)) = (ticking.await.unwrap(), long.await.unwrap());
    assert_eq!(count, 3_000_000);
    assert!(ticked < took, "{ticked:?} {took:?}");
}

fn migrations(texts: &[(i64, &str)]) -> Migrator {
    let of = |&(version, text): &(i64, &str)| {
        let text = AssertSqlSafe(text.to_owned()).into_sql_str();
        Migration::new(version, "prov".into(), MigrationType::Simple, text, false)
    };
    Migrator::with_migrations(texts.iter().map(of).collect())
}

fn versions(it: &mut Connection) -> Vec<i64> {
    let made = Query::new("SELECT version FROM _sqlx_migrations ORDER BY version").fetch_all::<(i64,)>(it);
    made.unwrap().into_iter().map(|row| row.0).collect()
}

#[test]
fn migrations_are_made_once_and_each_whole_or_not_at_all() {
    let mut it = memory();
    let table = (1, "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1);");
    it.migrate(&migrations(&[table])).unwrap();
    let wrong = (2, "INSERT INTO t VALUES (2); INSERT INTO nowhere VALUES (3);");
    let refused = it.migrate(&migrations(&[table, wrong])).unwrap_err();
    assert!(
        matches!(refused, MigrateError::ExecuteMigration(_, 2)),
        "{refused}"
    );
    assert_eq!(versions(&mut it), [1]);
    let right = (2, "INSERT INTO t VALUES (2);");
    for _ in 0..2 {
        it.migrate(&migrations(&[table, right])).unwrap();
        assert_eq!(versions(&mut it), [1, 2]);
        let (sum,): (i64,) = Query::new("SELECT SUM(a) FROM t").fetch_one(&mut it).unwrap();
        assert_eq!(sum, 3);
    }
}

#[test]
fn a_database_made_by_other_migrations_is_left_as_it_is() {
    let mut it = memory();
    let (first, second) = (
        (1, "CREATE TABLE t (a INTEGER)"),
        (2, "CREATE TABLE u (a INTEGER)"),
    );
    it.migrate(&migrations(&[first, second])).unwrap();
    let third = (3, "CREATE TABLE v (a INTEGER)");
    let unknown = it.migrate(&migrations(&[first, third])).unwrap_err();
    assert!(matches!(unknown, MigrateError::VersionMissing(2)), "{unknown}");
    let changed = (2, "CREATE TABLE u (b INTEGER)");
    let changed = it.migrate(&migrations(&[first, changed, third])).unwrap_err();
    assert!(matches!(changed, MigrateError::VersionMismatch(2)), "{changed}");
    assert_eq!(versions(&mut it), [1, 2]);
}

#[tokio::test]
async fn a_transaction_of_sqlxs_is_refused_and_what_is_open_stands() {
    use sqlx_core::connection::Connection as _;

    let mut it = memory();
    done(
        &mut it,
        "CREATE TABLE t (a INTEGER); BEGIN; INSERT INTO t VALUES (1)",
    );
    let refused = it.begin().await.unwrap_err();
    assert!(matches!(refused, Error::Protocol(_)), "{refused}");
    done(&mut it, "COMMIT");
    let (count,): (i64,) = Query::new("SELECT COUNT(*) FROM t").fetch_one(&mut it).unwrap();
    assert_eq!(count, 1);
}
