//! One load of everything a year's figures need.

use domain::facts::Facts;

use crate::{
    AssociationId, Result, Tx, association, carried, consultation, desk, economy, goal, head_count, insats,
    ledger, mapping, member, participation, plan, project, published, requisition, team,
};

/// All facts of an association, in a fixed order: the same database gives the same value.
///
/// # Errors
/// [`crate::Error::Unknown`] when the association is not there or a stored code is not known, or
/// the database's own.
pub async fn load_facts(tx: &mut Tx, id: AssociationId) -> Result<Facts> {
    let plans: Vec<_> = plan::load(tx, id)
        .await?
        .into_iter()
        .map(|held| held.plan)
        .collect();
    let (budgets, insats_budgets) = economy::held(&plans);
    let adjustments = economy::load_adjustments(tx, id).await?;
    Ok(Facts {
        association: association::load(tx, id).await?,
        members: member::load(tx, id).await?,
        contributions: member::load_contributions(tx, id).await?,
        insatser: insats::load(tx, id).await?,
        projects: project::load(tx, id).await?,
        participations: participation::load(tx, id).await?,
        consultations: consultation::load(tx, id).await?,
        teams: team::load(tx, id).await?,
        courses: desk::courses(tx, id).await?,
        head_counts: head_count::load(tx, id).await?,
        carried: carried::load(tx, id).await?,
        budgets,
        insats_budgets,
        plans,
        adjustments: adjustments.into_iter().map(|(year, of, _)| (year, of)).collect(),
        requisitioned: project::load_requisitioned(tx, id).await?,
        requisitions: requisition::load(tx, id, requisition::Filter::default()).await?,
        ledger: ledger::load(tx, id).await?,
        mapping: mapping::load(tx, id).await?,
        published: published::load(tx, id).await?,
        goals: goal::load(tx, id).await?,
        opening: None,
    })
}
