//! Scenarios: written, computed side by side, made into a proposal.

use chrono::{DateTime, Utc};
use domain::{
    money::Ore,
    plan::{LEAST_YEARS, MOST_YEARS, Plan, YearSum},
    refusal::Refusal,
    scenario::{Latest, Outcome as Computed, SIDE_BY_SIDE, Scenario, computed, latest, typed::Typed},
};
use store::{plan::Key, scenario::Held};

use super::{change::object, most, opened};
use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// A scenario with what it gives.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its key in addresses; 0 for the plan without changes.
    pub id: i64,
    /// The scenario.
    pub scenario: Scenario,
    /// The plan it stands on.
    pub base: Plan,
    /// What it gives.
    pub outcome: Computed,
    /// Until when a decision helps.
    pub latest: Latest,
}

impl App {
    /// Every scenario.
    ///
    /// # Errors
    /// Not found for those who may not read economy.
    pub async fn scenarios(&self, actor: &Actor) -> Outcome<Vec<Held>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        Ok(store::scenario::load(&mut tx, association).await?)
    }

    /// Scenarios computed side by side, the plan of the first one without changes before them. None
    /// named: the first few.
    ///
    /// # Errors
    /// Not found for those who may not read economy, and for a scenario that is not there.
    pub async fn compare(&self, actor: &Actor, ids: &[i64]) -> Outcome<Vec<Shown>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let all = store::scenario::load(&mut tx, association).await?;
        let guidelines = store::equity::load(&mut tx, association).await?;
        let named: Vec<Held> = if ids.is_empty() {
            all.into_iter().take(SIDE_BY_SIDE).collect()
        } else {
            let one = |id: &i64| {
                all.iter()
                    .find(|held| held.id == *id)
                    .cloned()
                    .ok_or(Failure::NotFound)
            };
            ids.iter().take(SIDE_BY_SIDE).map(one).collect::<Outcome<_>>()?
        };
        let guideline = |sum: &YearSum| -> Option<Ore> { most(&guidelines, &facts, sum) };
        let show = |id: i64, scenario: Scenario| {
            let own = |plan: &&Plan| (plan.first, plan.version.number) == scenario.base;
            let mut base = facts.plans.iter().find(own).cloned()?;
            opened(&mut base, &facts);
            Some(Shown {
                id,
                outcome: computed(&base, &scenario, &guideline),
                latest: latest(&base, &scenario, &guideline),
                base,
                scenario,
            })
        };
        let mut shown: Vec<Shown> = Vec::new();
        if let Some(first) = named.first() {
            let plain = Scenario {
                name: "Planen".into(),
                changes: Vec::new(),
                ..first.scenario.clone()
            };
            shown.extend(show(0, plain));
        }
        shown.extend(named.into_iter().filter_map(|held| show(held.id, held.scenario)));
        Ok(shown)
    }

    /// Saves a scenario as typed: a new one, or in place of the revision it was changed from. Answers
    /// with its key.
    ///
    /// # Errors
    /// Not found for those who may not write and for a plan that is not there; a refusal per field that
    /// cannot be; a conflict when somebody else saved first.
    pub async fn save_scenario(
        &self,
        actor: &Actor,
        (of, base): (Option<(i64, i64)>, Key),
        typed: &Typed,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        require(actor, Act::EditPlan, On::Association)?;
        let facts = self.facts().await?;
        let own = |plan: &&Plan| (plan.first, plan.version.number) == base;
        let plan = facts.plans.iter().find(own).ok_or(Failure::NotFound)?;
        let scenario = typed.read(plan).map_err(Failure::Refused)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        match store::scenario::save(&mut tx, association, of, &scenario).await {
            Ok(id) => {
                let detail = serde_json::json!({ "ändringar": scenario.changes.len() });
                record(&mut tx, actor, ("scenario.spara", &scenario.name), detail, now).await?;
                tx.commit().await?;
                Ok(id)
            }
            Err(store::Error::Duplicate(_)) => {
                let message = format!(
                    "Det finns redan ett scenario som heter ”{}”. Ge det ett annat namn.",
                    scenario.name
                );
                Err(Refusal::at("scenario", "namn", message).into())
            }
            Err(store::Error::Conflict { current }) => {
                drop(tx);
                let stands = self.scenarios(actor).await?;
                let theirs = stands.iter().find(|held| Some(held.id) == of.map(|(id, _)| id));
                Err(Failure::Conflict {
                    theirs: theirs.map_or_else(String::new, |held| words(&held.scenario)),
                    version: current,
                })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a scenario away.
    ///
    /// # Errors
    /// Not found for those who may not write and for one that is not there.
    pub async fn remove_scenario(&self, actor: &Actor, id: i64, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditPlan, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let all = store::scenario::load(&mut tx, association).await?;
        let held = all
            .into_iter()
            .find(|held| held.id == id)
            .ok_or(Failure::NotFound)?;
        store::scenario::remove(&mut tx, association, id).await?;
        let object = held.scenario.name;
        record(
            &mut tx,
            actor,
            ("scenario.bort", &object),
            serde_json::json!({}),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Makes a proposal out of a scenario: a new version of its plan's budget year. Answers with its key.
    ///
    /// # Errors
    /// As [`App::remove_scenario`].
    pub async fn propose_scenario(&self, actor: &Actor, id: i64, now: DateTime<Utc>) -> Outcome<Key> {
        require(actor, Act::EditPlan, On::Association)?;
        let shown = self.compare(actor, &[id]).await?;
        let own = shown
            .into_iter()
            .find(|shown| shown.id == id)
            .ok_or(Failure::NotFound)?;
        let mut plan = own.outcome.plan;
        let span = own.base.span.clamp(LEAST_YEARS, MOST_YEARS).min(plan.span);
        plan = plan.clone().over(plan.first, span);
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let number = store::plan::add(&mut tx, association, &plan).await?;
        let key = (plan.first, number);
        let detail = serde_json::json!({ "scenario": own.scenario.name });
        record(&mut tx, actor, ("plan.ny", &object(key)), detail, now).await?;
        tx.commit().await?;
        Ok(key)
    }
}

fn words(scenario: &Scenario) -> String {
    let changes: Vec<String> = scenario
        .changes
        .iter()
        .map(domain::scenario::Change::words)
        .collect();
    if changes.is_empty() {
        "inga ändringar".into()
    } else {
        changes.join("; ")
    }
}
