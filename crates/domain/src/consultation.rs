//! Team meetings and consultations. A consultation is the team's treatment of a referral, or of a
//! question without one; it is never a participant.

mod count;
mod desk;
mod draft;

use chrono::{NaiveDate, TimeDelta};
pub use count::{MonthCount, beside_counts, month_words};
pub use desk::Desk;
pub use draft::{Checked, Draft};

use crate::{recommendation::Given, referral, refusal::Refusal};

/// Days from referral to meeting before it is late.
pub const TO_MEETING: i64 = 21;
/// Days from meeting to answer before it is late.
pub const TO_ANSWER: i64 = 7;

/// One of the four parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// Försäkringskassan.
    SocialInsurance,
    /// Arbetsförmedlingen.
    EmploymentService,
    /// The region.
    Region,
    /// The municipalities.
    Municipality,
}

impl Party {
    /// All four, as they are printed.
    pub const ALL: [Party; 4] = [
        Party::SocialInsurance,
        Party::EmploymentService,
        Party::Region,
        Party::Municipality,
    ];

    /// Its name in forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Party::SocialInsurance => "fk",
            Party::EmploymentService => "af",
            Party::Region => "region",
            Party::Municipality => "kommun",
        }
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Party::SocialInsurance => "Försäkringskassan",
            Party::EmploymentService => "Arbetsförmedlingen",
            Party::Region => "regionen",
            Party::Municipality => "kommunen",
        }
    }
}

/// A team's meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Key in addresses.
    pub key: String,
    /// When.
    pub on: NaiveDate,
    /// Raised each time who took part is saved, from 1.
    pub version: i64,
    /// Who took part.
    pub parties: Vec<Party>,
}

/// A consultation at a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// Key in addresses.
    pub key: String,
    /// Key of the meeting.
    pub meeting: String,
    /// Key of the referral; absent for a question without one.
    pub referral: Option<String>,
    /// What the team answered.
    pub given: Option<Given>,
}

/// A meeting as typed.
///
/// # Errors
/// Refusals at `dag` and `parter`; one meeting a day.
pub fn check_meeting(
    desk: &Desk,
    typed: (&str, Vec<Party>),
    key: &str,
    today: NaiveDate,
) -> Result<Meeting, Vec<Refusal>> {
    let on = referral::day(typed.0, "dag").map_err(|refusal| vec![refusal])?;
    let mut refusals = Vec::new();
    if desk.meetings.iter().any(|m| m.on == on && m.key != key) {
        let message = format!("Teamet har redan ett möte {on}. Öppna det i listan över möten.");
        refusals.push(Refusal::at("mote-finns", "dag", message));
    }
    if on > today + TimeDelta::days(366) {
        let message = "Mötet ligger mer än ett år fram. Rätta datumet.";
        refusals.push(Refusal::at("mote-dag", "dag", message));
    }
    refusals.extend(check_parties(on, &typed.1, today).err());
    if refusals.is_empty() {
        Ok(Meeting {
            key: key.to_owned(),
            on,
            version: 1,
            parties: typed.1,
        })
    } else {
        Err(refusals)
    }
}

/// Who took part in a meeting that has been; one to come may still be without.
///
/// # Errors
/// A refusal at `parter`.
pub fn check_parties(on: NaiveDate, parties: &[Party], today: NaiveDate) -> Result<(), Refusal> {
    if on <= today && parties.is_empty() {
        let message = "Kryssa för vilka parter som var med.";
        return Err(Refusal::at("mote-parter", "parter", message));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
