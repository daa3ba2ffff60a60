//! The sealed keys of pseudonyms, per huvudman. Nothing here can open them.

use chrono::{DateTime, Utc};

use crate::{Result, Tx, tx::sql};

/// A huvudman's key inside the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PrincipalId(pub(crate) i64);

impl PrincipalId {
    /// What seals are bound to: moved to another huvudman a sealed key does not open.
    pub fn place(self) -> String {
        format!("huvudman/{}", self.0)
    }
}

/// Every sealed key of a huvudman, oldest first, with its version.
///
/// # Errors
/// The database's own.
pub async fn keys(tx: &mut Tx, principal: PrincipalId) -> Result<Vec<(i64, Vec<u8>)>> {
    sql!(tx, fetch_all:
        "SELECT version, sealed FROM pseudonym_key WHERE principal_id = $1 ORDER BY version", principal.0)
}

/// Adds a key; older ones stay, to recognise pseudonyms made under them.
///
/// # Errors
/// [`crate::Error::Duplicate`] when the version is there already.
pub async fn add_key(
    tx: &mut Tx,
    principal: PrincipalId,
    version: i64,
    sealed: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO pseudonym_key (principal_id, version, sealed, created_at) VALUES ($1, $2, $3, $4)",
        principal.0, version, sealed, now.timestamp_millis())?;
    Ok(())
}

/// The huvudmän of an association that have a key or run an insats, by name.
///
/// # Errors
/// The database's own.
pub async fn principals(
    tx: &mut Tx,
    association: crate::AssociationId,
) -> Result<Vec<(PrincipalId, String)>> {
    let rows: Vec<(i64, String)> = sql!(tx, fetch_all:
        "SELECT id, name FROM principal WHERE association_id = $1 ORDER BY id", association.0)?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| (PrincipalId(id), name))
        .collect())
}

/// How many participations of a huvudman have a pseudonym under a key that is not there any more:
/// whoever comes back of them is not recognised.
///
/// # Errors
/// The database's own.
pub async fn without_key(tx: &mut Tx, principal: PrincipalId) -> Result<i64> {
    let (count,): (i64,) = sql!(tx, fetch_one:
        "SELECT COUNT(*) FROM participation p WHERE p.principal_id = $1 AND p.pseudonym IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM pseudonym_key k
            WHERE k.principal_id = p.principal_id AND k.version = p.pseudonym_version)", principal.0)?;
    Ok(count)
}

/// The versions of a huvudman's keys with when each was made, newest first.
///
/// # Errors
/// The database's own.
pub async fn made(tx: &mut Tx, principal: PrincipalId) -> Result<Vec<(i64, DateTime<Utc>)>> {
    let rows: Vec<(i64, i64)> = sql!(tx, fetch_all:
        "SELECT version, created_at FROM pseudonym_key WHERE principal_id = $1 ORDER BY version DESC", principal.0)?;
    let at = |millis| DateTime::from_timestamp_millis(millis).unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|(version, made)| (version, at(made)))
        .collect())
}
