//! Answers to findings that may be true.

use chrono::{DateTime, Utc};

use crate::{AssociationId, Result, Tx, tx::sql};

/// An answer; it stands while what was found and expected stay the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// [`domain::finding::Finding::key`].
    pub finding: String,
    /// What was expected when it was answered.
    pub expected: Option<String>,
    /// What was found when it was answered.
    pub found: String,
    /// Why it is as it should be.
    pub reason: String,
    /// When.
    pub answered_at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub answered_by: String,
}

/// Saves an answer in place of an earlier one to the same finding.
///
/// # Errors
/// [`crate::Error::Constraint`] for an empty reason.
pub async fn save(tx: &mut Tx, association: AssociationId, year: i32, answer: &Answer) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO finding_answer (association_id, year, finding, expected, found, reason, answered_at, answered_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (association_id, year, finding) DO UPDATE
         SET expected = excluded.expected, found = excluded.found, reason = excluded.reason,
             answered_at = excluded.answered_at, answered_by = excluded.answered_by",
        association.0, i64::from(year), &answer.finding, &answer.expected, &answer.found, &answer.reason,
        answer.answered_at.timestamp_millis(), &answer.answered_by)?;
    Ok(())
}

/// Every answer of a year.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId, year: i32) -> Result<Vec<Answer>> {
    let rows: Vec<(String, Option<String>, String, String, i64, String)> = sql!(tx, fetch_all:
        "SELECT finding, expected, found, reason, answered_at, answered_by FROM finding_answer
         WHERE association_id = $1 AND year = $2", association.0, i64::from(year))?;
    let answer = |(finding, expected, found, reason, at, answered_by)| Answer {
        finding,
        expected,
        found,
        reason,
        answered_at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
        answered_by,
    };
    let mut answers: Vec<Answer> = rows.into_iter().map(answer).collect();
    answers.sort_by(|a, b| a.finding.cmp(&b.finding));
    Ok(answers)
}
