//! Konsultationsremisser: who asks, what about, and how far the question has come. A referral holds
//! a local reference and coded fields; who it is about is not in it.

mod draft;
pub mod lists;
pub mod reference;
mod stage;

use chrono::NaiveDate;
pub use draft::{Draft, Known};
pub use lists::{DatedCode, List};
pub use reference::LocalReference;
pub use stage::{Dates, Moment, Stage};

use crate::{codes::ReferringAuthority, refusal::Refusal};

/// A sending unit in the team's own list: never a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderUnit {
    /// Key in forms.
    pub key: i64,
    /// The authority it belongs to.
    pub authority: ReferringAuthority,
    /// "Enhet 2, Västervik".
    pub name: String,
    /// Still offered for new referrals.
    pub active: bool,
}

/// A case officer's question to the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Key in addresses.
    pub key: String,
    /// The team's own reference.
    pub reference: LocalReference,
    /// Who asks.
    pub sender: SenderUnit,
    /// Code of [`List::Need`].
    pub need: String,
    /// Municipality, one of the team's; absent when not told.
    pub municipality: Option<String>,
    /// The day it came.
    pub received: NaiveDate,
    /// How far it has come.
    pub stage: Stage,
}

/// Refuses a day that has not come.
pub(crate) fn not_after(day: NaiveDate, today: NaiveDate, place: &str) -> Result<(), Refusal> {
    if day <= today {
        return Ok(());
    }
    let message = format!("{day} har inte varit än. Ange en dag till och med i dag.");
    Err(Refusal::at("datum-framtid", place, message))
}

/// A day as typed: ÅÅÅÅ-MM-DD, with or without hyphens, from 2000 on.
///
/// # Errors
/// A refusal at `place`.
pub fn day(text: &str, place: &str) -> Result<NaiveDate, Refusal> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
    let parsed = NaiveDate::parse_from_str(&digits, "%Y%m%d").ok();
    parsed
        .filter(|day| digits.len() == 8 && (2000..=2100).contains(&chrono::Datelike::year(day)))
        .ok_or_else(|| {
            let message = "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2026-11-21.";
            Refusal::at("datum-form", place, message)
        })
}

#[cfg(test)]
mod tests;
