//! The read log: appended to in batches, chained by hashes, its oldest end disposed of by rule.

use chrono::{DateTime, Utc};
use domain::{
    audit::hex,
    read_log::{GENESIS, Hash, Kind, Read, RowSet},
};

use crate::{
    Error, Result, Tx, dialect,
    tx::{insert_all, sql},
};

/// Sizes of the statements a batch is written with: few texts, each prepared once.
const SIZES: [usize; 4] = [64, 16, 4, 1];

/// An event in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Counts from 1 without gaps.
    pub sequence: i64,
    /// Who read what.
    pub read: Read,
}

/// The newest event's number and hash.
pub type Head = (i64, Hash);

/// Appends events, in order, after the newest; other appenders wait until the transaction ends. Answers
/// with the last one's number and hash.
///
/// # Errors
/// The database's own.
pub async fn append(tx: &mut Tx, reads: &[Read]) -> Result<Head> {
    dialect::lock_reads(tx).await?;
    let head = head(tx).await?;
    append_after(tx, head, reads).await
}

/// The same after an event that is believed to be the newest, which whoever wrote it knows without
/// asking. Numbers are unique: if it is not, nothing is appended.
///
/// # Errors
/// [`Error::Duplicate`] when another process has appended since; the database's own.
pub async fn append_after(tx: &mut Tx, head: Head, reads: &[Read]) -> Result<Head> {
    let (mut sequence, mut previous) = head;
    let mut rows = Vec::with_capacity(reads.len());
    for read in reads {
        sequence += 1;
        let hash = read.hash(&previous, sequence);
        rows.push((sequence, read, previous, hash));
        previous = hash;
    }
    let mut rest = rows.as_slice();
    while let Some(size) = SIZES.iter().find(|size| **size <= rest.len()) {
        let (now, later) = rest.split_at(*size);
        insert_all!(
            tx,
            "INSERT INTO read_event (sequence, at, actor, act, kind, place, rows, previous, hash) ",
            9,
            now,
            |(sequence, read, previous, hash), values| {
                values
                    .push_bind(*sequence)
                    .push_bind(read.at.timestamp_millis())
                    .push_bind(read.actor.as_str())
                    .push_bind(read.act.as_str())
                    .push_bind(read.kind.code())
                    .push_bind(read.place.as_str())
                    .push_bind(read.rows.bytes())
                    .push_bind(previous.as_slice())
                    .push_bind(hash.as_slice());
            }
        );
        rest = later;
    }
    Ok((sequence, previous))
}

/// The newest event's number and hash; 0 and the beginning's when there is none.
///
/// # Errors
/// The database's own.
pub async fn head(tx: &mut Tx) -> Result<Head> {
    let last: Option<(i64, Vec<u8>)> = sql!(tx, fetch_optional:
        "SELECT sequence, hash FROM read_event ORDER BY sequence DESC LIMIT 1")?;
    match last {
        Some((sequence, hash)) => Ok((sequence, bytes(&hash))),
        None => anchor(tx).await,
    }
}

/// The number and hash of the last event that was disposed of.
///
/// # Errors
/// The database's own.
pub async fn anchor(tx: &mut Tx) -> Result<Head> {
    let last: Option<(i64, Vec<u8>)> = sql!(tx, fetch_optional:
        "SELECT through, hash FROM read_anchor ORDER BY through DESC LIMIT 1")?;
    Ok(last.map_or((0, GENESIS), |(through, hash)| (through, bytes(&hash))))
}

#[derive(sqlx::FromRow)]
struct Row {
    sequence: i64,
    at: i64,
    actor: String,
    act: String,
    kind: i16,
    place: String,
    rows: Vec<u8>,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

/// Recomputes the chain from its oldest event that is kept; answers with how many are kept.
///
/// # Errors
/// [`Error::Damaged`] naming the first event that was changed or whose predecessor is gone.
pub async fn verify(tx: &mut Tx) -> Result<i64> {
    const STEP: i64 = 2_000;
    let (begun, mut previous) = anchor(tx).await?;
    let mut last = begun;
    loop {
        let rows: Vec<Row> = sql!(tx, fetch_all:
            "SELECT sequence, at, actor, act, kind, place, rows, previous, hash FROM read_event
             WHERE sequence > $1 ORDER BY sequence LIMIT $2", last, STEP)?;
        if rows.is_empty() {
            return Ok(last - begun);
        }
        for row in rows {
            let (linked, written) = (bytes(&row.previous), bytes(&row.hash));
            let stored = stored(row)?;
            let sound = stored.sequence == last + 1
                && linked == previous
                && written == stored.read.hash(&previous, stored.sequence);
            if !sound {
                return Err(Error::Damaged(format!("read event {}", stored.sequence)));
            }
            (previous, last) = (written, stored.sequence);
        }
    }
}

/// Which events to show.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only of this reader.
    pub actor: Option<String>,
    /// Only this act.
    pub act: Option<String>,
    /// Only of this insats or team.
    pub place: Option<String>,
    /// From this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub before: Option<DateTime<Utc>>,
}

/// Events, newest first; `page` counts from 0.
///
/// # Errors
/// The database's own.
pub async fn list(tx: &mut Tx, wanted: &Wanted, page: u32, size: u32) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT sequence, at, actor, act, kind, place, rows, previous, hash FROM read_event
         WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR place = $2) AND at >= $3 AND at < $4 AND ($7 = '' OR act = $7)
         ORDER BY sequence DESC LIMIT $5 OFFSET $6",
        wanted.actor.clone().unwrap_or_default(), wanted.place.clone().unwrap_or_default(),
        wanted.from.map_or(0, |at| at.timestamp_millis()),
        wanted.before.map_or(i64::MAX, |at| at.timestamp_millis()),
        i64::from(size), i64::from(page) * i64::from(size), wanted.act.clone().unwrap_or_default())?;
    rows.into_iter().map(stored).collect()
}

