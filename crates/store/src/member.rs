//! Members, their populations and contributions.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    codes::{CodeTable, MemberKind},
    facts::{Contribution, Member},
    money::Ore,
};

use crate::{
    AssociationId, Error, Result, Tx, code, position,
    tx::{insert_all, sql},
};

/// Saves members by code, in this order; those not named stay.
///
/// # Errors
/// [`Error::Constraint`] for a negative population, [`Error::Duplicate`] for a name twice.
pub async fn save(tx: &mut Tx, association: AssociationId, members: &[Member]) -> Result<()> {
    for (i, m) in members.iter().enumerate() {
        let (id,): (i64,) = sql!(tx, fetch_one:
            "INSERT INTO member (association_id, position, code, name, kind) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (association_id, code) DO UPDATE
             SET position = excluded.position, name = excluded.name, kind = excluded.kind RETURNING id",
            association.0, position(i), &m.code, &m.name, i16::from(m.kind.code()))?;
        insert_all!(
            tx,
            "INSERT INTO population (member_id, on_date, inhabitants) ",
            3,
            m.population,
            |(date, inhabitants), values| {
                values.push_bind(id).push_bind(*date).push_bind(*inhabitants);
            },
            " ON CONFLICT (member_id, on_date) DO UPDATE SET inhabitants = excluded.inhabitants"
        );
    }
    Ok(())
}

/// Saves decided contributions by member and year.
///
/// # Errors
/// [`Error::Unknown`] for a member that is not there, [`Error::Constraint`] for a negative amount.
pub async fn save_contributions(
    tx: &mut Tx,
    association: AssociationId,
    contributions: &[Contribution],
) -> Result<()> {
    let ids = ids(tx, association).await?;
    let rows = contributions
        .iter()
        .map(|c| {
            Ok((
                *ids.get(&c.member)
                    .ok_or_else(|| Error::unknown("member", &c.member))?,
                c,
            ))
        })
        .collect::<Result<Vec<_>>>()?;
    insert_all!(
        tx,
        "INSERT INTO contribution (member_id, year, amount, override_reason) ",
        4,
        rows,
        |(member, c), values| {
            values
                .push_bind(*member)
                .push_bind(i64::from(c.year))
                .push_bind(c.amount.0)
                .push_bind(c.override_reason.clone());
        },
        " ON CONFLICT (member_id, year) DO UPDATE
          SET amount = excluded.amount, override_reason = excluded.override_reason"
    );
    Ok(())
}

/// Members in printed order.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Member>> {
    let rows: Vec<(i64, String, String, i16)> = sql!(tx, fetch_all:
        "SELECT id, code, name, kind FROM member WHERE association_id = $1 ORDER BY position, code", association.0)?;
    let populations: Vec<(i64, NaiveDate, i64)> = sql!(tx, fetch_all:
        "SELECT p.member_id, p.on_date, p.inhabitants FROM population p JOIN member m ON m.id = p.member_id
         WHERE m.association_id = $1 ORDER BY p.on_date", association.0)?;
    let mut members = Vec::with_capacity(rows.len());
    for (id, member_code, name, kind) in rows {
        let own = populations.iter().filter(|(member, ..)| *member == id);
        members.push(Member {
            code: member_code,
            name,
            kind: code::<MemberKind>("member kind", kind)?,
            population: own.map(|(_, date, inhabitants)| (*date, *inhabitants)).collect(),
        });
    }
    Ok(members)
}

/// Contributions by year, then in the members' order.
///
/// # Errors
/// The database's own.
pub async fn load_contributions(tx: &mut Tx, association: AssociationId) -> Result<Vec<Contribution>> {
    let rows: Vec<(String, i64, i64, Option<String>)> = sql!(tx, fetch_all:
        "SELECT m.code, c.year, c.amount, c.override_reason FROM contribution c JOIN member m ON m.id = c.member_id
         WHERE m.association_id = $1 ORDER BY c.year, m.position, m.code", association.0)?;
    let contribution = |(member, year, amount, override_reason)| Contribution {
        member,
        year: crate::year(year),
        amount: Ore(amount),
        override_reason,
    };
    Ok(rows.into_iter().map(contribution).collect())
}

pub(crate) async fn ids(tx: &mut Tx, association: AssociationId) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> =
        sql!(tx, fetch_all: "SELECT code, id FROM member WHERE association_id = $1", association.0)?;
    Ok(rows.into_iter().collect())
}
