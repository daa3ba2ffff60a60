//! Ledger projects (SIE dimension 6) and what was requisitioned for them.

use std::collections::HashMap;

use domain::{
    facts::{Project, Requisitioned},
    money::Ore,
};

use crate::{
    AssociationId, Error, Result, Tx, insats, position,
    tx::{insert_all, sql},
};

/// Saves projects by code; those not named stay, and keep their place before new ones.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there.
pub async fn save(tx: &mut Tx, association: AssociationId, projects: &[Project]) -> Result<()> {
    let insatser = insats::ids(tx, association).await?;
    for (i, p) in projects.iter().enumerate() {
        let insats = insats::id_of(&insatser, p.insats.as_ref())?;
        sql!(tx, execute:
            "INSERT INTO project (association_id, position, code, name, insats_id, municipality)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (association_id, code) DO UPDATE
             SET position = excluded.position, name = excluded.name, insats_id = excluded.insats_id,
                 municipality = excluded.municipality",
            association.0, position(i), &p.code, &p.name, insats, &p.municipality)?;
    }
    Ok(())
}

/// Projects in printed order, each with its key.
pub(crate) async fn load_with_ids(tx: &mut Tx, association: AssociationId) -> Result<Vec<(i64, Project)>> {
    let rows: Vec<(i64, String, String, Option<String>, String)> = sql!(tx, fetch_all:
        "SELECT p.id, p.code, p.name, i.slug, p.municipality FROM project p LEFT JOIN insats i ON i.id = p.insats_id
         WHERE p.association_id = $1 ORDER BY p.position, p.code", association.0)?;
    let project = |(id, code, name, insats, municipality)| {
        let project = Project {
            code,
            name,
            insats,
            municipality,
        };
        (id, project)
    };
    Ok(rows.into_iter().map(project).collect())
}

/// Projects in printed order.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Project>> {
    Ok(load_with_ids(tx, association)
        .await?
        .into_iter()
        .map(|(_, project)| project)
        .collect())
}

/// Keys by code.
pub(crate) async fn ids(tx: &mut Tx, association: AssociationId) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> =
        sql!(tx, fetch_all: "SELECT code, id FROM project WHERE association_id = $1", association.0)?;
    Ok(rows.into_iter().collect())
}

/// Saves requisitioned outcome by project and year. The insats is the project's own.
///
/// # Errors
/// [`Error::Unknown`] for a project that is not there.
pub async fn save_requisitioned(
    tx: &mut Tx,
    association: AssociationId,
    outcome: &[Requisitioned],
) -> Result<()> {
    let ids = ids(tx, association).await?;
    let rows = outcome
        .iter()
        .map(|r| {
            Ok((
                *ids.get(&r.project)
                    .ok_or_else(|| Error::unknown("project", &r.project))?,
                r,
            ))
        })
        .collect::<Result<Vec<_>>>()?;
    insert_all!(
        tx,
        "INSERT INTO requisitioned (project_id, year, amount, source) ",
        4,
        rows,
        |(project, r), values| {
            values
                .push_bind(*project)
                .push_bind(i64::from(r.year))
                .push_bind(r.amount.0)
                .push_bind(r.source.clone());
        },
        " ON CONFLICT (project_id, year) DO UPDATE SET amount = excluded.amount, source = excluded.source"
    );
    Ok(())
}

/// Requisitioned outcome by year, then in the projects' order.
///
/// # Errors
/// The database's own.
pub async fn load_requisitioned(tx: &mut Tx, association: AssociationId) -> Result<Vec<Requisitioned>> {
    let rows: Vec<(String, Option<String>, i64, i64, String)> = sql!(tx, fetch_all:
        "SELECT p.code, i.slug, r.year, r.amount, r.source
         FROM requisitioned r JOIN project p ON p.id = r.project_id LEFT JOIN insats i ON i.id = p.insats_id
         WHERE p.association_id = $1 ORDER BY r.year, p.position, p.code", association.0)?;
    let requisitioned = |(project, insats, year, amount, source)| Requisitioned {
        project,
        insats,
        year: crate::year(year),
        amount: Ore(amount),
        source,
    };
    Ok(rows.into_iter().map(requisitioned).collect())
}
