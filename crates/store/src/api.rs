//! Tokens of other programs, and what was asked under which key. Tokens are stored as their SHA-256.

use chrono::{DateTime, Utc};

use crate::{AssociationId, Result, Tx, insats, team, tx::sql};

/// Whose a token is: what it reaches lies there and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The association, for figures.
    Association,
    /// An insats, by slug.
    Insats(String),
    /// A team, by slug.
    Team(String),
}

impl Holder {
    fn of(insats: Option<String>, team: Option<String>) -> Holder {
        match (insats, team) {
            (Some(insats), _) => Holder::Insats(insats),
            (None, Some(team)) => Holder::Team(team),
            (None, None) => Holder::Association,
        }
    }

    fn insats(&self) -> Option<&String> {
        match self {
            Holder::Insats(insats) => Some(insats),
            _ => None,
        }
    }

    fn team(&self) -> Option<&str> {
        match self {
            Holder::Team(team) => Some(team),
            _ => None,
        }
    }
}

/// A token as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub(crate) id: i64,
    /// Key in addresses and in the audit trail.
    pub public_id: String,
    /// Whose it is.
    pub holder: Holder,
    /// What the program is called.
    pub name: String,
    /// Stored scopes, one bit each.
    pub scopes: u8,
    /// Who made it: the user's public id.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A token to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewToken<'a> {
    /// Key in addresses.
    pub public_id: &'a str,
    /// Whose it is to be.
    pub holder: &'a Holder,
    /// What the program is called.
    pub name: &'a str,
    /// SHA-256 of the token, hexadecimal.
    pub hash: &'a str,
    /// One bit each.
    pub scopes: u8,
    /// The user's public id.
    pub created_by: &'a str,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// Makes a token.
///
/// # Errors
/// [`crate::Error::Unknown`] for an insats or a team that is not there, [`crate::Error::Constraint`] for
/// scopes that do not belong there.
pub async fn create(
    tx: &mut Tx,
    association: AssociationId,
    new: &NewToken<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let ids = insats::ids(tx, association).await?;
    let insats = insats::id_of(&ids, new.holder.insats())?;
    let team = team::id_of(tx, association, new.holder.team()).await?;
    sql!(tx, execute:
        "INSERT INTO api_token (public_id, association_id, insats_id, team_id, name, token_hash, scopes, created_by,
            created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new.public_id, association.0, insats, team, new.name, new.hash, i16::from(new.scopes), new.created_by,
        now.timestamp_millis(), new.expires_at.timestamp_millis())?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    public_id: String,
    insats: Option<String>,
    team: Option<String>,
    name: String,
    scopes: i16,
    created_by: String,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

fn token(row: Row) -> Token {
    let at = |millis| DateTime::from_timestamp_millis(millis).unwrap_or_default();
    Token {
        id: row.id,
        public_id: row.public_id,
        holder: Holder::of(row.insats, row.team),
        name: row.name,
        scopes: u8::try_from(row.scopes).unwrap_or(0),
        created_by: row.created_by,
        created_at: at(row.created_at),
        expires_at: at(row.expires_at),
        used_at: row.used_at.map(at),
        revoked_at: row.revoked_at.map(at),
    }
}

/// The tokens of a holder, newest first.
///
/// # Errors
/// The database's own.
pub async fn list(tx: &mut Tx, association: AssociationId, holder: &Holder) -> Result<Vec<Token>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT t.id, t.public_id, i.slug AS insats, s.slug AS team, t.name, t.scopes, t.created_by, t.created_at,
                t.expires_at, t.used_at, t.revoked_at
         FROM api_token t LEFT JOIN insats i ON i.id = t.insats_id LEFT JOIN team s ON s.id = t.team_id
         WHERE t.association_id = $1 AND COALESCE(i.slug, '') = $2 AND COALESCE(s.slug, '') = $3
         ORDER BY t.created_at DESC, t.id DESC",
        association.0, holder.insats().map_or("", String::as_str), holder.team().unwrap_or_default())?;
    Ok(rows.into_iter().map(token).collect())
}

