//! The three-way match: requisition ↔ ledger vouchers ↔ decided budget. From any krona one walks to
//! the voucher and to the decision. The rules are `docs/rules/trevagsmatchning.md`.
//!
//! Each claim and booking is looked at a fixed number of times; only those that may match by amount are
//! sorted.

mod close;
mod pair;

pub use close::{Explained, close, explain};
pub use pair::pair;

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};

use crate::{money::Ore, quarter::Quarter, requisition::Period};

/// A requisition, as far as it is matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// "R2022-014".
    pub number: String,
    /// The insats, by slug.
    pub insats: String,
    /// Months.
    pub period: Period,
    /// Sum.
    pub amount: Ore,
}

/// What a voucher books on an insats: one voucher and insats, all its lines together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// "A 84".
    pub voucher: String,
    /// The project's insats, by slug.
    pub insats: String,
    /// The voucher's date.
    pub date: NaiveDate,
    /// Net cost; debit positive.
    pub amount: Ore,
    /// The voucher's text.
    pub text: String,
}

impl Booking {
    /// The quarter it was booked in.
    pub fn quarter(&self) -> Option<Quarter> {
        let number = u8::try_from(self.date.month0() / 3 + 1).ok()?;
        Quarter::new(self.date.year(), number)
    }
}

/// How a claim was found in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The voucher's text names it.
    Named,
    /// One voucher of the same insats and amount.
    Amount,
    /// Several of the quarter's that add up to it.
    Sum,
    /// Not found.
    Nowhere,
}

impl How {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            How::Named => "numret står i verifikationen",
            How::Amount => "samma insats och belopp",
            How::Sum => "samma summa i kvartalet",
            How::Nowhere => "inte bokförd",
        }
    }
}

/// A claim with its bookings, by index into what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Index of the claim.
    pub claim: usize,
    /// Indices of the bookings.
    pub bookings: Vec<usize>,
    /// How it was found.
    pub how: How,
}

/// One insats and quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The insats, by slug.
    pub insats: String,
    /// The quarter.
    pub quarter: Quarter,
    /// Its claims.
    pub claims: Vec<Matched>,
    /// Bookings of the quarter that belong to no claim.
    pub loose: Vec<usize>,
    /// Sum of claims.
    pub claimed: Ore,
    /// Sum of their bookings and of the loose ones.
    pub booked: Ore,
    /// Claimed from January to the quarter's end.
    pub accumulated: Ore,
    /// Decided for the year; none when nothing is decided for the insats alone.
    pub budget: Option<Ore>,
}

impl Line {
    /// Booked above (positive) or below what was claimed.
    pub fn difference(&self) -> Ore {
        self.booked - self.claimed
    }

    /// Claimed above the year's budget.
    pub fn over(&self) -> Ore {
        self.budget
            .map_or(Ore::ZERO, |budget| (self.accumulated - budget).max(Ore::ZERO))
    }

    /// Claimed, booked and budget agree.
    pub fn matches(&self) -> bool {
        let found = self.claims.iter().all(|matched| matched.how != How::Nowhere);
        self.difference() == Ore::ZERO && self.over() == Ore::ZERO && found && self.loose.is_empty()
    }

    /// What does not agree, in words; empty when all does.
    pub fn words(&self, claims: &[Claim], bookings: &[Booking]) -> Vec<String> {
        let mut words = Vec::new();
        for matched in &self.claims {
            let Some(claim) = claims.get(matched.claim) else {
                continue;
            };
            let booked = sum(bookings, &matched.bookings);
            if matched.how == How::Nowhere {
                words.push(format!(
                    "{} på {} kr är inte bokförd på insatsens projekt.",
                    claim.number, claim.amount
                ));
            } else if booked != claim.amount {
                words.push(format!(
                    "{} är på {} kr men bokförd med {booked} kr: skillnaden är {} kr.",
                    claim.number,
                    claim.amount,
                    booked - claim.amount
                ));
            }
        }
        for booking in self.loose.iter().filter_map(|loose| bookings.get(*loose)) {
            words.push(format!(
                "Verifikation {} på {} kr har ingen rekvisition ({}).",
                booking.voucher, booking.amount, booking.text
            ));
        }
        if self.over() > Ore::ZERO {
            words.push(format!(
                "Rekvirerat hittills är {} kr mer än årets beslutade budget.",
                self.over()
            ));
        }
        words
    }
}

fn sum(bookings: &[Booking], chosen: &[usize]) -> Ore {
    chosen
        .iter()
        .filter_map(|i| bookings.get(*i))
        .map(|booking| booking.amount)
        .sum()
}

/// The quarter a claim is followed up in: that of its last month.
fn quarter_of(period: Period) -> Option<Quarter> {
    Quarter::new(period.year(), (*period.months().end() - 1) / 3 + 1)
}

/// The lines of a year: every insats and quarter with claims or bookings. `budgets` are the year's,
/// by insats. A booking of another year belongs here only when it is a claim's of this year.
pub fn lines(
    year: i32,
    claims: &[Claim],
    bookings: &[Booking],
    budgets: &BTreeMap<String, Ore>,
) -> Vec<Line> {
    let (matched, loose) = pair(claims, bookings);
    let mut lines: BTreeMap<(Quarter, &str), Line> = BTreeMap::new();
    let line = |quarter: Quarter, insats: &str| Line {
        insats: insats.to_owned(),
        quarter,
        claims: Vec::new(),
        loose: Vec::new(),
        claimed: Ore::ZERO,
        booked: Ore::ZERO,
        accumulated: Ore::ZERO,
        budget: budgets.get(insats).copied(),
    };
    for matched in matched {
        let claim = &claims[matched.claim];
        let Some(quarter) = quarter_of(claim.period).filter(|quarter| quarter.year() == year) else {
            continue;
        };
        let own = lines
            .entry((quarter, &claim.insats))
            .or_insert_with(|| line(quarter, &claim.insats));
        own.claimed += claim.amount;
        own.booked += sum(bookings, &matched.bookings);
        own.claims.push(matched);
    }
    // Loose bookings can be a hundred times as many as lines: gathered first, then looked up once a line.
    let mut gathered: HashMap<(&str, Quarter), (Ore, Vec<usize>)> = HashMap::new();
    for index in loose {
        let booking = &bookings[index];
        if let Some(quarter) = booking.quarter().filter(|quarter| quarter.year() == year) {
            let (sum, found) = gathered.entry((&booking.insats, quarter)).or_default();
            *sum += booking.amount;
            found.push(index);
        }
    }
    for ((insats, quarter), (sum, found)) in gathered {
        let own = lines
            .entry((quarter, insats))
            .or_insert_with(|| line(quarter, insats));
        own.booked += sum;
        own.loose = found;
    }
    let mut sums: HashMap<&str, Ore> = HashMap::new();
    for ((_, insats), line) in &mut lines {
        let sum = sums.entry(insats).or_default();
        *sum += line.claimed;
        line.accumulated = *sum;
    }
    lines.into_values().collect()
}

#[cfg(test)]
mod tests;
