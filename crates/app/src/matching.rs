//! The three-way match of a year: requisition, ledger, budget; explanations; closing a quarter's
//! economy; and a voucher with everything it leads to.

pub use store::voucher::Entry;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    facts::{BudgetGroup, Facts},
    matching::{self, Booking, Claim, Explained, Line, Matched, lines},
    money::Ore,
    quarter::Quarter,
    refusal::Refusal,
    requisition::Requisition,
};
use store::{AssociationId, Tx, requisition::Filter};

use crate::{
    Actor, App, Failure, Outcome, record,
    requisition::{budgeted, gaps, name},
    rights::{Act, On, may, require},
};

/// Accounts that count as cost of an insats: classes 4 to 7 in both charts.
pub(crate) const COSTS: (u32, u32) = (4000, 7999);

/// A year's match.
#[derive(Clone, Debug)]
pub struct Match {
    /// The year.
    pub year: i32,
    /// Its quarters, newest first.
    pub quarters: Vec<MatchedQuarter>,
    /// Claims, as lines refer to them.
    pub claims: Vec<Claim>,
    /// Bookings, as lines refer to them.
    pub bookings: Vec<Booking>,
    /// The decision the budget comes from.
    pub source: String,
    /// The budget's own line for insatser, where nothing is decided for each: words and amount.
    pub shared: Option<(String, Ore)>,
    /// There is bookkeeping for the year.
    pub booked: bool,
    /// Whether the reader explains and closes.
    pub may_close: bool,
}

/// A quarter of it.
#[derive(Clone, Debug)]
pub struct MatchedQuarter {
    /// Which.
    pub quarter: Quarter,
    /// It is over.
    pub ended: bool,
    /// When it was closed and by whom, by name.
    pub closed: Option<(DateTime<Utc>, String)>,
    /// Insats by insats: name, line and explanation.
    pub rows: Vec<(String, Line, Option<Explained>)>,
    /// Insatser without a requisition and without explanation: slug, name and months.
    pub missing: Vec<(String, String, String)>,
}

/// A claim with what it was found as.
#[derive(Clone, Copy, Debug)]
pub struct Paired<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The first of its bookings; none when it is not booked.
    pub first: Option<&'a Booking>,
    /// Its bookings together.
    pub booked: Ore,
}

impl Paired<'_> {
    /// Booked above (positive) or below what was claimed.
    pub fn difference(&self) -> Ore {
        self.booked - self.claim.amount
    }
}

/// A quarter's sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Claimed.
    pub claimed: Ore,
    /// Booked.
    pub booked: Ore,
    /// Booked above (positive) or below what was claimed.
    pub difference: Ore,
}

impl Match {
    /// How many lines of quarters that are over neither agree nor are explained.
    pub fn open(&self) -> usize {
        let over = self.quarters.iter().filter(|quarter| quarter.ended);
        over.map(MatchedQuarter::open).sum()
    }

    /// The earliest quarter that can be closed.
    pub fn closable(&self) -> Option<Quarter> {
        let mut oldest_first = self.quarters.iter().rev();
        let found = oldest_first.find(|q| q.ended && q.closed.is_none() && q.open() == 0);
        found.map(|q| q.quarter)
    }

    /// A claim of a line with its bookings.
    pub fn paired(&self, matched: &Matched) -> Option<Paired<'_>> {
        let bookings = || {
            matched
                .bookings
                .iter()
                .filter_map(|index| self.bookings.get(*index))
        };
        Some(Paired {
            claim: self.claims.get(matched.claim)?,
            first: bookings().next(),
            booked: bookings().map(|booking| booking.amount).sum(),
        })
    }
}

impl MatchedQuarter {
    /// The sums of its lines.
    pub fn sums(&self) -> Sums {
        let sum = |of: fn(&Line) -> Ore| self.rows.iter().map(|(_, line, _)| of(line)).sum();
        Sums {
            claimed: sum(|line| line.claimed),
            booked: sum(|line| line.booked),
            difference: sum(Line::difference),
        }
    }

    /// How many lines neither agree nor are explained.
    pub fn open(&self) -> usize {
        let open = |(_, line, explained): &&(String, Line, Option<Explained>)| {
            !line.matches() && !explained.as_ref().is_some_and(|e| e.holds(line))
        };
        self.rows.iter().filter(open).count() + self.missing.len()
    }
}

