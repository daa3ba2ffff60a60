//! What forms that were sent did: a form sent twice is answered with the first sending's result.

use chrono::{DateTime, Utc};

use crate::{Result, Tx, tx::sql};

/// What this actor's form with this token did, if it was sent before.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &mut Tx, token: &str, actor: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = sql!(tx, fetch_optional:
        "SELECT result FROM form_receipt WHERE token = $1 AND actor = $2", token, actor)?;
    Ok(row.map(|(result,)| result))
}

/// Keeps what a form did.
///
/// # Errors
/// [`crate::Error::Duplicate`] when the token is used, [`crate::Error::Constraint`] for one that is too short.
pub async fn keep(tx: &mut Tx, token: &str, actor: &str, result: &str, now: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute: "INSERT INTO form_receipt (token, actor, result, at) VALUES ($1, $2, $3, $4)",
        token, actor, result, now.timestamp_millis())?;
    Ok(())
}

/// Forgets receipts older than this; answers with how many.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    sql!(tx, execute: "DELETE FROM form_receipt WHERE at < $1", before.timestamp_millis())
}
