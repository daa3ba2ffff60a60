//! A requisition as typed: read whole, refused whole.

use super::{Period, Recipient, Requisition, State, account};
use crate::{cost_type::CostType, money::Ore, personnummer, refusal::Refusal, words::capital};

/// The most letters of the words to the office.
const MOST_WORDS: usize = 1_000;
/// The most letters of a line.
const MOST_LINE: usize = 140;
/// No single amount of a requisition is larger; more is a slip of the keyboard.
const LARGEST: Ore = Ore::kronor(100_000_000);

/// The fields of the form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// As [`Period::parse`] reads it.
    pub period: String,
    /// Slutrekvisition.
    pub last: bool,
    /// Decision or agreement.
    pub decision: String,
    /// Recipient.
    pub recipient: Recipient,
    /// Amounts by cost type; empty is nothing.
    pub amounts: Vec<(CostType, String)>,
    /// Words to the office.
    pub words: String,
}

/// A form that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Months.
    pub period: Period,
    /// Slutrekvisition.
    pub last: bool,
    /// Decision or agreement.
    pub decision: String,
    /// Recipient.
    pub recipient: Recipient,
    /// Amounts that are not nothing, in the order of cost types.
    pub amounts: Vec<(CostType, Ore)>,
    /// Words to the office.
    pub words: String,
}

impl Filled {
    /// The sum.
    pub fn total(&self) -> Ore {
        self.amounts.iter().map(|(_, amount)| *amount).sum()
    }
}

/// Reads the form for an insats. `number` is the requisition's own, empty for a new one; `others`
/// are the insats's requisitions.
///
/// # Errors
/// Every refusal at once, each at its field.
pub fn read(draft: &Draft, number: &str, others: &[Requisition]) -> Result<Filled, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let period = match Period::parse(&draft.period) {
        Ok(period) => {
            refusals.extend(taken(period, number, others));
            Some(period)
        }
        Err(refusal) => {
            refusals.push(refusal);
            None
        }
    };
    let amounts = amounts(draft, &mut refusals);
    let words = draft.words.trim();
    lines(draft, words, &mut refusals);
    if amounts.iter().any(|(cost, _)| *cost == CostType::Other) && words.is_empty() {
        let message = "Skriv vad övriga kostnader är, så att kansliet kan granska dem.";
        refusals.push(Refusal::at("rekvisition-ovrigt", "ord", message));
    }
    let recipient = recipient(&draft.recipient, &mut refusals);
    match period {
        Some(period) if refusals.is_empty() => Ok(Filled {
            period,
            last: draft.last,
            decision: draft.decision.trim().to_owned(),
            recipient,
            amounts,
            words: words.to_owned(),
        }),
        _ => Err(refusals),
    }
}

/// Another requisition that has a month of this period, or ended the year before it.
fn taken(period: Period, number: &str, others: &[Requisition]) -> Option<Refusal> {
    let live = || {
        others
            .iter()
            .filter(|r| r.number != number && r.state() != State::Void && r.period.year() == period.year())
    };
    if let Some(other) = live().find(|r| r.period.overlaps(period)) {
        let message = format!(
            "{} är redan rekvirerad med {} ({}, {}). Öppna den, eller makulera den innan perioden rekvireras på nytt.",
            capital(&other.period.label()),
            other.number,
            other.period.label(),
            other.state().label()
        );
        return Some(Refusal::at("rekvisition-dubbel", "period", message));
    }
    let ended = live().find(|r| r.last && r.period < period)?;
    let message = format!(
        "{} är slutrekvisition för {}. Ta bort den markeringen först om mer ska rekvireras.",
        ended.number,
        period.year()
    );
    Some(Refusal::at("rekvisition-slut", "period", message))
}