/// The token of this hash while it works.
///
/// # Errors
/// The database's own.
pub async fn open(tx: &mut Tx, hash: &str, now: DateTime<Utc>) -> Result<Option<Token>> {
    let row: Option<Row> = sql!(tx, fetch_optional:
        "SELECT t.id, t.public_id, i.slug AS insats, s.slug AS team, t.name, t.scopes, t.created_by, t.created_at,
                t.expires_at, t.used_at, t.revoked_at
         FROM api_token t LEFT JOIN insats i ON i.id = t.insats_id LEFT JOIN team s ON s.id = t.team_id
         WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2", hash, now.timestamp_millis())?;
    Ok(row.map(token))
}

/// Notes that a token was used.
///
/// # Errors
/// The database's own.
pub async fn used(tx: &mut Tx, token: &Token, now: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute: "UPDATE api_token SET used_at = $1 WHERE id = $2", now.timestamp_millis(), token.id)?;
    Ok(())
}

/// Revokes a token of a holder; whether there was one that worked.
///
/// # Errors
/// The database's own.
pub async fn revoke(
    tx: &mut Tx,
    association: AssociationId,
    holder: &Holder,
    public_id: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Some(token) = list(tx, association, holder)
        .await?
        .into_iter()
        .find(|token| token.public_id == public_id && token.revoked_at.is_none())
    else {
        return Ok(false);
    };
    sql!(tx, execute: "UPDATE api_token SET revoked_at = $1 WHERE id = $2", now.timestamp_millis(), token.id)?;
    Ok(true)
}

/// What stands under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Of what was sent.
    pub fingerprint: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Status and answer, once there is one.
    pub answer: Option<(u16, String)>,
}

/// Claims a key; `None` when it is free now and taken by this request, otherwise what stands there.
/// Requests from before `since` are forgotten first.
///
/// # Errors
/// [`crate::Error::Constraint`] for a key that is empty or too long.
pub async fn claim(
    tx: &mut Tx,
    token: &Token,
    (key, fingerprint): (&str, &str),
    (now, since): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<Request>> {
    sql!(tx, execute: "DELETE FROM api_request WHERE at < $1", since.timestamp_millis())?;
    let claimed = sql!(tx, execute:
        "INSERT INTO api_request (token_id, idempotency_key, fingerprint, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (token_id, idempotency_key) DO NOTHING", token.id, key, fingerprint, now.timestamp_millis())?;
    if claimed == 1 {
        return Ok(None);
    }
    let (fingerprint, at, status, answer): (String, i64, Option<i16>, Option<String>) = sql!(tx, fetch_one:
        "SELECT fingerprint, at, status, answer FROM api_request WHERE token_id = $1 AND idempotency_key = $2",
        token.id, key)?;
    let status = status.and_then(|status| u16::try_from(status).ok());
    Ok(Some(Request {
        fingerprint,
        at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
        answer: status.zip(answer),
    }))
}

/// Keeps the answer to what was asked under a key.
///
/// # Errors
/// The database's own.
pub async fn answer(tx: &mut Tx, token: &Token, key: &str, (status, answer): (u16, &str)) -> Result<()> {
    sql!(tx, execute: "UPDATE api_request SET status = $1, answer = $2 WHERE token_id = $3 AND idempotency_key = $4",
        i16::try_from(status).unwrap_or(0), answer, token.id, key)?;
    Ok(())
}

/// Frees a key whose request came to nothing.
///
/// # Errors
/// The database's own.
pub async fn release(tx: &mut Tx, token: &Token, key: &str) -> Result<()> {
    sql!(tx, execute: "DELETE FROM api_request WHERE token_id = $1 AND idempotency_key = $2 AND status IS NULL",
        token.id, key)?;
    Ok(())
}
