//! Numbers entered for months before consultations were registered one by one: never beside them.

use chrono::{Datelike, NaiveDate};

use super::Desk;
use crate::refusal::Refusal;

/// A month's number of consultations as typed, for a month before the team registered them one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCount {
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// How many.
    pub count: i64,
}

impl MonthCount {
    /// A count as typed: `manad` as ÅÅÅÅ-MM and `antal`.
    ///
    /// # Errors
    /// Refusals at the fields, for a month that has not ended among them.
    pub fn parse(month: &str, count: &str, today: NaiveDate) -> Result<MonthCount, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let first = NaiveDate::parse_from_str(&format!("{}-01", month.trim()), "%Y-%m-%d").ok();
        let first = first.filter(|day| (2000..=2100).contains(&day.year()));
        if first.is_none() {
            let message = "Skriv månaden som ÅÅÅÅ-MM, till exempel 2026-10.";
            refusals.push(Refusal::at("manad-form", "manad", message));
        }
        if first.is_some_and(|day| (day.year(), day.month()) >= (today.year(), today.month())) {
            let message = "Månaden är inte slut. Registrera konsultationerna på mötena i stället.";
            refusals.push(Refusal::at("manad-framtid", "manad", message));
        }
        let count = count.trim().parse::<i64>().ok().filter(|n| (0..=999).contains(n));
        if count.is_none() {
            let message = "Skriv antalet med siffror, 0 till 999.";
            refusals.push(Refusal::at("antal-form", "antal", message));
        }
        match (first, count) {
            (Some(first), Some(count)) if refusals.is_empty() => Ok(MonthCount {
                year: first.year(),
                month: u8::try_from(first.month()).unwrap_or(0),
                count,
            }),
            _ => Err(refusals),
        }
    }

    /// Whether it may stand beside what is registered.
    ///
    /// # Errors
    /// A refusal when the team has consultations registered in the month: they would count twice.
    pub fn beside_records(self, desk: &Desk) -> Result<MonthCount, Refusal> {
        if desk.has_records(self.year, u32::from(self.month)) {
            let message = format!(
                "{} har konsultationer registrerade på möten. De räknas redan; ett antal till skulle räkna dem två gånger.",
                month_words(self.year, self.month)
            );
            return Err(Refusal::at("antal-dubbelt", "manad", message));
        }
        Ok(self)
    }
}

/// Whether a consultation may be registered in a month: not where a number was entered.
///
/// # Errors
/// A refusal that names the number.
pub fn beside_counts(on: NaiveDate, entered: Option<i64>) -> Result<(), Refusal> {
    let Some(count) = entered else { return Ok(()) };
    let words = month_words(on.year(), u8::try_from(on.month()).unwrap_or(0));
    let message = format!(
        "För {} är {count} konsultationer redan angivna som antal. Ta bort antalet först, under Antal per månad, så att inget räknas två gånger.",
        words.to_lowercase()
    );
    Err(Refusal::new("antal-finns", message))
}

/// "Oktober 2026".
pub fn month_words(year: i32, month: u8) -> String {
    const NAMES: [&str; 12] = [
        "Januari",
        "Februari",
        "Mars",
        "April",
        "Maj",
        "Juni",
        "Juli",
        "Augusti",
        "September",
        "Oktober",
        "November",
        "December",
    ];
    let name = usize::from(month).checked_sub(1).and_then(|at| NAMES.get(at));
    format!("{} {year}", name.unwrap_or(&"?"))
}
