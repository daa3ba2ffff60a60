//! Reports: texts with versions, and what was published, locked.

use chrono::{DateTime, Utc};

use crate::{AssociationId, Error, Result, Tx, tx::sql};

/// A report of one kind and year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub(crate) id: i64,
    /// Key in addresses.
    pub public_id: String,
    /// Kind, for example "annual".
    pub kind: String,
    /// Year.
    pub year: i32,
}

/// A text section as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which.
    pub key: String,
    /// Markdown with references to figures.
    pub markdown: String,
    /// Counts from 1.
    pub version: i64,
    /// When.
    pub edited_at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub edited_by: String,
}

/// A text to save.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    /// Which section.
    pub key: &'a str,
    /// The new text.
    pub markdown: &'a str,
    /// The version the writer saw; 0 when there was none.
    pub seen: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub by: &'a str,
}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Counts from 1 within the report.
    pub number: i64,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// When.
    pub published_at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub published_by: String,
}

/// The association's report of this kind and year, if it is begun.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &mut Tx, association: AssociationId, kind: &str, year: i32) -> Result<Option<Report>> {
    let row: Option<(i64, String)> = sql!(tx, fetch_optional:
        "SELECT id, public_id FROM report WHERE association_id = $1 AND kind = $2 AND year = $3",
        association.0, kind, i64::from(year))?;
    let report = |(id, public_id)| Report {
        id,
        public_id,
        kind: kind.to_owned(),
        year,
    };
    Ok(row.map(report))
}

/// Begins a report.
///
/// # Errors
/// [`Error::Duplicate`] when it is begun already.
pub async fn create(
    tx: &mut Tx,
    association: AssociationId,
    public_id: &str,
    kind: &str,
    year: i32,
) -> Result<Report> {
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO report (public_id, association_id, kind, year) VALUES ($1, $2, $3, $4) RETURNING id",
        public_id, association.0, kind, i64::from(year))?;
    Ok(Report {
        id,
        public_id: public_id.into(),
        kind: kind.into(),
        year,
    })
}

/// Every section that has a text, by key.
///
/// # Errors
/// The database's own.
pub async fn sections(tx: &mut Tx, report: &Report) -> Result<Vec<Section>> {
    let rows: Vec<(String, String, i64, i64, String)> = sql!(tx, fetch_all:
        "SELECT key, markdown, version, edited_at, edited_by FROM report_section WHERE report_id = $1", report.id)?;
    let section = |(key, markdown, version, edited_at, edited_by)| Section {
        key,
        markdown,
        version,
        edited_at: DateTime::from_timestamp_millis(edited_at).unwrap_or_default(),
        edited_by,
    };
    let mut sections: Vec<Section> = rows.into_iter().map(section).collect();
    sections.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(sections)
}

/// Saves a text if nobody else did since the writer saw it; answers with the new version.
///
/// # Errors
/// [`Error::Conflict`] with the version that stands there now.
pub async fn save_section(tx: &mut Tx, report: &Report, edit: Edit<'_>) -> Result<i64> {
    let changed = if edit.seen == 0 {
        sql!(tx, execute:
            "INSERT INTO report_section (report_id, key, markdown, version, edited_at, edited_by)
             VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT (report_id, key) DO NOTHING",
            report.id, edit.key, edit.markdown, edit.at.timestamp_millis(), edit.by)?
    } else {
        sql!(tx, execute:
            "UPDATE report_section SET markdown = $1, version = version + 1, edited_at = $2, edited_by = $3
             WHERE report_id = $4 AND key = $5 AND version = $6",
            edit.markdown, edit.at.timestamp_millis(), edit.by, report.id, edit.key, edit.seen)?
    };
    if changed == 1 {
        return Ok(edit.seen + 1);
    }
    let current: Option<(i64,)> = sql!(tx, fetch_optional:
        "SELECT version FROM report_section WHERE report_id = $1 AND key = $2", report.id, edit.key)?;
    Err(Error::Conflict {
        current: current.map_or(0, |(version,)| version),
    })
}

/// Locks a published report: it can be neither changed nor removed. Answers with its number.
///
/// # Errors
/// [`Error::DiskFull`], or the database's own.
pub async fn publish(
    tx: &mut Tx,
    report: &Report,
    sha256: &str,
    bytes: &[u8],
    at: DateTime<Utc>,
    by: &str,
) -> Result<i64> {
    let (number,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO report_snapshot (report_id, number, sha256, bytes, published_at, published_by)
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM report_snapshot WHERE report_id = $1
         RETURNING number",
        report.id, sha256, bytes, at.timestamp_millis(), by)?;
    Ok(number)
}

/// What was published of the report, oldest first.
///
/// # Errors
/// The database's own.
pub async fn snapshots(tx: &mut Tx, report: &Report) -> Result<Vec<Snapshot>> {
    let rows: Vec<(i64, String, i64, String)> = sql!(tx, fetch_all:
        "SELECT number, sha256, published_at, published_by FROM report_snapshot WHERE report_id = $1 ORDER BY number",
        report.id)?;
    let snapshot = |(number, sha256, at, published_by)| Snapshot {
        number,
        sha256,
        published_at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
        published_by,
    };
    Ok(rows.into_iter().map(snapshot).collect())
}

/// What was last published of each year's report of this kind: year and snapshot, oldest year first.
///
/// # Errors
/// The database's own.
pub async fn newest(tx: &mut Tx, association: AssociationId, kind: &str) -> Result<Vec<(i32, Snapshot)>> {
    let rows: Vec<(i64, i64, String, i64, String)> = sql!(tx, fetch_all:
        "SELECT r.year, s.number, s.sha256, s.published_at, s.published_by
         FROM report r JOIN report_snapshot s ON s.report_id = r.id
         WHERE r.association_id = $1 AND r.kind = $2
           AND s.number = (SELECT MAX(number) FROM report_snapshot WHERE report_id = r.id)
         ORDER BY r.year",
        association.0, kind)?;
    let newest = |(year, number, sha256, at, published_by)| {
        let snapshot = Snapshot {
            number,
            sha256,
            published_at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
            published_by,
        };
        (crate::year(year), snapshot)
    };
    Ok(rows.into_iter().map(newest).collect())
}

/// The bytes of one snapshot.
///
/// # Errors
/// The database's own.
pub async fn snapshot_bytes(tx: &mut Tx, report: &Report, number: i64) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = sql!(tx, fetch_optional:
        "SELECT bytes FROM report_snapshot WHERE report_id = $1 AND number = $2", report.id, number)?;
    Ok(row.map(|(bytes,)| bytes))
}
