//! Samverkansteam and the municipalities each serves.

use domain::facts::Team;

use crate::{
    AssociationId, Error, Result, Tx, position,
    tx::{insert_all, sql},
};

/// Saves teams by slug, in this order; those not named stay.
///
/// # Errors
/// [`Error::Duplicate`] for two teams of one name, [`Error::Constraint`] for an empty one.
pub async fn save(tx: &mut Tx, association: AssociationId, teams: &[Team]) -> Result<()> {
    for (i, team) in teams.iter().enumerate() {
        let (id,): (i64,) = sql!(tx, fetch_one:
            "INSERT INTO team (association_id, position, slug, name) VALUES ($1, $2, $3, $4)
             ON CONFLICT (association_id, slug) DO UPDATE SET position = excluded.position, name = excluded.name
             RETURNING id",
            association.0, position(i), &team.slug, &team.name)?;
        sql!(tx, execute: "DELETE FROM team_municipality WHERE team_id = $1", id)?;
        let municipalities: Vec<_> = team.municipalities.iter().enumerate().collect();
        insert_all!(
            tx,
            "INSERT INTO team_municipality (team_id, position, name) ",
            3,
            municipalities,
            |(i, name), values| {
                values
                    .push_bind(id)
                    .push_bind(position(*i))
                    .push_bind((*name).clone());
            }
        );
    }
    Ok(())
}

/// Teams in printed order.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Team>> {
    let rows: Vec<(i64, String, String)> = sql!(tx, fetch_all:
        "SELECT id, slug, name FROM team WHERE association_id = $1 ORDER BY position, slug", association.0)?;
    let municipalities: Vec<(i64, String)> = sql!(tx, fetch_all:
        "SELECT m.team_id, m.name FROM team_municipality m JOIN team t ON t.id = m.team_id
         WHERE t.association_id = $1 ORDER BY m.team_id, m.position", association.0)?;
    let team = |(id, slug, name)| Team {
        slug,
        name,
        municipalities: municipalities
            .iter()
            .filter(|(team, _)| *team == id)
            .map(|(_, name)| name.clone())
            .collect(),
    };
    Ok(rows.into_iter().map(team).collect())
}

/// The key of an optional slug.
pub(crate) async fn id_of(
    tx: &mut Tx,
    association: AssociationId,
    slug: Option<&str>,
) -> Result<Option<i64>> {
    let Some(slug) = slug else { return Ok(None) };
    let row: Option<(i64,)> = sql!(tx, fetch_optional:
        "SELECT id FROM team WHERE association_id = $1 AND slug = $2", association.0, slug)?;
    row.map(|(id,)| Some(id))
        .ok_or_else(|| Error::unknown("team", &slug))
}
