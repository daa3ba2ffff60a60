//! A fresh database of each kind. PostgreSQL is used when `SAMORDNA_TEST_POSTGRES` holds the address
//! of a server where tests may create databases.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use domain::facts::Association;
use store::{AssociationId, Db, Target, Tx};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

pub struct Fresh {
    pub db: Db,
    pub target: Target,
    _folder: tempfile::TempDir,
}

/// An empty database of this program's version; `None`, said aloud, when there is no server.
pub async fn fresh(kind: Kind) -> Option<Fresh> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = match kind {
        Kind::Sqlite => Target::File(folder.path().join("prov.db")),
        Kind::Postgres => Target::Server(server_database().await?),
    };
    let db = Db::create(&target).await.expect("a fresh database");
    Some(Fresh {
        db,
        target,
        _folder: folder,
    })
}

async fn server_database() -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var("SAMORDNA_TEST_POSTGRES") else {
        println!("utelämnat: PostgreSQL (sätt SAMORDNA_TEST_POSTGRES)");
        return None;
    };
    let name = format!(
        "store_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let pool = sqlx::PgPool::connect(&server).await.expect("the server answers");
    for text in [
        format!("DROP DATABASE IF EXISTS {name}"),
        format!("CREATE DATABASE {name}"),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(text))
            .execute(&pool)
            .await
            .expect("tests may create databases");
    }
    let (base, _) = server.rsplit_once('/').expect("an address with a database");
    Some(format!("{base}/{name}"))
}

/// A transaction that may write, with an association of the given number in it.
pub async fn with_association(db: &Db) -> (Tx, AssociationId) {
    let mut tx = db.write().await.expect("a transaction");
    let association = Association {
        name: "Samordningsförbundet i Prov".into(),
        org_number: "222000-1859".into(),
        seat: "Provstad".into(),
        formed: Some(day(2005, 10, 1)),
        constructed: false,
    };
    let id = store::association::create(&mut tx, "prov", &association)
        .await
        .expect("an association");
    (tx, id)
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

pub fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).expect("a time")
}
