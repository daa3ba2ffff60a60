//! How users show who they are: password hashes, sealed secrets, fingerprints of spare codes, accounts
//! at an identity provider. What is sealed or hashed is so before it comes here.

use chrono::{DateTime, Utc};

use crate::{
    Result, Tx,
    tx::sql,
    user::{self, User},
};

/// What a user logs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Password hash as a PHC string.
    pub password: String,
    /// Sealed secret of the one-time codes.
    pub secret: Vec<u8>,
    /// The last step used.
    pub last_step: i64,
}

/// Saves a user's credential in place of the one there was.
///
/// # Errors
/// The database's own.
pub async fn save(tx: &mut Tx, user: &User, credential: &Credential, now: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO credential (user_id, password, secret, last_step, changed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id) DO UPDATE SET password = excluded.password, secret = excluded.secret,
         last_step = excluded.last_step, changed_at = excluded.changed_at",
        user.id, &credential.password, &credential.secret, credential.last_step, now.timestamp_millis())?;
    Ok(())
}

/// A user's credential.
///
/// # Errors
/// The database's own.
pub async fn of(tx: &mut Tx, user: &User) -> Result<Option<Credential>> {
    let row: Option<(String, Vec<u8>, i64)> = sql!(tx, fetch_optional:
        "SELECT password, secret, last_step FROM credential WHERE user_id = $1", user.id)?;
    Ok(row.map(|(password, secret, last_step)| Credential {
        password,
        secret,
        last_step,
    }))
}

/// The users who can log in with a password: their keys in addresses.
///
/// # Errors
/// The database's own.
pub async fn holders(tx: &mut Tx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sql!(tx, fetch_all:
        "SELECT u.public_id FROM credential c JOIN app_user u ON u.id = c.user_id
         UNION SELECT u.public_id FROM outside_account o JOIN app_user u ON u.id = o.user_id")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Saves a new password hash.
///
/// # Errors
/// The database's own.
pub async fn set_password(tx: &mut Tx, user: &User, hash: &str, now: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute: "UPDATE credential SET password = $1, changed_at = $2 WHERE user_id = $3",
        hash, now.timestamp_millis(), user.id)?;
    Ok(())
}

/// Uses a step of the one-time codes; false when it, or a later one, was used already.
///
/// # Errors
/// The database's own.
pub async fn use_step(tx: &mut Tx, user: &User, step: i64) -> Result<bool> {
    let changed = sql!(tx, execute:
        "UPDATE credential SET last_step = $1 WHERE user_id = $2 AND last_step < $1", step, user.id)?;
    Ok(changed == 1)
}

/// Saves the fingerprints of a user's spare codes in place of those there were.
///
/// # Errors
/// The database's own.
pub async fn save_codes(tx: &mut Tx, user: &User, fingerprints: &[String]) -> Result<()> {
    sql!(tx, execute: "DELETE FROM recovery_code WHERE user_id = $1", user.id)?;
    for fingerprint in fingerprints {
        sql!(tx, execute: "INSERT INTO recovery_code (user_id, fingerprint) VALUES ($1, $2)", user.id, fingerprint)?;
    }
    Ok(())
}

/// Uses a spare code; false when it is unknown or was used.
///
/// # Errors
/// The database's own.
pub async fn use_code(tx: &mut Tx, user: &User, fingerprint: &str) -> Result<bool> {
    let changed = sql!(tx, execute: "DELETE FROM recovery_code WHERE user_id = $1 AND fingerprint = $2", user.id, fingerprint)?;
    Ok(changed == 1)
}

/// How many spare codes are left.
///
/// # Errors
/// The database's own.
pub async fn codes_left(tx: &mut Tx, user: &User) -> Result<i64> {
    let (left,): (i64,) =
        sql!(tx, fetch_one: "SELECT COUNT(*) FROM recovery_code WHERE user_id = $1", user.id)?;
    Ok(left)
}

/// The active user of an account at an identity provider.
///
/// # Errors
/// The database's own.
pub async fn outside(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<User>> {
    let row = sql!(tx, fetch_optional:
        "SELECT u.id, u.public_id, u.name, u.email, u.active FROM outside_account o JOIN app_user u ON u.id = o.user_id
         WHERE o.issuer = $1 AND o.subject = $2 AND u.active", issuer, subject)?;
    Ok(row.map(user::user))
}

/// Whether a user has an account at this identity provider already.
///
/// # Errors
/// The database's own.
pub async fn has_outside(tx: &mut Tx, user: &User, issuer: &str) -> Result<bool> {
    let (found,): (i64,) = sql!(tx, fetch_one:
        "SELECT COUNT(*) FROM outside_account WHERE user_id = $1 AND issuer = $2", user.id, issuer)?;
    Ok(found > 0)
}

/// Ties a user to an account at an identity provider.
///
/// # Errors
/// [`crate::Error::Duplicate`] when the account is tied already.
pub async fn tie(
    tx: &mut Tx,
    user: &User,
    (issuer, subject): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    sql!(tx, execute: "INSERT INTO outside_account (issuer, subject, user_id, since) VALUES ($1, $2, $3, $4)",
        issuer, subject, user.id, now.timestamp_millis())?;
    Ok(())
}

/// Forgets everything a user logs in with: password, codes and outside accounts.
///
/// # Errors
/// The database's own.
pub async fn forget(tx: &mut Tx, user: &User) -> Result<()> {
    sql!(tx, execute: "DELETE FROM credential WHERE user_id = $1", user.id)?;
    sql!(tx, execute: "DELETE FROM recovery_code WHERE user_id = $1", user.id)?;
    sql!(tx, execute: "DELETE FROM outside_account WHERE user_id = $1", user.id)?;
    Ok(())
}

/// What the installation recognises its key by, if a key was ever used here.
///
/// # Errors
/// The database's own.
pub async fn key_check(tx: &mut Tx) -> Result<Option<String>> {
    let row: Option<(String,)> = sql!(tx, fetch_optional: "SELECT key_check FROM installation WHERE id = 1")?;
    Ok(row.map(|(check,)| check))
}

/// Remembers what the installation recognises its key by.
///
/// # Errors
/// [`crate::Error::Duplicate`] when it remembers one already.
pub async fn set_key_check(tx: &mut Tx, check: &str) -> Result<()> {
    sql!(tx, execute: "INSERT INTO installation (id, key_check) VALUES (1, $1)", check)?;
    Ok(())
}
