//! Choosing a line's method, or entering its amount: with a reason, and never in place of an earlier
//! one.

use chrono::{DateTime, Utc};

use super::{LineKey, Method};
use crate::{money::Ore, personnummer, refusal::Refusal};

/// The fewest letters of a reason.
const FEWEST: usize = 10;
/// The most letters of a reason.
pub const MOST: usize = 500;
/// Ten thousand billion kronor.
const MOST_KRONOR: i64 = 10_000_000_000_000;

/// What somebody chose for a line, from a month on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The line.
    pub key: LineKey,
    /// The year.
    pub year: i32,
    /// The month that was followed up when it was chosen, 1 to 12; it holds from that month on.
    pub month: u8,
    /// The method.
    pub method: Method,
    /// The amount, when it was entered: in the group's sign, costs and income both positive.
    pub amount: Option<Ore>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub by: String,
}

/// The choice that holds for a line at the end of a month: the latest made for that month or an
/// earlier one. `choices` are oldest first.
pub fn standing<'a>(choices: &'a [Choice], key: &LineKey, year: i32, month: u8) -> Option<&'a Choice> {
    let of_line = choices
        .iter()
        .filter(|c| c.year == year && c.month <= month && c.key == *key);
    // Of several for one month the last stands, so equal keys take the later.
    of_line.max_by_key(|choice| choice.month)
}

/// What was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entered<'a> {
    /// The method's code.
    pub method: &'a str,
    /// The amount, only for the method that takes one.
    pub amount: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Reads what was typed for a line with this budget: method, amount and reason.
///
/// # Errors
/// Refusals at `metod`, `belopp` and `skal`.
pub fn enter(
    typed: &Entered<'_>,
    budget: Option<Ore>,
) -> Result<(Method, Option<Ore>, String), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let chosen = typed.method.trim().parse().ok().and_then(Method::from_code);
    let method = chosen.filter(|method| Method::CHOOSABLE.contains(method));
    if method.is_none() {
        let message = "Välj hur prognosen ska räknas.";
        refusals.push(Refusal::at("prognos-metod", "metod", message));
    }
    let amount = if method == Some(Method::Entered) {
        amount(typed.amount, budget).map_or_else(
            |refusal| {
                refusals.push(refusal);
                None
            },
            Some,
        )
    } else {
        None
    };
    let reason = typed.reason.trim();
    let length = reason.chars().count();
    if length < FEWEST {
        let message = format!("Skriv varför prognosen räknas så, minst {FEWEST} tecken.");
        refusals.push(Refusal::at("prognos-skal", "skal", message));
    } else if length > MOST {
        let message = format!("Skälet är längre än {MOST} tecken. Korta det.");
        refusals.push(Refusal::at("prognos-skal", "skal", message));
    } else if personnummer::is_in(reason) {
        let message = "Skälet liknar ett personnummer. Skriv om beloppet, aldrig om en person.";
        refusals.push(Refusal::at("prognos-person", "skal", message));
    }
    match method {
        Some(method) if refusals.is_empty() => Ok((method, amount, reason.to_owned())),
        _ => Err(refusals),
    }
}

fn amount(text: &str, budget: Option<Ore>) -> Result<Ore, Refusal> {
    let Some(amount) = Ore::parse(text) else {
        let message = "Skriv beloppet i kronor med siffror, till exempel 1 250 000.";
        return Err(Refusal::at("prognos-belopp", "belopp", message));
    };
    if amount.0 < 0 {
        let message = "Skriv beloppet utan minustecken: både intäkter och kostnader är positiva här.";
        return Err(Refusal::at("prognos-negativ", "belopp", message));
    }
    if amount > Ore::kronor(MOST_KRONOR) {
        let message = "Beloppet är orimligt stort. Kontrollera antalet siffror.";
        return Err(Refusal::at("prognos-belopp", "belopp", message));
    }
    let kronor = Ore::kronor(amount.to_kronor());
    let thousands = |budget: &Ore| {
        let (budget, typed) = (budget.to_kronor(), kronor.to_kronor());
        budget >= 100_000 && typed > 0 && typed.saturating_mul(500) < budget
    };
    if let Some(budget) = budget.filter(thousands) {
        let message = format!(
            "Beloppet är mindre än två promille av budgeten {} kr. Skriv hela kronor, inte tusental.",
            budget.rounded()
        );
        return Err(Refusal::at("prognos-tusental", "belopp", message));
    }
    Ok(kronor)
}
