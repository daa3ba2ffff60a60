//! The same person, or the same reference, is in one insats once at a time.

use chrono::NaiveDate;

use crate::refusal::Refusal;

/// What is the same as in the new participation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    /// The pseudonym.
    Person,
    /// The insats's own reference.
    Reference,
}

/// The days of another participation in the same insats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What is the same.
    pub same: Same,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open when `None`.
    pub to: Option<NaiveDate>,
}

/// A refusal for each kind of sameness that overlaps. The day one ends the next may begin.
pub fn overlaps(from: NaiveDate, to: Option<NaiveDate>, others: &[Span]) -> Vec<Refusal> {
    let meets = |other: &&Span| {
        let begins_before_end = other.to.is_none_or(|end| from < end);
        let ends_after_begin = to.is_none_or(|end| other.from < end);
        // Two that begin the same day are the same, however short.
        other.from == from || (begins_before_end && ends_after_begin)
    };
    let first = |same: Same| others.iter().filter(|other| other.same == same).find(meets);
    let mut refusals = Vec::new();
    if let Some(other) = first(Same::Person) {
        let message = format!(
            "Personen är redan registrerad i insatsen från {}. Öppna det deltagandet, eller avsluta det innan ett nytt börjar.",
            other.from
        );
        refusals.push(Refusal::at("deltagande-overlapp", "personnummer", message));
    }
    if let Some(other) = first(Same::Reference) {
        let message = format!(
            "Beteckningen används redan i insatsen för ett deltagande från {}. Öppna det, eller välj en annan beteckning.",
            other.from
        );
        refusals.push(Refusal::at("referens-upptagen", "referens", message));
    }
    refusals
}
