//! A participation as it stands, and what is due.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    Answer, Entry, Exit, FollowUp, Interim,
    codes::{Contact, Field, Missing, Months, ReversalReason, Stage},
};
use crate::{
    codes::{CodeTable, ExitReason},
    facts::{ExitFact, ParticipationFact},
};

/// What a participation is known by and when it was last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Key in addresses.
    pub public_id: String,
    /// The insats, by slug.
    pub insats: String,
    /// Counts every change from 1: two people changing the same record are told.
    pub version: i64,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// By whom: the user's public id.
    pub changed_by: String,
}

/// A participation, everything that is recorded of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Keys.
    pub keys: Keys,
    /// Entry; the number is never in it.
    pub entry: Entry,
    /// The day it was granted.
    pub granted: Option<NaiveDate>,
    /// The day the introduction group began.
    pub introduced: Option<NaiveDate>,
    /// Plan and activities.
    pub interim: Interim,
    /// Exit.
    pub exit: Option<Exit>,
    /// It was registered by mistake.
    pub reversal: Option<Reversal>,
    /// Follow-ups made, by months.
    pub follow_ups: Vec<FollowUp>,
    /// The participation it was transferred from.
    pub transferred_from: Option<String>,
    /// The participation it was transferred to.
    pub transferred_to: Option<String>,
    /// Whether there is a pseudonym.
    pub pseudonymous: bool,
    /// Made up by the example.
    pub constructed: bool,
}

/// A reversal (felregistrering): a correction, never a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reversal {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: Option<ReversalReason>,
}

/// Where a participation stands: computed, never typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Granted, not started.
    Granted,
    /// In the introduction group.
    Introduction,
    /// Open.
    Open,
    /// Ended.
    Closed,
    /// Registered by mistake: in no count.
    Reversed,
    /// Sex and start year only, open or ended.
    Anonymous {
        /// It has ended.
        closed: bool,
    },
}

impl State {
    /// Where these facts stand.
    pub fn of(fact: &ParticipationFact) -> State {
        if fact.is_reversed() {
            State::Reversed
        } else if fact.anonymous {
            State::Anonymous {
                closed: fact.exit.is_some(),
            }
        } else if fact.exit.is_some() {
            State::Closed
        } else {
            match fact.stage {
                Stage::Granted => State::Granted,
                Stage::Introduction => State::Introduction,
                Stage::Participating => State::Open,
            }
        }
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            State::Granted => "beviljad, ej startad",
            State::Introduction => "i introduktionsgrupp",
            State::Open => "pågår",
            State::Closed => "avslutad",
            State::Reversed => "felregistrerad",
            State::Anonymous { closed: false } => "anonym, pågår",
            State::Anonymous { closed: true } => "anonym, avslutad",
        }
    }

    /// Whether it can be ended.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            State::Granted | State::Introduction | State::Open | State::Anonymous { closed: false }
        )
    }
}

/// Something due for a participation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The follow-up, or `None` for a start that has not come.
    pub follow_up: Option<Months>,
    /// The day it is due.
    pub on: NaiveDate,
}

/// A grant is asked about after this long.
const GRANT_WAITS: TimeDelta = TimeDelta::days(60);
/// What is due within this long is said.
const AHEAD: TimeDelta = TimeDelta::days(14);

impl Record {
    /// Where it stands.
    pub fn state(&self) -> State {
        State::of(&self.fact(0))
    }

