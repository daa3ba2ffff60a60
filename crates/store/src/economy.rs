//! What figures need of plans: the budget and the insats budgets that hold for each year. And the
//! adjustments of balanskravsresultatet.

use chrono::NaiveDate;
use domain::{
    facts::{Budget, InsatsBudget},
    money::Ore,
    plan::{Decision, Plan, State, holds},
    statement::Adjustment,
};

use crate::{
    AssociationId, Result, Tx, plan, position,
    tx::{insert_all, sql},
};

/// Saves each plan read from tables as a new version of its budget year, unless the newest version
/// that was read from tables is the same; answers with how many versions were added. Versions that
/// were decided here stand.
///
/// # Errors
/// [`crate::Error::Unknown`] for an insats or member that is not there, [`crate::Error::Constraint`]
/// for an empty label.
pub async fn save_read(tx: &mut Tx, association: AssociationId, plans: &[Plan]) -> Result<usize> {
    let stored = plan::load(tx, association).await?;
    let mut added = 0;
    for new in plans {
        let is_read = |held: &&plan::Held| held.plan.first == new.first && without_decision(&held.plan);
        let newest = stored.iter().rfind(is_read);
        if newest.is_some_and(|held| same(&held.plan, new)) {
            continue;
        }
        plan::add(tx, association, new).await?;
        added += 1;
    }
    Ok(added)
}

/// What was read from tables has no day and §.
fn without_decision(plan: &Plan) -> bool {
    plan.version
        .state
        .decision()
        .is_none_or(|decision| *decision == Decision::default())
}

fn same(stored: &Plan, new: &Plan) -> bool {
    let plain = |plan: &Plan| {
        let mut plan = plan.clone();
        plan.version.number = 0;
        plan.stated.sort_unstable();
        // Contributions and inhabitants have registers of their own.
        plan.contributions.clear();
        plan.opening = None;
        plan
    };
    plain(stored) == plain(new)
}

/// The budget and the insats budgets that hold for each year: the decided version's, or the newest
/// proposal's where nothing is decided.
pub fn held(plans: &[Plan]) -> (Vec<Budget>, Vec<InsatsBudget>) {
    let mut years: Vec<i32> = plans.iter().flat_map(Plan::years).collect();
    years.sort_unstable();
    years.dedup();
    let (mut budgets, mut insatser) = (Vec::new(), Vec::new());
    for year in years {
        let proposal = || {
            let open = |plan: &&Plan| matches!(plan.version.state, State::Proposal | State::Consultation(_));
            let own = plans.iter().filter(|plan| plan.place(year).is_some());
            own.filter(open)
                .max_by_key(|plan| (plan.first, plan.version.number))
        };
        if let Some(plan) = holds(plans, year, NaiveDate::MAX).or_else(proposal) {
            budgets.extend(plan.budget(year));
            insatser.extend(plan.insats_budgets(year));
        }
    }
    (budgets, insatser)
}

/// Saves a year's balanskravsjusteringar in place of the earlier ones, each with its source.
///
/// # Errors
/// [`crate::Error::Constraint`] for one without label, amount or source.
pub async fn save_adjustments(
    tx: &mut Tx,
    association: AssociationId,
    year: i32,
    adjustments: &[(Adjustment, String)],
) -> Result<()> {
    sql!(tx, execute: "DELETE FROM balance_adjustment WHERE association_id = $1 AND year = $2",
        association.0, i64::from(year))?;
    let rows: Vec<_> = adjustments.iter().enumerate().collect();
    insert_all!(
        tx,
        "INSERT INTO balance_adjustment (association_id, year, position, label, amount, source) ",
        6,
        rows,
        |(i, (adjustment, source)), values| {
            values
                .push_bind(association.0)
                .push_bind(i64::from(year))
                .push_bind(position(*i))
                .push_bind(adjustment.label.clone())
                .push_bind(adjustment.amount.0)
                .push_bind(source.clone());
        }
    );
    Ok(())
}

/// Every year's balanskravsjusteringar with their sources.
///
/// # Errors
/// The database's own.
pub async fn load_adjustments(
    tx: &mut Tx,
    association: AssociationId,
) -> Result<Vec<(i32, Adjustment, String)>> {
    let rows: Vec<(i64, String, i64, String)> = sql!(tx, fetch_all:
        "SELECT year, label, amount, source FROM balance_adjustment WHERE association_id = $1
         ORDER BY year, position", association.0)?;
    let adjustment = |(year, label, amount, source)| {
        let amount = Ore(amount);
        (crate::year(year), Adjustment { label, amount }, source)
    };
    Ok(rows.into_iter().map(adjustment).collect())
}
