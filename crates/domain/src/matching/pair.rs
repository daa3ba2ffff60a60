//! Which bookings are which claim's.

use std::collections::{HashMap, VecDeque};

use chrono::{Datelike, TimeDelta};

use super::{Booking, Claim, How, Matched};
use crate::{money::Ore, quarter::Quarter};

/// Days after a claim's period in which its voucher is looked for by amount alone.
const AFTER: i64 = 120;

/// Every claim with its bookings, in the order of claims, and the bookings that are nobody's.
///
/// First by number in the voucher's text, then one booking of the same insats and amount from the
/// period's first day to 120 days after its last, the earliest first; last, where an insats's rest of
/// a quarter adds up to its one claim.
pub fn pair(claims: &[Claim], bookings: &[Booking]) -> (Vec<Matched>, Vec<usize>) {
    let mut matched: Vec<Matched> = (0..claims.len())
        .map(|claim| Matched {
            claim,
            bookings: Vec::new(),
            how: How::Nowhere,
        })
        .collect();
    let mut free = vec![true; bookings.len()];
    by_number(claims, bookings, &mut matched, &mut free);
    by_amount(claims, bookings, &mut matched, &mut free);
    by_sum(claims, bookings, &mut matched, &mut free);
    let loose = (0..bookings.len()).filter(|index| free[*index]).collect();
    (matched, loose)
}

fn by_number(claims: &[Claim], bookings: &[Booking], matched: &mut [Matched], free: &mut [bool]) {
    let numbers: HashMap<&str, usize> = claims
        .iter()
        .enumerate()
        .map(|(index, claim)| (claim.number.as_str(), index))
        .collect();
    for (index, booking) in bookings.iter().enumerate() {
        let mut words = booking
            .text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        let named = words.find_map(|word| numbers.get(word).copied());
        let Some(claim) = named.filter(|claim| claims[*claim].insats == booking.insats) else {
            continue;
        };
        matched[claim].bookings.push(index);
        matched[claim].how = How::Named;
        free[index] = false;
    }
}

fn by_amount(claims: &[Claim], bookings: &[Booking], matched: &mut [Matched], free: &mut [bool]) {
    let mut waiting: HashMap<(&str, Ore), VecDeque<usize>> = HashMap::new();
    let mut order: Vec<usize> = (0..bookings.len()).filter(|index| free[*index]).collect();
    order.sort_by_key(|index| bookings[*index].date);
    for index in order {
        let booking = &bookings[index];
        waiting
            .entry((&booking.insats, booking.amount))
            .or_default()
            .push_back(index);
    }
    let mut claims_left: Vec<usize> = (0..claims.len())
        .filter(|claim| matched[*claim].how == How::Nowhere)
        .collect();
    claims_left.sort_by_key(|claim| claims[*claim].period);
    for claim in claims_left {
        let wanted = &claims[claim];
        let Some(held) = waiting.get_mut(&(wanted.insats.as_str(), wanted.amount)) else {
            continue;
        };
        // Claims come by period, so what is too early for this one is too early for the next.
        while held
            .front()
            .is_some_and(|i| bookings[*i].date < wanted.period.from())
        {
            held.pop_front();
        }
        let last = wanted.period.to() + TimeDelta::days(AFTER);
        if let Some(index) = held.front().copied().filter(|i| bookings[*i].date <= last) {
            held.pop_front();
            matched[claim].bookings.push(index);
            matched[claim].how = How::Amount;
            free[index] = false;
        }
    }
}

fn by_sum(claims: &[Claim], bookings: &[Booking], matched: &mut [Matched], free: &mut [bool]) {
    let mut rest: HashMap<(&str, Quarter), Vec<usize>> = HashMap::new();
    for (index, booking) in bookings.iter().enumerate().filter(|(index, _)| free[*index]) {
        let number = u8::try_from(booking.date.month0() / 3 + 1).unwrap_or(1);
        if let Some(quarter) = Quarter::new(booking.date.year(), number) {
            rest.entry((&booking.insats, quarter)).or_default().push(index);
        }
    }
    let mut alone: HashMap<(&str, Quarter), Vec<usize>> = HashMap::new();
    for (index, claim) in claims.iter().enumerate() {
        if let (How::Nowhere, Some(quarter)) = (matched[index].how, super::quarter_of(claim.period)) {
            alone.entry((&claim.insats, quarter)).or_default().push(index);
        }
    }
    for (key, own) in alone {
        let ([claim], Some(found)) = (own.as_slice(), rest.get(&key)) else {
            continue;
        };
        let sum: Ore = found.iter().map(|index| bookings[*index].amount).sum();
        if sum == claims[*claim].amount {
            for index in found {
                free[*index] = false;
            }
            matched[*claim].bookings.clone_from(found);
            matched[*claim].how = How::Sum;
        }
    }
}
