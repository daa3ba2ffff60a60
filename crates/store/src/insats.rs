//! Insatser with the municipalities they serve and their budgeted participants.

use std::collections::HashMap;

use domain::{
    codes::{CodeTable, InsatsKind},
    facts::Insats,
};

use crate::{
    AssociationId, Error, Result, Tx, code, position,
    tx::{insert_all, sql},
};

/// Saves insatser by slug, in this order; those not named stay.
///
/// # Errors
/// [`Error::Constraint`] for ages or counts that cannot be.
pub async fn save(tx: &mut Tx, association: AssociationId, insatser: &[Insats]) -> Result<()> {
    for (i, insats) in insatser.iter().enumerate() {
        let id = upsert(tx, association, position(i), insats).await?;
        sql!(tx, execute: "DELETE FROM insats_municipality WHERE insats_id = $1", id)?;
        let municipalities: Vec<_> = insats.municipalities.iter().enumerate().collect();
        insert_all!(
            tx,
            "INSERT INTO insats_municipality (insats_id, position, name) ",
            3,
            municipalities,
            |(i, name), values| {
                values
                    .push_bind(id)
                    .push_bind(position(*i))
                    .push_bind((*name).clone());
            }
        );
        insert_all!(
            tx,
            "INSERT INTO insats_year (insats_id, year, budgeted_participants) ",
            3,
            insats.budgeted_participants,
            |(year, count), values| {
                values.push_bind(id).push_bind(i64::from(*year)).push_bind(*count);
            },
            " ON CONFLICT (insats_id, year) DO UPDATE SET budgeted_participants = excluded.budgeted_participants"
        );
    }
    Ok(())
}

async fn upsert(tx: &mut Tx, association: AssociationId, position: i64, i: &Insats) -> Result<i64> {
    let principal = principal_id(tx, association, &i.principal).await?;
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO insats (association_id, position, slug, name, kind, principal, decision, staff, methods,
                             age_from, age_to, registers, principal_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (association_id, slug) DO UPDATE
         SET position = excluded.position, name = excluded.name, kind = excluded.kind,
             principal = excluded.principal, decision = excluded.decision, staff = excluded.staff,
             methods = excluded.methods, age_from = excluded.age_from, age_to = excluded.age_to,
             registers = excluded.registers, principal_id = excluded.principal_id
         RETURNING id",
        association.0, position, &i.slug, &i.name, i16::from(i.kind.code()), &i.principal, &i.decision, &i.staff,
        &i.methods, i.ages.map(|a| i64::from(a.0)), i.ages.map(|a| i64::from(a.1)), i.registers, principal)?;
    Ok(id)
}

/// The key of a huvudman by name, made when it is new; none for an empty name.
async fn principal_id(tx: &mut Tx, association: AssociationId, name: &str) -> Result<Option<i64>> {
    if name.is_empty() {
        return Ok(None);
    }
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO principal (association_id, name) VALUES ($1, $2)
         ON CONFLICT (association_id, name) DO UPDATE SET name = excluded.name RETURNING id",
        association.0, name)?;
    Ok(Some(id))
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    slug: String,
    name: String,
    kind: i16,
    principal: String,
    decision: String,
    staff: String,
    methods: String,
    age_from: Option<i64>,
    age_to: Option<i64>,
    registers: bool,
}

/// Insatser in printed order, each with its key.
///
/// # Errors
/// The database's own.
pub(crate) async fn load_with_ids(tx: &mut Tx, association: AssociationId) -> Result<Vec<(i64, Insats)>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT id, slug, name, kind, principal, decision, staff, methods, age_from, age_to, registers
         FROM insats WHERE association_id = $1 ORDER BY position, slug", association.0)?;
    let municipalities: Vec<(i64, String)> = sql!(tx, fetch_all:
        "SELECT m.insats_id, m.name FROM insats_municipality m JOIN insats i ON i.id = m.insats_id
         WHERE i.association_id = $1 ORDER BY m.insats_id, m.position", association.0)?;
    let years: Vec<(i64, i64, i64)> = sql!(tx, fetch_all:
        "SELECT y.insats_id, y.year, y.budgeted_participants FROM insats_year y JOIN insats i ON i.id = y.insats_id
         WHERE i.association_id = $1 ORDER BY y.insats_id, y.year", association.0)?;
    let age = |stored: i64| i32::try_from(stored).unwrap_or(i32::MAX);
    let insats = |row: Row| {
        let served = municipalities.iter().filter(|m| m.0 == row.id);
        let budgeted = years.iter().filter(|y| y.0 == row.id);
        let insats = Insats {
            slug: row.slug,
            name: row.name,
            kind: code::<InsatsKind>("insats kind", row.kind)?,
            principal: row.principal,
            municipalities: served.map(|m| m.1.clone()).collect(),
            decision: row.decision,
            staff: row.staff,
            methods: row.methods,
            budgeted_participants: budgeted.map(|y| (crate::year(y.1), y.2)).collect(),
            ages: row
                .age_from
                .zip(row.age_to)
                .map(|(from, to)| (age(from), age(to))),
            registers: row.registers,
        };
        Ok((row.id, insats))
    };
    rows.into_iter().map(insats).collect()
}

/// Insatser in printed order.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Insats>> {
    Ok(load_with_ids(tx, association)
        .await?
        .into_iter()
        .map(|(_, insats)| insats)
        .collect())
}

/// Keys by slug.
pub(crate) async fn ids(tx: &mut Tx, association: AssociationId) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> =
        sql!(tx, fetch_all: "SELECT slug, id FROM insats WHERE association_id = $1", association.0)?;
    Ok(rows.into_iter().collect())
}

/// The key of an optional slug.
pub(crate) fn id_of(ids: &HashMap<String, i64>, slug: Option<&String>) -> Result<Option<i64>> {
    let found = slug.map(|slug| {
        ids.get(slug)
            .copied()
            .ok_or_else(|| Error::unknown("insats", &slug))
    });
    found.transpose()
}
