//! Scenarios: a plan's version with changes.

use domain::{
    money::Ore,
    scenario::{Change, Month, Scenario},
};

use crate::{
    AssociationId, Error, Result, Tx, plan, position,
    tx::{insert_all, sql},
};

/// A stored scenario and how often it was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its key in addresses.
    pub id: i64,
    /// The scenario.
    pub scenario: Scenario,
    /// The number a writer sends back.
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Head {
    id: i64,
    name: String,
    first_year: i64,
    number: i64,
    span: i64,
    notice: i64,
    personnel: i64,
    liquid: Option<i64>,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    scenario_id: i64,
    kind: i16,
    label: String,
    year: i64,
    month: i64,
    months: i64,
    rate: i64,
    amount: i64,
}

/// Every scenario, by name.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Held>> {
    let heads: Vec<Head> = sql!(tx, fetch_all:
        "SELECT s.id, s.name, p.first_year, p.number, s.span, s.notice, s.personnel, s.liquid, s.revision
         FROM scenario s JOIN plan p ON p.id = s.plan_id WHERE s.association_id = $1 ORDER BY s.name, s.id",
        association.0)?;
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT c.scenario_id, c.kind, c.label, c.year, c.month, c.months, c.rate, c.amount
         FROM scenario_change c JOIN scenario s ON s.id = c.scenario_id
         WHERE s.association_id = $1 ORDER BY c.scenario_id, c.position", association.0)?;
    let held = |head: Head| {
        let own = rows.iter().filter(|row| row.scenario_id == head.id);
        Held {
            id: head.id,
            revision: head.revision,
            scenario: Scenario {
                name: head.name,
                base: (
                    crate::year(head.first_year),
                    u32::try_from(head.number).unwrap_or(0),
                ),
                span: usize::try_from(head.span).unwrap_or(1),
                notice: u32::try_from(head.notice).unwrap_or(0),
                personnel: head.personnel,
                liquid: head.liquid.map(Ore),
                changes: own.filter_map(change).collect(),
            },
        }
    };
    Ok(heads.into_iter().map(held).collect())
}

fn change(row: &Row) -> Option<Change> {
    let from = Month {
        year: crate::year(row.year),
        month: u32::try_from(row.month).unwrap_or(1),
    };
    let label = row.label.clone();
    Some(match row.kind {
        1 => Change::Start {
            label,
            from,
            yearly: Ore(row.amount),
        },
        2 => Change::Stop { label, from },
        3 => Change::Delay {
            label,
            months: usize::try_from(row.months).unwrap_or(0),
        },
        4 => Change::Allotment {
            from: from.year,
            total: Ore(row.amount),
        },
        5 => Change::Index {
            from: from.year,
            rate: row.rate,
        },
        6 => Change::Vacancy {
            from: from.year,
            rate: row.rate,
        },
        _ => return None,
    })
}

/// Adds a scenario, or writes one in place of what stood there; answers with its key.
///
/// # Errors
/// [`Error::Duplicate`] for a name that is taken, [`Error::Conflict`] when it was saved meanwhile,
/// [`Error::Unknown`] for a plan that is not there.
pub async fn save(
    tx: &mut Tx,
    association: AssociationId,
    of: Option<(i64, i64)>,
    scenario: &Scenario,
) -> Result<i64> {
    let plan = plan::id_of(tx, association, scenario.base).await?;
    let (span, notice) = (position(scenario.span), i64::from(scenario.notice));
    let liquid = scenario.liquid.map(|liquid| liquid.0);
    let id = match of {
        None => {
            let (id,): (i64,) = sql!(tx, fetch_one:
                "INSERT INTO scenario (association_id, plan_id, name, span, notice, personnel, liquid, revision)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING id",
                association.0, plan, &scenario.name, span, notice, scenario.personnel, liquid)?;
            id
        }
        Some((id, revision)) => {
            let saved = sql!(tx, execute:
                "UPDATE scenario SET plan_id = $3, name = $4, span = $5, notice = $6, personnel = $7, liquid = $8,
                        revision = revision + 1
                 WHERE id = $1 AND association_id = $2 AND revision = $9",
                id, association.0, plan, &scenario.name, span, notice, scenario.personnel, liquid, revision)?;
            if saved == 0 {
                let stands: Option<(i64,)> = sql!(tx, fetch_optional:
                    "SELECT revision FROM scenario WHERE id = $1 AND association_id = $2", id, association.0)?;
                return Err(stands.map_or_else(
                    || Error::unknown("scenario", &id),
                    |(current,)| Error::Conflict { current },
                ));
            }
            id
        }
    };
    sql!(tx, execute: "DELETE FROM scenario_change WHERE scenario_id = $1", id)?;
    write(tx, id, scenario).await?;
    Ok(id)
}

async fn write(tx: &mut Tx, id: i64, scenario: &Scenario) -> Result<()> {
    let rows: Vec<_> = scenario.changes.iter().map(columns).enumerate().collect();
    insert_all!(
        tx,
        "INSERT INTO scenario_change (scenario_id, position, kind, label, year, month, months, rate, amount) ",
        9,
        rows,
        |(i, row), values| {
            values
                .push_bind(id)
                .push_bind(position(*i))
                .push_bind(row.kind)
                .push_bind(row.label.clone())
                .push_bind(row.year)
                .push_bind(row.month)
                .push_bind(row.months)
                .push_bind(row.rate)
                .push_bind(row.amount);
        }
    );
    Ok(())
}

fn columns(change: &Change) -> Row {
    let row = |kind, label: &str, from: Month| Row {
        scenario_id: 0,
        kind,
        label: label.to_owned(),
        year: i64::from(from.year),
        month: i64::from(from.month),
        months: 0,
        rate: 0,
        amount: 0,
    };
    let january = |year| Month { year, month: 1 };
    match change {
        Change::Start { label, from, yearly } => Row {
            amount: yearly.0,
            ..row(1, label, *from)
        },
        Change::Stop { label, from } => row(2, label, *from),
        // A delay counts from the plan's beginning; its year is not used.
        Change::Delay { label, months } => Row {
            months: position(*months),
            ..row(3, label, january(2000))
        },
        Change::Allotment { from, total } => Row {
            amount: total.0,
            ..row(4, "", january(*from))
        },
        Change::Index { from, rate } => Row {
            rate: *rate,
            ..row(5, "", january(*from))
        },
        Change::Vacancy { from, rate } => Row {
            rate: *rate,
            ..row(6, "", january(*from))
        },
    }
}

/// Takes a scenario away.
///
/// # Errors
/// The database's own.
pub async fn remove(tx: &mut Tx, association: AssociationId, id: i64) -> Result<()> {
    sql!(tx, execute: "DELETE FROM scenario_change WHERE scenario_id IN
        (SELECT id FROM scenario WHERE id = $1 AND association_id = $2)", id, association.0)?;
    sql!(tx, execute: "DELETE FROM scenario WHERE id = $1 AND association_id = $2", id, association.0)?;
    Ok(())
}
