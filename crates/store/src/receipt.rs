//! What forms that were sent did: a form sent twice is answered with the first sending's result.

use chrono::{DateTime, Utc};

use crate::{Error, Result, Tx, tx::sql};

/// Keeps what a form is about to do, in the transaction that does it; answers with what it did when it
/// was sent before by this actor. The same form under way elsewhere is waited for.
///
/// # Errors
/// [`Error::Duplicate`] when the token is another actor's, [`Error::Constraint`] for one that is too short.
pub async fn claim(
    tx: &mut Tx,
    (token, actor): (&str, &str),
    result: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    let first = sql!(tx, execute:
        "INSERT INTO form_receipt (token, actor, result, at) VALUES ($1, $2, $3, $4) ON CONFLICT (token) DO NOTHING",
        token, actor, result, now.timestamp_millis())?;
    if first == 1 {
        return Ok(None);
    }
    let row: Option<(String,)> = sql!(tx, fetch_optional:
        "SELECT result FROM form_receipt WHERE token = $1 AND actor = $2", token, actor)?;
    let done = row.map(|(result,)| result);
    done.map(Some)
        .ok_or_else(|| Error::Duplicate("form_receipt".into()))
}

/// Forgets receipts older than this; answers with how many.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    sql!(tx, execute: "DELETE FROM form_receipt WHERE at < $1", before.timestamp_millis())
}