fn amounts(draft: &Draft, refusals: &mut Vec<Refusal>) -> Vec<(CostType, Ore)> {
    let before = refusals.len();
    let mut amounts = Vec::new();
    for cost in CostType::ALL {
        let Some((_, typed)) = draft.amounts.iter().find(|(own, _)| *own == cost) else {
            continue;
        };
        let typed = typed.trim();
        if typed.is_empty() {
            continue;
        }
        match Ore::parse(typed) {
            None => {
                let message =
                    format!("”{typed}” är inte ett belopp. Skriv till exempel 125 000 eller 125 000,50.");
                refusals.push(Refusal::at("rekvisition-belopp", cost.slug(), message));
            }
            Some(amount) if amount < Ore::ZERO => {
                let message = "Beloppet är negativt. Dra av en rättelse från periodens kostnader, eller makulera den rekvisition som blev fel.";
                refusals.push(Refusal::at("rekvisition-negativt", cost.slug(), message));
            }
            Some(amount) if amount > LARGEST => {
                let message = format!("Beloppet är större än {LARGEST} kr. Kontrollera antalet nollor.");
                refusals.push(Refusal::at("rekvisition-stort", cost.slug(), message));
            }
            Some(Ore::ZERO) => {}
            Some(amount) => amounts.push((cost, amount)),
        }
    }
    if amounts.is_empty() && refusals.len() == before {
        let message =
            "Ange minst ett belopp. Har perioden inga kostnader, ta med dess månader i nästa rekvisition.";
        refusals.push(Refusal::at(
            "rekvisition-tom",
            CostType::Personnel.slug(),
            message,
        ));
    }
    amounts
}

fn lines(draft: &Draft, words: &str, refusals: &mut Vec<Refusal>) {
    let mut long = |field: &'static str, text: &str, most: usize| {
        if text.trim().chars().count() > most {
            let message = format!("Texten är längre än {most} tecken. Korta den.");
            refusals.push(Refusal::at("rekvisition-lang", field, message));
        }
        if personnummer::is_in(text) {
            let message = "Texten ser ut att innehålla ett personnummer. Skriv utan uppgifter om personer.";
            refusals.push(Refusal::at("rekvisition-personnummer", field, message));
        }
    };
    long("beslut", &draft.decision, MOST_LINE);
    long("ord", words, MOST_WORDS);
    long("mottagare", &draft.recipient.name, 70);
    long("referens", &draft.recipient.reference, 35);
}

fn recipient(typed: &Recipient, refusals: &mut Vec<Refusal>) -> Recipient {
    let mut read = Recipient {
        name: typed.name.trim().to_owned(),
        org_number: typed.org_number.trim().to_owned(),
        account_kind: typed.account_kind.trim().to_owned(),
        account: typed.account.trim().to_owned(),
        reference: typed.reference.trim().to_owned(),
    };
    if read.name.is_empty() {
        let message = "Ange vem som ska få betalt, till exempel Kalmar kommun.";
        refusals.push(Refusal::at("rekvisition-mottagare", "mottagare", message));
    }
    match account::org_number(&read.org_number) {
        Ok(number) => read.org_number = number,
        Err(refusal) => refusals.push(refusal),
    }
    match account::account(&read.account_kind, &read.account) {
        Ok(number) => read.account = number,
        Err(refusal) => refusals.push(refusal),
    }
    read
}

/// What may be right but looks odd in a form that could be read, in words.
pub fn odd(filled: &Filled, budget: Option<Ore>) -> Vec<String> {
    let mut odd = Vec::new();
    let total = filled.total();
    let Some(budget) = budget.filter(|budget| budget.0 > 0) else {
        return odd;
    };
    if total.0.saturating_mul(400) < budget.0 {
        odd.push(format!(
            "Summan {total} kr är mindre än en fyrahundradel av årets budget {budget} kr. Är beloppen skrivna i tusental? De ska vara i kronor."
        ));
    }
    if total > budget {
        odd.push(format!(
            "Summan {total} kr är större än hela årets budget {budget} kr."
        ));
    }
    odd
}
