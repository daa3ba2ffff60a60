//! What the VAT account should hold, against what it holds, with the difference named voucher by
//! voucher.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Claim, Entry, Kind, State, VoucherKey};
use crate::{money::Ore, number};

/// A part of the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The voucher, where there is one.
    pub voucher: Option<VoucherKey>,
    /// Its date.
    pub date: Option<NaiveDate>,
    /// What it is.
    pub words: String,
    /// How much it adds to the balance beyond what is claimed.
    pub amount: Ore,
}

/// The account against the claims, at the end of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// The day.
    pub on: NaiveDate,
    /// Balance at the year's start.
    pub opening: Ore,
    /// Balance on the day.
    pub balance: Ore,
    /// Claims that are not paid on the day: period and amount.
    pub expected: Vec<(String, Ore)>,
    /// What makes the balance another than the claims.
    pub items: Vec<Item>,
}

impl Reconciliation {
    /// What unpaid claims come to.
    pub fn claimed(&self) -> Ore {
        self.expected.iter().map(|(_, amount)| *amount).sum()
    }

    /// Balance less unpaid claims.
    pub fn difference(&self) -> Ore {
        self.balance - self.claimed()
    }

    /// What of the difference no item explains; nothing when the entries are the balance's own.
    pub fn unexplained(&self) -> Ore {
        self.difference() - self.items.iter().map(|item| item.amount).sum()
    }
}

/// Reconciles the account on a day of `year` (the last of a month). `entries` are those of the year and
/// of earlier years that claims refer to; `claims` are all there are.
pub fn reconcile(
    (year, on): (i32, NaiveDate),
    (opening, balance): (Ore, Ore),
    claims: &[Claim],
    entries: &[Entry],
) -> Reconciliation {
    let mut made = Reconciliation {
        on,
        opening,
        balance,
        expected: Vec::new(),
        items: Vec::new(),
    };
    let here: Vec<&Entry> = entries
        .iter()
        .filter(|e| e.year == year && e.date <= on)
        .collect();
    let by_key: BTreeMap<VoucherKey, &Entry> = here.iter().map(|e| (e.key(), *e)).collect();
    let mut explained: BTreeSet<VoucherKey> = BTreeSet::new();
    let mut carried = Ore::ZERO;
    let at_hand = claims
        .iter()
        .filter(|claim| claim.is_locked() && claim.period.last() <= on);
    for claim in at_hand {
        let paid = paid(claim, on);
        // Settled in an earlier year: nothing of it is in this year's balance.
        let old = matches!(&paid, Some((date, _)) if chrono::Datelike::year(date) < year);
        if old {
            continue;
        }
        made.claim(claim, paid, (year, &by_key), &mut explained);
        carried += claim
            .rows
            .iter()
            .filter(|row| row.voucher.0 < year)
            .map(|row| row.amount)
            .sum();
    }
    if opening != carried {
        made.items.push(Item {
            voucher: None,
            date: None,
            words: "Ingående saldo som ingen obetald ansökan förklarar".into(),
            amount: opening - carried,
        });
    }
    for entry in here.into_iter().filter(|entry| !explained.contains(&entry.key())) {
        let words = match entry.kind {
            Kind::Input => format!("Ingående moms utan inlämnad ansökan: {}", entry.text),
            Kind::Payout => format!(
                "Utbetalning som inte är kopplad till någon ansökan: {}",
                entry.text
            ),
        };
        made.items.push(Item {
            voucher: Some(entry.key()),
            date: Some(entry.date),
            words,
            amount: entry.amount,
        });
    }
    made.items
        .sort_by(|a, b| (a.date, &a.voucher).cmp(&(b.date, &b.voucher)));
    made
}

/// Day and amount of a payout that had come by the day.
fn paid(claim: &Claim, by: NaiveDate) -> Option<(NaiveDate, Ore)> {
    match &claim.state {
        State::Paid { on, amount, .. } if *on <= by => Some((*on, *amount)),
        _ => None,
    }
}

impl Reconciliation {
    /// A claim's rows against the bookkeeping, and its payout against its amount.
    fn claim(
        &mut self,
        claim: &Claim,
        paid: Option<(NaiveDate, Ore)>,
        (year, by_key): (i32, &BTreeMap<VoucherKey, &Entry>),
        explained: &mut BTreeSet<VoucherKey>,
    ) {
        for row in claim.rows.iter().filter(|row| row.voucher.0 == year) {
            let booked = by_key.get(&row.voucher).map_or(Ore::ZERO, |entry| entry.amount);
            explained.insert(row.voucher.clone());
            if booked != row.amount {
                self.items.push(Item {
                    voucher: Some(row.voucher.clone()),
                    date: Some(row.date),
                    words: format!(
                        "Ändrad efter inlämningen av {}: {} kr söktes, {} kr är bokfört",
                        claim.period.label(),
                        number::decimal(row.amount.0, 2),
                        number::decimal(booked.0, 2)
                    ),
                    amount: booked - row.amount,
                });
            }
        }
        let total = claim.total();
        let Some((date, amount)) = paid else {
            self.expected.push((claim.period.label(), total));
            return;
        };
        let booked = claim.payout().and_then(|voucher| by_key.get(voucher));
        if let Some(entry) = booked {
            explained.insert(entry.key());
        }
        let taken = booked.map_or(Ore::ZERO, |entry| entry.amount);
        if total + taken != Ore::ZERO {
            let words = if booked.is_some() {
                format!(
                    "Utbetalningen för {} är inte det sökta beloppet",
                    claim.period.label()
                )
            } else {
                format!(
                    "Utbetalningen för {} ({} kr) är inte kopplad till en verifikation",
                    claim.period.label(),
                    number::decimal(amount.0, 2)
                )
            };
            self.items.push(Item {
                voucher: claim.payout().cloned(),
                date: Some(date),
                words,
                amount: total + taken,
            });
        }
    }
}
