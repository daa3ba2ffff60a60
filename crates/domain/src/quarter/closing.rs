//! Closing: when everybody has answered, or with a reason and the silent ones named.

use chrono::NaiveDate;

use super::{Quarter, Standing};
use crate::refusal::Refusal;

/// The fewest letters of a reason.
const FEWEST: usize = 10;

/// An insats that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Its slug.
    pub insats: String,
    /// Its name.
    pub name: String,
    /// Since when its answer is waited for.
    pub since: NaiveDate,
    /// It answered, but for other counts.
    pub reopened: bool,
}

impl Silence {
    /// An insats of this standing, if it is waited for.
    pub fn of(slug: &str, name: &str, standing: &Standing, quarter: Quarter) -> Option<Silence> {
        standing.is_waiting().then(|| Silence {
            insats: slug.to_owned(),
            name: name.to_owned(),
            since: quarter.asked_from(),
            reopened: matches!(standing, Standing::Reopened(_)),
        })
    }
}

/// Whether the quarter may be closed. `named` are the silent insatser that the one who closes has
/// seen, by slug; the answer is the reason as kept, empty when nobody is silent.
///
/// # Errors
/// Refusals: it goes on, somebody is silent and no reason is given, or the silent are others than
/// those that were shown.
pub fn close(
    quarter: Quarter,
    today: NaiveDate,
    silent: &[Silence],
    named: &[String],
    reason: &str,
) -> Result<String, Vec<Refusal>> {
    if !quarter.has_ended(today) {
        let message = format!(
            "Kvartalet pågår till och med {}. Stäng det när det är slut.",
            quarter.last()
        );
        return Err(vec![Refusal::new("kvartal-pagar", message)]);
    }
    if silent.is_empty() {
        return Ok(String::new());
    }
    let mut seen: Vec<&str> = named.iter().map(String::as_str).collect();
    let mut now: Vec<&str> = silent.iter().map(|s| s.insats.as_str()).collect();
    seen.sort_unstable();
    now.sort_unstable();
    if seen != now {
        let quiet: Vec<&str> = silent.iter().map(|s| s.name.as_str()).collect();
        let message = format!(
            "Svar saknas nu från {}. Läs listan igen och stäng sedan.",
            quiet.join(", ")
        );
        return Err(vec![Refusal::new("kvartal-tysta", message)]);
    }
    let reason = reason.trim();
    if reason.chars().count() < FEWEST {
        let message = format!(
            "Alla har inte svarat. Skriv varför kvartalet stängs ändå, minst {FEWEST} tecken, eller påminn först."
        );
        return Err(vec![Refusal::at("kvartal-skal", "skal", message)]);
    }
    Ok(reason.to_owned())
}

/// A reminder to copy into a letter to the silent.
pub fn reminder(quarter: Quarter, silent: &[Silence]) -> String {
    let names: Vec<&str> = silent.iter().map(|s| s.name.as_str()).collect();
    format!(
        "Hej! Talen för {} väntar på ert svar sedan {}: {}. Logga in, öppna Kvartal, läs talen och godkänn dem, eller skriv vad som är fel med ett tal. Svara senast {}. Rättelser görs i registret; talen räknas om av sig själva.",
        quarter.label(),
        quarter.asked_from(),
        names.join(", "),
        quarter.answer_by(),
    )
}
