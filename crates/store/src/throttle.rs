//! Failures to log in, by keyed fingerprint of account or address; they outlive a restart.

use chrono::{DateTime, Utc};
use domain::throttle::Throttle;

use crate::{Result, Tx, dialect, tx::sql};

/// What is remembered of a fingerprint; others who try the same wait until the transaction ends.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, subject: &str) -> Result<Option<Throttle>> {
    dialect::lock_throttle(tx).await?;
    let row: Option<(i64, i64, i64)> = sql!(tx, fetch_optional:
        "SELECT failures, last_at, until_at FROM throttle WHERE subject = $1", subject)?;
    let at = |millis| DateTime::from_timestamp_millis(millis).unwrap_or_default();
    Ok(row.map(|(failures, last, until)| Throttle {
        failures: u32::try_from(failures).unwrap_or(u32::MAX),
        last: at(last),
        until: at(until),
    }))
}

/// Remembers.
///
/// # Errors
/// The database's own.
pub async fn save(tx: &mut Tx, subject: &str, throttle: &Throttle) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO throttle (subject, failures, last_at, until_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
         until_at = excluded.until_at",
        subject, i64::from(throttle.failures), throttle.last.timestamp_millis(), throttle.until.timestamp_millis())?;
    Ok(())
}

/// Forgets a fingerprint.
///
/// # Errors
/// The database's own.
pub async fn forget(tx: &mut Tx, subject: &str) -> Result<()> {
    sql!(tx, execute: "DELETE FROM throttle WHERE subject = $1", subject)?;
    Ok(())
}

/// Forgets everything that was last tried before a moment.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    sql!(tx, execute: "DELETE FROM throttle WHERE last_at < $1", before.timestamp_millis())
}