impl App {
    /// A year's match.
    ///
    /// # Errors
    /// Not found for those who do not read vouchers.
    pub async fn matching(&self, actor: &Actor, year: i32, now: DateTime<Utc>) -> Outcome<Match> {
        require(actor, Act::ReadVouchers, On::Association)?;
        require(actor, Act::ReadRequisitions, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        matched(&mut tx, association, (&facts, actor), year, now).await
    }

    /// One voucher of an accounting year, by series and number.
    ///
    /// # Errors
    /// Not found for those who do not read vouchers, or when there is none.
    pub async fn voucher(
        &self,
        actor: &Actor,
        year: i32,
        (series, number): (&str, &str),
    ) -> Outcome<Vec<Entry>> {
        require(actor, Act::ReadVouchers, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let lines = store::voucher::one(&mut tx, association, year, (series, number)).await?;
        if lines.is_empty() {
            Err(Failure::NotFound)
        } else {
            Ok(lines)
        }
    }

    /// Explains why an insats's quarter does not agree.
    ///
    /// # Errors
    /// Not found for those who do not close; refusals of the words, and once it is closed.
    pub async fn explain_match(
        &self,
        actor: &Actor,
        (quarter, slug): (Quarter, &str),
        words: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::CloseEconomy, On::Association)?;
        let facts = self.facts().await?;
        facts.insats(slug).ok_or(Failure::NotFound)?;
        let words = matching::explain(words)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        refuse_closed(&mut tx, association, quarter).await?;
        let found = matched(&mut tx, association, (&facts, actor), quarter.year(), now).await?;
        let rows = found.quarters.iter().find(|q| q.quarter == quarter);
        let line = rows.and_then(|q| q.rows.iter().find(|(_, line, _)| line.insats == slug));
        let explained = Explained {
            insats: slug.to_owned(),
            difference: line.map_or(Ore::ZERO, |(_, line, _)| line.difference()),
            over: line.map_or(Ore::ZERO, |(_, line, _)| line.over()),
            words,
            by: actor.id.clone(),
            on: now.date_naive(),
        };
        store::matching::explain(&mut tx, association, quarter, &explained).await?;
        let detail = serde_json::json!({
            "insats": slug, "difference": explained.difference.0, "over": explained.over.0, "words": explained.words,
        });
        record(
            &mut tx,
            actor,
            ("ekonomi.förklaring", &quarter.label()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Closes a quarter's economy.
    ///
    /// # Errors
    /// Not found for those who do not close; refusals that name what is left.
    pub async fn close_economy(&self, actor: &Actor, quarter: Quarter, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::CloseEconomy, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        refuse_closed(&mut tx, association, quarter).await?;
        let found = matched(&mut tx, association, (&facts, actor), quarter.year(), now).await?;
        let own = found.quarters.iter().find(|q| q.quarter == quarter);
        let own = own.ok_or(Failure::NotFound)?;
        let lines: Vec<Line> = own.rows.iter().map(|(_, line, _)| line.clone()).collect();
        let explained: Vec<Explained> = own.rows.iter().filter_map(|(.., e)| e.clone()).collect();
        let missing: Vec<String> = own.missing.iter().map(|(_, name, _)| name.clone()).collect();
        let names = |slug: &str| name(&facts, slug);
        matching::close(quarter, now.date_naive(), &lines, (&explained, &missing), names)
            .map_err(Failure::Refused)?;
        let kept: Vec<serde_json::Value> = own
            .rows
            .iter()
            .map(|(_, line, explained)| {
                serde_json::json!({
                    "insats": line.insats, "claimed": line.claimed.0, "booked": line.booked.0,
                    "accumulated": line.accumulated.0, "budget": line.budget.map(|b| b.0),
                    "explained": explained.as_ref().map(|e| e.words.as_str()),
                })
            })
            .collect();
        let kept = serde_json::Value::Array(kept).to_string();
        store::matching::close(&mut tx, association, quarter, &kept, (&actor.id, now)).await?;
        let detail = serde_json::json!({ "lines": own.rows.len() });
        record(&mut tx, actor, ("ekonomi.stäng", &quarter.label()), detail, now).await?;
        Ok(tx.commit().await?)
    }
}

async fn refuse_closed(tx: &mut Tx, association: AssociationId, quarter: Quarter) -> Outcome<()> {
    if store::matching::closing(tx, association, quarter)
        .await?
        .is_some()
    {
        let message = format!("Ekonomin för {} är stängd och ändras inte mer.", quarter.label());
        return Err(Refusal::new("ekonomi-stangd", message).into());
    }
    Ok(())
}

async fn matched(
    tx: &mut Tx,
    association: AssociationId,
    (facts, actor): (&Facts, &Actor),
    year: i32,
    now: DateTime<Utc>,
) -> Outcome<Match> {
    let today = now.date_naive();
    let filter = Filter {
        year: Some(year),
        number: None,
    };
    let mut all = store::requisition::load(tx, association, filter).await?;
    all.retain(Requisition::is_claimed);
    let claims: Vec<Claim> = all.iter().map(claim).collect();
    let bookings = store::matching::bookings(tx, association, (year, year + 1), COSTS).await?;
    let budgets: BTreeMap<String, Ore> = facts
        .insatser
        .iter()
        .filter_map(|i| Some((i.slug.clone(), budgeted(facts, &i.slug, year).whole?)))
        .collect();
    let found = lines(year, &claims, &bookings, &budgets);
    let gaps = gaps(facts, &all, year, today);
    let mut quarters = Vec::new();
    for quarter in Quarter::all(year).filter(|q| q.period().from <= today) {
        let explained = store::matching::explanations(tx, association, quarter).await?;
        let of = |slug: &str| explained.iter().find(|e| e.insats == slug).cloned();
        let rows = found.iter().filter(|line| line.quarter == quarter);
        let missing = gaps.iter().filter(|gap| gap.quarter == quarter);
        quarters.push(MatchedQuarter {
            quarter,
            ended: quarter.has_ended(today),
            closed: closed(tx, association, quarter).await?,
            rows: rows
                .map(|line| (name(facts, &line.insats), line.clone(), of(&line.insats)))
                .collect(),
            missing: missing
                .filter(|gap| of(&gap.insats).is_none())
                .map(|gap| (gap.insats.clone(), name(facts, &gap.insats), gap.words()))
                .collect(),
        });
    }
    quarters.reverse();
    let booked = |b: &Booking| b.quarter().is_some_and(|q| q.year() == year);
    Ok(Match {
        year,
        quarters,
        claims,
        source: source(tx, association, year).await?,
        shared: shared(facts, year).filter(|_| budgets.is_empty()),
        booked: bookings.iter().any(booked),
        bookings,
        may_close: may(actor, Act::CloseEconomy, On::Association),
    })
}

fn claim(requisition: &Requisition) -> Claim {
    Claim {
        number: requisition.number.clone(),
        insats: requisition.insats.clone(),
        period: requisition.period,
        amount: requisition.total(),
    }
}

/// When a quarter's economy was closed, and by whom.
async fn closed(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
) -> Outcome<Option<(DateTime<Utc>, String)>> {
    let Some((at, by)) = store::matching::closing(tx, association, quarter).await? else {
        return Ok(None);
    };
    let user = store::user::find(tx, &by).await?;
    let name = user.map_or_else(|| "Kommandoraden".to_owned(), |user| user.name);
    Ok(Some((at, name)))
}

/// The decision the year's budget comes from, in words.
async fn source(tx: &mut Tx, association: AssociationId, year: i32) -> Outcome<String> {
    let plans = store::plan::load(tx, association).await?;
    let plans: Vec<domain::plan::Plan> = plans.into_iter().map(|held| held.plan).collect();
    let held = domain::plan::holds(&plans, year, chrono::NaiveDate::MAX);
    Ok(held.map_or_else(String::new, crate::requisition::decision_words))
}

/// The year's own budget line for insatser: words and amount.
fn shared(facts: &Facts, year: i32) -> Option<(String, Ore)> {
    let decided = facts.budgets.iter().find(|b| b.year == year)?;
    let mut costs = decided
        .lines
        .iter()
        .filter(|line| line.group == BudgetGroup::Cost);
    let line = costs.find(|line| line.label.to_lowercase().contains("insats"))?;
    Some((line.label.clone(), line.amount))
}
