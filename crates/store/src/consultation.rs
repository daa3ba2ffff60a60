//! Consultations, counted per insats and month.

use domain::facts::ConsultationFact;

use crate::{AssociationId, Error, Result, Tx, insats, tx::sql};

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
             ON CONFLICT (association_id, year, month, coalesce(insats_id, 0)) DO UPDATE SET count = excluded.count",
            association.0, insats, i64::from(c.year), i16::from(c.month), c.count)?;
    }
    Ok(())
}

/// Counts by month; `insats` indexes the insatser in printed order.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<ConsultationFact>> {
    let insatser = insats::load_with_ids(tx, association).await?;
    let rows: Vec<(Option<i64>, i64, i16, i64)> = sql!(tx, fetch_all:
        "SELECT c.insats_id, c.year, c.month, c.count FROM consultation c LEFT JOIN insats i ON i.id = c.insats_id
         WHERE c.association_id = $1 ORDER BY c.year, c.month, COALESCE(i.position, -1), c.insats_id", association.0)?;
    let fact = |(insats, year, month, count): (Option<i64>, i64, i16, i64)| ConsultationFact {
        insats: insats.and_then(|id| insatser.iter().position(|(own, _)| *own == id)),
        year: crate::year(year),
        month: u8::try_from(month).unwrap_or(0),
        count,
    };
    Ok(rows.into_iter().map(fact).collect())
}
