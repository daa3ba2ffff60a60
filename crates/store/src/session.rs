//! Sessions and one-time log-in links. Tokens are never stored, only their SHA-256: who reads the
//! database cannot log in with what is there.

use chrono::{DateTime, Utc};

use crate::{
    Result, Tx,
    tx::sql,
    user::{self, User},
};

/// Makes a log-in link.
///
/// # Errors
/// [`crate::Error::Constraint`] when it expires before it is made.
pub async fn create_link(
    tx: &mut Tx,
    token_hash: &str,
    user: &User,
    now: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<()> {
    sql!(tx, execute: "INSERT INTO login_link (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        token_hash, user.id, now.timestamp_millis(), expires.timestamp_millis())?;
    Ok(())
}

/// Uses a link: answers with its user once, before it expires, while the user is active.
///
/// # Errors
/// The database's own.
pub async fn use_link(tx: &mut Tx, token_hash: &str, now: DateTime<Utc>) -> Result<Option<User>> {
    let used = sql!(tx, execute:
        "UPDATE login_link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL AND expires_at > $1
         AND user_id IN (SELECT id FROM app_user WHERE active)", now.timestamp_millis(), token_hash)?;
    if used == 0 {
        return Ok(None);
    }
    let row = sql!(tx, fetch_optional:
        "SELECT u.id, u.public_id, u.name, u.email, u.active FROM login_link l JOIN app_user u ON u.id = l.user_id
         WHERE l.token_hash = $1", token_hash)?;
    Ok(row.map(user::user))
}

/// Begins a session.
///
/// # Errors
/// [`crate::Error::Constraint`] when it expires before it begins.
pub async fn create(
    tx: &mut Tx,
    token_hash: &str,
    user: &User,
    now: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<()> {
    sql!(tx, execute: "INSERT INTO session (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        token_hash, user.id, now.timestamp_millis(), expires.timestamp_millis())?;
    Ok(())
}

/// The active user of a session that has not expired.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &mut Tx, token_hash: &str, now: DateTime<Utc>) -> Result<Option<User>> {
    let row = sql!(tx, fetch_optional:
        "SELECT u.id, u.public_id, u.name, u.email, u.active FROM session s JOIN app_user u ON u.id = s.user_id
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.active", token_hash, now.timestamp_millis())?;
    Ok(row.map(user::user))
}

/// The user a link would log in, while it is unused and valid.
///
/// # Errors
/// The database's own.
pub async fn holder(tx: &mut Tx, token_hash: &str, now: DateTime<Utc>) -> Result<Option<User>> {
    let row = sql!(tx, fetch_optional:
        "SELECT u.id, u.public_id, u.name, u.email, u.active FROM login_link l JOIN app_user u ON u.id = l.user_id
         WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND u.active",
        token_hash, now.timestamp_millis())?;
    Ok(row.map(user::user))
}

/// The active user of a session that has not expired, with when it began and when it expires.
///
/// # Errors
/// The database's own.
pub async fn open(
    tx: &mut Tx,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<(User, DateTime<Utc>, DateTime<Utc>)>> {
    let Some(user) = find(tx, token_hash, now).await? else {
        return Ok(None);
    };
    let times: Option<(i64, i64)> = sql!(tx, fetch_optional:
        "SELECT created_at, expires_at FROM session WHERE token_hash = $1", token_hash)?;
    let at = |millis| DateTime::from_timestamp_millis(millis).unwrap_or_default();
    Ok(times.map(|(begun, ends)| (user, at(begun), at(ends))))
}

/// Lets a session last longer.
///
/// # Errors
/// [`crate::Error::Constraint`] when it would expire before it began.
pub async fn renew(tx: &mut Tx, token_hash: &str, expires: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute: "UPDATE session SET expires_at = $1 WHERE token_hash = $2", expires.timestamp_millis(), token_hash)?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// The database's own.
pub async fn end(tx: &mut Tx, token_hash: &str) -> Result<()> {
    sql!(tx, execute: "DELETE FROM session WHERE token_hash = $1", token_hash)?;
    Ok(())
}

/// Removes expired sessions and links; answers with how many.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    let sessions = sql!(tx, execute: "DELETE FROM session WHERE expires_at <= $1", now.timestamp_millis())?;
    let links = sql!(tx, execute: "DELETE FROM login_link WHERE expires_at <= $1", now.timestamp_millis())?;
    Ok(sessions + links)
}
