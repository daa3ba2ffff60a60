//! Plan and budget: versions, writing in one, samråd, the board's decision.

mod apportioned;
mod change;
pub mod equity;
pub mod scenario;

pub use change::New;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    equity::{Basis, Guideline, basis},
    facts::{Facts, Insats, Member},
    figure::Value,
    money::Ore,
    plan::{
        Difference, Opening, Plan, YearSum,
        calendar::{self, Day},
        control::{Context, Review},
    },
    statement::{Statements, measure},
};
use store::plan::{Held, Key};

use crate::{
    Actor, App, Failure, Outcome,
    rights::{Act, On, require},
};

/// Every version, and the calendar that runs.
#[derive(Clone, Debug)]
pub struct Overview {
    /// By budget year and number, newest first.
    pub plans: Vec<Held>,
    /// The budget year whose calendar runs.
    pub running: i32,
    /// Its days.
    pub days: Vec<Day>,
    /// The version that holds for each year that has one: budget year and number.
    pub holding: BTreeMap<i32, Key>,
}

/// One version with what is said of it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The version as stored, with the books' closing capital where it has no opening of its own.
    pub held: Held,
    /// What stops it, and what it is warned of.
    pub review: Review,
    /// The insatser to choose from.
    pub insatser: Vec<Insats>,
    /// The members.
    pub members: Vec<Member>,
    /// The most own capital by year, where it is known.
    pub guideline: BTreeMap<i32, Ore>,
    /// Other versions to compare with, newest first.
    pub others: Vec<Plan>,
    /// Its budget year's days.
    pub days: Vec<Day>,
}

impl App {
    /// Every version and the calendar.
    ///
    /// # Errors
    /// Not found for those who may not read economy.
    pub async fn plans(&self, actor: &Actor, now: DateTime<Utc>) -> Outcome<Overview> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let mut held = store::plan::load(&mut tx, association).await?;
        held.reverse();
        for held in &mut held {
            opened(&mut held.plan, &facts);
        }
        let today = now.date_naive();
        let plans: Vec<Plan> = held.iter().map(|held| held.plan.clone()).collect();
        let years = plans.iter().flat_map(Plan::years);
        let holding = years.filter_map(|year| {
            let plan = domain::plan::holds(&plans, year, today)?;
            Some((year, (plan.first, plan.version.number)))
        });
        Ok(Overview {
            holding: holding.collect(),
            running: calendar::running(today),
            days: calendar::days(calendar::running(today), &plans, today),
            plans: held,
        })
    }

    /// One version.
    ///
    /// # Errors
    /// Not found for those who may not read economy, and for a version that is not there.
    pub async fn plan(&self, actor: &Actor, key: Key, now: DateTime<Utc>) -> Outcome<Sheet> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let all = store::plan::load(&mut tx, association).await?;
        let guidelines = store::equity::load(&mut tx, association).await?;
        let own = |held: &&Held| (held.plan.first, held.plan.version.number) == key;
        let mut held = all.iter().find(own).cloned().ok_or(Failure::NotFound)?;
        opened(&mut held.plan, &facts);
        let today = now.date_naive();
        let plans: Vec<Plan> = all.into_iter().map(|held| held.plan).collect();
        let days = calendar::days(key.0, &plans, today);
        let mut others: Vec<Plan> = plans;
        others.retain(|plan| (plan.first, plan.version.number) != key);
        others.reverse();
        let guideline = allowed(&held.plan, &guidelines, &facts);
        Ok(Sheet {
            review: review(&held.plan, &facts, guideline.clone()),
            held,
            insatser: facts.insatser.clone(),
            members: facts.members.clone(),
            guideline,
            others,
            days,
        })
    }

    /// What differs from one version to another.
    ///
    /// # Errors
    /// As [`App::plan`].
    pub async fn plan_difference(
        &self,
        actor: &Actor,
        (old, new): (Key, Key),
        now: DateTime<Utc>,
    ) -> Outcome<(Plan, Plan, Difference)> {
        let old = self.plan(actor, old, now).await?.held.plan;
        let new = self.plan(actor, new, now).await?.held.plan;
        let difference = Difference::between(&old, &new);
        Ok((old, new, difference))
    }
}

/// What is said of a plan.
fn review(plan: &Plan, facts: &Facts, guideline: BTreeMap<i32, Ore>) -> Review {
    let context = Context {
        insatser: &facts.insatser,
        members: &facts.members,
        guideline,
    };
    Review::of(plan, &context)
}

/// The books' closing capital of the year before, where the plan has no opening of its own.
fn opened(plan: &mut Plan, facts: &Facts) {
    if plan.opening.is_none() {
        let before = plan.first - 1;
        plan.opening = booked_equity(facts).get(&before).map(|amount| Opening {
            amount: *amount,
            source: format!("Bokslutet {before}"),
        });
    }
}

/// Own capital at each year's end, as booked or as published.
pub(crate) fn booked_equity(facts: &Facts) -> BTreeMap<i32, Ore> {
    let Some(newest) = facts.ledger.years.iter().map(|year| year.year).max() else {
        return BTreeMap::new();
    };
    let (statements, _) = Statements::of(facts, newest);
    let row = statements
        .overview
        .rows
        .iter()
        .find(|row| row.measure == measure::EQUITY);
    let Some(row) = row else { return BTreeMap::new() };
    let years = statements.overview.years.iter().zip(&row.values);
    let money = |(year, value): (&i32, &Option<domain::statement::OverviewValue>)| match value.as_ref()?.value
    {
        Value::Money(amount) => Some((*year, amount)),
        _ => None,
    };
    years.filter_map(money).collect()
}

/// The most own capital in each of a plan's years.
fn allowed(plan: &Plan, guidelines: &[Guideline], facts: &Facts) -> BTreeMap<i32, Ore> {
    let most = |sum: &YearSum| Some((sum.year, most(guidelines, facts, sum)?));
    plan.sums().iter().filter_map(most).collect()
}

/// The most own capital in a year: by decided contributions, or by the plan's, of which the state pays
/// half (lag 2003:1210, 5 §).
fn most(guidelines: &[Guideline], facts: &Facts, sum: &YearSum) -> Option<Ore> {
    let guideline = domain::equity::holds(guidelines, sum.year)?;
    guideline.rule.most(|of| {
        let decided = basis(&facts.members, &facts.contributions, sum.year, of);
        let planned = (sum.contributions > Ore::ZERO).then(|| match of {
            Basis::Contributions => sum.contributions,
            Basis::State => sum.contributions.split(2)[0],
        });
        decided.or(planned)
    })
}
