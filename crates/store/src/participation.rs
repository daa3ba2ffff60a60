//! Participations. Rows leave this module only to `app`, which asks for rights first. Every function
//! but the scan that counts is held to one insats, and so to one huvudman.

mod detail;
mod list;
mod pack;
mod record;
mod search;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    codes::CodeTable,
    facts::{ExitFact, ParticipationFact},
};
use pack::{pack_occupation, pack_support, unpack_occupation, unpack_support};
pub use {
    list::{Filter, Listed, Page, list},
    record::{Found, Person, Place, add_constructed_details, clear_details, find, insert, place, update},
    search::{elsewhere, rekey, spans},
};

use crate::{
    AssociationId, Error, Result, Tx, code, insats, optional_code,
    tx::{insert_all, sql},
};

/// A participation with its keys, as the huvudman sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Key in addresses.
    pub public_id: String,
    /// The insats's own reference; none on an anonymous record.
    pub reference: Option<String>,
    /// The coded row; its `insats` is an index into the insatser in printed order.
    pub fact: ParticipationFact,
}

#[derive(sqlx::FromRow)]
struct Row {
    insats_id: i64,
    anonymous: bool,
    stage: i16,
    sex: i16,
    birth_year: Option<i16>,
    municipality: Option<String>,
    person: Option<String>,
    entry: NaiveDate,
    referred_by: i16,
    education: i16,
    support_time: i16,
    support_before: i64,
    occupation_before: i64,
    exit_date: Option<NaiveDate>,
    exit_reason: i16,
    support_after: i64,
    occupation_after: i64,
    constructed: bool,
}

/// The columns of [`Row`] for `SELECT` from `participation p`. Of a pseudonym no more is read than
/// tells persons apart.
macro_rules! columns {
    () => {
        "p.insats_id, p.anonymous, p.stage, p.sex, p.birth_year, p.municipality, substr(p.pseudonym, 1, 16) AS person,
         p.entry, p.referred_by, p.education, p.support_time, p.support_before, p.occupation_before, p.exit_date,
         p.exit_reason, p.support_after, p.occupation_after, p.constructed"
    };
}
use columns;

#[derive(sqlx::FromRow)]
struct KeyedRow {
    public_id: String,
    reference: Option<String>,
    #[sqlx(flatten)]
    row: Row,
}

/// Adds participations that are registered `at` this moment. `insats` in each fact is an index into the insatser in printed order.
///
/// # Errors
/// [`Error::Constraint`] when a row contradicts itself (exit before entry, an anonymous record with
/// coded fields); [`Error::Duplicate`] for a public id or reference twice.
pub async fn add(tx: &mut Tx, association: AssociationId, rows: &[Stored], at: DateTime<Utc>) -> Result<()> {
    let insatser = insats::load_with_ids(tx, association).await?;
    let principals: HashMap<i64, i64> = sql!(tx, fetch_all:
        "SELECT id, principal_id FROM insats WHERE association_id = $1 AND principal_id IS NOT NULL", association.0)?
    .into_iter()
    .collect();
    let rows = rows
        .iter()
        .map(|stored| {
            let insats = insatser.get(stored.fact.insats).map(|(id, _)| *id);
            let insats = insats.ok_or_else(|| Error::unknown("insats", &stored.fact.insats))?;
            let principal = principals.get(&insats).copied();
            let principal =
                principal.ok_or_else(|| Error::unknown("principal of insats", &stored.fact.insats))?;
            Ok((stored, principal, row_of(insats, &stored.fact)?))
        })
        .collect::<Result<Vec<_>>>()?;
    insert_all!(
        tx,
        "INSERT INTO participation (public_id, reference, insats_id, principal_id, anonymous, stage, sex, birth_year,
            municipality, entry, referred_by, education, support_time, support_before, occupation_before, exit_date,
            exit_reason, support_after, occupation_after, constructed, changed_at) ",
        21,
        rows,
        |(stored, principal, row), values| {
            values
                .push_bind(stored.public_id.clone())
                .push_bind(stored.reference.clone())
                .push_bind(row.insats_id)
                .push_bind(*principal)
                .push_bind(row.anonymous)
                .push_bind(row.stage)
                .push_bind(row.sex)
                .push_bind(row.birth_year)
                .push_bind(row.municipality.clone())
                .push_bind(row.entry)
                .push_bind(row.referred_by)
                .push_bind(row.education)
                .push_bind(row.support_time)
                .push_bind(row.support_before)
                .push_bind(row.occupation_before)
                .push_bind(row.exit_date)
                .push_bind(row.exit_reason)
                .push_bind(row.support_after)
                .push_bind(row.occupation_after)
                .push_bind(row.constructed)
                .push_bind(at.timestamp_millis());
        }
    );
    Ok(())
}

