//! Writing in a version: a new one, the form, indexation, pasted rows, samråd and decision.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    facts::{BudgetGroup, Facts},
    plan::{
        Decision, Difference, Follows, Index, Line, MOST_YEARS, Plan, State, Version,
        difference::{Changed, Content},
        form::{Form, shown},
        tables::inhabitants,
        typed::{self, Pasted},
    },
    refusal::Refusal,
};
use store::{
    AssociationId, Tx,
    plan::{Held, Key},
};

use super::{allowed, opened, review};
use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// A version to be made.
#[derive(Clone, Copy, Debug)]
pub struct New {
    /// The budget year.
    pub first: i32,
    /// How many years.
    pub span: usize,
    /// The version it is a copy of; an empty form without one.
    pub from: Option<Key>,
}

/// A version in the hands of somebody who writes in it.
pub(super) struct Open {
    tx: Tx,
    association: AssociationId,
    facts: Arc<Facts>,
    pub(super) held: Held,
    others: Vec<Plan>,
}

impl App {
    /// Makes a proposal; answers with its key.
    ///
    /// # Errors
    /// Not found for those who may not write; a refusal for years that cannot be.
    pub async fn new_plan(&self, actor: &Actor, new: New, now: DateTime<Utc>) -> Outcome<Key> {
        require(actor, Act::EditPlan, On::Association)?;
        let facts = self.facts().await?;
        if !(2000..=2190).contains(&new.first) || !(1..=MOST_YEARS).contains(&new.span) {
            let message = format!("Skriv ett budgetår med fyra siffror och 1 till {MOST_YEARS} år.");
            return Err(Refusal::at("plan-ny", "ar", message).into());
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let plan = match new.from {
            None => empty(&facts, new),
            Some(from) => {
                let all = store::plan::load(&mut tx, association).await?;
                let own = |held: &Held| (held.plan.first, held.plan.version.number) == from;
                copied(
                    &all.into_iter().find(own).ok_or(Failure::NotFound)?.plan,
                    &facts,
                    new,
                )
            }
        };
        let number = store::plan::add(&mut tx, association, &plan).await?;
        let detail = serde_json::json!({ "från": new.from.map(|(year, number)| format!("{year}/{number}")) });
        record(
            &mut tx,
            actor,
            ("plan.ny", &object((plan.first, number))),
            detail,
            now,
        )
        .await?;
        tx.commit().await?;
        Ok((plan.first, number))
    }

    /// Saves a version as typed, in place of the revision it was changed from. What does not add up is
    /// saved and told, but cannot be decided.
    ///
    /// # Errors
    /// Not found for those who may not write; a refusal per field that cannot be, and for a decided
    /// version; a conflict, with what stands there in words, when somebody else saved first.
    pub async fn save_plan(
        &self,
        actor: &Actor,
        key: Key,
        (form, revision): (&Form, i64),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let open = self.open_plan(actor, Act::EditPlan, key).await?;
        let read = form.read(&open.held.plan, &open.facts.insatser, &open.facts.members);
        let plan = read.map_err(Failure::Refused)?;
        self.write_plan(
            actor,
            open,
            (plan, revision),
            ("plan.spara", serde_json::json!({})),
            now,
        )
        .await
    }

    /// Computes the plan years from the budget year.
    ///
    /// # Errors
    /// As [`App::save_plan`].
    pub async fn index_plan(
        &self,
        actor: &Actor,
        key: Key,
        (index, revision): (Index, i64),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let open = self.open_plan(actor, Act::EditPlan, key).await?;
        let plan = open.held.plan.clone().indexed(&index);
        let detail = serde_json::json!({ "hundradels procent": index.rate, "avrundning": index.unit.0 });
        self.write_plan(actor, open, (plan, revision), ("plan.index", detail), now)
            .await
    }

    /// Puts rows from a spreadsheet into a version; answers with what was done.
    ///
    /// # Errors
    /// As [`App::save_plan`].
    pub async fn paste_plan(
        &self,
        actor: &Actor,
        key: Key,
        (text, revision): (&str, i64),
        now: DateTime<Utc>,
    ) -> Outcome<Pasted> {
        let open = self.open_plan(actor, Act::EditPlan, key).await?;
        let mut plan = open.held.plan.clone();
        let pasted = typed::paste(&mut plan, text).map_err(|refusals| {
            let at_field = |r: Refusal| Refusal::at(r.code, "klistra", r.message);
            Failure::Refused(refusals.into_iter().map(at_field).collect())
        })?;
        let detail = serde_json::json!({ "ändrade": pasted.changed, "nya": pasted.added.len() });
        self.write_plan(actor, open, (plan, revision), ("plan.klistra", detail), now)
            .await?;
        Ok(pasted)
    }

    /// Sends a proposal to the members: it stands as samråd from this day.
    ///
    /// # Errors
    /// As [`App::save_plan`]; a refusal for a day that has not come.
    pub async fn send_plan(
        &self,
        actor: &Actor,
        key: Key,
        (on, revision): (NaiveDate, i64),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let open = self.open_plan(actor, Act::EditPlan, key).await?;
        if on > now.date_naive() {
            let message = "Dagen har inte kommit. Skriv dagen då förslaget sändes.";
            return Err(Refusal::at("plan-samrad", "sant", message).into());
        }
        let mut plan = open.held.plan.clone();
        plan.version.state = State::Consultation(on);
        let detail = serde_json::json!({ "sänt": on.to_string() });
        self.write_plan(actor, open, (plan, revision), ("plan.samråd", detail), now)
            .await
    }

    /// Registers the board's decision. From then on the version is locked and figures use it.
    ///
    /// # Errors
    /// Not found for those who may not decide; a refusal for each thing that does not add up, and for
    /// a day that has not come or a § that is not written.
    pub async fn decide_plan(
        &self,
        actor: &Actor,
        key: Key,
        (decision, revision): (Decision, i64),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let mut open = self.open_plan(actor, Act::DecidePlan, key).await?;
        let mut plan = open.held.plan.clone();
        opened(&mut plan, &open.facts);
        let mut refusals = decision_refusals(&decision, &open, now.date_naive());
        let guidelines = store::equity::load(&mut open.tx, open.association).await?;
        let guideline = allowed(&plan, &guidelines, &open.facts);
        refusals.extend(review(&plan, &open.facts, guideline).stops);
        if !refusals.is_empty() {
            return Err(Failure::Refused(refusals));
        }
        let earlier = open
            .others
            .iter()
            .any(|other| other.first == plan.first && other.version.state.decision().is_some());
        let detail = serde_json::json!({
            "dag": decision.on.map(|day| day.to_string()), "paragraf": decision.section,
        });
        plan.version.state = if earlier {
            State::Revised(decision)
        } else {
            State::Decided(decision)
        };
        self.write_plan(actor, open, (plan, revision), ("plan.beslut", detail), now)
            .await
    }

    /// Takes away a version that was never decided.
    ///
    /// # Errors
    /// Not found for those who may not write; a refusal for a decided version or one that a scenario
    /// stands on.
    pub async fn remove_plan(&self, actor: &Actor, key: Key, now: DateTime<Utc>) -> Outcome<()> {
        let Open {
            mut tx, association, ..
        } = self.open_plan(actor, Act::EditPlan, key).await?;
        let scenarios = store::scenario::load(&mut tx, association).await?;
        if let Some(held) = scenarios.iter().find(|held| held.scenario.base == key) {
            let message = format!(
                "Scenariot ”{}” bygger på versionen. Ta bort scenariot först.",
                held.scenario.name
            );
            return Err(Refusal::new("plan-anvands", message).into());
        }
        store::plan::remove(&mut tx, association, key).await?;
        record(
            &mut tx,
            actor,
            ("plan.bort", &object(key)),
            serde_json::json!({}),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn open_plan(&self, actor: &Actor, act: Act, key: Key) -> Outcome<Open> {
        require(actor, act, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let all = store::plan::load(&mut tx, association).await?;
        let own = |held: &Held| (held.plan.first, held.plan.version.number) == key;
        let held = all
            .iter()
            .find(|held| own(held))
            .cloned()
            .ok_or(Failure::NotFound)?;
        if !held.plan.version.state.is_open() {
            let message = "Versionen är beslutad och låst. Gör en ny version för att ändra budgeten.";
            return Err(Refusal::new("plan-last", message).into());
        }
        Ok(Open {
            tx,
            association,
            facts,
            others: all
                .into_iter()
                .filter(|held| !own(held))
                .map(|held| held.plan)
                .collect(),
            held,
        })
    }

    pub(super) async fn write_plan(
        &self,
        actor: &Actor,
        mut open: Open,
        (plan, revision): (Plan, i64),
        (act, detail): (&str, serde_json::Value),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let key = (plan.first, plan.version.number);
        let saved = store::plan::save(&mut open.tx, open.association, key, &plan, revision).await;
        if let Err(store::Error::Conflict { current }) = saved {
            return Err(Failure::Conflict {
                theirs: words(&Difference::between(&plan, &open.held.plan)),
                version: current,
            });
        }
        saved?;
        record(&mut open.tx, actor, (act, &object(key)), detail, now).await?;
        Ok(open.tx.commit().await?)
    }
}

pub(super) fn object((first, number): Key) -> String {
    format!("{first} version {number}")
}

fn decision_refusals(decision: &Decision, open: &Open, today: NaiveDate) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let section = decision.section.trim();
    if section.is_empty() || section.chars().count() > 40 {
        let message = "Skriv protokollets paragraf, till exempel § 47.";
        refusals.push(Refusal::at("plan-beslut", "paragraf", message));
    }
    match decision.on {
        None => {
            let message = "Skriv dagen för beslutet som ÅÅÅÅ-MM-DD.";
            refusals.push(Refusal::at("plan-beslut", "dag", message));
        }
        Some(on) if on > today => {
            let message = format!("{on} har inte kommit. Skriv dagen då styrelsen beslutade.");
            refusals.push(Refusal::at("plan-beslut", "dag", message));
        }
        Some(on) => {
            let own = open
                .others
                .iter()
                .filter(|other| other.first == open.held.plan.first);
            let latest = own.filter_map(|other| other.version.state.decision()?.on).max();
            if let Some(latest) = latest.filter(|latest| on < *latest) {
                let message = format!(
                    "Budgeten för året beslutades senast {latest}. En revidering kan inte vara äldre."
                );
                refusals.push(Refusal::at("plan-beslut", "dag", message));
            }
        }
    }
    refusals
}

/// A difference in words, for whoever meets it: "Resor: 150 000, 150 000 → 160 000, 150 000".
fn words(difference: &Difference) -> String {
    let amounts = |content: Option<&Content>| match content {
        Some(content) => content
            .amounts()
            .iter()
            .map(|a| shown(*a))
            .collect::<Vec<_>>()
            .join(" · "),
        None => "finns inte".into(),
    };
    let row = |change: &Changed| {
        let label = change
            .new
            .as_ref()
            .or(change.old.as_ref())
            .map_or_else(String::new, Content::label);
        let note = change.new.as_ref().map_or("", Content::note);
        let note = if note.is_empty() {
            String::new()
        } else {
            format!(" ({note})")
        };
        format!("{label}: {}{note}", amounts(change.new.as_ref()))
    };
    let rows: Vec<String> = difference.rows.iter().take(30).map(row).collect();
    if rows.is_empty() {
        "samma belopp som dina".into()
    } else {
        rows.join("; ")
    }
}

/// A first form: the lines most associations have, contributions for every member.
fn empty(facts: &Facts, new: New) -> Plan {
    let line = |(group, label, follows): &(BudgetGroup, &str, Follows)| Line {
        group: *group,
        label: (*label).to_owned(),
        follows: *follows,
        cost_type: None,
        amounts: vec![None; new.span],
        note: String::new(),
    };
    let lines = [
        (BudgetGroup::Income, "Medlemsbidrag", Follows::Contributions),
        (BudgetGroup::Income, "Övriga intäkter", Follows::Nothing),
        (BudgetGroup::Cost, "Styrelsen", Follows::Nothing),
        (BudgetGroup::Cost, "Personal", Follows::Nothing),
        (BudgetGroup::Cost, "Lokal, dator, telefon", Follows::Nothing),
        (BudgetGroup::Cost, "Revision", Follows::Nothing),
        (BudgetGroup::Cost, "Beslutade individinsatser", Follows::Insatser),
        (BudgetGroup::Cost, "Övrigt", Follows::Nothing),
    ];
    let mut plan = Plan {
        first: new.first,
        span: new.span,
        lines: lines.iter().map(line).collect(),
        ..Plan::default()
    };
    plan.lines[3].cost_type = Some(domain::cost_type::CostType::Personnel);
    let insats = |insats: &domain::facts::Insats| domain::plan::InsatsRow {
        insats: Some(insats.slug.clone()),
        label: insats.name.clone(),
        cost_type: None,
        amounts: vec![None; new.span],
        note: String::new(),
    };
    let individual = facts
        .insatser
        .iter()
        .filter(|i| i.kind == domain::codes::InsatsKind::Individual);
    plan.insatser = individual.map(insats).collect();
    plan.contributions = members(facts, new);
    plan
}

fn members(facts: &Facts, new: New) -> Vec<domain::plan::MemberRow> {
    let member = |member: &domain::facts::Member| domain::plan::MemberRow {
        member: member.code.clone(),
        name: member.name.clone(),
        inhabitants: inhabitants(member, new.first),
        amounts: vec![None; new.span],
    };
    facts.members.iter().map(member).collect()
}

/// A copy over other years: years after the copied ones go on with the last year's amounts, control sums
/// and days are left.
fn copied(plan: &Plan, facts: &Facts, new: New) -> Plan {
    let last = plan.years().last().copied();
    let same = (plan.first, plan.span) == (new.first, new.span);
    let mut copy = plan.clone().over(new.first, new.span);
    let years = copy.years();
    let go_on = |amounts: &mut Vec<Option<domain::money::Ore>>, old: &[Option<domain::money::Ore>]| {
        for (amount, year) in amounts.iter_mut().zip(&years) {
            if last.is_some_and(|last| *year > last) {
                *amount = old.last().copied().flatten();
            }
        }
    };
    for (row, old) in copy.lines.iter_mut().zip(&plan.lines) {
        go_on(&mut row.amounts, &old.amounts);
    }
    for (row, old) in copy.insatser.iter_mut().zip(&plan.insatser) {
        go_on(&mut row.amounts, &old.amounts);
    }
    if !same {
        // Other years are shared by other populations.
        let old = std::mem::take(&mut copy.contributions);
        copy.contributions = members(facts, new);
        for row in &mut copy.contributions {
            let kept = old.iter().find(|kept| kept.member == row.member);
            row.amounts = kept.map_or_else(|| row.amounts.clone(), |kept| kept.amounts.clone());
        }
    }
    for line in copy
        .lines
        .iter_mut()
        .filter(|line| line.follows != Follows::Nothing)
    {
        let parts: Vec<bool> = (0..new.span)
            .map(|at| match line.follows {
                Follows::Insatser => copy.insatser.iter().any(|row| row.amounts[at].is_some()),
                _ => copy.contributions.iter().any(|row| row.amounts[at].is_some()),
            })
            .collect();
        for (amount, has) in line.amounts.iter_mut().zip(parts) {
            *amount = amount.filter(|_| !has);
        }
    }
    copy.stated.clear();
    copy.timetable = domain::plan::Timetable::default();
    if !same {
        copy.opening = None;
    }
    copy.version = Version {
        number: 0,
        state: State::Proposal,
        source: format!("Efter {}", plan.title()),
    };
    copy
}
