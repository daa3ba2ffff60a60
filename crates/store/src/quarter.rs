//! Closing a quarter: answers, remarks, texts, and what was locked.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::quarter::{Answer, Counts, Given, Line, Practice, Quarter, Remark, Written};

use crate::{AssociationId, Error, Result, Tx, insats, participation, position, tx::sql};

/// What was locked of an insats when the quarter was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The insats, by slug.
    pub insats: String,
    /// The counts.
    pub counts: Counts,
    /// It had answered for them.
    pub answered: bool,
    /// SHA-256 of the page, hexadecimal.
    pub sha256: String,
    /// The report as a page.
    pub bytes: Vec<u8>,
}

/// A quarter that is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Why although somebody was silent; empty when nobody was.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub by: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}

/// A text to save.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    /// The heading.
    pub key: &'a str,
    /// The text.
    pub markdown: &'a str,
    /// The version the writer saw; 0 when there was none.
    pub seen: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub by: &'a str,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    slug: String,
    answer: i16,
    answered_as: String,
    answered_at: i64,
    counts: String,
}

/// The answers of a quarter by slug; an insats that is not there has not answered.
///
/// # Errors
/// The database's own.
pub async fn answers(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
) -> Result<HashMap<String, Answer>> {
    let (year, number) = key(quarter);
    let rows: Vec<AnswerRow> = sql!(tx, fetch_all:
        "SELECT i.slug, CAST(a.answer AS SMALLINT) AS answer, a.answered_as, a.answered_at, a.counts
         FROM quarter_answer a JOIN insats i ON i.id = a.insats_id
         WHERE i.association_id = $1 AND a.year = $2 AND a.quarter = $3", association.0, year, number)?;
    let remarks: Vec<(String, String, Option<i64>, String)> = sql!(tx, fetch_all:
        "SELECT i.slug, r.what, r.counted, r.words FROM quarter_remark r JOIN insats i ON i.id = r.insats_id
         WHERE i.association_id = $1 AND r.year = $2 AND r.quarter = $3 ORDER BY r.insats_id, r.position",
        association.0, year, number)?;
    let mut said: HashMap<String, Vec<Remark>> = HashMap::new();
    for (slug, what, counted, words) in remarks {
        if let Some(line) = Line::from_slug(&what) {
            said.entry(slug)
                .or_default()
                .push(Remark { line, counted, words });
        }
    }
    let answer = |row: AnswerRow| {
        let given = Given {
            by: row.answered_as,
            at: moment(row.answered_at),
            counts: Counts::from_text(&row.counts),
        };
        let answer = if row.answer == 2 {
            Answer::Disputed(given, said.remove(&row.slug).unwrap_or_default())
        } else {
            Answer::Accepted(given)
        };
        (row.slug, answer)
    };
    Ok(rows.into_iter().map(answer).collect())
}

/// Saves an insats's answer in place of an earlier one; `by` is the user's public id.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there.
pub async fn save_answer(
    tx: &mut Tx,
    association: AssociationId,
    (quarter, slug): (Quarter, &str),
    answer: &Answer,
    by: &str,
) -> Result<()> {
    let id = id_of(tx, association, slug).await?;
    let (year, number) = key(quarter);
    sql!(tx, execute: "DELETE FROM quarter_remark WHERE insats_id = $1 AND year = $2 AND quarter = $3", id, year, number)?;
    sql!(tx, execute: "DELETE FROM quarter_answer WHERE insats_id = $1 AND year = $2 AND quarter = $3", id, year, number)?;
    let Some(given) = answer.given() else {
        return Ok(());
    };
    let code: i16 = if matches!(answer, Answer::Disputed(..)) {
        2
    } else {
        1
    };
    sql!(tx, execute:
        "INSERT INTO quarter_answer (insats_id, year, quarter, answer, answered_as, answered_at, answered_by, counts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id, year, number, code, &given.by, given.at.timestamp_millis(), by, given.counts.to_text())?;
    for (place, remark) in answer.remarks().iter().enumerate() {
        sql!(tx, execute:
            "INSERT INTO quarter_remark (insats_id, year, quarter, position, what, counted, words)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id, year, number, position(place) + 1, remark.line.slug(), remark.counted, &remark.words)?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct TextRow {
    year: i64,
    quarter: i16,
    key: String,
    markdown: String,
    version: i64,
    edited_at: i64,
    edited_by: String,
}

/// Everything an insats ever wrote, oldest first.
///
/// # Errors
/// The database's own.
pub async fn texts(tx: &mut Tx, association: AssociationId, slug: &str) -> Result<Vec<Written>> {
    let rows: Vec<TextRow> = sql!(tx, fetch_all:
        "SELECT t.year, CAST(t.quarter AS SMALLINT) AS quarter, t.key, t.markdown, t.version, t.edited_at, t.edited_by
         FROM quarter_text t JOIN insats i ON i.id = t.insats_id
         WHERE i.association_id = $1 AND i.slug = $2 ORDER BY t.year, t.quarter, t.key", association.0, slug)?;
    let written = |row: TextRow| {
        Some(Written {
            quarter: Quarter::new(crate::year(row.year), u8::try_from(row.quarter).ok()?)?,
            key: row.key,
            markdown: row.markdown,
            version: row.version,
            edited_at: moment(row.edited_at),
            edited_by: row.edited_by,
        })
    };
    Ok(rows.into_iter().filter_map(written).collect())
}

/// Every insats's texts of one quarter: slug, heading's key, Markdown.
///
/// # Errors
/// The database's own.
pub async fn texts_of(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
) -> Result<Vec<(String, String, String)>> {
    let (year, number) = key(quarter);
    sql!(tx, fetch_all:
        "SELECT i.slug, t.key, t.markdown FROM quarter_text t JOIN insats i ON i.id = t.insats_id
         WHERE i.association_id = $1 AND t.year = $2 AND t.quarter = $3 ORDER BY i.slug, t.key",
        association.0, year, number)
}

/// Saves a text if nobody else did since the writer saw it; answers with the new version.
///
/// # Errors
/// [`Error::Conflict`] with the version that stands there now; [`Error::Unknown`] for an insats that
/// is not there.
pub async fn save_text(
    tx: &mut Tx,
    association: AssociationId,
    (quarter, slug): (Quarter, &str),
    edit: Edit<'_>,
) -> Result<i64> {
    let id = id_of(tx, association, slug).await?;
    let (year, number) = key(quarter);
    let changed = if edit.seen == 0 {
        sql!(tx, execute:
            "INSERT INTO quarter_text (insats_id, year, quarter, key, markdown, version, edited_at, edited_by)
             VALUES ($1, $2, $3, $4, $5, 1, $6, $7) ON CONFLICT (insats_id, year, quarter, key) DO NOTHING",
            id, year, number, edit.key, edit.markdown, edit.at.timestamp_millis(), edit.by)?
    } else {
        sql!(tx, execute:
            "UPDATE quarter_text SET markdown = $1, version = version + 1, edited_at = $2, edited_by = $3
             WHERE insats_id = $4 AND year = $5 AND quarter = $6 AND key = $7 AND version = $8",
            edit.markdown, edit.at.timestamp_millis(), edit.by, id, year, number, edit.key, edit.seen)?
    };
    if changed == 1 {
        return Ok(edit.seen + 1);
    }
    let current: Option<(i64,)> = sql!(tx, fetch_optional:
        "SELECT version FROM quarter_text WHERE insats_id = $1 AND year = $2 AND quarter = $3 AND key = $4",
        id, year, number, edit.key)?;
    Err(Error::Conflict {
        current: current.map_or(0, |(version,)| version),
    })
}

/// Closes a quarter: `file` is the whole of it, `snapshots` each insats's own. Nothing of it can be
/// changed or removed.
///
/// # Errors
/// [`Error::Duplicate`] when it is closed already.
pub async fn close(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
    (closing, file): (&Closing, &[u8]),
    snapshots: &[Snapshot],
) -> Result<()> {
    let (year, number) = key(quarter);
    sql!(tx, execute:
        "INSERT INTO quarter_closing (association_id, year, quarter, reason, closed_at, closed_by, sha256, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        association.0, year, number, &closing.reason, closing.at.timestamp_millis(), &closing.by, &closing.sha256, file)?;
    for snapshot in snapshots {
        let id = id_of(tx, association, &snapshot.insats).await?;
        sql!(tx, execute:
            "INSERT INTO quarter_snapshot (insats_id, year, quarter, counts, answered, sha256, bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id, year, number, snapshot.counts.to_text(), snapshot.answered, &snapshot.sha256, &snapshot.bytes[..])?;
    }
    Ok(())
}

/// The closing of a quarter, if it is closed.
///
/// # Errors
/// The database's own.
pub async fn closing(tx: &mut Tx, association: AssociationId, quarter: Quarter) -> Result<Option<Closing>> {
    let (year, number) = key(quarter);
    let row: Option<(String, i64, String, String)> = sql!(tx, fetch_optional:
        "SELECT reason, closed_at, closed_by, sha256 FROM quarter_closing
         WHERE association_id = $1 AND year = $2 AND quarter = $3", association.0, year, number)?;
    Ok(row.map(|(reason, at, by, sha256)| Closing {
        reason,
        at: moment(at),
        by,
        sha256,
    }))
}

/// The locked file of a closed quarter.
///
/// # Errors
/// The database's own.
pub async fn file(tx: &mut Tx, association: AssociationId, quarter: Quarter) -> Result<Option<Vec<u8>>> {
    let (year, number) = key(quarter);
    let row: Option<(Vec<u8>,)> = sql!(tx, fetch_optional:
        "SELECT bytes FROM quarter_closing WHERE association_id = $1 AND year = $2 AND quarter = $3",
        association.0, year, number)?;
    Ok(row.map(|(bytes,)| bytes))
}

/// What was locked of an insats.
///
/// # Errors
/// The database's own.
pub async fn snapshot(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
    slug: &str,
) -> Result<Option<Snapshot>> {
    let (year, number) = key(quarter);
    let row: Option<(String, bool, String, Vec<u8>)> = sql!(tx, fetch_optional:
        "SELECT s.counts, s.answered, s.sha256, s.bytes FROM quarter_snapshot s JOIN insats i ON i.id = s.insats_id
         WHERE i.association_id = $1 AND i.slug = $2 AND s.year = $3 AND s.quarter = $4",
        association.0, slug, year, number)?;
    Ok(row.map(|(counts, answered, sha256, bytes)| Snapshot {
        insats: slug.to_owned(),
        counts: Counts::from_text(&counts),
        answered,
        sha256,
        bytes,
    }))
}

/// Stretches of practice of an insats's counted participations. The number tells them apart and is
/// no key.
///
/// # Errors
/// The database's own.
pub async fn practice(tx: &mut Tx, association: AssociationId, slug: &str) -> Result<Vec<Practice>> {
    use domain::{
        codes::CodeTable,
        participation::{ActivityKind, Stage},
    };
    let kind = i16::from(ActivityKind::Practice.code());
    let stage = i16::from(Stage::Participating.code());
    let reversed = i16::from(domain::codes::ExitReason::Reversed.code());
    let rows: Vec<(i64, chrono::NaiveDate, Option<chrono::NaiveDate>)> = sql!(tx, fetch_all:
        "SELECT p.id, a.first_day, a.last_day FROM participation_activity a
         JOIN participation p ON p.id = a.participation_id JOIN insats i ON i.id = p.insats_id
         WHERE i.association_id = $1 AND i.slug = $2 AND a.kind = $3 AND p.stage = $4 AND p.exit_reason <> $5",
        association.0, slug, kind, stage, reversed)?;
    Ok(rows
        .into_iter()
        .map(|(participation, from, to)| Practice {
            participation,
            from,
            to,
        })
        .collect())
}

/// Closed participations of an insats with the follow-ups made: what oddities are asked of.
///
/// # Errors
/// As [`participation::list`].
pub async fn closed(
    tx: &mut Tx,
    association: AssociationId,
    slug: &str,
) -> Result<Vec<participation::Listed>> {
    let filter = participation::Filter {
        state: 4,
        reference: String::new(),
    };
    let page = participation::Page {
        limit: i64::MAX,
        offset: 0,
    };
    participation::list(tx, association, slug, &filter, page).await
}

fn key(quarter: Quarter) -> (i64, i16) {
    (i64::from(quarter.year()), i16::from(quarter.number()))
}

fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

async fn id_of(tx: &mut Tx, association: AssociationId, slug: &str) -> Result<i64> {
    let id = insats::ids(tx, association).await?.remove(slug);
    id.ok_or_else(|| Error::unknown("insats", &slug))
}
