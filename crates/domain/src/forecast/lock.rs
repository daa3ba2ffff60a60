//! When the quarter's economic report and the interim report may be locked.

use chrono::{Datelike, NaiveDate};

use crate::{
    finding::{Finding, Severity},
    refusal::{Problem, Refusal},
};

/// Whether the period that ends with a month of a year (1 to 12) is over on a day: its last day has
/// been (R-PRO-13). The bookkeeping need not be closed; what is booked later gives a report locked anew.
pub fn is_over((year, month): (i32, u8), today: NaiveDate) -> bool {
    (year, u32::from(month)) < (today.year(), today.month())
}

/// What must be put right before the report of that period is locked: the period's end is waited for,
/// the report must not contradict itself and its text must refer rightly. Empty when it may be locked.
pub fn obstacles(
    last: (i32, u8),
    today: NaiveDate,
    findings: &[Finding],
    problems: &[Problem],
) -> Vec<Refusal> {
    let mut obstacles = Vec::new();
    if !is_over(last, today) {
        let message = "Perioden är inte slut. Lås rapporten när dess sista dag har varit.";
        obstacles.push(Refusal::new("las-period", message));
    }
    let wrong = findings.iter().filter(|f| f.severity == Severity::MustFix);
    obstacles.extend(wrong.map(|f| Refusal::at("maste-rattas", f.place.to_string(), f.message.clone())));
    let texts = problems.iter().filter(|p| p.code.starts_with("text-"));
    let told = |p: &Problem| Refusal::at(p.code, format!("texten, rad {}", p.line), p.message.clone());
    obstacles.extend(texts.map(told));
    obstacles
}
