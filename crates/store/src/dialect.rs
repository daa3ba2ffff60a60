//! Where the two databases must be spoken to differently.

use crate::{Result, Tx, tx::sql};

/// Whether the table of applied migrations is there.
pub(crate) async fn has_migrations(tx: &mut Tx) -> Result<bool> {
    let (found,): (i64,) = match tx {
        Tx::Sqlite(_) => {
            sql!(tx, fetch_one: "SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")?
        }
        Tx::Postgres(_) => sql!(tx, fetch_one: "SELECT COUNT(*) FROM information_schema.tables \
            WHERE table_name = '_sqlx_migrations' AND table_schema = current_schema()")?,
    };
    Ok(found > 0)
}

/// How many tables there are, ours or not.
pub(crate) async fn table_count(tx: &mut Tx) -> Result<i64> {
    let (found,): (i64,) = match tx {
        Tx::Sqlite(_) => sql!(tx, fetch_one: "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'")?,
        Tx::Postgres(_) => sql!(tx, fetch_one: "SELECT COUNT(*) FROM information_schema.tables \
            WHERE table_schema = current_schema()")?,
    };
    Ok(found)
}

/// Keeps other writers out of a table until the transaction ends. SQLite has one writer anyway.
pub(crate) async fn lock_audit(tx: &mut Tx) -> Result<()> {
    if let Tx::Postgres(_) = tx {
        sql!(tx, execute: "LOCK TABLE audit_event IN SHARE ROW EXCLUSIVE MODE")?;
    }
    Ok(())
}

/// Nobody else decides on cells until this transaction ends. SQLite has one writer anyway.
pub(crate) async fn lock_cells(tx: &mut Tx) -> Result<()> {
    if matches!(tx, Tx::Postgres(_)) {
        sql!(tx, execute: "LOCK TABLE published_cell IN SHARE ROW EXCLUSIVE MODE")?;
    }
    Ok(())
}
