//! The three-way match of a year: requisition, ledger, budget; explanations; closing a quarter's
//! economy; and a voucher with everything it leads to.

pub use store::voucher::Entry;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    facts::{BudgetGroup, Facts},
    matching::{self, Booking, Claim, Explained, Line, lines},
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

impl MatchedQuarter {
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

#[expect(
    clippy::too_many_lines,
    reason = "the parts of one page or act in the order they are read"
)]
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
    let claims: Vec<Claim> = all
        .iter()
        .map(|r| Claim {
            number: r.number.clone(),
            insats: r.insats.clone(),
            period: r.period,
            amount: r.total(),
        })
        .collect();
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
        let closed = match store::matching::closing(tx, association, quarter).await? {
            Some((at, by)) => {
                let user = store::user::find(tx, &by).await?;
                Some((
                    at,
                    user.map_or_else(|| "Kommandoraden".to_owned(), |user| user.name),
                ))
            }
            None => None,
        };
        quarters.push(MatchedQuarter {
            quarter,
            ended: quarter.has_ended(today),
            closed,
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
    let decided = facts.budgets.iter().find(|b| b.year == year);
    let plans = store::plan::load(tx, association).await?;
    let plans: Vec<domain::plan::Plan> = plans.into_iter().map(|held| held.plan).collect();
    let held = domain::plan::holds(&plans, year, chrono::NaiveDate::MAX);
    let shared = decided.filter(|_| budgets.is_empty()).and_then(|b| {
        let mut costs = b.lines.iter().filter(|line| line.group == BudgetGroup::Cost);
        costs.find(|line| line.label.to_lowercase().contains("insats"))
    });
    Ok(Match {
        year,
        quarters,
        claims,
        source: held.map_or_else(String::new, crate::requisition::decision_words),
        shared: shared.map(|line| (line.label.clone(), line.amount)),
        booked: bookings
            .iter()
            .any(|b| b.quarter().is_some_and(|q| q.year() == year)),
        bookings,
        may_close: may(actor, Act::CloseEconomy, On::Association),
    })
}
