//! All that a team has, as one value, and what it says about what waits.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{Consultation, Meeting, TO_ANSWER, TO_MEETING};
use crate::{
    facts::Team,
    recommendation::{Recommendation, Waiting},
    referral::{Dates, Referral, SenderUnit},
};

/// All that a team has: its inbox, its meetings and what they came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Whose.
    pub team: Team,
    /// Units that send.
    pub units: Vec<SenderUnit>,
    /// Referrals by day, oldest first.
    pub referrals: Vec<Referral>,
    /// Meetings by day, oldest first.
    pub meetings: Vec<Meeting>,
    /// Consultations in the order they were registered.
    pub consultations: Vec<Consultation>,
}

impl Desk {
    /// A meeting by key.
    pub fn meeting(&self, key: &str) -> Option<&Meeting> {
        self.meetings.iter().find(|m| m.key == key)
    }

    /// A referral by key.
    pub fn referral(&self, key: &str) -> Option<&Referral> {
        self.referrals.iter().find(|r| r.key == key)
    }

    /// Consultations at a meeting, in the order they were registered.
    pub fn held_at<'a>(&'a self, meeting: &'a str) -> impl Iterator<Item = &'a Consultation> {
        self.consultations.iter().filter(move |c| c.meeting == meeting)
    }

    /// Consultations of a referral with their meetings, oldest first.
    pub fn treated(&self, referral: &str) -> Vec<(&Meeting, &Consultation)> {
        let own = |c: &&Consultation| c.referral.as_deref() == Some(referral);
        let met = self.consultations.iter().filter(own);
        let mut met: Vec<_> = met.filter_map(|c| Some((self.meeting(&c.meeting)?, c))).collect();
        met.sort_by_key(|(meeting, _)| meeting.on);
        met
    }

    /// The version of a referral: raised by each step, each consultation and what became of its
    /// recommendation. None of these is ever taken back, so counting them says which one was read.
    pub fn version(&self, referral: &Referral) -> i64 {
        let Dates {
            accepted,
            returned,
            withdrawn,
            answered,
        } = referral.stage.dates();
        let steps = [
            accepted.is_some(),
            returned.is_some(),
            withdrawn.is_some(),
            answered.is_some(),
        ];
        let steps = steps.into_iter().map(i64::from).sum::<i64>();
        let became = |c: &Consultation| c.given.as_ref().is_some_and(|given| given.outcome.is_some());
        let treated = self.treated(&referral.key);
        let treated = treated.iter().map(|(_, c)| 1 + i64::from(became(c)));
        1 + steps + treated.sum::<i64>()
    }

    /// The next thing an open referral waits for, and by when.
    pub fn next_step(&self, referral: &Referral) -> Option<(&'static str, NaiveDate)> {
        if !referral.stage.is_open() {
            return None;
        }
        Some(match self.treated(&referral.key).last() {
            None => ("möte", referral.received + TimeDelta::days(TO_MEETING)),
            Some((meeting, _)) => ("svar", meeting.on + TimeDelta::days(TO_ANSWER)),
        })
    }

    /// Meetings that were held without any consultation registered.
    pub fn unrecorded(&self, today: NaiveDate) -> impl Iterator<Item = &Meeting> {
        let recorded = |key: &str| self.consultations.iter().any(|c| c.meeting == key);
        self.meetings
            .iter()
            .filter(move |m| m.on < today && !recorded(&m.key))
    }

    /// Recommendations to begin in an insats that nobody has acted on.
    pub fn waiting(&self) -> impl Iterator<Item = Waiting> {
        self.consultations.iter().filter_map(|c| {
            let given = c.given.as_ref().filter(|given| given.outcome.is_none())?;
            let Recommendation::Enrol { insats } = &given.what else {
                return None;
            };
            let referral = c.referral.as_deref().and_then(|key| self.referral(key));
            Some(Waiting {
                key: given.key.clone(),
                insats: insats.clone(),
                team: self.team.name.clone(),
                reference: referral.map(|r| r.reference.to_string()),
                authority: referral.map(|r| r.sender.authority),
                unit: referral.map(|r| r.sender.name.clone()).unwrap_or_default(),
                municipality: referral.and_then(|r| r.municipality.clone()),
                need: referral.map(|r| r.need.clone()),
                on: given.on,
            })
        })
    }

    /// Whether the month has consultations registered.
    pub fn has_records(&self, year: i32, month: u32) -> bool {
        let held = |m: &Meeting| m.on.year() == year && m.on.month() == month;
        self.consultations
            .iter()
            .any(|c| self.meeting(&c.meeting).is_some_and(held))
    }
}
