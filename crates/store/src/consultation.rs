//! Consultations, counted per insats and month: what teams registered one by one, and numbers entered
//! for months before that. `app` sees to it that a team's month has one or the other, never both.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::{consultation::MonthCount, facts::ConsultationFact};

use crate::{AssociationId, Error, Result, Tx, insats, referral::team_id, tx::sql};

/// Saves the counts; a count of the same insats and month is replaced.
///
/// # Errors
/// [`Error::Constraint`] for a negative count or a month that is not; [`Error::Unknown`] for an
/// insats that is not there.
pub async fn save(tx: &mut Tx, association: AssociationId, counts: &[ConsultationFact]) -> Result<()> {
    let insatser = insats::load_with_ids(tx, association).await?;
    for c in counts {
        let insats = match c.insats {
            None => None,
            Some(i) => Some(insatser.get(i).ok_or_else(|| Error::unknown("insats", &i))?.0),
        };
        sql!(tx, execute:
            "INSERT INTO consultation (association_id, insats_id, year, month, count) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (association_id, year, month, coalesce(insats_id, 0), coalesce(team_id, 0))
             DO UPDATE SET count = excluded.count",
            association.0, insats, i64::from(c.year), i16::from(c.month), c.count)?;
    }
    Ok(())
}

/// Saves a team's number for a month; none removes it.
///
/// # Errors
/// [`Error::Unknown`] for a team that is not there.
pub async fn enter(
    tx: &mut Tx,
    association: AssociationId,
    team: &str,
    (year, month): (i32, u8),
    count: Option<i64>,
) -> Result<()> {
    let team = team_id(tx, association, team).await?;
    sql!(tx, execute:
        "DELETE FROM consultation WHERE association_id = $1 AND team_id = $2 AND year = $3 AND month = $4",
        association.0, team, i64::from(year), i16::from(month))?;
    if let Some(count) = count {
        sql!(tx, execute:
            "INSERT INTO consultation (association_id, team_id, year, month, count) VALUES ($1, $2, $3, $4, $5)",
            association.0, team, i64::from(year), i16::from(month), count)?;
    }
    Ok(())
}

/// The numbers entered for a team, newest first.
///
/// # Errors
/// [`Error::Unknown`] for a team that is not there.
pub async fn entered(tx: &mut Tx, association: AssociationId, team: &str) -> Result<Vec<MonthCount>> {
    let team = team_id(tx, association, team).await?;
    let rows: Vec<(i64, i16, i64)> = sql!(tx, fetch_all:
        "SELECT year, month, count FROM consultation WHERE association_id = $1 AND team_id = $2
         ORDER BY year DESC, month DESC", association.0, team)?;
    let count = |(year, month, count): (i64, i16, i64)| MonthCount {
        year: crate::year(year),
        month: u8::try_from(month).unwrap_or(0),
        count,
    };
    Ok(rows.into_iter().map(count).collect())
}

/// The number entered for all teams together (or for insatser) that covers a team's month, and the
/// team's own: what consultations registered there would be counted beside.
///
/// # Errors
/// [`Error::Unknown`] for a team that is not there.
pub async fn covering(
    tx: &mut Tx,
    association: AssociationId,
    team: &str,
    (year, month): (i32, u8),
) -> Result<(Option<i64>, Option<i64>)> {
    let team = team_id(tx, association, team).await?;
    let rows: Vec<(Option<i64>, i64)> = sql!(tx, fetch_all:
        "SELECT team_id, count FROM consultation
         WHERE association_id = $1 AND year = $2 AND month = $3 AND (team_id IS NULL OR team_id = $4)",
        association.0, i64::from(year), i16::from(month), team)?;
    let sum = |own: bool| {
        let counts: Vec<i64> = rows
            .iter()
            .filter(|row| row.0.is_some() == own)
            .map(|row| row.1)
            .collect();
        (!counts.is_empty()).then(|| counts.iter().sum())
    };
    Ok((sum(false), sum(true)))
}

/// Counts by month; `insats` indexes the insatser in printed order, and is absent for the teams' own.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<ConsultationFact>> {
    let insatser = insats::load_with_ids(tx, association).await?;
    let entered: Vec<(Option<i64>, i64, i16, i64)> = sql!(tx, fetch_all:
        "SELECT insats_id, year, month, count FROM consultation WHERE association_id = $1", association.0)?;
    let registered: Vec<(NaiveDate, i64)> = sql!(tx, fetch_all:
        "SELECT m.held, COUNT(*) FROM team_consultation c JOIN team_meeting m ON m.id = c.meeting_id
         JOIN team t ON t.id = c.team_id WHERE t.association_id = $1 GROUP BY m.held", association.0)?;
    // Keyed as they are printed; the teams' own come first in a month.
    let mut sums: BTreeMap<(i32, u8, Option<usize>), i64> = BTreeMap::new();
    for (insats, year, month, count) in entered {
        let insats = insats.and_then(|id| insatser.iter().position(|(own, _)| *own == id));
        let month = u8::try_from(month).unwrap_or(0);
        *sums.entry((crate::year(year), month, insats)).or_default() += count;
    }
    for (held, count) in registered {
        let month = u8::try_from(held.month()).unwrap_or(0);
        *sums.entry((held.year(), month, None)).or_default() += count;
    }
    let fact = |((year, month, insats), count)| ConsultationFact {
        insats,
        year,
        month,
        count,
    };
    Ok(sums.into_iter().map(fact).collect())
}
