//! Amounts and rows as people type and paste them.

use super::{Follows, InsatsRow, Line, Plan};
use crate::{facts::BudgetGroup, money::Ore, refusal::Refusal};

/// Larger amounts are slips of the finger: a hundred thousand million kronor.
const MOST: Ore = Ore::kronor(100_000_000_000);
/// The longest label or note.
pub const LONGEST: usize = 200;
/// More rows than this are not taken.
pub const MOST_ROWS: usize = 300;

/// An amount in kronor as typed; an empty field is no amount.
///
/// # Errors
/// A sentence that says what is wrong and what to write.
pub fn amount(text: &str) -> Result<Option<Ore>, String> {
    let plain = text.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    let lower = plain.to_lowercase();
    for (unit, factor) in [("tkr", 1_000), ("mkr", 1_000_000), ("mnkr", 1_000_000)] {
        if let Some(number) = lower.strip_suffix(unit) {
            let kronor = crate::number::parse_decimal(number, 2)
                .map(|hundredths| hundredths.saturating_mul(factor) / 100)
                .map_or_else(String::new, |kronor| {
                    format!(": {}", crate::number::integer(kronor))
                });
            return Err(format!(
                "”{plain}” är i {unit}. Skriv beloppet i hela kronor{kronor}."
            ));
        }
    }
    match Ore::parse(plain) {
        Some(ore) if ore < Ore::ZERO => Err(format!(
            "”{plain}” är negativt. Skriv både intäkter och kostnader utan minustecken."
        )),
        Some(ore) if ore > MOST => Err(format!("”{plain}” är orimligt stort. Skriv beloppet i kronor.")),
        Some(ore) => Ok(Some(ore)),
        None => Err(format!(
            "”{plain}” är inget belopp. Skriv siffror, till exempel 1 234 500."
        )),
    }
}

/// What was pasted into a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Rows whose amounts were changed.
    pub changed: usize,
    /// Rows that were new.
    pub added: Vec<String>,
    /// Sum rows that were left out: sums are computed.
    pub sums: usize,
}

/// Puts rows from a spreadsheet into a plan: a label and then an amount for each year, parted by tabs or
/// semicolons. A label the plan has gets the amounts; a new one becomes a cost line. Sum rows are
/// left out.
///
/// # Errors
/// Every line that cannot be read, by its number; nothing is changed then.
pub fn paste(plan: &mut Plan, text: &str) -> Result<Pasted, Vec<Refusal>> {
    let mut rows = Vec::new();
    let mut refusals = Vec::new();
    let mut pasted = Pasted::default();
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    for (at, line) in lines.take(MOST_ROWS) {
        let separator = if line.contains('\t') { '\t' } else { ';' };
        let mut cells = line.split(separator).map(str::trim);
        let label = cells.next().unwrap_or_default().to_owned();
        let cells: Vec<&str> = cells.collect();
        if label.to_lowercase().starts_with("summa") || label.to_lowercase().starts_with("resultat") {
            pasted.sums += 1;
            continue;
        }
        let place = format!("rad {}", at + 1);
        if label.is_empty() || label.chars().count() > LONGEST || cells.len() > plan.span {
            let message = format!(
                "Rad {} ska ha en benämning och högst {} belopp, ett för varje år.",
                at + 1,
                plan.span
            );
            refusals.push(Refusal::at("plan-klistra", place, message));
            continue;
        }
        let mut amounts = vec![None; plan.span];
        for (slot, cell) in amounts.iter_mut().zip(&cells) {
            match amount(cell) {
                Ok(read) => *slot = read,
                Err(message) => refusals.push(Refusal::at(
                    "plan-klistra",
                    place.clone(),
                    format!("Rad {}, {label}: {message}", at + 1),
                )),
            }
        }
        rows.push((label, amounts));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    for (label, amounts) in rows {
        if put(plan, &label, &amounts) {
            pasted.changed += 1;
        } else {
            plan.lines.push(Line {
                group: BudgetGroup::Cost,
                label: label.clone(),
                follows: Follows::Nothing,
                cost_type: None,
                amounts,
                note: String::new(),
            });
            pasted.added.push(label);
        }
    }
    Ok(pasted)
}

/// Puts amounts on the row with a label; years without a cell keep what they have.
fn put(plan: &mut Plan, label: &str, amounts: &[Option<Ore>]) -> bool {
    let same = |other: &str| other.trim().to_lowercase() == label.to_lowercase();
    let slot = plan
        .lines
        .iter_mut()
        .find(|line| same(&line.label))
        .map(|line| &mut line.amounts)
        .or_else(|| {
            let row = |row: &&mut InsatsRow| same(&row.label);
            plan.insatser.iter_mut().find(row).map(|row| &mut row.amounts)
        })
        .or_else(|| {
            let row = plan.contributions.iter_mut().find(|row| same(&row.name));
            row.map(|row| &mut row.amounts)
        });
    let Some(slot) = slot else { return false };
    for (slot, amount) in slot.iter_mut().zip(amounts) {
        *slot = amount.or(*slot);
    }
    true
}
