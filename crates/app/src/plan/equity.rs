//! The guideline for own capital: what holds, the result of each year, and a new guideline.

use chrono::{DateTime, Utc};
use domain::{
    equity::{self, Guideline, Typed},
    plan::{holds, typed::LONGEST},
    refusal::Refusal,
    statement::Adjustment,
    years::YEARS,
};

use super::{booked_equity, most, opened};
use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// Guidelines and results.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Oldest first.
    pub guidelines: Vec<Guideline>,
    /// Booked years first, then planned ones, in order.
    pub years: Vec<equity::YearEnd>,
    /// Adjustments of balanskravsresultatet: year, adjustment, source.
    pub adjustments: Vec<(i32, Adjustment, String)>,
}

impl App {
    /// Own capital against the guideline, year by year.
    ///
    /// # Errors
    /// Not found for those who may not read economy.
    pub async fn equity(&self, actor: &Actor, now: DateTime<Utc>) -> Outcome<Overview> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let guidelines = store::equity::load(&mut tx, association).await?;
        let adjustments = store::economy::load_adjustments(&mut tx, association).await?;
        let source = |year| equity::holds(&guidelines, year).map(|g| (g.from_year, g.source.clone()));
        let mut years = Vec::new();
        let booked = booked_equity(&facts);
        for (year, closing) in &booked {
            let own = domain::plan::YearSum {
                year: *year,
                ..Default::default()
            };
            years.push(equity::YearEnd {
                year: *year,
                most: most(&guidelines, &facts, &own),
                guideline: source(*year),
                closing: Some(*closing),
                booked: true,
            });
        }
        let last = booked.keys().max().copied();
        let next = last.map_or_else(
            || facts.plans.iter().map(|plan| plan.first).min(),
            |year| Some(year + 1),
        );
        if let Some(plan) = next.and_then(|year| holds(&facts.plans, year, now.date_naive())) {
            let mut plan = plan.clone();
            opened(&mut plan, &facts);
            for (sum, equity) in plan.sums().iter().zip(plan.equity()) {
                if last.is_none_or(|last| sum.year > last) {
                    years.push(equity::YearEnd {
                        year: sum.year,
                        most: most(&guidelines, &facts, sum),
                        guideline: source(sum.year),
                        closing: equity.closing,
                        booked: false,
                    });
                }
            }
        }
        Ok(Overview {
            guidelines,
            years,
            adjustments,
        })
    }

    /// Saves a guideline in place of the one of its year.
    ///
    /// # Errors
    /// Not found for those who may not write; a refusal per field that cannot be.
    pub async fn save_guideline(&self, actor: &Actor, typed: &Typed, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditPlan, On::Association)?;
        let guideline = typed.read().map_err(Failure::Refused)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::equity::save(&mut tx, association, &guideline).await?;
        let detail = serde_json::json!({ "källa": guideline.source });
        let object = guideline.from_year.to_string();
        record(&mut tx, actor, ("riktlinje.spara", &object), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Adds an adjustment of a year's balanskravsresultat.
    ///
    /// # Errors
    /// Not found for those who may not write; a refusal per field that cannot be.
    pub async fn add_adjustment(
        &self,
        actor: &Actor,
        (year, label, amount, source): (&str, &str, &str, &str),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditPlan, On::Association)?;
        let mut refusals = Vec::new();
        let read_year = year.trim().parse::<i32>().ok().filter(|y| YEARS.contains(y));
        let mut say = |wrong: bool, place: &str, message: &str| {
            if wrong {
                refusals.push(Refusal::at("balanskrav", place, message));
            }
        };
        say(
            read_year.is_none(),
            "justering-ar",
            "Skriv året med fyra siffror.",
        );
        let words = |text: &str| text.trim().is_empty() || text.chars().count() > LONGEST;
        say(
            words(label),
            "justering-namn",
            "Skriv vad justeringen är, till exempel realisationsvinst.",
        );
        say(
            words(source),
            "justering-kalla",
            "Skriv varifrån beloppet är taget, till exempel not 5.",
        );
        let read_amount = domain::money::Ore::parse(amount).filter(|amount| amount.0 != 0);
        let message =
            "Skriv beloppet i kronor. Det som minskar resultatet, som realisationsvinster, har minustecken.";
        say(read_amount.is_none(), "justering-belopp", message);
        let (Some(year), Some(amount), true) = (read_year, read_amount, refusals.is_empty()) else {
            return Err(Failure::Refused(refusals));
        };
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let all = store::economy::load_adjustments(&mut tx, association).await?;
        let own = all.into_iter().filter(|(of, ..)| *of == year);
        let mut adjustments: Vec<(Adjustment, String)> = own.map(|(_, a, source)| (a, source)).collect();
        let label = label.trim().to_owned();
        adjustments.push((Adjustment { label, amount }, source.trim().to_owned()));
        store::economy::save_adjustments(&mut tx, association, year, &adjustments).await?;
        let detail = serde_json::json!({ "justeringar": adjustments.len() });
        record(
            &mut tx,
            actor,
            ("balanskrav.justera", &year.to_string()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Takes away the adjustments of a year.
    ///
    /// # Errors
    /// Not found for those who may not write.
    pub async fn clear_adjustments(&self, actor: &Actor, year: i32, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditPlan, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::economy::save_adjustments(&mut tx, association, year, &[]).await?;
        let detail = serde_json::json!({ "justeringar": 0 });
        record(
            &mut tx,
            actor,
            ("balanskrav.justera", &year.to_string()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}
