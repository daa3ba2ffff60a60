//! Sessions and one-time log-in links. Tokens are never stored, only their SHA-256: who reads the
//! database cannot log in with what is there.

use chrono::{DateTime, NaiveDate, Utc};

use sqlite::Query;

use crate::{
    Db, Error, Result, Tx,
    tx::sql,
    user::{self, Assignment, User},
};

/// What a link does when it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Logs in.
    LogIn = 1,
    /// Sets password and one-time codes, the first time or anew.
    Invitation = 2,
    /// Sets a new password.
    Reset = 3,
}

/// How a session began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By a link.
    Link = 1,
    /// By password and one-time code.
    Password = 2,
    /// By an identity provider.
    Provider = 3,
}

/// Makes a link. Links of the same purpose that the user had stop working, but log-in links.
///
/// # Errors
/// [`crate::Error::Constraint`] when it expires before it is made.
pub async fn create_link(
    tx: &mut Tx,
    (token_hash, purpose): (&str, Purpose),
    user: &User,
    now: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<()> {
    if purpose != Purpose::LogIn {
        end_links(tx, user, purpose).await?;
    }
    sql!(tx, execute:
        "INSERT INTO login_link (token_hash, user_id, created_at, expires_at, purpose) VALUES ($1, $2, $3, $4, $5)",
        token_hash, user.id, now.timestamp_millis(), expires.timestamp_millis(), purpose as i16)?;
    Ok(())
}

/// Makes a user's unused links of a purpose stop working.
///
/// # Errors
/// The database's own.
pub async fn end_links(tx: &mut Tx, user: &User, purpose: Purpose) -> Result<()> {
    sql!(tx, execute: "DELETE FROM login_link WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL",
        user.id, purpose as i16)?;
    Ok(())
}

/// Uses a link: answers with its user once, before it expires, while the user is active.
///
/// # Errors
/// The database's own.
pub async fn use_link(
    tx: &mut Tx,
    (token_hash, purpose): (&str, Purpose),
    now: DateTime<Utc>,
) -> Result<Option<User>> {
    let used = sql!(tx, execute:
        "UPDATE login_link SET used_at = $1 WHERE token_hash = $2 AND purpose = $3 AND used_at IS NULL
         AND expires_at > $1 AND user_id IN (SELECT id FROM app_user WHERE active)",
        now.timestamp_millis(), token_hash, purpose as i16)?;
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
    (method, browser): (Method, &str),
    (now, expires): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO session (token_hash, user_id, created_at, expires_at, method, browser) VALUES ($1, $2, $3, $4, $5, $6)",
        token_hash, user.id, now.timestamp_millis(), expires.timestamp_millis(), method as i16, browser)?;
    Ok(())
}

/// The user a link would log in, while it is unused and valid.
///
/// # Errors
/// The database's own.
pub async fn holder(
    tx: &mut Tx,
    (token_hash, purpose): (&str, Purpose),
    now: DateTime<Utc>,
) -> Result<Option<User>> {
    let row = sql!(tx, fetch_optional:
        "SELECT u.id, u.public_id, u.name, u.email, u.active FROM login_link l JOIN app_user u ON u.id = l.user_id
         WHERE l.token_hash = $1 AND l.purpose = $2 AND l.used_at IS NULL AND l.expires_at > $3 AND u.active",
        token_hash, purpose as i16, now.timestamp_millis())?;
    Ok(row.map(user::user))
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Whose.
    pub user: User,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// When it expires.
    pub ends: DateTime<Utc>,
    /// Every assignment of the user, past and coming ones included.
    pub assignments: Vec<Assignment>,
    /// The facts' revision when it was read, so that a request need not ask twice.
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    id: i64,
    public_id: String,
    name: String,
    email: Option<String>,
    active: bool,
    created_at: i64,
    expires_at: i64,
    role: Option<i16>,
    insats: Option<String>,
    team: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    revision: i64,
}

const OPEN: &str = "SELECT u.id, u.public_id, u.name, u.email, u.active, s.created_at, s.expires_at,
        r.role, i.slug AS insats, t.slug AS team, r.valid_from, r.valid_to,
        (SELECT sequence FROM fact_revision WHERE id = 1) AS revision
    FROM session s JOIN app_user u ON u.id = s.user_id LEFT JOIN role_assignment r ON r.user_id = u.id
        LEFT JOIN insats i ON i.id = r.insats_id LEFT JOIN team t ON t.id = r.team_id
    WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.active
    ORDER BY r.association_id, r.role, r.valid_from, r.id";

