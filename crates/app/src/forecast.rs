//! Follow-up and forecast: what was budgeted, booked and is expected, line by line; choosing how a
//! line is forecast; the economic report and the interim report.

mod reports;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    facts::Insats,
    forecast::{
        self, Choice, Claimed, Entered, FollowUp, LineKey, Row, Rules, Sources, choice, interim,
        line::is_income,
    },
    money::Ore,
    refusal::Refusal,
};
pub use reports::{EconomicReport, Kind, Written};
use store::{AssociationId, Tx, voucher::Entry};

use crate::{
    Actor, App, Failure, Outcome, Year, record,
    rights::{Act, On, may, require},
};

/// Setting: the interim report's last month; empty when none is made.
const INTERIM: &str = "delarsrapport.manad";
/// The longest file of rules.
const MAX_RULES: usize = 200_000;

/// A year followed up to the end of a month.
#[derive(Clone, Debug)]
pub struct Followed {
    /// The year.
    pub year: Arc<Year>,
    /// Budget, outcome and forecast.
    pub follow_up: FollowUp,
    /// Accounts and projects of the budget's lines.
    pub rules: Rules,
    /// Every choice of the year, oldest first.
    pub choices: Vec<Choice>,
    /// The interim report's last month, when one is made.
    pub interim: Option<u8>,
    /// Whether this reader chooses methods and enters amounts.
    pub may_edit: bool,
}

/// One line with all that is behind it.
#[derive(Clone, Debug)]
pub struct LineSheet {
    /// The follow-up it is of.
    pub followed: Followed,
    /// The line.
    pub row: Row,
    /// Outcome of each month so far, to the öre, in the group's sign.
    pub months: Vec<Ore>,
    /// The transactions, for those who may read vouchers.
    pub vouchers: Option<Vec<Entry>>,
    /// Every choice made for the line this year, newest first, with who made it.
    pub history: Vec<(Choice, String)>,
}

impl LineSheet {
    /// The months' outcome together.
    pub fn outcome(&self) -> Ore {
        self.months.iter().copied().sum()
    }

    /// What the transactions book together, debit positive; `None` for those who may not read them.
    pub fn booked(&self) -> Option<Ore> {
        let vouchers = self.vouchers.as_ref()?;
        Some(vouchers.iter().map(|entry| Ore(entry.amount)).sum())
    }
}

impl Followed {
    /// Insatser in printed order.
    pub fn insatser(&self) -> &[Insats] {
        self.year.insatser()
    }
}

