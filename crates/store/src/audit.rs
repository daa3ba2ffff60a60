//! The audit trail: appended to, never changed, chained by hashes.

use chrono::{DateTime, Utc};
use domain::audit::{AuditEvent, GENESIS};
use sqlite::Query;

use crate::{Db, Error, Result, Tx, dialect, tx::sql};

/// An event in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Counts from 1 without gaps.
    pub sequence: i64,
    /// What happened.
    pub event: AuditEvent,
    /// Its hash.
    pub hash: String,
}

/// Appends an event; other writers wait until the transaction ends.
///
/// # Errors
/// The database's own.
pub async fn append(tx: &mut Tx, event: &AuditEvent) -> Result<()> {
    let last = dialect::end_of_audit(tx).await?;
    let (sequence, previous) = last.map_or((1, GENESIS.to_owned()), |(n, hash)| (n + 1, hash));
    let hash = event.hash(&previous, sequence);
    dialect::add_event(tx, sequence, event, &previous, &hash).await
}

type Row = (i64, i64, String, String, String, String, String, String);

/// The newest events, newest first; `page` counts from 0.
///
/// # Errors
/// The database's own.
pub async fn list(tx: &mut Tx, page: u32, size: u32) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT sequence, at, actor, act, object, detail, previous, hash FROM audit_event
         ORDER BY sequence DESC LIMIT $1 OFFSET $2", i64::from(size), i64::from(page) * i64::from(size))?;
    Ok(rows.into_iter().map(|row| stored(row).0).collect())
}

/// The newest event, and the name of who did it where that is a user.
///
/// # Errors
/// The database's own.
pub async fn last(tx: &mut Tx) -> Result<Option<(AuditEvent, Option<String>)>> {
    type Last = (i64, String, String, String, String, Option<String>);
    let row: Option<Last> = sql!(tx, fetch_optional:
        "SELECT e.at, e.actor, e.act, e.object, e.detail, u.name
         FROM audit_event e LEFT JOIN app_user u ON u.public_id = e.actor
         ORDER BY e.sequence DESC LIMIT 1")?;
    Ok(row.map(|(at, actor, act, object, detail, name)| {
        let event = AuditEvent {
            at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
            actor,
            act,
            object,
            detail,
        };
        (event, name)
    }))
}

/// Which events to show.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only of this user.
    pub actor: Option<String>,
    /// Only this act.
    pub act: Option<String>,
    /// Only on this object.
    pub object: Option<String>,
    /// From this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub before: Option<DateTime<Utc>>,
}

/// Events that are wanted, newest first; `page` counts from 0.
///
/// # Errors
/// The database's own.
pub async fn search(tx: &mut Tx, wanted: &Wanted, page: u32, size: u32) -> Result<Vec<Stored>> {
    let text = |wanted: &Option<String>| wanted.clone().unwrap_or_default();
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT sequence, at, actor, act, object, detail, previous, hash FROM audit_event
         WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR act = $2) AND ($3 = '' OR object = $3) AND at >= $4 AND at < $5
         ORDER BY sequence DESC LIMIT $6 OFFSET $7",
        text(&wanted.actor), text(&wanted.act), text(&wanted.object),
        wanted.from.map_or(0, |at| at.timestamp_millis()),
        wanted.before.map_or(i64::MAX, |at| at.timestamp_millis()),
        i64::from(size), i64::from(page) * i64::from(size))?;
    Ok(rows.into_iter().map(|row| stored(row).0).collect())
}

/// The users and the acts that occur, in order.
///
/// # Errors
/// The database's own.
pub async fn choices(tx: &mut Tx) -> Result<(Vec<String>, Vec<String>)> {
    let actors: Vec<(String,)> =
        sql!(tx, fetch_all: "SELECT DISTINCT actor FROM audit_event ORDER BY actor")?;
    let acts: Vec<(String,)> = sql!(tx, fetch_all: "SELECT DISTINCT act FROM audit_event ORDER BY act")?;
    let of = |rows: Vec<(String,)>| rows.into_iter().map(|row| row.0).collect();
    Ok((of(actors), of(acts)))
}

/// Recomputes the whole chain; answers with the number of events.
///
/// # Errors
/// [`Error::Damaged`] naming the first event that was changed or whose predecessor is gone.
pub async fn verify(tx: &mut Tx) -> Result<i64> {
    const STEP: i64 = 1_000;
    let (mut previous, mut count) = (GENESIS.to_owned(), 0);
    loop {
        let rows: Vec<Row> = sql!(tx, fetch_all:
            "SELECT sequence, at, actor, act, object, detail, previous, hash FROM audit_event
             WHERE sequence > $1 ORDER BY sequence LIMIT $2", count, STEP)?;
        if rows.is_empty() {
            return Ok(count);
        }
        for row in rows {
            let (stored, linked) = stored(row);
            let sound = stored.sequence == count + 1
                && linked == previous
                && stored.hash == stored.event.hash(&previous, stored.sequence);
            if !sound {
                return Err(Error::Damaged(format!("audit event {}", stored.sequence)));
            }
            (previous, count) = (stored.hash, stored.sequence);
        }
    }
}

fn stored((sequence, at, actor, act, object, detail, previous, hash): Row) -> (Stored, String) {
    let event = AuditEvent {
        at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
        actor,
        act,
        object,
        detail,
    };
    (
        Stored {
            sequence,
            event,
            hash,
        },
        previous,
    )
}

/// The number of the newest event that changed a fact, 0 when there is none: what was computed of
/// the facts at that number still holds, in every process that uses the database.
///
/// # Errors
/// The database's own.
pub async fn fact_revision(tx: &mut Tx) -> Result<i64> {
    let (sequence,): (i64,) = sql!(tx, fetch_one: REVISION)?;
    Ok(sequence)
}

/// The number of the newest event that changed a fact other than a participation.
///
/// # Errors
/// The database's own.
pub async fn grounds_revision(tx: &mut Tx) -> Result<i64> {
    let (grounds,): (i64,) = sql!(tx, fetch_one: "SELECT grounds FROM fact_revision WHERE id = 1")?;
    Ok(grounds)
}

const REVISION: &str = "SELECT sequence FROM fact_revision WHERE id = 1";

/// The same outside any transaction, in one round trip: each page asks whether what is kept still holds.
///
/// # Errors
/// The database's own.
pub async fn present_revision(db: &Db) -> Result<i64> {
    let (sequence,): (i64,) = match db {
        Db::Sqlite { readers, .. } => Query::new(REVISION).fetch_one(&mut *readers.lend().await?)?,
        Db::Postgres { pool, .. } => sqlx::query_as(REVISION).fetch_one(pool).await?,
    };
    Ok(sequence)
}
