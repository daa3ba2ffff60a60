//! Schema versions. Migrations have the same numbers and names for both databases and are never
//! changed once released.

use sqlx::migrate::Migrator;

use crate::{Db, Error, Result, dialect, tx::sql};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The version this program needs.
pub fn known() -> i64 {
    SQLITE.iter().map(|m| m.version).max().unwrap_or(0)
}

/// The database's version; 0 for an empty one.
///
/// # Errors
/// [`Error::Foreign`] when it holds tables but none of ours, or the database's own.
pub async fn version(db: &Db) -> Result<i64> {
    let tx = &mut db.read().await?;
    if !dialect::has_migrations(tx).await? {
        return match dialect::table_count(tx).await? {
            0 => Ok(0),
            _ => Err(Error::Foreign(db.display())),
        };
    }
    let (version,): (Option<i64>,) =
        sql!(tx, fetch_one: "SELECT MAX(version) FROM _sqlx_migrations WHERE success")?;
    Ok(version.unwrap_or(0))
}

/// Brings the database to this program's version; answers with the version it had.
///
/// # Errors
/// [`Error::Newer`], [`Error::DiskFull`], or the database's own. A migration that fails changes nothing.
pub async fn run(db: &Db) -> Result<i64> {
    let (found, known) = (version(db).await?, known());
    if found > known {
        return Err(Error::Newer { found, known });
    }
    match db {
        Db::Sqlite { lane, .. } => lane.alone().await?.migrate(&SQLITE)?,
        Db::Postgres { pool, .. } => POSTGRES.run(pool).await?,
    }
    Ok(found)
}
