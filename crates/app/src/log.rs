//! Reading the two logs: who has seen one participation, for its huvudman; and what has happened,
//! for the auditor, without anything about a person.

mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::read_log::Kind;

use crate::{
    Actor, App, Failure, Outcome,
    maintenance::Verified,
    rights::{Act, On, require},
};

pub use words::act_words;

/// Lines on a page of the log.
pub const PAGE: u32 = 100;

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Number in its chain.
    pub sequence: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name.
    pub who: String,
    /// The act's stable name.
    pub act: String,
    /// What it was done on: a reference, never a person.
    pub object: String,
    /// How many rows were shown; `None` for a change.
    pub rows: Option<i64>,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chain {
    /// The audit trail: changes.
    #[default]
    Changes,
    /// The read log.
    Reads,
}

/// Which lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Which log.
    pub chain: Chain,
    /// Only of this user, by public id.
    pub actor: Option<String>,
    /// Only this act.
    pub act: Option<String>,
    /// From this day.
    pub from: Option<NaiveDate>,
    /// To this day, inclusive.
    pub to: Option<NaiveDate>,
    /// Which page, from 0.
    pub page: u32,
}

/// Who has seen and changed a participation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenBy {
    /// The participation's key in addresses.
    pub public_id: String,
    /// The insats's slug.
    pub insats: String,
    /// Reads by day, person and act, newest first, with how many times.
    pub reads: Vec<(NaiveDate, String, String, usize)>,
    /// Changes, newest first.
    pub changes: Vec<LogLine>,
}

impl App {
    /// Who has seen and changed a participation.
    ///
    /// # Errors
    /// Not found for everybody but the deltagaransvariga of its insats.
    pub async fn seen_by(&self, actor: &Actor, public_id: &str) -> Outcome<SeenBy> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let found = store::withdrawal::find(&mut tx, association, public_id).await?;
        let found = found.ok_or(Failure::NotFound)?;
        require(actor, Act::ReadRowLog, On::Insats(&found.insats))?;
        let users = store::user::all(&mut tx).await?;
        let name = |id: &str| name(&users, id);
        let mut times: BTreeMap<(NaiveDate, String, String), usize> = BTreeMap::new();
        let stored = store::read_log::of_row(&mut tx, Kind::Participations, &found.insats, found.id).await?;
        for event in stored {
            let key = (
                event.read.at.date_naive(),
                name(&event.read.actor),
                event.read.act,
            );
            *times.entry(key).or_default() += 1;
        }
        let reads = times.into_iter().rev();
        let wanted = store::audit::Wanted {
            object: Some(public_id.to_owned()),
            ..store::audit::Wanted::default()
        };
        let changes = store::audit::search(&mut tx, &wanted, 0, 1_000).await?;
        Ok(SeenBy {
            public_id: public_id.to_owned(),
            insats: found.insats,
            reads: reads
                .map(|((day, who, act), count)| (day, who, act, count))
                .collect(),
            changes: changes.into_iter().map(|stored| change(stored, &users)).collect(),
        })
    }

    /// A page of the audit trail or of the read log, newest first.
    ///
    /// # Errors
    /// Not found for those who may not read it.
    pub async fn log(&self, actor: &Actor, filter: &LogFilter) -> Outcome<Vec<LogLine>> {
        require(actor, Act::ReadAudit, On::Association)?;
        let mut tx = self.db().read().await?;
        let users = store::user::all(&mut tx).await?;
        let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
        let from = filter.from.map(midnight);
        let before = filter.to.map(|day| midnight(day) + TimeDelta::days(1));
        Ok(match filter.chain {
            Chain::Changes => {
                let wanted = store::audit::Wanted {
                    actor: filter.actor.clone(),
                    act: filter.act.clone(),
                    object: None,
                    from,
                    before,
                };
                let found = store::audit::search(&mut tx, &wanted, filter.page, PAGE).await?;
                found.into_iter().map(|stored| change(stored, &users)).collect()
            }
            Chain::Reads => {
                let wanted = store::read_log::Wanted {
                    actor: filter.actor.clone(),
                    act: filter.act.clone(),
                    place: None,
                    from,
                    before,
                };
                let found = store::read_log::list(&mut tx, &wanted, filter.page, PAGE).await?;
                let line = |stored: store::read_log::Stored| LogLine {
                    sequence: stored.sequence,
                    at: stored.read.at,
                    who: name(&users, &stored.read.actor),
                    object: format!("{} i {}", stored.read.kind.label(), stored.read.place),
                    rows: Some(stored.read.rows.len()),
                    act: stored.read.act,
                };
                found.into_iter().map(line).collect()
            }
        })
    }

    /// People and acts that occur in a log, to choose from: public id and name, and acts.
    ///
    /// # Errors
    /// Not found for those who may not read it.
    pub async fn log_choices(
        &self,
        actor: &Actor,
        chain: Chain,
    ) -> Outcome<(Vec<(String, String)>, Vec<String>)> {
        require(actor, Act::ReadAudit, On::Association)?;
        let mut tx = self.db().read().await?;
        let users = store::user::all(&mut tx).await?;
        let (actors, acts) = match chain {
            Chain::Changes => store::audit::choices(&mut tx).await?,
            Chain::Reads => store::read_log::choices(&mut tx).await?,
        };
        let actors = actors.into_iter().map(|id| {
            let name = name(&users, &id);
            (id, name)
        });
        Ok((actors.collect(), acts))
    }

    /// Recomputes both chains, for those who may read them.
    ///
    /// # Errors
    /// Not found for those who may not; what is broken is in the answer.
    pub async fn verify_logs(&self, actor: &Actor) -> Outcome<Verified> {
        require(actor, Act::ReadAudit, On::Association)?;
        self.verify_audit().await
    }
}

fn name(users: &[store::user::User], id: &str) -> String {
    if id == "system" {
        return "Kommandoraden".into();
    }
    let user = users.iter().find(|user| user.public_id == id);
    user.map_or_else(|| id.to_owned(), |user| user.name.clone())
}

fn change(stored: store::audit::Stored, users: &[store::user::User]) -> LogLine {
    LogLine {
        sequence: stored.sequence,
        at: stored.event.at,
        who: name(users, &stored.event.actor),
        act: stored.event.act,
        object: stored.event.object,
        rows: None,
    }
}
