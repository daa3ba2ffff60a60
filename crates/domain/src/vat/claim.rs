//! A claim: drafted out of the vouchers, locked when it is submitted, settled when it is paid.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Entry, Kind, Period, VoucherKey};
use crate::{money::Ore, refusal::Refusal};

/// A claim with the rows it was submitted with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its days.
    pub period: Period,
    /// How far it has come.
    pub state: State,
    /// The rows; of a draft those it would have now.
    pub rows: Vec<ClaimRow>,
}

/// How far a claim has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Follows the bookkeeping.
    #[default]
    Draft,
    /// Sent; its rows are locked.
    Submitted {
        /// When it was sent.
        on: NaiveDate,
    },
    /// Paid.
    Paid {
        /// When it was sent.
        submitted: NaiveDate,
        /// When the money came.
        on: NaiveDate,
        /// How much came.
        amount: Ore,
        /// The voucher it is booked on.
        voucher: Option<VoucherKey>,
    },
}

impl State {
    /// On pages.
    pub const fn label(&self) -> &'static str {
        match self {
            State::Draft => "utkast",
            State::Submitted { .. } => "inlämnad",
            State::Paid { .. } => "utbetald",
        }
    }

    /// When it was sent.
    pub const fn submitted(&self) -> Option<NaiveDate> {
        match self {
            State::Draft => None,
            State::Submitted { on } | State::Paid { submitted: on, .. } => Some(*on),
        }
    }
}

/// A row of a claim: a voucher's VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRow {
    /// The voucher.
    pub voucher: VoucherKey,
    /// Its date.
    pub date: NaiveDate,
    /// Its text.
    pub text: String,
    /// The VAT.
    pub amount: Ore,
    /// Booked in a period that had been claimed already.
    pub late: bool,
}

impl Claim {
    /// What is claimed.
    pub fn total(&self) -> Ore {
        self.rows.iter().map(|row| row.amount).sum()
    }

    /// Whether its rows are locked.
    pub const fn is_locked(&self) -> bool {
        !matches!(self.state, State::Draft)
    }

    /// The payout's voucher.
    pub const fn payout(&self) -> Option<&VoucherKey> {
        match &self.state {
            State::Paid { voucher, .. } => voucher.as_ref(),
            _ => None,
        }
    }
}

/// A draft's rows: input VAT of the period, and of earlier periods since the association began to
/// claim here, that no other claim has. What was booked late is marked.
pub fn draft(period: Period, claims: &[Claim], entries: &[Entry]) -> Vec<ClaimRow> {
    let locked: Vec<&Claim> = claims
        .iter()
        .filter(|claim| claim.is_locked() && claim.period != period)
        .collect();
    let taken: BTreeSet<&VoucherKey> = locked
        .iter()
        .flat_map(|claim| &claim.rows)
        .map(|row| &row.voucher)
        .collect();
    let begun = locked.iter().map(|claim| claim.period.first()).min();
    let since = begun.unwrap_or(period.first()).min(period.first());
    let claimed_before = |date: NaiveDate| {
        locked
            .iter()
            .any(|claim| (claim.period.first()..=claim.period.last()).contains(&date))
    };
    let mut rows: Vec<ClaimRow> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Input && (since..=period.last()).contains(&entry.date))
        .filter(|entry| entry.date >= period.first() || claimed_before(entry.date))
        .filter(|entry| !taken.contains(&entry.key()))
        .map(|entry| ClaimRow {
            voucher: entry.key(),
            date: entry.date,
            text: entry.text.clone(),
            amount: entry.amount,
            late: entry.date < period.first(),
        })
        .collect();
    rows.sort_by(|a, b| (a.date, &a.voucher).cmp(&(b.date, &b.voucher)));
    rows
}

/// The claim that holds some of the same months.
pub fn overlap(period: Period, claims: &[Claim]) -> Option<&Claim> {
    claims.iter().find(|claim| {
        let other = claim.period;
        other.year == period.year && other != period && other.from <= period.to && period.from <= other.to
    })
}

/// Sends a draft.
///
/// # Errors
/// Refusals: it is sent already, another claim holds some of its months, the period is not over, there
/// is nothing to claim, or the day is before the period's end or after today.
pub fn submit(
    claim: &Claim,
    claims: &[Claim],
    on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<State, Refusal> {
    if claim.is_locked() {
        let message = "Ansökan är redan inlämnad. Bokför rättelser i en senare period; de följer med dit.";
        return Err(Refusal::new("moms-inlamnad", message));
    }
    if let Some(other) = overlap(claim.period, claims) {
        let message = format!(
            "Månaderna finns delvis i ansökan för {}. Välj samma periodlängd för hela året.",
            other.period.label()
        );
        return Err(Refusal::new("moms-overlapp", message));
    }
    if claim.period.last() >= today {
        let message = format!(
            "Perioden pågår till och med {}. Lämna in när den är slut.",
            claim.period.last()
        );
        return Err(Refusal::new("moms-pagar", message));
    }
    if claim.rows.is_empty() {
        let message =
            "Det finns ingen ingående moms att söka ersättning för i perioden. Läs in bokföringen först.";
        return Err(Refusal::new("moms-tom", message));
    }
    match on {
        Some(on) if on > claim.period.last() && on <= today => Ok(State::Submitted { on }),
        _ => {
            let message = format!(
                "Ange dagen då ansökan lämnades in: efter {} och senast i dag, {today}.",
                claim.period.last()
            );
            Err(Refusal::at("moms-dag", "dag", message))
        }
    }
}

/// Registers that a claim was paid. `payout` is the voucher it is booked on, if it is.
///
/// # Errors
/// Refusals: it was not sent, or was paid already; a day before it was sent or after today; an amount
/// that is none; a voucher that is no payout or settles another claim.
pub fn pay(
    claim: &Claim,
    claims: &[Claim],
    typed: (Option<NaiveDate>, &str),
    payout: Option<&Entry>,
    today: NaiveDate,
) -> Result<State, Refusal> {
    let State::Submitted { on: submitted } = claim.state else {
        let message = "Bara en inlämnad ansökan kan bli utbetald. Lämna in den först.";
        return Err(Refusal::new("moms-ej-inlamnad", message));
    };
    let (on, amount) = match payout {
        Some(entry) => {
            let taken = claims.iter().any(|other| other.payout() == Some(&entry.key()));
            if entry.kind != Kind::Payout || taken {
                let message = "Verifikationen är ingen fri utbetalning av moms. Välj en annan, eller skriv dag och belopp.";
                return Err(Refusal::at("moms-verifikation", "verifikation", message));
            }
            (Some(entry.date), Some(-entry.amount))
        }
        None => (typed.0, Ore::parse(typed.1).filter(|amount| amount.0 > 0)),
    };
    let Some(on) = on.filter(|on| *on >= submitted && *on <= today) else {
        let message = format!("Ange dagen då pengarna kom: från {submitted} och senast i dag, {today}.");
        return Err(Refusal::at("moms-dag", "dag", message));
    };
    let Some(amount) = amount else {
        let message = "Skriv beloppet som kom, i kronor, till exempel 92 212,11.";
        return Err(Refusal::at("moms-belopp", "belopp", message));
    };
    Ok(State::Paid {
        submitted,
        on,
        amount,
        voucher: payout.map(Entry::key),
    })
}

/// Whether a locked row is what the bookkeeping says now.
pub fn unchanged(row: &ClaimRow, entries: &[Entry]) -> bool {
    entries
        .iter()
        .any(|entry| entry.key() == row.voucher && entry.kind == Kind::Input && entry.amount == row.amount)
}