    /// The counting row; `insats` is the index in printed order.
    pub fn fact(&self, insats: usize) -> ParticipationFact {
        let named = self.entry.named();
        let reversed = self.reversal.map(|reversal| ExitFact {
            date: self
                .exit
                .as_ref()
                .map_or_else(|| self.entry.start().max(reversal.on), |exit| exit.date),
            reason: Some(ExitReason::Reversed),
            support_after: Vec::new(),
            occupation_after: Vec::new(),
        });
        let exit = self.exit.as_ref().map(|exit| ExitFact {
            date: exit.date,
            reason: exit.reason.known().copied(),
            support_after: exit.supports.known().cloned().unwrap_or_default(),
            occupation_after: exit.occupations.known().cloned().unwrap_or_default(),
        });
        ParticipationFact {
            insats,
            anonymous: named.is_none(),
            stage: named.map_or(Stage::Participating, |named| named.stage),
            sex: match &self.entry {
                Entry::Named(named) => named.sex.known().copied(),
                Entry::Anonymous(anonymous) => anonymous.sex.known().copied(),
            },
            birth_year: named.and_then(|n| n.birth_year.known().copied()),
            municipality: named.and_then(|n| n.municipality.known().cloned()),
            person: None,
            entry: self.entry.start(),
            referred_by: named.and_then(|n| n.referred_by.known().copied()),
            education: named.and_then(|n| n.education.known().copied()),
            support_time: named.and_then(|n| n.support_time.known().copied()),
            support_before: named
                .and_then(|n| n.supports.known().cloned())
                .unwrap_or_default(),
            occupation_before: named
                .and_then(|n| n.occupations.known().cloned())
                .unwrap_or_default(),
            exit: reversed.or(exit),
            constructed: self.constructed,
        }
    }

    /// Which fields are missing, and why. What is not due yet is not among them.
    pub fn missing(&self) -> Vec<(Field, Missing)> {
        let mut missing = Vec::new();
        let mut note = |field, why: Option<Missing>| missing.extend(why.map(|why| (field, why)));
        match &self.entry {
            Entry::Anonymous(anonymous) => note(Field::Sex, anonymous.sex.missing()),
            Entry::Named(named) => {
                note(Field::Sex, named.sex.missing());
                note(Field::BirthYear, named.birth_year.missing());
                note(Field::Municipality, named.municipality.missing());
                note(Field::ReferredBy, named.referred_by.missing());
                note(Field::Education, named.education.missing());
                note(Field::SupportTime, named.support_time.missing());
                note(Field::SupportBefore, named.supports.missing());
                note(Field::OccupationBefore, named.occupations.missing());
                if let Some(exit) = &self.exit {
                    note(Field::ExitReason, exit.reason.missing());
                    note(Field::SupportAfter, exit.supports.missing());
                    note(Field::OccupationAfter, exit.occupations.missing());
                }
            }
        }
        missing
    }

    /// What is due now or within two weeks, earliest first.
    pub fn due(&self, today: NaiveDate) -> Vec<Due> {
        let made: Vec<Months> = self.follow_ups.iter().map(|f| f.months).collect();
        let lost = self.follow_ups.iter().any(|f| f.contact == Contact::Lost);
        due(&self.fact(0), &made, lost, today)
    }
}

/// What is due for a participation of which these follow-ups are made.
pub(crate) fn due(fact: &ParticipationFact, made: &[Months], lost: bool, today: NaiveDate) -> Vec<Due> {
    match State::of(fact) {
        State::Granted => {
            let on = fact.entry + GRANT_WAITS;
            let due = Due { follow_up: None, on };
            Some(due).filter(|due| due.on <= today).into_iter().collect()
        }
        State::Closed if !lost && fact.stage == Stage::Participating => {
            let Some(exit) = &fact.exit else { return Vec::new() };
            let left = Months::ALL.iter().filter(|months| !made.contains(months));
            left.map(|months| Due {
                follow_up: Some(*months),
                on: months.after(exit.date),
            })
            .filter(|due| due.on <= today + AHEAD)
            .collect()
        }
        _ => Vec::new(),
    }
}

impl Due {
    /// What is due for a participation in a list.
    pub fn of(fact: &ParticipationFact, made: &[Months], lost: bool, today: NaiveDate) -> Vec<Due> {
        due(fact, made, lost, today)
    }

    /// In words.
    pub fn label(self) -> String {
        match self.follow_up {
            Some(months) => format!("uppföljning efter {}", months.label()),
            None => "beviljad men inte startad".into(),
        }
    }
}

impl<T: Clone> Answer<T> {
    /// The value, or the type's own empty one.
    pub fn or_default(&self) -> T
    where
        T: Default,
    {
        self.known().cloned().unwrap_or_default()
    }
}
