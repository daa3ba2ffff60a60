//! Felregistrering: a reversal, never a result. Before it is done the figures that count the
//! participation are named.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use domain::{
    codes::ExitReason,
    facts::{ExitFact, Facts, ParticipationFact},
    figure::{Figure, Scope},
    figures::Figures,
    measure,
    participation::{Reversal, ReversalReason},
    refusal::Refusal,
};

use super::change::{refuse_any, same_version};
use crate::{Actor, App, Failure, Outcome, rights::Act, year::Year};

/// A figure that counts a participation and changes when it is reversed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// The measure's name.
    pub name: &'static str,
    /// What of the insats it is about: "kvinnor"; empty for all of it.
    pub scope: String,
    /// The year.
    pub year: i32,
    /// As it is and as it would be: only of the insats's own figures, whose rows the asker sees. A
    /// figure of others may be withheld, and its change would tell what is behind it.
    pub values: Option<(String, String)>,
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
        self.save_last(
            tx,
            actor,
            (&own, changed),
            ("deltagande.felregistrering", None),
            now,
        )
        .await
    }

    /// The figures that count a participation and would change with its reversal: those of its insats with
    /// their values, then the association's by name; newest year first.
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
        let mut seen = Vec::new();
        for year in years {
            seen.push((self.year(actor, year).await?, published.contains(&year)));
        }
        let compared = tokio::task::spawn_blocking(move || compare(&facts, (&slug, &fact), &seen));
        compared.await.map_err(Failure::fault)
    }
}

/// The facts without one participation like this. Rows that are equal are counted alike, so it does not
/// matter which of them is taken.
fn without(facts: &Facts, fact: &ParticipationFact) -> Facts {
    let mut without = facts.clone();
    let same = |other: &&mut ParticipationFact| {
        let person = other.person;
        **other
            == ParticipationFact {
                person,
                ..fact.clone()
            }
    };
    if let Some(row) = without.participations.iter_mut().find(same) {
        row.exit = Some(ExitFact {
            date: fact.exit.as_ref().map_or(fact.entry, |exit| exit.date),
            reason: Some(ExitReason::Reversed),
            support_after: Vec::new(),
            occupation_after: Vec::new(),
        });
    }
    without
}

/// What changes in these years when one participation like this in the insats is reversed.
fn compare(
    facts: &Facts,
    (insats, fact): (&str, &ParticipationFact),
    years: &[(Arc<Year>, bool)],
) -> Vec<Affected> {
    let without = without(facts, fact);
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for (seen, published) in years {
        let year = seen.year;
        let (before, after) = (Figures::compute(facts, year), Figures::compute(&without, year));
        for figure in before.iter().filter(|figure| figure.key.year == year) {
            let now = after.of_year(figure.key.measure, figure.key.scope.clone());
            let text = now.map_or_else(|| "–".to_owned(), Figure::text);
            if text == figure.text() {
                continue;
            }
            let name = measure::find(figure.key.measure).map_or(figure.key.measure, |m| m.name);
            let mut affected = Affected {
                name,
                scope: String::new(),
                year,
                values: None,
                published: *published,
            };
            if figure.key.scope.get("insats") == Some(insats) {
                affected.scope = within(seen, &figure.key.scope);
                affected.values = Some((figure.text(), text));
                own.push(affected);
            } else if !others.contains(&affected) {
                others.push(affected);
            }
        }
    }
    own.append(&mut others);
    own
}

/// What a scope says besides the insats.
fn within(year: &Year, scope: &Scope) -> String {
    let mut rest = scope.clone();
    rest.0.remove("insats");
    let words = year.scope_words(&rest).into_iter().map(|(_, value)| value);
    words.collect::<Vec<String>>().join(", ")
}
