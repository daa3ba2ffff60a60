//! Participations and consultations as coded facts, without identity.

use chrono::NaiveDate;

use crate::{
    codes::{Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    participation::Stage,
};

/// One participation. An anonymous record has sex and start year only: its entry is 1 January of
/// the start year and every coded field is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipationFact {
    /// Index into [`super::Facts::insatser`].
    pub insats: usize,
    /// Without consent: sex and start year only.
    pub anonymous: bool,
    /// How far it has come. Only one that has begun is counted.
    pub stage: Stage,
    /// Sex.
    pub sex: Option<Sex>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Municipality of the participant's home.
    pub municipality: Option<String>,
    /// The person's pseudonym as a number of this load; only its equality matters.
    pub person: Option<u64>,
    /// Entry; the day the stage began for one that has not.
    pub entry: NaiveDate,
    /// Who referred.
    pub referred_by: Option<ReferringAuthority>,
    /// Education at entry.
    pub education: Option<Education>,
    /// Time in public support before entry.
    pub support_time: Option<SupportTime>,
    /// Supports before entry.
    pub support_before: Vec<SupportShare>,
    /// Occupation before entry.
    pub occupation_before: Vec<OccupationShare>,
    /// Exit; `None` while open.
    pub exit: Option<ExitFact>,
    /// Made up by the example generator.
    pub constructed: bool,
}

impl ParticipationFact {
    /// Felregistrering is a reversal, not a result.
    pub fn is_reversed(&self) -> bool {
        self.exit
            .as_ref()
            .is_some_and(|exit| exit.reason == Some(ExitReason::Reversed))
    }

    /// Whether it is in any count of participations: begun, and not registered by mistake.
    pub fn is_counted(&self) -> bool {
        self.stage == Stage::Participating && !self.is_reversed()
    }
}

/// What is recorded at exit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitFact {
    /// Last day.
    pub date: NaiveDate,
    /// Reason.
    pub reason: Option<ExitReason>,
    /// Supports at exit.
    pub support_after: Vec<SupportShare>,
    /// Occupation at exit.
    pub occupation_after: Vec<OccupationShare>,
}

/// A support with its degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupportShare {
    /// Which.
    pub support: Support,
    /// Per cent: 25, 50, 75 or 100.
    pub degree: u8,
}

/// An occupation with its extent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccupationShare {
    /// Which.
    pub occupation: Occupation,
    /// Per cent of full time, 1 to 100.
    pub per_cent: u8,
}

/// Consultations of one insats (or of the association's teams when `insats` is `None`) in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsultationFact {
    /// Index into [`super::Facts::insatser`].
    pub insats: Option<usize>,
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// How many.
    pub count: i64,
}
