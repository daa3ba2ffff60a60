//! Requisitions: the list, one beside its budget, and every step of its way. Who may attest is asked
//! of the rules in [`attest`].

pub mod attest;
mod files;
mod known;
mod step;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    facts::Facts,
    money::Ore,
    quarter::Quarter,
    refusal::Refusal,
    requisition::{
        Budgeted, Draft, Missing, Recipient, Requisition, Sheet, State, claimed, odd, sheet, year_sheet,
    },
};
use known::years;
pub(crate) use known::{gaps, name};
pub use store::requisition::File;
use store::{AssociationId, Tx, requisition::Filter};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, may, require},
};

/// A year of requisitions, as far as the reader may see.
#[derive(Clone, Debug)]
pub struct Register {
    /// The year.
    pub year: i32,
    /// Years there are requisitions or insats budgets for, newest first.
    pub years: Vec<i32>,
    /// The requisitions, newest period first.
    pub rows: Vec<Listed>,
    /// Insats by insats: the year beside its budget.
    pub insatser: Vec<InsatsYear>,
    /// Quarters that are over without a requisition.
    pub missing: Vec<(String, Missing)>,
    /// The insatser the reader may fill in for: slug and name.
    pub own: Vec<(String, String)>,
    /// Whether every insats is seen.
    pub whole: bool,
}

impl Register {
    /// The insatser's sum of one of their amounts; `None` when no insats has it.
    pub fn sum_of(&self, amount: fn(&Sheet) -> Option<Ore>) -> Option<Ore> {
        Ore::sum_of_known(self.insatser.iter().map(|insats| amount(&insats.sheet)))
    }

    /// What was claimed in the year.
    pub fn claimed(&self) -> Ore {
        claimed(self.rows.iter().map(|row| &row.requisition))
    }
}

/// A requisition in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// It.
    pub requisition: Requisition,
    /// The insats's name.
    pub name: String,
    /// More than five per cent from the plan.
    pub flagged: bool,
}

/// An insats's year.
#[derive(Clone, Debug)]
pub struct InsatsYear {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
    /// The year beside its budget.
    pub sheet: Sheet,
}

/// What the reader may do with one requisition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct May {
    /// Fill in, and change files.
    pub fill: bool,
    /// Attest for the huvudman.
    pub attest: bool,
    /// Review.
    pub review: bool,
    /// Return.
    pub give_back: bool,
    /// Attest for the association.
    pub approve: bool,
    /// Mark paid by hand.
    pub pay: bool,
    /// Withdraw.
    pub void: bool,
    /// Read the match with the ledger.
    pub matching: bool,
}

/// One requisition as shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// It.
    pub requisition: Requisition,
    /// The insats's name.
    pub name: String,
    /// Beside its budget.
    pub sheet: Sheet,
    /// The budget.
    pub budget: Budgeted,
    /// Its files.
    pub files: Vec<File>,
    /// Names of those who took its steps, by public id.
    pub names: HashMap<String, String>,
    /// What the reader may do.
    pub may: May,
    /// Why the reader, who has the role, may not attest this one.
    pub hindered: Option<Refusal>,
}

/// A form to fill in.
#[derive(Clone, Debug)]
pub struct Blank {
    /// Slug.
    pub slug: String,
    /// The insats's name.
    pub name: String,
    /// The budget and the year so far: of the year asked for.
    pub sheet: Sheet,
    /// The budget.
    pub budget: Budgeted,
    /// What is proposed: the first quarter not claimed, the recipient and decision of the last one.
    pub draft: Draft,
}

