//! Felregistrering: a reversal, never a result. Before it is done the figures that count the
//! participation are named.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use domain::{
    codes::ExitReason,
    facts::{ExitFact, Facts, ParticipationFact},
    figures::Figures,
    measure,
    participation::{Reversal, ReversalReason},
    refusal::Refusal,
};

use super::change::{refuse_any, same_version};
use crate::{Actor, App, Failure, Outcome, rights::Act};

/// A figure that counts a participation, before and after its reversal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// Its key in text: `deltaganden.nya@2022{insats=krus}`.
    pub key: String,
    /// The measure's name.
    pub name: String,
    /// The year.
    pub year: i32,
    /// As it is.
    pub before: String,
    /// As it would be.
    pub after: String,
    /// The year's annual report is published and locked: it keeps the value it had.
    pub published: bool,
}

/// The years that are compared at most; an open participation is in every year since its start.
const YEARS: i32 = 12;

impl App {
    /// Reverses a participation that was registered by mistake; answers with the new version. Its exit,
    /// plan and follow-ups are removed, and it is in no count from then on.
    ///
    /// # Errors
    /// Not found for those who may not; a conflict when another version stands.
    pub async fn reverse_participation(
        &self,
        actor: &Actor,
        (public_id, seen): (&str, i64),
        reason: ReversalReason,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let mut tx = self.db().write().await?;
        let own = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        let standing = &own.found.record;
        same_version(standing, seen)?;
        if standing.reversal.is_some() {
            let message = "Deltagandet är redan felregistrerat.";
            refuse_any(vec![Refusal::new("felregistrerad", message)])?;
        }
        let mut changed = standing.clone();
        changed.reversal = Some(Reversal {
            on: now.date_naive(),
            reason: Some(reason),
        });
        changed.exit = None;
        changed.interim = domain::participation::Interim::default();
        changed.follow_ups.clear();
        let version = self
            .save(
                &mut tx,
                actor,
                (&own, changed),
                ("deltagande.felregistrering", None),
                now,
            )
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// The figures that count a participation and would change with its reversal, newest year first.
    ///
    /// # Errors
    /// Not found for those who may not read the participation.
    pub async fn figures_that_count(
        &self,
        actor: &Actor,
        public_id: &str,
        now: DateTime<Utc>,
    ) -> Outcome<Vec<Affected>> {
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let own = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        let slug = own.found.record.keys.insats.clone();
        let (insats, _) = facts.insats(&slug).ok_or(Failure::NotFound)?;
        let fact = own.found.record.fact(insats);
        let last = fact
            .exit
            .as_ref()
            .map_or(now.year(), |exit| exit.date.year())
            .min(now.year());
        let years: Vec<i32> = (fact.entry.year().max(last - YEARS)..=last).rev().collect();
        let mut published = Vec::new();
        for year in &years {
            let report = store::report::find(&mut tx, own.association, "arsredovisning", *year).await?;
            if let Some(report) = report
                && !store::report::snapshots(&mut tx, &report).await?.is_empty()
            {
                published.push(*year);
            }
        }
        drop(tx);
        let compared = tokio::task::spawn_blocking(move || compare(&facts, &fact, &years, &published));
        compared.await.map_err(Failure::fault)
    }
}

/// What changes in these years when one participation like this is reversed.
fn compare(facts: &Arc<Facts>, fact: &ParticipationFact, years: &[i32], published: &[i32]) -> Vec<Affected> {
    let mut without = (**facts).clone();
    let same = |other: &&mut ParticipationFact| {
        let person = other.person;
        **other
            == ParticipationFact {
                person,
                ..fact.clone()
            }
    };
    // Rows that are equal are counted alike, so it does not matter which of them is taken.
    if let Some(row) = without.participations.iter_mut().find(same) {
        row.exit = Some(ExitFact {
            date: fact.exit.as_ref().map_or(fact.entry, |exit| exit.date),
            reason: Some(ExitReason::Reversed),
            support_after: Vec::new(),
            occupation_after: Vec::new(),
        });
    }
    let mut affected = Vec::new();
    for year in years {
        let (before, after) = (Figures::compute(facts, *year), Figures::compute(&without, *year));
        for figure in before.iter().filter(|figure| figure.key.year == *year) {
            let now = after.of_year(figure.key.measure, figure.key.scope.clone());
            let text = now.map_or_else(|| "–".to_owned(), domain::figure::Figure::text);
            if text != figure.text() {
                affected.push(Affected {
                    key: figure.key.to_string(),
                    name: measure::find(figure.key.measure)
                        .map_or(figure.key.measure, |m| m.name)
                        .to_owned(),
                    year: *year,
                    before: figure.text(),
                    after: text,
                    published: published.contains(year),
                });
            }
        }
    }
    affected
}
