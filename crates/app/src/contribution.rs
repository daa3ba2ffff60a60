//! A year's contributions: what they are shared by, the proposal, the decision and the payment plan.

mod form;
mod population;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    codes::MemberKind,
    contribution::{
        self as rules, Basis, Denominator, Proposed,
        basis::{about, inhabitants, per_inhabitant, plausible},
        instalment::Plan,
    },
    facts::{Contribution, Member},
    money::Ore,
    refusal::Refusal,
};
pub use form::{Other as TypedOther, Typed};
pub use population::{Entered, Preview};
pub use store::contribution::Source;
use store::{
    AssociationId, Tx,
    contribution::{Other, Stored},
};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// A member in a year's contributions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The member.
    pub member: Member,
    /// What it is shared by, when that is people.
    pub inhabitants: Option<i64>,
    /// What the key gives; `None` when the key cannot be used.
    pub proposed: Option<Ore>,
    /// Another amount, with its reason.
    pub other: Option<(Ore, String)>,
    /// What was decided, with the reason when it is not the key's.
    pub decided: Option<(Ore, Option<String>)>,
    /// What was decided for the year before.
    pub before: Option<Ore>,
}

impl Row {
    /// What the member pays as it stands: decided, proposed in place of the key's, or the key's.
    pub fn amount(&self) -> Option<Ore> {
        let decided = self.decided.as_ref().map(|(amount, _)| *amount);
        decided
            .or_else(|| self.other.as_ref().map(|(amount, _)| *amount))
            .or(self.proposed)
    }

    /// What the member pays for each inhabitant.
    pub fn per_inhabitant(&self) -> Option<Ore> {
        per_inhabitant(self.amount()?, self.inhabitants?)
    }
}

/// A year's contributions as they stand.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The year.
    pub year: i32,
    /// What it is shared by: as saved, or the law's with last year's total.
    pub basis: Basis,
    /// The version to send back; 0 when nothing was saved.
    pub version: i64,
    /// The decision and its day, when it was registered here.
    pub decided: Option<(String, NaiveDate)>,
    /// Every member has a decided amount.
    pub is_decided: bool,
    /// The members that pay.
    pub rows: Vec<Row>,
    /// Why the key gives no proposal.
    pub refusals: Vec<Refusal>,
    /// Each group's part.
    pub parts: Vec<(MemberKind, Ore)>,
    /// What is said of the number of people divided by.
    pub about: Vec<String>,
    /// Where those numbers come from.
    pub source: Option<Source>,
    /// What was decided for the year before, together.
    pub before: Ore,
    /// When the members pay; empty before the plan is made.
    pub plan: Option<Plan>,
    /// Invoices were made of it.
    pub invoiced: bool,
}

impl Sheet {
    /// What the members pay together as it stands.
    pub fn sum(&self) -> Ore {
        self.rows.iter().filter_map(Row::amount).sum()
    }

    /// What the members pay together of one of the amounts; `None` when no member has it.
    pub fn sum_of(&self, amount: fn(&Row) -> Option<Ore>) -> Option<Ore> {
        Ore::sum_of_known(self.rows.iter().map(amount))
    }

    /// The members of one kind, in the members' order.
    pub fn of_kind(&self, kind: MemberKind) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.member.kind == kind)
    }

    /// What the members of one kind pay together as it stands.
    pub fn sum_of_kind(&self, kind: MemberKind) -> Ore {
        self.of_kind(kind).filter_map(Row::amount).sum()
    }

    /// What a member pays of its kind's whole, in tenths of a per cent.
    pub fn share(&self, row: &Row) -> Option<i64> {
        rules::share(row.amount()?, self.sum_of_kind(row.member.kind))
    }

    /// What each inhabitant costs those that are shared by people, together.
    pub fn per_inhabitant(&self) -> Option<Ore> {
        let shared = self.rows.iter().filter(|row| row.inhabitants.is_some());
        per_inhabitant(shared.filter_map(Row::amount).sum(), self.inhabitants())
    }

    /// What is paid each time by the members together; empty without a payment plan.
    pub fn instalments(&self) -> Vec<Ore> {
        let amounts = self.rows.iter().filter_map(Row::amount);
        self.plan
            .as_ref()
            .map_or_else(Vec::new, |plan| plan.sums(amounts))
    }

    /// People together, where contributions are shared by them.
    pub fn inhabitants(&self) -> i64 {
        self.rows.iter().filter_map(|row| row.inhabitants).sum()
    }
}

