//! A year's contributions before and after the decision: basis, other amounts, due dates, and where the
//! populations come from.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::{
    codes::{CodeTable, MemberKind},
    contribution::{Basis, Group, Key},
    money::Ore,
};

use crate::{
    AssociationId, Error, Result, Tx, code, member, position,
    tx::{insert_all, sql},
};

/// Another amount than the key's, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// The member's code.
    pub member: String,
    /// The amount.
    pub amount: Ore,
    /// Why.
    pub reason: String,
}

/// A year as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// What it is shared by.
    pub basis: Basis,
    /// Its version; 0 when nothing was saved.
    pub version: i64,
    /// The decision: "§ 58/2026" and its day.
    pub decided: Option<(String, NaiveDate)>,
    /// Amounts in place of the key's.
    pub others: Vec<Other>,
    /// When the members pay.
    pub dues: Vec<NaiveDate>,
}

/// Where the populations of a day come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The day.
    pub on: NaiveDate,
    /// The table's name.
    pub table: String,
    /// When it was fetched.
    pub extracted: NaiveDate,
    /// What the table states for the county.
    pub stated: Option<i64>,
}

/// A year; empty with version 0 when nothing was saved.
///
/// # Errors
/// [`Error::Unknown`] for a code this program does not know.
pub async fn load(tx: &mut Tx, association: AssociationId, year: i32) -> Result<Stored> {
    let wanted = i64::from(year);
    let head: Option<(i64, i64, String, Option<NaiveDate>)> = sql!(tx, fetch_optional:
        "SELECT total, version, decision, decided_on FROM contribution_year WHERE association_id = $1 AND year = $2",
        association.0, wanted)?;
    let dues: Vec<(NaiveDate,)> = sql!(tx, fetch_all:
        "SELECT due FROM contribution_due WHERE association_id = $1 AND year = $2 ORDER BY number", association.0, wanted)?;
    let dues = dues.into_iter().map(|(due,)| due).collect();
    let Some((total, version, decision, decided_on)) = head else {
        return Ok(Stored {
            dues,
            ..Stored::default()
        });
    };
    let others: Vec<(String, i64, String)> = sql!(tx, fetch_all:
        "SELECT m.code, o.amount, o.reason FROM contribution_override o JOIN member m ON m.id = o.member_id
         WHERE m.association_id = $1 AND o.year = $2 ORDER BY m.position, m.code", association.0, wanted)?;
    let other = |(member, amount, reason)| Other {
        member,
        amount: Ore(amount),
        reason,
    };
    Ok(Stored {
        basis: Basis {
            total: Ore(total),
            groups: groups(tx, association, wanted).await?,
        },
        version,
        decided: decided_on.map(|on| (decision, on)),
        others: others.into_iter().map(other).collect(),
        dues,
    })
}

async fn groups(tx: &mut Tx, association: AssociationId, year: i64) -> Result<Vec<Group>> {
    let rows: Vec<(i16, i64, i16, Option<NaiveDate>)> = sql!(tx, fetch_all:
        "SELECT kind, weight, share_key, on_date FROM contribution_group WHERE association_id = $1 AND year = $2 ORDER BY kind",
        association.0, year)?;
    let shares: Vec<(String, i16, i64)> = sql!(tx, fetch_all:
        "SELECT m.code, m.kind, s.amount FROM contribution_share s JOIN member m ON m.id = s.member_id
         WHERE m.association_id = $1 AND s.year = $2", association.0, year)?;
    let mut groups = Vec::with_capacity(rows.len());
    for (kind, weight, share_key, on) in rows {
        let own = shares.iter().filter(|(_, own, _)| *own == kind);
        let key = match (share_key, on) {
            (1, Some(on)) => Key::Population { on },
            (2, _) => Key::Equal,
            (3, _) => Key::Fixed(own.map(|(code, _, share)| (code.clone(), *share)).collect()),
            (4, _) => Key::Entered(own.map(|(code, _, ore)| (code.clone(), Ore(*ore))).collect()),
            _ => return Err(Error::unknown("contribution key", &share_key)),
        };
        groups.push(Group {
            kind: code::<MemberKind>("member kind", kind)?,
            weight,
            key,
        });
    }
    Ok(groups)
}

/// Saves what a year is shared by in place of the version it was changed from. Other amounts stay.
///
/// # Errors
/// [`Error::Conflict`] when another version stands there; [`Error::Unknown`] for a member that is not there.
pub async fn save_basis(
    tx: &mut Tx,
    association: AssociationId,
    year: i32,
    basis: &Basis,
    version: i64,
) -> Result<()> {
    let wanted = i64::from(year);
    let saved = sql!(tx, execute:
        "INSERT INTO contribution_year (association_id, year, total, version, decision) VALUES ($1, $2, $3, $4 + 1, '')
         ON CONFLICT (association_id, year) DO UPDATE SET total = excluded.total, version = excluded.version
         WHERE contribution_year.version = $4", association.0, wanted, basis.total.0, version)?;
    let stands: (i64,) = sql!(tx, fetch_one:
        "SELECT version FROM contribution_year WHERE association_id = $1 AND year = $2", association.0, wanted)?;
    if saved == 0 || stands.0 != version + 1 {
        return Err(Error::Conflict { current: stands.0 });
    }
    sql!(tx, execute: "DELETE FROM contribution_group WHERE association_id = $1 AND year = $2", association.0, wanted)?;
    sql!(tx, execute:
        "DELETE FROM contribution_share WHERE year = $2 AND member_id IN (SELECT id FROM member WHERE association_id = $1)",
        association.0, wanted)?;
    let ids = member::ids(tx, association).await?;
    for group in &basis.groups {
        let (share_key, on, shares) = stored(&group.key);
        sql!(tx, execute:
            "INSERT INTO contribution_group (association_id, year, kind, weight, share_key, on_date) VALUES ($1, $2, $3, $4, $5, $6)",
            association.0, wanted, i16::from(group.kind.code()), group.weight, share_key, on)?;
        let rows = shares
            .into_iter()
            .map(|(member, amount)| Ok((id_of(&ids, &member)?, amount)))
            .collect::<Result<Vec<_>>>()?;
        insert_all!(
            tx,
            "INSERT INTO contribution_share (member_id, year, amount) ",
            3,
            rows,
            |(member, amount), values| {
                values.push_bind(*member).push_bind(wanted).push_bind(*amount);
            }
        );
    }
    Ok(())
}

fn stored(key: &Key) -> (i16, Option<NaiveDate>, BTreeMap<String, i64>) {
    match key {
        Key::Population { on } => (1, Some(*on), BTreeMap::new()),
        Key::Equal => (2, None, BTreeMap::new()),
        Key::Fixed(shares) => (3, None, shares.clone()),
        Key::Entered(amounts) => (
            4,
            None,
            amounts.iter().map(|(code, ore)| (code.clone(), ore.0)).collect(),
        ),
    }
}

fn id_of(ids: &HashMap<String, i64>, code: &str) -> Result<i64> {
    let id = ids.get(code).copied();
    id.ok_or_else(|| Error::unknown("member", &code))
}

/// Replaces the amounts that stand in place of the key's.
///
/// # Errors
/// [`Error::Unknown`] for a member that is not there.
pub async fn save_others(tx: &mut Tx, association: AssociationId, year: i32, others: &[Other]) -> Result<()> {
    let wanted = i64::from(year);
    sql!(tx, execute:
        "DELETE FROM contribution_override WHERE year = $2 AND member_id IN (SELECT id FROM member WHERE association_id = $1)",
        association.0, wanted)?;
    let ids = member::ids(tx, association).await?;
    let rows = others
        .iter()
        .map(|other| Ok((id_of(&ids, &other.member)?, other)))
        .collect::<Result<Vec<_>>>()?;
    insert_all!(
        tx,
        "INSERT INTO contribution_override (member_id, year, amount, reason) ",
        4,
        rows,
        |(member, other), values| {
            values
                .push_bind(*member)
                .push_bind(wanted)
                .push_bind(other.amount.0)
                .push_bind(other.reason.clone());
        }
    );
    Ok(())
}

/// Registers a year's decision, or takes it back.
///
/// # Errors
/// The database's own.
pub async fn set_decision(
    tx: &mut Tx,
    association: AssociationId,
    year: i32,
    decided: Option<(&str, NaiveDate)>,
) -> Result<()> {
    let (decision, on) = decided.map_or(("", None), |(decision, on)| (decision, Some(on)));
    sql!(tx, execute:
        "UPDATE contribution_year SET decision = $3, decided_on = $4, version = version + 1
         WHERE association_id = $1 AND year = $2", association.0, i64::from(year), decision, on)?;
    Ok(())
}

/// Replaces a year's due dates.
///
/// # Errors
/// [`Error::Duplicate`] for a day twice.
pub async fn save_dues(tx: &mut Tx, association: AssociationId, year: i32, dues: &[NaiveDate]) -> Result<()> {
    let wanted = i64::from(year);
    sql!(tx, execute: "DELETE FROM contribution_due WHERE association_id = $1 AND year = $2", association.0, wanted)?;
    for (index, due) in dues.iter().enumerate() {
        sql!(tx, execute:
            "INSERT INTO contribution_due (association_id, year, number, due) VALUES ($1, $2, $3, $4)",
            association.0, wanted, position(index) + 1, *due)?;
    }
    Ok(())
}

/// Saves members' populations of a day with their source, in place of what stood there.
///
/// # Errors
/// [`Error::Unknown`] for a member that is not there.
pub async fn save_populations(
    tx: &mut Tx,
    association: AssociationId,
    source: &Source,
    rows: &[(String, i64)],
) -> Result<()> {
    let ids = member::ids(tx, association).await?;
    let rows = rows
        .iter()
        .map(|(member, count)| Ok((id_of(&ids, member)?, *count)))
        .collect::<Result<Vec<_>>>()?;
    insert_all!(
        tx,
        "INSERT INTO population (member_id, on_date, inhabitants) ",
        3,
        rows,
        |(member, count), values| {
            values.push_bind(*member).push_bind(source.on).push_bind(*count);
        },
        " ON CONFLICT (member_id, on_date) DO UPDATE SET inhabitants = excluded.inhabitants"
    );
    sql!(tx, execute:
        "INSERT INTO population_source (association_id, on_date, table_name, extracted, stated) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (association_id, on_date) DO UPDATE
         SET table_name = excluded.table_name, extracted = excluded.extracted, stated = excluded.stated",
        association.0, source.on, &source.table, source.extracted, source.stated)?;
    Ok(())
}

/// Where the populations come from, newest day first.
///
/// # Errors
/// The database's own.
pub async fn sources(tx: &mut Tx, association: AssociationId) -> Result<Vec<Source>> {
    let rows: Vec<(NaiveDate, String, NaiveDate, Option<i64>)> = sql!(tx, fetch_all:
        "SELECT on_date, table_name, extracted, stated FROM population_source WHERE association_id = $1 ORDER BY on_date DESC",
        association.0)?;
    let source = |(on, table, extracted, stated)| Source {
        on,
        table,
        extracted,
        stated,
    };
    Ok(rows.into_iter().map(source).collect())
}
