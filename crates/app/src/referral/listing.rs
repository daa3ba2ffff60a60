//! What a team's own system reads before it writes: what can be chosen, and a part of its lists at a time.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    consultation::Meeting,
    facts::Team,
    referral::{DatedCode, Referral, SenderUnit},
};

use super::{TeamDesk, team_desk};
use crate::{
    Actor, App, Outcome,
    participation::PAGE,
    read_log::Seen,
    rights::{Act, On, require},
};

/// What a referral, a meeting or a consultation of a team can name.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The team with its municipalities.
    pub team: Team,
    /// Units that send to it.
    pub units: Vec<SenderUnit>,
    /// Every code list.
    pub codes: Vec<DatedCode>,
    /// Insatser that can be recommended, slug and name.
    pub insatser: Vec<(String, String)>,
}

/// Which referrals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Slug of a stage, or empty for all.
    pub stage: String,
    /// A part of the reference, or empty for all.
    pub reference: String,
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// At most [`PAGE`] of them.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
}

/// A referral in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The referral.
    pub referral: Referral,
    /// Its version.
    pub version: i64,
    /// What it waits for and by when, while it is open.
    pub next: Option<(&'static str, NaiveDate)>,
}

/// A meeting in a list.
#[derive(Clone, Debug)]
pub struct Held {
    /// The meeting.
    pub meeting: Meeting,
    /// Consultations registered at it.
    pub consultations: usize,
}

impl App {
    /// What can be named in a team's referrals, meetings and consultations.
    ///
    /// # Errors
    /// Not found for those who are not of the team.
    pub async fn referral_choices(&self, actor: &Actor, team: &str) -> Outcome<Choices> {
        require(actor, Act::ReadReferrals, On::Team(team))?;
        let insatser = self.insatser_to_recommend(actor).await?;
        let TeamDesk { desk, codes } = self.own_desk(team).await?;
        Ok(Choices {
            team: desk.team,
            units: desk.units,
            codes,
            insatser,
        })
    }

    /// Referrals of a team, the newest first, [`PAGE`] from `offset` on. Those answered are in the read
    /// log first.
    ///
    /// # Errors
    /// Not found for those who are not of the team; a fault when the reading cannot be logged.
    pub async fn list_referrals(
        &self,
        actor: &Actor,
        team: &str,
        (filter, offset): (&Filter, i64),
        now: DateTime<Utc>,
    ) -> Outcome<Listing<Line>> {
        require(actor, Act::ReadReferrals, On::Team(team))?;
        let TeamDesk { desk, .. } = self.own_desk(team).await?;
        let part = filter.reference.to_lowercase();
        let asked = desk.referrals.iter().rev().filter(|referral| {
            (filter.stage.is_empty() || referral.stage.slug() == filter.stage)
                && referral.reference.as_str().to_lowercase().contains(&part)
        });
        let Listing { rows, more } = page(asked, offset);
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let keys = store::referral::keys(&mut tx, association, team).await?;
        drop(tx);
        let shown: HashSet<&str> = rows.iter().map(|referral| referral.key.as_str()).collect();
        let keys = keys.into_iter().filter(|(_, key)| shown.contains(key.as_str()));
        let ids: Vec<i64> = keys.map(|(id, _)| id).collect();
        let seen = Seen::Referrals { team, rows: &ids };
        self.log_read(actor, "remisser.lista", seen, now).await?;
        let line = |referral: &Referral| Line {
            version: desk.version(referral),
            next: desk.next_step(referral),
            referral: referral.clone(),
        };
        Ok(Listing {
            rows: rows.into_iter().map(line).collect(),
            more,
        })
    }

    /// Meetings of a team, the latest first, [`PAGE`] from `offset` on; no referral is told.
    ///
    /// # Errors
    /// Not found for those who are not of the team.
    pub async fn list_meetings(&self, actor: &Actor, team: &str, offset: i64) -> Outcome<Listing<Held>> {
        require(actor, Act::ReadReferrals, On::Team(team))?;
        let TeamDesk { desk, .. } = self.own_desk(team).await?;
        let Listing { rows, more } = page(desk.meetings.iter().rev(), offset);
        let held = |meeting: &Meeting| Held {
            consultations: desk.held_at(&meeting.key).count(),
            meeting: meeting.clone(),
        };
        Ok(Listing {
            rows: rows.into_iter().map(held).collect(),
            more,
        })
    }

    /// A team's desk, for somebody whose right was asked.
    async fn own_desk(&self, team: &str) -> Outcome<TeamDesk> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        team_desk(&mut tx, association, team).await
    }
}

fn page<T>(all: impl Iterator<Item = T>, offset: i64) -> Listing<T> {
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let skipped = usize::try_from(offset).unwrap_or(0);
    let mut rows: Vec<T> = all.skip(skipped).take(most + 1).collect();
    let more = rows.len() > most;
    rows.truncate(most);
    Listing { rows, more }
}
