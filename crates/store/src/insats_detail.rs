//! What an insats is, in the words that the national follow-up asks for.

use chrono::NaiveDate;
use domain::statistics::finsam::Details;

use crate::{AssociationId, Result, Tx, insats, tx::sql};

/// Saves one insats's details; not found is no insats of that slug.
///
/// # Errors
/// [`crate::Error::Constraint`] for a last day before the first, [`crate::Error::Unknown`] for an unknown insats.
pub async fn save(tx: &mut Tx, association: AssociationId, details: &Details) -> Result<()> {
    let ids = insats::ids(tx, association).await?;
    let id = insats::id_of(&ids, Some(&details.insats))?;
    sql!(tx, execute:
        "INSERT INTO insats_detail (insats_id, direction, precisely, target_group, esf, first_day, last_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (insats_id) DO UPDATE
         SET direction = excluded.direction, precisely = excluded.precisely, target_group = excluded.target_group,
             esf = excluded.esf, first_day = excluded.first_day, last_day = excluded.last_day",
        id, &details.direction, &details.precisely, &details.target_group, details.esf, details.from, details.to)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    slug: String,
    direction: String,
    precisely: String,
    target_group: String,
    esf: Option<bool>,
    first_day: Option<NaiveDate>,
    last_day: Option<NaiveDate>,
}

/// The details of every insats that has any, in printed order.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Details>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT i.slug, d.direction, d.precisely, d.target_group, d.esf, d.first_day, d.last_day
         FROM insats_detail d JOIN insats i ON i.id = d.insats_id
         WHERE i.association_id = $1 ORDER BY i.position, i.slug", association.0)?;
    let details = |row: Row| Details {
        insats: row.slug,
        direction: row.direction,
        precisely: row.precisely,
        target_group: row.target_group,
        esf: row.esf,
        from: row.first_day,
        to: row.last_day,
    };
    Ok(rows.into_iter().map(details).collect())
}
