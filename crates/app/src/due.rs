//! What is due for somebody: the facts of what they may see, handed to the rules.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use domain::{
    due::{self, Due, DueFacts, LateInsats, SilentMonth},
    plan::calendar,
};
use store::{AssociationId, Tx};

use crate::{
    Actor, App, Failure, Outcome,
    rights::{Act, On, may},
};

/// Days after a month's end by which its consultations should be registered.
const AFTER_MONTH: i64 = 14;

impl App {
    /// What is due for this actor, late first.
    ///
    /// # Errors
    /// The database's own. An empty database has nothing due.
    pub async fn due(&self, actor: &Actor, now: DateTime<Utc>) -> Outcome<Vec<Due>> {
        let insatser = match self.facts().await {
            Ok(facts) => facts.clone(),
            Err(Failure::Refused(_)) => return Ok(Vec::new()),
            Err(failure) => return Err(failure),
        };
        let today = now.date_naive();
        let mut facts = DueFacts::default();
        for insats in &insatser.insatser {
            if may(actor, Act::ReadRows, On::Insats(&insats.slug)) {
                // Only days leave: no row is shown, so none is in the read log.
                let days = self.waiting_in(&insatser, &insats.slug, today).await?;
                let days = days.iter().map(|waiting| waiting.due.on).collect();
                let due = (insats.slug.clone(), insats.name.clone(), days);
                facts.follow_ups.push(due);
            }
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        if may(actor, Act::DecidePlan, On::Association) && !insatser.plans.is_empty() {
            let year = calendar::running(today);
            let days = calendar::days(year, &insatser.plans, today);
            facts.budget = days.into_iter().map(|day| (year, day)).collect();
        }
        for team in store::team::load(&mut tx, association).await? {
            if may(actor, Act::ReadReferrals, On::Team(&team.slug)) {
                let desk = store::desk::load(&mut tx, association, &team.slug).await?;
                facts.desks.push(desk);
            }
        }
        for insats in &insatser.insatser {
            if may(actor, Act::ReadRows, On::Insats(&insats.slug)) {
                let waiting = store::desk::waiting(&mut tx, association, &insats.slug).await?;
                facts.waiting.extend(waiting);
            }
            if may(actor, Act::AnswerQuarter, On::Insats(&insats.slug)) {
                let waiting = store::desk::waiting(&mut tx, association, &insats.slug).await?;
                facts
                    .late_insatser
                    .extend(waiting.first().map(|oldest| LateInsats {
                        name: insats.name.clone(),
                        since: oldest.on,
                    }));
            }
        }
        if may(actor, Act::ReadQuarters, On::Association) {
            facts.silent = silent(&mut tx, association, today).await?;
        }
        drop(tx);
        facts.quarters = self.quarter_due(actor, now).await?;
        facts.requisitions = self.requisitions_due(actor, now).await?;
        Ok(due::list(&facts, today))
    }
}

/// Teams that register consultations and have none, and no number, for the month that ended last.
async fn silent(tx: &mut Tx, association: AssociationId, today: NaiveDate) -> Outcome<Vec<SilentMonth>> {
    let Some(first) = today.with_day(1) else {
        return Ok(Vec::new());
    };
    let last = first - TimeDelta::days(1);
    let month = (last.year(), u8::try_from(last.month()).unwrap_or(0));
    let mut silent = Vec::new();
    for desk in store::desk::all(tx, association).await? {
        let began = desk.meetings.first().is_some_and(|meeting| meeting.on < first);
        if !began || desk.has_records(month.0, last.month()) {
            continue;
        }
        let team = desk.team;
        if store::consultation::covering(tx, association, &team.slug, month).await? == (None, None) {
            silent.push(SilentMonth {
                team: team.name,
                year: month.0,
                month: month.1,
                by: first + TimeDelta::days(AFTER_MONTH),
            });
        }
    }
    Ok(silent)
}