/// What is loaded for a year.
struct Loaded {
    association: AssociationId,
    stored: Stored,
    members: Vec<Member>,
    contributions: Vec<Contribution>,
    invoiced: bool,
}

impl App {
    /// A year's contributions.
    ///
    /// # Errors
    /// Not found for those who may not read the economy.
    pub async fn contributions(&self, actor: &Actor, year: i32) -> Outcome<Sheet> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let loaded = self.load_contributions(&mut tx, year).await?;
        let sources = store::contribution::sources(&mut tx, loaded.association).await?;
        Ok(sheet(year, loaded, &sources))
    }

    /// The years that have contributions, newest first.
    ///
    /// # Errors
    /// Not found for those who may not read the economy.
    pub async fn contribution_years(&self, actor: &Actor) -> Outcome<Vec<i32>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let all = store::member::load_contributions(&mut tx, association).await?;
        let mut years: Vec<i32> = all.iter().map(|c| c.year).collect();
        years.extend(store::contribution::years(&mut tx, association).await?);
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        Ok(years)
    }

    async fn load_contributions(&self, tx: &mut Tx, year: i32) -> Outcome<Loaded> {
        let association = self.association(tx).await?;
        let invoices = store::invoice::list(tx, association).await?;
        Ok(Loaded {
            association,
            stored: store::contribution::load(tx, association, year).await?,
            members: store::member::load(tx, association).await?,
            contributions: store::member::load_contributions(tx, association).await?,
            invoiced: invoices.iter().any(|invoice| invoice.year == year),
        })
    }

    /// Saves what a year is shared by, as typed.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal per field that cannot be; a conflict when somebody
    /// else saved first; a refusal once the year is decided.
    pub async fn save_contribution_basis(
        &self,
        actor: &Actor,
        year: i32,
        typed: &Typed,
        version: i64,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditContributions, On::Association)?;
        let mut tx = self.db().write().await?;
        let loaded = self.load_contributions(&mut tx, year).await?;
        open(&loaded.stored)?;
        let basis = typed.basis(&loaded.members).map_err(Failure::Refused)?;
        plausible(basis.total, total(&loaded.contributions, year - 1))?;
        basis.parts()?;
        let saved = store::contribution::save_basis(&mut tx, loaded.association, year, &basis, version).await;
        if let Err(store::Error::Conflict { current }) = saved {
            return Err(Failure::Conflict {
                theirs: format!("totalen {} kr", loaded.stored.basis.total),
                version: current,
            });
        }
        saved?;
        let detail = serde_json::json!({ "total": basis.total, "groups": basis.groups.len() });
        record(
            &mut tx,
            actor,
            ("bidrag.underlag", &year.to_string()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Saves amounts in place of the key's, with their reasons; one that is the key's own is left out.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal per amount that cannot be or has no reason, and once
    /// the year is decided.
    pub async fn save_contribution_others(
        &self,
        actor: &Actor,
        year: i32,
        typed: &[TypedOther],
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditContributions, On::Association)?;
        let mut tx = self.db().write().await?;
        let loaded = self.load_contributions(&mut tx, year).await?;
        open(&loaded.stored)?;
        let basis = effective(year, &loaded);
        let proposed = basis.propose(&loaded.members).map_err(Failure::Refused)?;
        let others = form::others(typed, &proposed, year).map_err(Failure::Refused)?;
        if loaded.stored.version == 0 {
            store::contribution::save_basis(&mut tx, loaded.association, year, &basis, 0).await?;
        }
        store::contribution::save_others(&mut tx, loaded.association, year, &others).await?;
        let detail = serde_json::json!({ "others": others.len() });
        record(
            &mut tx,
            actor,
            ("bidrag.avvikelse", &year.to_string()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Registers the decision: every member's amount as it stands becomes its contribution of the year.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal when the amounts are not the total together, when the
    /// key cannot be used, when the decision has no number or day, and when it is registered already.
    pub async fn decide_contributions(
        &self,
        actor: &Actor,
        year: i32,
        (decision, on): (&str, &str),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::DecideContributions, On::Association)?;
        let mut tx = self.db().write().await?;
        let loaded = self.load_contributions(&mut tx, year).await?;
        open(&loaded.stored)?;
        let (decision, on) = form::decision(decision, on, now.date_naive()).map_err(Failure::Refused)?;
        let basis = effective(year, &loaded);
        let proposed = basis.propose(&loaded.members).map_err(Failure::Refused)?;
        let decided = decided(&proposed, &loaded.stored.others, year).map_err(Failure::Refused)?;
        let sum = rules::adds_up(&decided, basis.total)?;
        if loaded.stored.version == 0 {
            store::contribution::save_basis(&mut tx, loaded.association, year, &basis, 0).await?;
        }
        store::member::save_contributions(&mut tx, loaded.association, &decided).await?;
        store::contribution::set_decision(&mut tx, loaded.association, year, Some((&decision, on))).await?;
        let detail = serde_json::json!({ "decision": decision, "on": on, "total": sum });
        record(&mut tx, actor, ("bidrag.besluta", &year.to_string()), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a registered decision back, as long as nothing was invoiced: the amounts stay until the
    /// next decision.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal once there are invoices.
    pub async fn reopen_contributions(&self, actor: &Actor, year: i32, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::DecideContributions, On::Association)?;
        let mut tx = self.db().write().await?;
        let loaded = self.load_contributions(&mut tx, year).await?;
        if loaded.invoiced {
            let message = format!("Bidragen för {year} är fakturerade. Kreditera fakturorna i stället.");
            return Err(Refusal::new("bidrag-fakturerat", message).into());
        }
        store::contribution::set_decision(&mut tx, loaded.association, year, None).await?;
        record(
            &mut tx,
            actor,
            ("bidrag.aterta", &year.to_string()),
            serde_json::json!({}),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Saves when the members pay, as typed.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal for dates that make no plan, and once invoices were made.
    pub async fn save_payment_plan(
        &self,
        actor: &Actor,
        year: i32,
        typed: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditContributions, On::Association)?;
        let plan = Plan::parse(year, typed)?;
        let mut tx = self.db().write().await?;
        let loaded = self.load_contributions(&mut tx, year).await?;
        if loaded.invoiced {
            let message = "Det finns redan fakturor enligt betalplanen, så den kan inte ändras.";
            return Err(Refusal::at("betalplan-fakturerad", "forfallodagar", message).into());
        }
        store::contribution::save_dues(&mut tx, loaded.association, year, plan.dues()).await?;
        let detail = serde_json::json!({ "dues": plan.dues() });
        record(
            &mut tx,
            actor,
            ("bidrag.betalplan", &year.to_string()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// Nothing is changed in a year whose decision is registered.
fn open(stored: &Stored) -> Result<(), Refusal> {
    match &stored.decided {
        Some((decision, on)) => {
            let message = format!("Bidragen är beslutade ({decision}, {on}). Ta tillbaka beslutet först.");
            Err(Refusal::new("bidrag-beslutat", message))
        }
        None => Ok(()),
    }
}

fn total(contributions: &[Contribution], year: i32) -> Ore {
    contributions
        .iter()
        .filter(|c| c.year == year)
        .map(|c| c.amount)
        .sum()
}

/// As saved; before that the law's, with the year's decided total or last year's.
fn effective(year: i32, loaded: &Loaded) -> Basis {
    if loaded.stored.version > 0 {
        return loaded.stored.basis.clone();
    }
    let own = total(&loaded.contributions, year);
    let total = if own > Ore::ZERO {
        own
    } else {
        total(&loaded.contributions, year - 1)
    };
    Basis::by_law(
        total,
        NaiveDate::from_ymd_opt(year - 1, 9, 30).unwrap_or_default(),
    )
}

/// Every member's contribution: the amount in place of the key's with its reason, or the key's.
fn decided(proposed: &[Proposed], others: &[Other], year: i32) -> Result<Vec<Contribution>, Vec<Refusal>> {
    let (mut made, mut refusals) = (Vec::with_capacity(proposed.len()), Vec::new());
    for proposed in proposed {
        let other = others.iter().find(|other| other.member == proposed.member);
        let (amount, reason) = other.map_or((proposed.amount, ""), |o| (o.amount, o.reason.as_str()));
        match rules::decide(proposed, year, amount, reason) {
            Ok(contribution) => made.push(contribution),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() {
        Ok(made)
    } else {
        Err(refusals)
    }
}

fn sheet(year: i32, loaded: Loaded, sources: &[Source]) -> Sheet {
    let basis = effective(year, &loaded);
    let (proposed, refusals) = match basis.propose(&loaded.members) {
        Ok(proposed) => (proposed, Vec::new()),
        Err(refusals) => (Vec::new(), refusals),
    };
    let denominators = basis.denominators(&loaded.members);
    let day = denominators.first().map(|(_, d)| d.on);
    let source = sources.iter().find(|source| Some(source.on) == day).cloned();
    let stated = source.as_ref().and_then(|source| source.stated);
    let words = |(_, denominator): &(MemberKind, Denominator)| about(*denominator, stated);
    let rows = rows(year, &loaded, &basis, &proposed);
    let is_decided = !rows.is_empty() && rows.iter().all(|row| row.decided.is_some());
    Sheet {
        year,
        version: loaded.stored.version,
        is_decided,
        about: if refusals.is_empty() {
            denominators.iter().map(words).collect()
        } else {
            Vec::new()
        },
        parts: basis.parts().unwrap_or_default(),
        before: total(&loaded.contributions, year - 1),
        plan: Plan::new(year, loaded.stored.dues.clone()).ok(),
        decided: loaded.stored.decided,
        invoiced: loaded.invoiced,
        basis,
        rows,
        refusals,
        source,
    }
}

fn rows(year: i32, loaded: &Loaded, basis: &Basis, proposed: &[Proposed]) -> Vec<Row> {
    let decided: BTreeMap<(&str, i32), &Contribution> = loaded
        .contributions
        .iter()
        .map(|c| ((c.member.as_str(), c.year), c))
        .collect();
    let on = |kind: MemberKind| {
        let groups = basis.denominators(&loaded.members);
        groups.iter().find(|(own, _)| *own == kind).map(|(_, d)| d.on)
    };
    let pays = |member: &&Member| {
        basis.groups.iter().any(|group| group.kind == member.kind)
            || decided.contains_key(&(member.code.as_str(), year))
    };
    // A decision taken back leaves its amounts until the next; they are not shown as decided.
    let stands = loaded.stored.version == 0 || loaded.stored.decided.is_some();
    let row = |member: &Member| {
        let code = member.code.as_str();
        let own = decided.get(&(code, year)).filter(|_| stands);
        Row {
            inhabitants: on(member.kind).and_then(|on| inhabitants(member, on)),
            proposed: proposed.iter().find(|p| p.member == code).map(|p| p.amount),
            other: loaded
                .stored
                .others
                .iter()
                .find(|other| other.member == code)
                .map(|other| (other.amount, other.reason.clone())),
            decided: own.map(|c| (c.amount, c.override_reason.clone())),
            before: decided.get(&(code, year - 1)).map(|c| c.amount),
            member: member.clone(),
        }
    };
    loaded.members.iter().filter(pays).map(row).collect()
}
