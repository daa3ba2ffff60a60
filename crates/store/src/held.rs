//! Forms whose session ended while they were typed: sealed, one per user, for an hour.

use chrono::{DateTime, Utc};

use crate::{Result, Tx, tx::sql, user::User};

/// Keeps a user's form in place of the one that was kept.
///
/// # Errors
/// The database's own.
pub async fn keep(tx: &mut Tx, user: &User, sealed: &[u8], expires: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO held_form (user_id, sealed, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at",
        user.id, sealed, expires.timestamp_millis())?;
    Ok(())
}

/// The form kept for a user.
///
/// # Errors
/// The database's own.
pub async fn of(tx: &mut Tx, public_id: &str, now: DateTime<Utc>) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = sql!(tx, fetch_optional:
        "SELECT h.sealed FROM held_form h JOIN app_user u ON u.id = h.user_id
         WHERE u.public_id = $1 AND h.expires_at > $2", public_id, now.timestamp_millis())?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Forgets the form kept for a user.
///
/// # Errors
/// The database's own.
pub async fn forget(tx: &mut Tx, public_id: &str) -> Result<()> {
    sql!(tx, execute: "DELETE FROM held_form WHERE user_id IN (SELECT id FROM app_user WHERE public_id = $1)", public_id)?;
    Ok(())
}

/// Forgets every kept form: when a consent is withdrawn nobody's may still speak of it.
///
/// # Errors
/// The database's own.
pub async fn forget_all(tx: &mut Tx) -> Result<u64> {
    sql!(tx, execute: "DELETE FROM held_form")
}

/// Forgets the forms whose time is out.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    sql!(tx, execute: "DELETE FROM held_form WHERE expires_at <= $1", now.timestamp_millis())
}
