//! A full disk, a second server, other versions, other files, no server.

use domain::audit::AuditEvent;
use rstest::rstest;
use sqlite::{ConnectOptions, Connection, Query};
use store::{Db, Error, Options, Target, audit, lock, migrate};

use crate::db::{Kind, fresh, moment};

/// Runs a text outside the store's own functions, as somebody with the file might.
pub async fn raw(db: &Db, text: &'static str) -> sqlx::Result<()> {
    match db {
        Db::Sqlite { lane, .. } => {
            let mut alone = lane.alone().await.expect("nobody writes");
            Query::new(text).execute(&mut alone).map(drop)
        }
        Db::Postgres { pool, .. } => sqlx::query(text).execute(pool).await.map(|_| ()),
    }
}

#[tokio::test]
async fn r_lag_13_a_full_disk_is_named_and_changes_nothing() {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    fresh.db.close().await;
    let options = Options {
        max_pages: Some(1),
        ..Options::default()
    };
    let db = Db::open_with(&fresh.target, options).await.unwrap();
    let event = AuditEvent {
        at: moment(0),
        actor: "system".into(),
        act: "prov".into(),
        object: String::new(),
        detail: "x".repeat(100_000),
    };
    let mut tx = db.write().await.unwrap();
    let full = audit::append(&mut tx, &event).await;
    assert!(matches!(full, Err(Error::DiskFull)), "{full:?}");
    drop(tx);
    let mut tx = db.read().await.unwrap();
    assert_eq!(audit::verify(&mut tx).await.unwrap(), 0);
}

#[tokio::test]
async fn r_lag_14_a_file_has_one_server() {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    let held = fresh.db.lock_for_serving().unwrap();
    let second = Db::open(&fresh.target).await.unwrap();
    assert!(matches!(second.lock_for_serving(), Err(Error::InUse)));
    drop(held);
    second.lock_for_serving().unwrap();
}

#[rstest]
#[tokio::test]
async fn r_lag_15_a_newer_database_is_left_alone(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    raw(
        &fresh.db,
        "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 7",
    )
    .await
    .unwrap();
    let known = migrate::known();
    for opened in [Db::open(&fresh.target).await, Db::create(&fresh.target).await] {
        match opened {
            Err(Error::Newer {
                found: 9999,
                known: k,
            }) => assert_eq!(k, known),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(migrate::run(&fresh.db).await, Err(Error::Newer { .. })));
}

/// A database as the version of the program that knew six migrations left it.
async fn at_version_6(fresh: &testkit::Fresh) -> Target {
    let of = |folder: &'static str| async move {
        let mut known = sqlx::migrate::Migrator::new(std::path::Path::new(folder))
            .await
            .unwrap();
        known.migrations.to_mut().retain(|m| m.version <= 6);
        known
    };
    match &fresh.db {
        Db::Sqlite { .. } => {
            let file = fresh.folder.path().join("aldre.db");
            let options = ConnectOptions::new(&file).create_if_missing(true);
            let mut made = Connection::open(&options).unwrap();
            made.migrate(&of("migrations/sqlite").await).unwrap();
            Target::File(file)
        }
        Db::Postgres { pool, .. } => {
            for text in ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"] {
                raw(&fresh.db, text).await.unwrap();
            }
            of("migrations/postgres").await.run(pool).await.unwrap();
            fresh.target.clone()
        }
    }
}

#[rstest]
#[tokio::test]
async fn r_lag_16_an_older_database_is_migrated_when_asked(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let target = at_version_6(&fresh).await;
    let opened = Db::open(&target).await;
    assert!(matches!(opened, Err(Error::Older { found: 6, .. })), "{opened:?}");
    let options = Options {
        any_version: true,
        ..Options::default()
    };
    let db = Db::open_with(&target, options).await.unwrap();
    assert_eq!(migrate::run(&db).await.unwrap(), 6);
    assert_eq!(migrate::version(&db).await.unwrap(), migrate::known());
}

#[tokio::test]
async fn other_files_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| Target::File(folder.path().join(name));
    assert!(matches!(Db::open(&at("saknas.db")).await, Err(Error::Missing(_))));
    std::fs::write(
        folder.path().join("text.db"),
        "Detta är ingen databas. ".repeat(100),
    )
    .unwrap();
    let text = Db::open(&at("text.db")).await;
    assert!(matches!(text, Err(Error::Foreign(_))), "{text:?}");
    let other = ConnectOptions::new(&folder.path().join("annan.db")).create_if_missing(true);
    let mut other = Connection::open(&other).unwrap();
    Query::new("CREATE TABLE t (a)").execute(&mut other).unwrap();
    drop(other);
    let other = Db::create(&at("annan.db")).await;
    assert!(matches!(other, Err(Error::Foreign(_))), "{other:?}");
    let nowhere = Db::create(&at("finns/inte/x.db")).await;
    assert!(matches!(nowhere, Err(Error::NotWritable(_))), "{nowhere:?}");
    assert!(matches!(
        lock::take(&folder.path().join("finns/inte/x.db")),
        Err(Error::NotWritable(_))
    ));
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_said_so() {
    let refused = Db::open(&Target::parse("postgres://nobody@127.0.0.1:1/none")).await;
    assert!(matches!(refused, Err(Error::Unreachable(_))), "{refused:?}");
}

#[tokio::test]
async fn r_lag_17_power_cuts_and_references_are_taken_care_of_on_every_connection() {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    let Db::Sqlite { lane, readers, .. } = &fresh.db else {
        panic!()
    };
    let mut writes = lane.alone().await.unwrap();
    let mut reads = readers.lend().await.unwrap();
    for (connection, query_only) in [(&mut *writes, 0), (&mut *reads, 1)] {
        for (pragma, expected) in [
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("query_only", query_only),
        ] {
            let text = format!("PRAGMA {pragma}");
            let (value,): (i64,) = Query::new(sqlx::AssertSqlSafe(text))
                .fetch_one(connection)
                .unwrap();
            assert_eq!(value, expected, "{pragma}");
        }
        let (mode,): (String,) = Query::new("PRAGMA journal_mode").fetch_one(connection).unwrap();
        assert_eq!(mode, "wal");
    }
}

#[rstest]
#[tokio::test]
async fn what_is_not_committed_is_gone(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (tx, _) = crate::db::with_association(&fresh.db).await;
    drop(tx);
    let (tx, _) = crate::db::with_association(&fresh.db).await;
    tx.rollback().await.unwrap();
    let mut tx = fresh.db.read().await.unwrap();
    assert_eq!(store::association::all(&mut tx).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn a_reading_transaction_cannot_write(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.read().await.unwrap();
    assert!(store::user::create(&mut tx, "u", "Någon", None).await.is_err());
}
