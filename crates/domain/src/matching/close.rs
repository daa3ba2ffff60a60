//! Explaining a difference, and closing a quarter's economy.

use chrono::NaiveDate;

use super::Line;
use crate::{money::Ore, personnummer, quarter::Quarter, refusal::Refusal};

/// The fewest letters of an explanation.
const FEWEST: usize = 10;
/// The most.
const MOST: usize = 500;

/// Why an insats's quarter does not agree. It holds for the numbers it was written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The insats, by slug.
    pub insats: String,
    /// Booked less claimed, when it was written.
    pub difference: Ore,
    /// Above the budget, when it was written.
    pub over: Ore,
    /// Why.
    pub words: String,
    /// By whom: a user's public id.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
}

impl Explained {
    /// Whether it explains this line as it stands.
    pub fn holds(&self, line: &Line) -> bool {
        self.insats == line.insats && self.difference == line.difference() && self.over == line.over()
    }
}

/// The words of an explanation, if they may be kept.
///
/// # Errors
/// A refusal at `forklaring`.
pub fn explain(words: &str) -> Result<String, Refusal> {
    let words = words.trim();
    if !(FEWEST..=MOST).contains(&words.chars().count()) {
        let message =
            format!("Förklara skillnaden med {FEWEST} till {MOST} tecken, så att revisorn förstår den.");
        return Err(Refusal::at("matchning-forklaring", "forklaring", message));
    }
    if personnummer::is_in(words) {
        let message = "Förklaringen ser ut att innehålla ett personnummer. Skriv utan uppgifter om personer.";
        return Err(Refusal::at("matchning-personnummer", "forklaring", message));
    }
    Ok(words.to_owned())
}

/// Whether a quarter's economy may be closed: it is over, nobody's requisition is missing, and each
/// insats agrees or is explained. `missing` are names.
///
/// # Errors
/// Refusals that name what is left.
pub fn close(
    quarter: Quarter,
    today: NaiveDate,
    lines: &[Line],
    (explained, missing): (&[Explained], &[String]),
    name: impl Fn(&str) -> String,
) -> Result<(), Vec<Refusal>> {
    if !quarter.has_ended(today) {
        let message = format!(
            "Kvartalet pågår till och med {}. Stäng det när det är slut.",
            quarter.last()
        );
        return Err(vec![Refusal::new("ekonomi-pagar", message)]);
    }
    let mut refusals = Vec::new();
    if !missing.is_empty() {
        let message = format!(
            "Rekvisition saknas från {}. Påminn, eller skriv en förklaring för insatsen.",
            missing.join(", ")
        );
        refusals.push(Refusal::new("ekonomi-saknas", message));
    }
    let open = lines.iter().filter(|line| {
        line.quarter == quarter && !line.matches() && !explained.iter().any(|e| e.holds(line))
    });
    let names: Vec<String> = open.map(|line| name(&line.insats)).collect();
    if !names.is_empty() {
        let message = format!(
            "Skillnader utan förklaring finns för {}. Rätta dem, eller skriv en förklaring.",
            names.join(", ")
        );
        refusals.push(Refusal::new("ekonomi-skillnad", message));
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}
