//! Plans in versions: rows ⇄ [`domain::plan::Plan`]. A decided version is locked by the schema; it is
//! written as a proposal and decided last.

mod rows;

use chrono::NaiveDate;
use domain::{
    money::Ore,
    plan::{Decision, Opening, Plan, State, Timetable, Version},
};

use crate::{AssociationId, Error, Result, Tx, tx::sql};

/// Which version: the budget year and the number.
pub type Key = (i32, u32);

/// A stored version and how often it was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The plan.
    pub plan: Plan,
    /// The number a writer sends back.
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Head {
    id: i64,
    first_year: i64,
    span: i64,
    number: i64,
    state: i16,
    source: String,
    sent_on: Option<NaiveDate>,
    decided_on: Option<NaiveDate>,
    section: String,
    opening: Option<i64>,
    opening_source: String,
    answers_by: Option<NaiveDate>,
    meeting_on: Option<NaiveDate>,
    revision: i64,
}

/// Every version, by budget year and number.
///
/// # Errors
/// [`Error::Unknown`] for a stored code that is not known, or the database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Held>> {
    let heads: Vec<Head> = sql!(tx, fetch_all:
        "SELECT id, first_year, span, number, state, source, sent_on, decided_on, section, opening, opening_source,
                answers_by, meeting_on, revision
         FROM plan WHERE association_id = $1 ORDER BY first_year, number", association.0)?;
    let ids: Vec<i64> = heads.iter().map(|head| head.id).collect();
    let mut plans: Vec<Held> = heads.into_iter().map(held).collect();
    rows::fill(tx, association, &ids, &mut plans).await?;
    Ok(plans)
}

fn held(head: Head) -> Held {
    let decision = Decision {
        on: head.decided_on,
        section: head.section,
    };
    let plan = Plan {
        first: crate::year(head.first_year),
        span: usize::try_from(head.span).unwrap_or(0),
        version: Version {
            number: u32::try_from(head.number).unwrap_or(0),
            state: match (head.state, head.sent_on) {
                (2, Some(on)) => State::Consultation(on),
                (3, _) => State::Decided(decision),
                (4, _) => State::Revised(decision),
                _ => State::Proposal,
            },
            source: head.source,
        },
        opening: head.opening.map(|amount| Opening {
            amount: Ore(amount),
            source: head.opening_source,
        }),
        timetable: Timetable {
            answers_by: head.answers_by,
            meeting: head.meeting_on,
        },
        ..Plan::default()
    };
    Held {
        plan,
        revision: head.revision,
    }
}

/// Adds a version with the next number of its budget year, in the plan's own state; answers with the
/// number.
///
/// # Errors
/// [`Error::Unknown`] for an insats or member that is not there, [`Error::Constraint`] for an empty
/// label.
pub async fn add(tx: &mut Tx, association: AssociationId, plan: &Plan) -> Result<u32> {
    let (number,): (i64,) = sql!(tx, fetch_one:
        "SELECT COALESCE(MAX(number), 0) + 1 FROM plan WHERE association_id = $1 AND first_year = $2",
        association.0, i64::from(plan.first))?;
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO plan (association_id, first_year, span, number, state, source, section, opening_source, revision)
         VALUES ($1, $2, $3, $4, 1, $5, '', '', 1) RETURNING id",
        association.0, i64::from(plan.first), crate::position(plan.span), number, &plan.version.source)?;
    rows::write(tx, association, id, plan).await?;
    head(tx, id, plan).await?;
    Ok(u32::try_from(number).unwrap_or(0))
}

/// Writes a version that is open in place of what stood there.
///
/// # Errors
/// [`Error::Conflict`] when it was saved meanwhile; [`Error::Unknown`] for a version that is not there;
/// as [`add`].
pub async fn save(
    tx: &mut Tx,
    association: AssociationId,
    key: Key,
    plan: &Plan,
    revision: i64,
) -> Result<()> {
    let id = id_of(tx, association, key).await?;
    let saved = sql!(tx, execute:
        "UPDATE plan SET revision = revision + 1, span = $3 WHERE id = $1 AND revision = $2 AND state < 3",
        id, revision, crate::position(plan.span))?;
    if saved == 0 {
        let (current,): (i64,) = sql!(tx, fetch_one: "SELECT revision FROM plan WHERE id = $1", id)?;
        return Err(Error::Conflict { current });
    }
    clear(tx, id).await?;
    rows::write(tx, association, id, plan).await?;
    head(tx, id, plan).await
}

/// Takes away a version that was never decided.
///
/// # Errors
/// [`Error::Constraint`] when a scenario stands on it or it is decided.
pub async fn remove(tx: &mut Tx, association: AssociationId, key: Key) -> Result<()> {
    let id = id_of(tx, association, key).await?;
    clear(tx, id).await?;
    sql!(tx, execute: "DELETE FROM plan WHERE id = $1", id)?;
    Ok(())
}

/// Takes away what a version holds.
async fn clear(tx: &mut Tx, id: i64) -> Result<()> {
    sql!(tx, execute: "DELETE FROM plan_amount WHERE plan_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM plan_stated WHERE plan_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM plan_row WHERE plan_id = $1", id)?;
    Ok(())
}

/// State, decision, opening capital and days; the state last, since it locks.
async fn head(tx: &mut Tx, id: i64, plan: &Plan) -> Result<()> {
    let (state, sent) = match &plan.version.state {
        State::Proposal => (1_i16, None),
        State::Consultation(on) => (2, Some(*on)),
        State::Decided(_) => (3, None),
        State::Revised(_) => (4, None),
    };
    let decision = plan.version.state.decision();
    sql!(tx, execute:
        "UPDATE plan SET state = $2, source = $3, sent_on = $4, decided_on = $5, section = $6, opening = $7,
                         opening_source = $8, answers_by = $9, meeting_on = $10 WHERE id = $1",
        id, state, &plan.version.source, sent, decision.and_then(|d| d.on),
        decision.map_or("", |d| d.section.as_str()), plan.opening.as_ref().map(|o| o.amount.0),
        plan.opening.as_ref().map_or("", |o| o.source.as_str()), plan.timetable.answers_by, plan.timetable.meeting)?;
    Ok(())
}

pub(crate) async fn id_of(tx: &mut Tx, association: AssociationId, (first, number): Key) -> Result<i64> {
    let found: Option<(i64,)> = sql!(tx, fetch_optional:
        "SELECT id FROM plan WHERE association_id = $1 AND first_year = $2 AND number = $3",
        association.0, i64::from(first), i64::from(number))?;
    found
        .map(|(id,)| id)
        .ok_or_else(|| Error::unknown("plan", &format!("{first}/{number}")))
}