/// A session that has not expired, of an active user: outside any transaction and in one round trip, for
/// every request asks.
///
/// # Errors
/// [`Error::Unknown`] for a role code that cannot be.
pub async fn open(db: &Db, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Holding>> {
    let now = now.timestamp_millis();
    let rows: Vec<OpenRow> = match db {
        Db::Sqlite { readers, .. } => {
            let query = Query::new(OPEN).bind(token_hash).bind(now);
            query.fetch_all(&mut *readers.lend().await?)?
        }
        Db::Postgres { pool, .. } => {
            let query = sqlx::query_as(OPEN).bind(token_hash).bind(now);
            query.fetch_all(pool).await?
        }
    };
    let mut open: Option<Holding> = None;
    let at = |millis| DateTime::from_timestamp_millis(millis).unwrap_or_default();
    for row in rows {
        let open = open.get_or_insert_with(|| Holding {
            user: user::user((row.id, row.public_id, row.name, row.email, row.active)),
            begun: at(row.created_at),
            ends: at(row.expires_at),
            assignments: Vec::new(),
            revision: row.revision,
        });
        if let (Some(role), Some(from)) = (row.role, row.valid_from) {
            let role = u8::try_from(role).map_err(|_| Error::unknown("role", &role))?;
            open.assignments.push(Assignment {
                role,
                insats: row.insats,
                team: row.team,
                from,
                to: row.valid_to,
            });
        }
    }
    Ok(open)
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

/// A session as its user reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The first characters of its token's hash: enough to name it, nothing to log in with.
    pub key: String,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// When it ends unless it is used.
    pub ends: DateTime<Utc>,
    /// How it began: stored code of [`Method`].
    pub method: i16,
    /// The browser, in few words.
    pub browser: String,
}

/// How many characters of a token's hash name a session.
const KEY: i32 = 16;

/// The open sessions of a user, newest first.
///
/// # Errors
/// The database's own.
pub async fn of(tx: &mut Tx, public_id: &str, now: DateTime<Utc>) -> Result<Vec<Open>> {
    let rows: Vec<(String, i64, i64, i16, String)> = sql!(tx, fetch_all:
        "SELECT substr(s.token_hash, 1, $1), s.created_at, s.expires_at, s.method, s.browser
         FROM session s JOIN app_user u ON u.id = s.user_id
         WHERE u.public_id = $2 AND s.expires_at > $3 ORDER BY s.created_at DESC, s.token_hash",
        KEY, public_id, now.timestamp_millis())?;
    let at = |millis| DateTime::from_timestamp_millis(millis).unwrap_or_default();
    let open = |(key, begun, ends, method, browser)| Open {
        key,
        begun: at(begun),
        ends: at(ends),
        method,
        browser,
    };
    Ok(rows.into_iter().map(open).collect())
}

/// Ends one session of a user, by its key; false when there is none.
///
/// # Errors
/// The database's own.
pub async fn end_one(tx: &mut Tx, public_id: &str, key: &str) -> Result<bool> {
    let ended = sql!(tx, execute:
        "DELETE FROM session WHERE substr(token_hash, 1, $1) = $2
         AND user_id IN (SELECT id FROM app_user WHERE public_id = $3)", KEY, key, public_id)?;
    Ok(ended > 0)
}

/// Ends every session of a user but the one of a token; answers with how many.
///
/// # Errors
/// The database's own.
pub async fn end_all(tx: &mut Tx, public_id: &str, but: Option<&str>) -> Result<u64> {
    sql!(tx, execute:
        "DELETE FROM session WHERE user_id IN (SELECT id FROM app_user WHERE public_id = $1) AND token_hash <> $2",
        public_id, but.unwrap_or(""))
}

/// The active user of a session that expired after a moment, and was not ended by anybody.
///
/// # Errors
/// The database's own.
pub async fn expired(
    tx: &mut Tx,
    token_hash: &str,
    (after, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<User>> {
    let row = sql!(tx, fetch_optional:
        "SELECT u.id, u.public_id, u.name, u.email, u.active FROM session s JOIN app_user u ON u.id = s.user_id
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.expires_at <= $3 AND u.active",
        token_hash, after.timestamp_millis(), now.timestamp_millis())?;
    Ok(row.map(user::user))
}

/// Removes sessions that expired a day ago and expired links; answers with how many. A session that
/// has just expired tells whose half-typed form it was.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    let day_ago = now - chrono::TimeDelta::days(1);
    let sessions =
        sql!(tx, execute: "DELETE FROM session WHERE expires_at <= $1", day_ago.timestamp_millis())?;
    let links = sql!(tx, execute: "DELETE FROM login_link WHERE expires_at <= $1", now.timestamp_millis())?;
    Ok(sessions + links)
}