/// Every participation of the association without its keys: one scan.
///
/// # Errors
/// [`Error::Unknown`] for a code this program does not know.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<ParticipationFact>> {
    let places = Places::load(tx, association).await?;
    let rows: Vec<Row> = sql!(tx, fetch_all:
        concat!("SELECT ", columns!(), " FROM participation p JOIN insats i ON i.id = p.insats_id
         WHERE i.association_id = $1 ORDER BY p.id"), association.0)?;
    rows.iter().map(|row| places.fact(row)).collect()
}

/// The participations of one insats, with keys, by entry. Ask for rights first: no figure needs this.
///
/// # Errors
/// [`Error::Unknown`] when the insats is not there.
pub async fn rows(tx: &mut Tx, association: AssociationId, insats: &str) -> Result<Vec<Stored>> {
    let places = Places::load(tx, association).await?;
    let id = insats::ids(tx, association).await?.remove(insats);
    let id = id.ok_or_else(|| Error::unknown("insats", &insats))?;
    let rows: Vec<KeyedRow> = sql!(tx, fetch_all:
        concat!("SELECT p.public_id, p.reference, ", columns!(), " FROM participation p
         WHERE p.insats_id = $1 ORDER BY p.entry, p.id"), id)?;
    let stored = |keyed: KeyedRow| {
        Ok(Stored {
            public_id: keyed.public_id,
            reference: keyed.reference,
            fact: places.fact(&keyed.row)?,
        })
    };
    rows.into_iter().map(stored).collect()
}

/// Index of each insats in printed order, by key.
struct Places(HashMap<i64, usize>);

impl Places {
    async fn load(tx: &mut Tx, association: AssociationId) -> Result<Places> {
        let insatser = insats::load_with_ids(tx, association).await?;
        Ok(Places(
            insatser.iter().enumerate().map(|(i, (id, _))| (*id, i)).collect(),
        ))
    }

    fn fact(&self, row: &Row) -> Result<ParticipationFact> {
        fact_of(row, self.0.get(&row.insats_id).copied().unwrap_or(usize::MAX))
    }
}

fn fact_of(row: &Row, insats: usize) -> Result<ParticipationFact> {
    let exit = match row.exit_date {
        None => None,
        Some(date) => Some(ExitFact {
            date,
            reason: optional_code("exit reason", row.exit_reason)?,
            support_after: unpack_support(row.support_after),
            occupation_after: unpack_occupation(row.occupation_after),
        }),
    };
    let person = row.person.as_deref();
    Ok(ParticipationFact {
        insats,
        anonymous: row.anonymous,
        stage: code("stage", row.stage)?,
        sex: optional_code("sex", row.sex)?,
        birth_year: row.birth_year.map(i32::from),
        municipality: row.municipality.clone(),
        person: person.and_then(|digits| u64::from_str_radix(digits, 16).ok()),
        entry: row.entry,
        referred_by: optional_code("referring authority", row.referred_by)?,
        education: optional_code("education", row.education)?,
        support_time: optional_code("time in support", row.support_time)?,
        support_before: unpack_support(row.support_before),
        occupation_before: unpack_occupation(row.occupation_before),
        exit,
        constructed: row.constructed,
    })
}

fn row_of(insats_id: i64, f: &ParticipationFact) -> Result<Row> {
    let exit = f.exit.as_ref();
    Ok(Row {
        insats_id,
        anonymous: f.anonymous,
        stage: i16::from(f.stage.code()),
        sex: stored(f.sex),
        birth_year: f.birth_year.and_then(|y| i16::try_from(y).ok()),
        municipality: f.municipality.clone(),
        person: None,
        entry: f.entry,
        referred_by: stored(f.referred_by),
        education: stored(f.education),
        support_time: stored(f.support_time),
        support_before: pack_support(&f.support_before)?,
        occupation_before: pack_occupation(&f.occupation_before)?,
        exit_date: exit.map(|e| e.date),
        exit_reason: stored(exit.and_then(|e| e.reason)),
        support_after: exit.map_or(Ok(0), |e| pack_support(&e.support_after))?,
        occupation_after: exit.map_or(Ok(0), |e| pack_occupation(&e.occupation_after))?,
        constructed: f.constructed,
    })
}

fn stored<T: CodeTable>(value: Option<T>) -> i16 {
    value.map_or(0, |v| i16::from(v.code()))
}
