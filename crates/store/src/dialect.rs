//! Where the two databases must be spoken to differently.

use domain::audit::AuditEvent;
use sqlite::Query;
use sqlx::FromRow as _;

use crate::{Db, Result, Tx, tx::sql};

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

/// Lets tries to log in count one after the other. SQLite has one writer anyway.
pub(crate) async fn lock_throttle(tx: &mut Tx) -> Result<()> {
    if let Tx::Postgres(_) = tx {
        sql!(tx, execute: "LOCK TABLE throttle IN SHARE ROW EXCLUSIVE MODE")?;
    }
    Ok(())
}

/// Number and hash of the newest event of the audit trail; nobody else appends until the transaction ends.
/// SQLite has one writer anyway.
pub(crate) async fn end_of_audit(tx: &mut Tx) -> Result<Option<(i64, String)>> {
    macro_rules! end {
        () => {
            "SELECT sequence, hash FROM audit_event ORDER BY sequence DESC LIMIT 1"
        };
    }
    match tx {
        Tx::Sqlite(_) => sql!(tx, fetch_optional: end!()),
        Tx::Postgres(tx) => {
            // Two statements, so that the second sees what was waited for; one round trip.
            let both = concat!("LOCK TABLE audit_event IN SHARE ROW EXCLUSIVE MODE; ", end!());
            let row = sqlx::raw_sql(both).fetch_optional(&mut **tx).await?;
            Ok(row.map(|row| <(i64, String)>::from_row(&row)).transpose()?)
        }
    }
}

/// Adds an event to the audit trail, and raises the revisions of what it changed.
pub(crate) async fn add_event(
    tx: &mut Tx,
    sequence: i64,
    event: &AuditEvent,
    previous: &str,
    hash: &str,
) -> Result<()> {
    macro_rules! add {
        () => {
            "INSERT INTO audit_event (sequence, at, actor, act, object, detail, previous, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        };
    }
    // `$1` is the event's number; the parameter named says whether the grounds go with it.
    macro_rules! raise {
        ($grounds:literal) => {
            concat!(
                "UPDATE fact_revision SET sequence = $1, grounds = CASE WHEN ",
                $grounds,
                " THEN $1 ELSE grounds END WHERE id = 1"
            )
        };
    }
    let at = event.at.timestamp_millis();
    let (actor, act, object, detail) = (&event.actor, &event.act, &event.object, &event.detail);
    let raised = event.changes_facts();
    if raised && matches!(tx, Tx::Postgres(_)) {
        // In one round trip: everybody else's act waits for this one from here on.
        sql!(tx, execute: concat!("WITH added AS (", add!(), ") ", raise!("$9")),
            sequence, at, actor, act, object, detail, previous, hash, event.changes_grounds())?;
        return Ok(());
    }
    sql!(tx, execute: add!(), sequence, at, actor, act, object, detail, previous, hash)?;
    if raised {
        sql!(tx, execute: raise!("$2"), sequence, event.changes_grounds())?;
    }
    Ok(())
}

/// From so many lines on an index is built faster afterwards than row by row.
const MANY_LINES: usize = 20_000;

/// Before very many lines of vouchers SQLite's covering index is dropped, unless the table holds as many
/// already; answers with whether it was. Nobody sees the table without it if [`balance_index`] follows in the
/// same transaction. PostgreSQL would lock the table for its readers.
pub(crate) async fn drop_balance_index(tx: &mut Tx, lines: usize) -> Result<bool> {
    if lines < MANY_LINES || !matches!(tx, Tx::Sqlite(_)) {
        return Ok(false);
    }
    let (held,): (i64,) = sql!(tx, fetch_one: "SELECT COUNT(*) FROM ledger_transaction")?;
    if usize::try_from(held).unwrap_or(usize::MAX) > lines {
        return Ok(false);
    }
    sql!(tx, execute: "DROP INDEX ledger_transaction_balance")?;
    Ok(true)
}

/// The index as the migration makes it.
pub(crate) async fn balance_index(tx: &mut Tx) -> Result<()> {
    sql!(tx, execute: "CREATE INDEX ledger_transaction_balance
        ON ledger_transaction (year_id, account, project_id, month, amount)")?;
    Ok(())
}

/// Nobody else decides on cells until this transaction ends. SQLite has one writer anyway.
pub(crate) async fn lock_cells(tx: &mut Tx) -> Result<()> {
    if matches!(tx, Tx::Postgres(_)) {
        sql!(tx, execute: "LOCK TABLE published_cell IN SHARE ROW EXCLUSIVE MODE")?;
    }
    Ok(())
}

/// Keeps others from appending to the read log until the transaction ends; readers go on.
pub(crate) async fn lock_reads(tx: &mut Tx) -> Result<()> {
    if let Tx::Postgres(_) = tx {
        sql!(tx, execute: "LOCK TABLE read_event IN SHARE ROW EXCLUSIVE MODE")?;
    }
    Ok(())
}

/// Columns that refer to a participation: table, column, whether it must be filled.
pub(crate) async fn references_to_participation(tx: &mut Tx) -> Result<Vec<(String, String, bool)>> {
    match tx {
        Tx::Sqlite(_) => sql!(tx, fetch_all:
            "SELECT m.name, f.\"from\", c.\"notnull\" <> 0
             FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
             JOIN pragma_table_info(m.name) c ON c.name = f.\"from\"
             WHERE m.type = 'table' AND f.\"table\" = 'participation' AND COALESCE(f.\"to\", 'id') = 'id' ORDER BY m.name, f.\"from\""),
        Tx::Postgres(_) => sql!(tx, fetch_all:
            "SELECT t.relname::text, a.attname::text, a.attnotnull
             FROM pg_constraint r JOIN pg_class t ON t.oid = r.conrelid
             JOIN pg_attribute k ON k.attrelid = r.confrelid AND k.attname = 'id'
             JOIN pg_attribute a ON a.attrelid = r.conrelid
                  AND a.attnum = r.conkey[array_position(r.confkey, k.attnum)]
             WHERE r.contype = 'f' AND r.confrelid = 'participation'::regclass ORDER BY 1, 2"),
    }
}

/// Clears what overwritten rows leave behind: SQLite's write-ahead log is folded in and emptied (the
/// file's free space is zeroed as it comes about), PostgreSQL's dead rows are removed. Answers with
/// whether it could be done now; a long reader can stand in the way.
pub(crate) async fn clear_traces(db: &Db) -> Result<bool> {
    match db {
        Db::Sqlite { lane, .. } => {
            let _alone = lane.folding().pause().await;
            let mut connection = lane.alone().await?;
            let (busy, _, _): (i64, i64, i64) =
                Query::new("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut connection)?;
            Ok(busy == 0)
        }
        Db::Postgres { pool, .. } => {
            sqlx::query("VACUUM").execute(pool).await?;
            Ok(true)
        }
    }
}