/// The readers and the acts that occur, in order.
///
/// # Errors
/// The database's own.
pub async fn choices(tx: &mut Tx) -> Result<(Vec<String>, Vec<String>)> {
    let actors: Vec<(String,)> = sql!(tx, fetch_all: "SELECT DISTINCT actor FROM read_event ORDER BY actor")?;
    let acts: Vec<(String,)> = sql!(tx, fetch_all: "SELECT DISTINCT act FROM read_event ORDER BY act")?;
    let of = |rows: Vec<(String,)>| rows.into_iter().map(|row| row.0).collect();
    Ok((of(actors), of(acts)))
}

/// Every event that showed this row, oldest first.
///
/// # Errors
/// The database's own.
pub async fn of_row(tx: &mut Tx, kind: Kind, place: &str, row: i64) -> Result<Vec<Stored>> {
    const STEP: i64 = 5_000;
    let (mut found, mut last) = (Vec::new(), 0);
    loop {
        let rows: Vec<Row> = sql!(tx, fetch_all:
            "SELECT sequence, at, actor, act, kind, place, rows, previous, hash FROM read_event
             WHERE kind = $1 AND place = $2 AND sequence > $3 ORDER BY sequence LIMIT $4",
            kind.code(), place, last, STEP)?;
        let Some(newest) = rows.last().map(|row| row.sequence) else {
            return Ok(found);
        };
        last = newest;
        for event in rows {
            let event = stored(event)?;
            if event.read.rows.contains(row) {
                found.push(event);
            }
        }
    }
}

/// How many events are kept, and how many of them are older than a moment.
///
/// # Errors
/// The database's own.
pub async fn count_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<i64> {
    let (count,): (i64,) =
        sql!(tx, fetch_one: "SELECT COUNT(*) FROM read_event WHERE at < $1", before.timestamp_millis())?;
    Ok(count)
}

/// Removes the oldest events up to the last one before a moment and anchors the chain there.
/// Answers with how many went, and the anchor; `None` when nothing is that old.
///
/// # Errors
/// The database's own.
pub async fn dispose(
    tx: &mut Tx,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<(u64, i64, Hash)>> {
    dialect::lock_reads(tx).await?;
    let kept: (Option<i64>,) = sql!(tx, fetch_one:
        "SELECT MIN(sequence) FROM read_event WHERE at >= $1", before.timestamp_millis())?;
    let last: Option<(i64, Vec<u8>)> = sql!(tx, fetch_optional:
        "SELECT sequence, hash FROM read_event WHERE sequence < $1 ORDER BY sequence DESC LIMIT 1",
        kept.0.unwrap_or(i64::MAX))?;
    let Some((through, hash)) = last else {
        return Ok(None);
    };
    let hash = bytes(&hash);
    sql!(tx, execute: "INSERT INTO read_anchor (through, hash, at) VALUES ($1, $2, $3)",
        through, hash.as_slice(), now.timestamp_millis())?;
    let gone = sql!(tx, execute: "DELETE FROM read_event WHERE sequence <= $1", through)?;
    Ok(Some((gone, through, hash)))
}

/// The act under which the audit trail keeps a point of the read log: its object is the event's
/// number, its detail the hash in hexadecimal.
pub const POINT: &str = "läslogg.punkt";

/// The first point that the audit trail names and the read log does not have: an end that was cut
/// off shows there, and so does an anchor nobody recorded. Points before the anchor are past.
///
/// # Errors
/// The database's own.
pub async fn missed_point(tx: &mut Tx) -> Result<Option<i64>> {
    let (begun, anchored) = anchor(tx).await?;
    let points: Vec<(String, String)> = sql!(tx, fetch_all:
        "SELECT object, detail FROM audit_event WHERE act = $1 ORDER BY sequence", POINT)?;
    let mut recorded = begun == 0;
    for (number, detail) in points {
        let number: i64 = number.parse().unwrap_or(0);
        if number < begun {
            continue;
        }
        let there = if number == begun {
            recorded = true;
            Some(anchored)
        } else {
            let row: Option<(Vec<u8>,)> =
                sql!(tx, fetch_optional: "SELECT hash FROM read_event WHERE sequence = $1", number)?;
            row.map(|(hash,)| bytes(&hash))
        };
        if there.is_none_or(|hash| !detail.contains(&hex(&hash))) {
            return Ok(Some(number));
        }
    }
    Ok((!recorded).then_some(begun))
}

fn stored(row: Row) -> Result<Stored> {
    Ok(Stored {
        sequence: row.sequence,
        read: Read {
            at: DateTime::from_timestamp_millis(row.at).unwrap_or_default(),
            actor: row.actor,
            act: row.act,
            kind: Kind::from_code(row.kind).ok_or_else(|| Error::unknown("kind of read", &row.kind))?,
            place: row.place,
            rows: RowSet::stored(row.rows),
        },
    })
}

/// The schema keeps hashes at 32 bytes; what is not one equals none.
fn bytes(stored: &[u8]) -> Hash {
    stored.try_into().unwrap_or([0xff; 32])
}
