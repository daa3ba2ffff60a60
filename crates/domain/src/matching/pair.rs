//! Which bookings are which claim's.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, TimeDelta};

use super::{Booking, Claim, How, Matched};
use crate::{money::Ore, quarter::Quarter, requisition::Period};

/// Days after a claim's period in which its voucher is looked for by amount alone.
const AFTER: i64 = 120;

/// An insats that has claims, by number: compared and hashed a hundred thousand times, a text is dear.
type Insats = u32;

/// Every claim with its bookings, in the order of claims, and the bookings that are nobody's.
///
/// First by number in the voucher's text, then one booking of the same insats and amount from the
/// period's first day to 120 days after its last, the earliest first; last, where an insats's rest of
/// a quarter adds up to its one claim.
pub fn pair(claims: &[Claim], bookings: &[Booking]) -> (Vec<Matched>, Vec<usize>) {
    let mut known: HashMap<&str, Insats> = HashMap::new();
    let mut of_claims = Vec::with_capacity(claims.len());
    for claim in claims {
        let next = Insats::try_from(known.len()).unwrap_or(Insats::MAX);
        of_claims.push(*known.entry(&claim.insats).or_insert(next));
    }
    let mut pairing = Pairing {
        claims,
        bookings,
        of_claims,
        of_bookings: bookings
            .iter()
            .map(|booking| known.get(booking.insats.as_str()).copied())
            .collect(),
        matched: (0..claims.len())
            .map(|claim| Matched {
                claim,
                bookings: Vec::new(),
                how: How::Nowhere,
            })
            .collect(),
        free: vec![true; bookings.len()],
    };
    pairing.by_number();
    pairing.by_amount();
    pairing.by_sum();
    let loose = (0..bookings.len()).filter(|index| pairing.free[*index]).collect();
    (pairing.matched, loose)
}

struct Pairing<'a> {
    claims: &'a [Claim],
    bookings: &'a [Booking],
    of_claims: Vec<Insats>,
    /// None where no claim is of the booking's insats.
    of_bookings: Vec<Option<Insats>>,
    matched: Vec<Matched>,
    free: Vec<bool>,
}

impl Pairing<'_> {
    fn take(&mut self, claim: usize, booking: usize, how: How) {
        self.matched[claim].bookings.push(booking);
        self.matched[claim].how = how;
        self.free[booking] = false;
    }

    /// Bookings that are still nobody's, of insatser that have claims.
    fn rest(&self) -> impl Iterator<Item = (Insats, usize, &Booking)> {
        let all = self.of_bookings.iter().zip(self.bookings).enumerate();
        all.filter(|(index, _)| self.free[*index])
            .filter_map(|(index, (insats, booking))| Some(((*insats)?, index, booking)))
    }

    fn by_number(&mut self) {
        let all = self.claims.iter().enumerate();
        let numbers: HashMap<&str, usize> =
            all.map(|(index, claim)| (claim.number.as_str(), index)).collect();
        // Most words are no number of a claim, and most of those do not even have its length.
        let lengths = || numbers.keys().map(|number| number.len());
        let lengths = lengths().min().unwrap_or(0)..=lengths().max().unwrap_or(0);
        let possible = |word: &str| lengths.contains(&word.len());
        for (index, booking) in self.bookings.iter().enumerate() {
            let Some(insats) = self.of_bookings[index] else {
                continue;
            };
            let mut words = booking
                .text
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                .filter(|word| possible(word));
            let named = words.find_map(|word| numbers.get(word).copied());
            if let Some(claim) = named.filter(|claim| self.of_claims[*claim] == insats) {
                self.take(claim, index, How::Named);
            }
        }
    }

    /// Both sides in the order of insats, amount and time, and one walk along them.
    fn by_amount(&mut self) {
        let mut wanted: Vec<(Insats, Ore, Period, usize)> = (0..self.claims.len())
            .filter(|claim| self.matched[*claim].how == How::Nowhere)
            .map(|claim| {
                let own = &self.claims[claim];
                (self.of_claims[claim], own.amount, own.period, claim)
            })
            .collect();
        wanted.sort_unstable();
        let asked: HashSet<(Insats, Ore)> = wanted.iter().map(|w| (w.0, w.1)).collect();
        let mut held: Vec<(Insats, Ore, NaiveDate, usize)> = self
            .rest()
            .filter(|(insats, _, booking)| asked.contains(&(*insats, booking.amount)))
            .map(|(insats, index, booking)| (insats, booking.amount, booking.date, index))
            .collect();
        held.sort_unstable();
        let mut held = held.into_iter().peekable();
        for (insats, amount, period, claim) in wanted {
            // Claims come by period, so what is too early for this one is too early for the next.
            let first = (insats, amount, period.from());
            while held.next_if(|(i, a, date, _)| (*i, *a, *date) < first).is_some() {}
            let last = (insats, amount, period.to() + TimeDelta::days(AFTER));
            if let Some((_, _, _, booking)) = held.next_if(|(i, a, date, _)| (*i, *a, *date) <= last) {
                self.take(claim, booking, How::Amount);
            }
        }
    }

    fn by_sum(&mut self) {
        let mut alone: HashMap<(Insats, Quarter), Vec<usize>> = HashMap::new();
        for (index, claim) in self.claims.iter().enumerate() {
            if let (How::Nowhere, Some(quarter)) = (self.matched[index].how, super::quarter_of(claim.period))
            {
                alone
                    .entry((self.of_claims[index], quarter))
                    .or_default()
                    .push(index);
            }
        }
        if alone.is_empty() {
            return;
        }
        let mut rest: HashMap<(Insats, Quarter), (Ore, Vec<usize>)> = HashMap::new();
        for (insats, index, booking) in self.rest() {
            let Some(key) = booking.quarter().map(|quarter| (insats, quarter)) else {
                continue;
            };
            if alone.contains_key(&key) {
                let (sum, found) = rest.entry(key).or_default();
                *sum += booking.amount;
                found.push(index);
            }
        }
        for (key, own) in alone {
            let ([claim], Some((sum, found))) = (own.as_slice(), rest.remove(&key)) else {
                continue;
            };
            if sum == self.claims[*claim].amount {
                for index in found {
                    self.take(*claim, index, How::Sum);
                }
            }
        }
    }
}
