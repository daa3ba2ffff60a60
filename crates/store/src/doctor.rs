//! Is the database sound?

use std::path::Path;

use crate::{Db, Error, Result, audit, migrate, read_log, tx::sql};

/// What was examined and what it showed. Empty lists are good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The database's version.
    pub version: i64,
    /// This program's version.
    pub known: i64,
    /// "wal" on SQLite; empty on PostgreSQL, which has its own log.
    pub journal_mode: String,
    /// What SQLite's integrity check says is wrong.
    pub integrity: Vec<String>,
    /// Tables with rows whose reference leads nowhere, with how many.
    pub orphans: Vec<(String, i64)>,
    /// Number of audit events, or the first that is wrong.
    pub audit: std::result::Result<i64, String>,
    /// Number of read events that are kept, or the first that is wrong.
    pub reads: std::result::Result<i64, String>,
    /// Bytes of the database.
    pub size: i64,
    /// Bytes free where the database's file lies; unknown for PostgreSQL, which is another machine's.
    pub free: Option<i64>,
}

/// Examines the database; it may be served meanwhile.
///
/// # Errors
/// The database's own. What is wrong in the data is in the answer.
pub async fn examine(db: &Db) -> Result<Diagnosis> {
    let version = migrate::version(db).await?;
    let mut tx = db.read().await?;
    let known = migrate::known();
    let other = || Err("not examined: other version".into());
    let (audit, reads) = if version == known {
        (
            chain(audit::verify(&mut tx).await)?,
            chain(read_log::verify(&mut tx).await)?,
        )
    } else {
        (other(), other())
    };
    let mut diagnosis = Diagnosis {
        version,
        known,
        journal_mode: String::new(),
        integrity: Vec::new(),
        orphans: Vec::new(),
        audit,
        reads,
        size: 0,
        free: None,
    };
    match db {
        Db::Sqlite { path, .. } => {
            sqlite(&mut tx, &mut diagnosis).await?;
            diagnosis.free = free(path);
        }
        Db::Postgres { .. } => {
            (diagnosis.size,) = sql!(&mut tx, fetch_one: "SELECT pg_database_size(current_database())")?;
        }
    }
    Ok(diagnosis)
}

/// What an ordinary user may still write in the folder of a file.
fn free(path: &Path) -> Option<i64> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let room = rustix::fs::statvfs(folder.unwrap_or_else(|| Path::new("."))).ok()?;
    i64::try_from(room.f_bavail.saturating_mul(room.f_frsize)).ok()
}

/// Damage is an answer here, anything else an error.
fn chain(verified: Result<i64>) -> Result<std::result::Result<i64, String>> {
    match verified {
        Ok(count) => Ok(Ok(count)),
        Err(Error::Damaged(what)) => Ok(Err(what)),
        Err(other) => Err(other),
    }
}

async fn sqlite(tx: &mut crate::Tx, diagnosis: &mut Diagnosis) -> Result<()> {
    let lines: Vec<(String,)> = sql!(tx, fetch_all: "SELECT integrity_check FROM pragma_integrity_check")?;
    diagnosis.integrity = lines
        .into_iter()
        .map(|(line,)| line)
        .filter(|line| line != "ok")
        .collect();
    diagnosis.orphans = sql!(tx, fetch_all:
        "SELECT \"table\", COUNT(*) FROM pragma_foreign_key_check GROUP BY \"table\" ORDER BY \"table\"")?;
    (diagnosis.journal_mode,) = sql!(tx, fetch_one: "SELECT journal_mode FROM pragma_journal_mode")?;
    (diagnosis.size,) = sql!(tx, fetch_one: "SELECT c.page_count * s.page_size FROM pragma_page_count c, pragma_page_size s")?;
    Ok(())
}