impl App {
    /// A year's requisitions.
    ///
    /// # Errors
    /// Not found for those who may read none.
    pub async fn requisitions(
        &self,
        actor: &Actor,
        year: Option<i32>,
        now: DateTime<Utc>,
    ) -> Outcome<Register> {
        let facts = self.facts().await?;
        let whole = may(actor, Act::ReadRequisitions, On::Association);
        let shown = |slug: &str| whole || may(actor, Act::ReadRequisitions, On::Insats(slug));
        if !facts.insatser.iter().any(|insats| shown(&insats.slug)) {
            return Err(Failure::NotFound);
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let mut all = store::requisition::load(&mut tx, association, Filter::default()).await?;
        all.retain(|r| shown(&r.insats));
        let years = years(&facts, &all);
        let newest = all.iter().map(|r| r.period.year()).max();
        let year = year.or(newest).or(years.first().copied());
        let year = year.unwrap_or_else(|| chrono::Datelike::year(&now.date_naive()));
        let mut rows: Vec<Listed> = all
            .iter()
            .filter(|r| r.period.year() == year)
            .map(|r| Listed {
                name: name(&facts, &r.insats),
                flagged: sheet(r, &all, &budgeted(&facts, &r.insats, year)).is_flagged(),
                requisition: r.clone(),
            })
            .collect();
        rows.sort_by(|a, b| (b.requisition.period, &a.name).cmp(&(a.requisition.period, &b.name)));
        let insatser = facts.insatser.iter().filter(|i| shown(&i.slug));
        let insatser: Vec<InsatsYear> = insatser
            .map(|i| InsatsYear {
                slug: i.slug.clone(),
                name: i.name.clone(),
                sheet: year_sheet(&i.slug, year, &all, &budgeted(&facts, &i.slug, year)),
            })
            .filter(|i| i.sheet.total.budget.is_some() || i.sheet.total.accumulated != Ore::ZERO)
            .collect();
        let fills = |slug: &str| may(actor, Act::EditRequisition, On::Insats(slug));
        let own = facts.insatser.iter().filter(|i| fills(&i.slug));
        Ok(Register {
            year,
            years,
            missing: gaps(&facts, &all, year, now.date_naive())
                .into_iter()
                .filter(|m| shown(&m.insats))
                .map(|m| (name(&facts, &m.insats), m))
                .collect(),
            rows,
            insatser,
            own: own.map(|i| (i.slug.clone(), i.name.clone())).collect(),
            whole,
        })
    }

    /// One requisition.
    ///
    /// # Errors
    /// Not found for those who may not read it.
    pub async fn requisition(&self, actor: &Actor, number: &str, now: DateTime<Utc>) -> Outcome<Shown> {
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let requisition = one(&mut tx, association, actor, number).await?;
        let year = Filter {
            year: Some(requisition.period.year()),
            number: None,
        };
        let all = store::requisition::load(&mut tx, association, year).await?;
        let files = store::requisition::files(&mut tx, association, number).await?;
        let mut names = HashMap::new();
        for step in &requisition.steps {
            if !names.contains_key(&step.by) {
                let user = store::user::find(&mut tx, &step.by).await?;
                let words = user.map_or_else(|| "Kommandoraden".to_owned(), |user| user.name);
                names.insert(step.by.clone(), words);
            }
        }
        let (may, hindered) = step::may_do(&mut tx, association, actor, &requisition, now).await?;
        let of = (&*facts, requisition.insats.as_str(), requisition.period.year());
        let budget = detailed(&mut tx, association, of).await?;
        Ok(Shown {
            name: name(&facts, &requisition.insats),
            sheet: sheet(&requisition, &all, &budget),
            requisition,
            budget,
            files,
            names,
            may,
            hindered,
        })
    }

    /// A new requisition's form for an insats, with what is proposed.
    ///
    /// # Errors
    /// Not found for those who do not fill in for it.
    pub async fn blank_requisition(&self, actor: &Actor, slug: &str, now: DateTime<Utc>) -> Outcome<Blank> {
        require(actor, Act::EditRequisition, On::Insats(slug))?;
        let facts = self.facts().await?;
        let (_, insats) = facts.insats(slug).ok_or(Failure::NotFound)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let mut own = store::requisition::load(&mut tx, association, Filter::default()).await?;
        own.retain(|r| r.insats == slug);
        let live = || own.iter().filter(|r| r.state() != State::Void);
        let last = live().max_by_key(|r| r.period);
        let next = last.map_or_else(
            || Quarter::ended(now.date_naive()),
            |r| {
                let after = (*r.period.months().end() - 1) / 3 + 2;
                let (year, number) = if after > 4 {
                    (r.period.year() + 1, 1)
                } else {
                    (r.period.year(), after)
                };
                Quarter::new(year, number)
            },
        );
        let period = next.map(domain::requisition::Period::quarter);
        let year = period.map_or(0, domain::requisition::Period::year);
        let budget = detailed(&mut tx, association, (&*facts, slug, year)).await?;
        let draft = Draft {
            period: period.map(domain::requisition::Period::slug).unwrap_or_default(),
            decision: last.map_or_else(|| insats.decision.clone(), |r| r.decision.clone()),
            recipient: last.map_or_else(
                || Recipient {
                    name: insats.principal.clone(),
                    account_kind: "bankgiro".into(),
                    ..Recipient::default()
                },
                |r| r.recipient.clone(),
            ),
            ..Draft::default()
        };
        Ok(Blank {
            slug: slug.to_owned(),
            name: insats.name.clone(),
            sheet: year_sheet(slug, year, &own, &budget),
            budget,
            draft,
        })
    }

    /// Saves a requisition as typed, new or changed; answers with its number and what looks odd.
    ///
    /// # Errors
    /// Not found for those who do not fill in for the insats; refusals at the fields, and when the
    /// requisition has left the huvudman or its quarter's economy is closed.
    pub async fn save_requisition(
        &self,
        actor: &Actor,
        (slug, number): (&str, Option<&str>),
        draft: &Draft,
        now: DateTime<Utc>,
    ) -> Outcome<(String, Vec<String>)> {
        require(actor, Act::EditRequisition, On::Insats(slug))?;
        let facts = self.facts().await?;
        facts.insats(slug).ok_or(Failure::NotFound)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let mut own = store::requisition::load(&mut tx, association, Filter::default()).await?;
        own.retain(|r| r.insats == slug);
        let held = match number {
            Some(number) => Some(own.iter().find(|r| r.number == number).ok_or(Failure::NotFound)?),
            None => None,
        };
        let state = held.map_or(State::Draft, Requisition::state);
        let step = domain::requisition::next(state, domain::requisition::Did::Filled, &actor.id, now, "")?;
        let filled =
            domain::requisition::read(draft, number.unwrap_or_default(), &own).map_err(Failure::Refused)?;
        still_open(&mut tx, association, filled.period).await?;
        let year = filled.period.year();
        let saved = match number {
            Some(number) => store::requisition::change(&mut tx, association, number, &filled, &step)
                .await
                .map(|()| number.to_owned()),
            None => store::requisition::add(&mut tx, association, slug, &filled, &step).await,
        };
        let number = saved.map_err(|error| match error {
            store::Error::Duplicate(_) => {
                let message =
                    "Någon annan har just rekvirerat en av periodens månader. Öppna listan och se vilken.";
                Refusal::at("rekvisition-dubbel", "period", message).into()
            }
            other => Failure::from(other),
        })?;
        let odd = odd(&filled, budgeted(&facts, slug, year).whole);
        let detail =
            serde_json::json!({ "insats": slug, "period": filled.period.slug(), "ore": filled.total().0 });
        record(&mut tx, actor, ("rekvisition.fyll", &number), detail, now).await?;
        tx.commit().await?;
        Ok((number, odd))
    }

    /// What of requisitions is due: quarters without one, and those that wait for this actor.
    pub(crate) async fn requisitions_due(
        &self,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Outcome<Vec<domain::due::RequisitionDue>> {
        use domain::due::RequisitionDue as Waits;
        let facts = self.facts().await?;
        let fills = |slug: &str| may(actor, Act::EditRequisition, On::Insats(slug));
        let reviews = may(actor, Act::ReviewRequisition, On::Association);
        let approves = may(actor, Act::AttestRequisition, On::Association);
        let pays = may(actor, Act::EditPayments, On::Association);
        if !reviews && !approves && !pays && !facts.insatser.iter().any(|i| fills(&i.slug)) {
            return Ok(Vec::new());
        }
        let today = now.date_naive();
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let all = store::requisition::load(&mut tx, association, Filter::default()).await?;
        let mut due = Vec::new();
        if let Some(quarter) = Quarter::ended(today) {
            let quiet = gaps(&facts, &all, quarter.year(), today);
            for gap in quiet.into_iter().filter(|gap| gap.quarter == quarter) {
                if fills(&gap.insats) || (reviews && gap.overdue) {
                    due.push(Waits::Missing(name(&facts, &gap.insats), gap, reviews));
                }
            }
        }
        for r in &all {
            let mine = match r.state() {
                State::Returned | State::Draft => fills(&r.insats),
                State::Attested => reviews,
                State::Reviewed => approves,
                State::Approved => pays,
                _ => false,
            };
            if mine {
                let since = r.steps.last().map_or(today, |step| step.at.date_naive());
                due.push(Waits::Waits(
                    r.number.clone(),
                    name(&facts, &r.insats),
                    r.state(),
                    since,
                ));
            }
        }
        Ok(due)
    }
}

/// A requisition that the actor may read.
async fn one(tx: &mut Tx, association: AssociationId, actor: &Actor, number: &str) -> Outcome<Requisition> {
    let filter = Filter {
        number: Some(number),
        year: None,
    };
    let found = store::requisition::load(tx, association, filter).await?.pop();
    let found = found.ok_or(Failure::NotFound)?;
    let reads = may(actor, Act::ReadRequisitions, On::Association)
        || may(actor, Act::ReadRequisitions, On::Insats(&found.insats));
    if reads { Ok(found) } else { Err(Failure::NotFound) }
}

/// Refuses when the quarter's economy is closed.
async fn still_open(
    tx: &mut Tx,
    association: AssociationId,
    period: domain::requisition::Period,
) -> Outcome<()> {
    for quarter in Quarter::all(period.year()) {
        let own = quarter.months().any(|month| period.months().contains(&month));
        if own
            && store::matching::closing(tx, association, quarter)
                .await?
                .is_some()
        {
            let message = format!(
                "Ekonomin för {} är stängd. Ta med kostnaderna i nästa rekvisition.",
                quarter.label()
            );
            return Err(Refusal::at("ekonomi-stangd", "period", message).into());
        }
    }
    Ok(())
}

/// What was decided for an insats and a year.
pub(crate) fn budgeted(facts: &Facts, slug: &str, year: i32) -> Budgeted {
    let own = facts
        .insats_budgets
        .iter()
        .filter(|b| b.year == year && b.insats.as_deref() == Some(slug));
    let amounts: Vec<Ore> = own.map(|b| b.amount).collect();
    let decided = facts.budgets.iter().find(|b| b.year == year);
    Budgeted {
        whole: (!amounts.is_empty()).then(|| amounts.into_iter().sum()),
        costs: Vec::new(),
        source: decided.map_or_else(String::new, |b| format!("{}, {}", b.version, b.source)),
    }
}

/// The same with what the plan that holds says more: cost types, and the day and § of the decision.
async fn detailed(
    tx: &mut Tx,
    association: AssociationId,
    (facts, slug, year): (&Facts, &str, i32),
) -> Outcome<Budgeted> {
    let mut budget = budgeted(facts, slug, year);
    let held = store::plan::load(tx, association).await?;
    let plans: Vec<domain::plan::Plan> = held.into_iter().map(|held| held.plan).collect();
    let Some(plan) = domain::plan::holds(&plans, year, NaiveDate::MAX) else {
        return Ok(budget);
    };
    if let Some(place) = plan.place(year) {
        let own = plan
            .insatser
            .iter()
            .filter(|row| row.insats.as_deref() == Some(slug));
        let costs = own.filter_map(|row| Some((row.cost_type?, (*row.amounts.get(place)?)?)));
        budget.costs = costs.collect();
    }
    budget.source = decision_words(plan);
    Ok(budget)
}

/// "beslutad 2022-11-24 § 47, Verksamhetsplan och budget 2023–2025".
pub(crate) fn decision_words(plan: &domain::plan::Plan) -> String {
    let version = &plan.version;
    let mut words = version.state.word().to_owned();
    if let Some(decision) = version.state.decision() {
        if let Some(on) = decision.on {
            words.push_str(&format!(" {on}"));
        }
        if !decision.section.is_empty() {
            words.push_str(&format!(" {}", decision.section));
        }
    }
    if !version.source.is_empty() {
        words.push_str(&format!(", {}", version.source));
    }
    words
}