impl App {
    /// A year followed up to the end of a month, or to the last one that is booked.
    ///
    /// # Errors
    /// Not found for those who may not read the economy, or a month that is none.
    pub async fn follow_up(&self, actor: &Actor, (year, month): (i32, Option<u8>)) -> Outcome<Followed> {
        require(actor, Act::ReadEconomy, On::Association)?;
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(Failure::NotFound);
        }
        let year = self.year(actor, year).await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let rules = store::forecast::rules(&mut tx, association).await?;
        let choices = store::forecast::choices(&mut tx, association, year.year).await?;
        let interim = interim_setting(&mut tx, association).await?;
        let booked = year
            .ledger()
            .and_then(|l| l.movements.iter().map(|m| m.month).max());
        let month = month.or(booked).unwrap_or(12);
        let follow_up = {
            let (year, rules, choices) = (year.clone(), rules.clone(), choices.clone());
            let claimed = claimed(&year);
            tokio::task::spawn_blocking(move || {
                forecast::follow_up(&Sources {
                    facts: &year.facts,
                    year: year.year,
                    month,
                    rules: &rules,
                    choices: &choices,
                    claimed: &claimed,
                })
            })
            .await
            .map_err(Failure::fault)?
        };
        Ok(Followed {
            year,
            follow_up,
            rules,
            choices,
            interim,
            may_edit: may(actor, Act::EditForecast, On::Association),
        })
    }

    /// One line with its months, vouchers and history.
    ///
    /// # Errors
    /// As [`App::follow_up`]; not found for a line the year does not have.
    pub async fn followed_line(
        &self,
        actor: &Actor,
        (year, month): (i32, Option<u8>),
        line: &str,
    ) -> Outcome<LineSheet> {
        let followed = self.follow_up(actor, (year, month)).await?;
        let key = LineKey::from_text(line).ok_or(Failure::NotFound)?;
        let row = followed.follow_up.row(&key).cloned().ok_or(Failure::NotFound)?;
        let mut accounts: Vec<u32> = row.behind.iter().map(|(account, _)| *account).collect();
        accounts.dedup();
        let entries = if accounts.is_empty() {
            Vec::new()
        } else {
            let mut tx = self.db().read().await?;
            let association = self.association(&mut tx).await?;
            let at = (year, followed.follow_up.month);
            store::voucher::until(&mut tx, association, at, &accounts).await?
        };
        let of_row: Vec<(i64, Entry)> = entries
            .into_iter()
            .filter(|(_, e)| {
                let account = u32::try_from(e.account).unwrap_or(0);
                row.behind.iter().any(|(a, p)| *a == account && *p == e.project)
            })
            .collect();
        let sign = if is_income(row.group) { -1 } else { 1 };
        let of_month = |month: u8| {
            let of = of_row.iter().filter(|(at, _)| *at == i64::from(month));
            Ore(of.map(|(_, entry)| entry.amount).sum::<i64>() * sign)
        };
        let months = (1..=followed.follow_up.month).map(of_month).collect();
        let mut history = Vec::new();
        for choice in followed.choices.iter().rev().filter(|choice| choice.key == key) {
            history.push((choice.clone(), self.user_name(&choice.by).await?));
        }
        let reads = may(actor, Act::ReadVouchers, On::Association);
        Ok(LineSheet {
            followed,
            row,
            months,
            vouchers: reads.then(|| of_row.into_iter().map(|(_, entry)| entry).collect()),
            history,
        })
    }

    /// Chooses how a line is forecast from a month on, or enters its amount.
    ///
    /// # Errors
    /// Not found for those who may not, or a line the year does not have; refusals.
    pub async fn choose_forecast(
        &self,
        actor: &Actor,
        (year, month): (i32, u8),
        line: &str,
        typed: Entered<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditForecast, On::Association)?;
        let followed = self.follow_up(actor, (year, Some(month))).await?;
        let key = LineKey::from_text(line).ok_or(Failure::NotFound)?;
        let row = followed.follow_up.row(&key).ok_or(Failure::NotFound)?;
        if month >= 12 {
            let message = "Året är slut: prognosen är utfallet. Välj en tidigare månad.";
            return Err(Refusal::new("prognos-slut", message).into());
        }
        let (method, amount, reason) = choice::enter(&typed, row.sum.budget).map_err(Failure::Refused)?;
        let chosen = Choice {
            key,
            year,
            month,
            method,
            amount,
            reason,
            at: now,
            by: actor.id.clone(),
        };
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::forecast::add_choice(&mut tx, association, &chosen).await?;
        let detail = serde_json::json!({
            "ar": year, "manad": month, "rad": line, "metod": method.label(),
            "belopp": amount.map(Ore::to_kronor),
        });
        record(&mut tx, actor, ("prognos.val", &row.label), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Saves which accounts and projects belong to which line of the budget, from text as
    /// [`Rules::read`] reads it; answers with how many.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal per row that cannot be understood.
    pub async fn save_budget_rules(&self, actor: &Actor, text: &str, now: DateTime<Utc>) -> Outcome<usize> {
        require(actor, Act::EditMapping, On::Association)?;
        if text.len() > MAX_RULES {
            let message = "Texten är för lång. Slå ihop intervall.";
            return Err(Refusal::at("budgetkoppling-for-stor", "koppling", message).into());
        }
        let (rules, problems) = Rules::read("koppling", text.as_bytes());
        if !problems.is_empty() {
            let refusal = |p: domain::refusal::Problem| {
                Refusal::at(p.code, "koppling", format!("Rad {}: {}", p.line, p.message))
            };
            return Err(Failure::Refused(problems.into_iter().map(refusal).collect()));
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::forecast::save_rules(&mut tx, association, &rules).await?;
        let detail = serde_json::json!({ "rader": rules.0.len() });
        record(
            &mut tx,
            actor,
            ("prognos.koppling", "budgetens rader"),
            detail,
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(rules.0.len())
    }

    /// Decides whether an interim report is made, and of how many months.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal for a period outside the law's.
    pub async fn set_interim(&self, actor: &Actor, month: &str, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditSettings, On::Association)?;
        let month = interim::setting(month)?;
        let value = month.map(|month| month.to_string()).unwrap_or_default();
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::setting::save(&mut tx, association, INTERIM, &value).await?;
        let words = month.map_or("görs inte", |month| forecast::month_name(month));
        record(
            &mut tx,
            actor,
            ("prognos.delar", words),
            serde_json::json!({ "manad": month }),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// What the huvudmän have claimed: registered requisitions, each with its period's last month; for an insats
/// whose year was stated as a sum, that sum, known when the year is over.
fn claimed(year: &Year) -> Vec<Claimed> {
    let stated = year.facts.requisitioned.iter().filter(|r| r.year == year.year);
    let sums = stated.filter_map(|r| {
        Some(Claimed {
            insats: r.insats.clone()?,
            month: 12,
            amount: r.amount,
        })
    });
    let registered = year.facts.claims(year.year).map(|r| Claimed {
        insats: r.insats.clone(),
        month: *r.period.months().end(),
        amount: r.total(),
    });
    sums.chain(registered).collect()
}

/// The interim report's month as stored; none when it cannot be read.
async fn interim_setting(tx: &mut Tx, association: AssociationId) -> Outcome<Option<u8>> {
    let settings = store::setting::load(tx, association).await?;
    let stored = settings.get(INTERIM).map_or("", String::as_str);
    Ok(interim::setting(stored).unwrap_or_default())
}
