//! Öre to whole kronor without losing the sum.

use std::cmp::Reverse;

use crate::money::Ore;

/// Whole kronor for each amount such that they add up to the rounded sum of the öre.
///
/// See [`round_to`]; when the öre add up to zero, as every balanced ledger does, so do the kronor.
pub fn round_amounts<K: Ord>(amounts: &[(K, Ore)]) -> Vec<i64> {
    let sum: i128 = amounts.iter().map(|(_, ore)| i128::from(ore.0)).sum();
    round_to((sum + 50).div_euclid(100), amounts)
}

/// Whole kronor for each amount such that they add up to `target` kronor, which lies between the
/// sum of the amounts rounded down and the sum rounded up.
///
/// Every amount is rounded down or up to a neighbouring krona. As many as the sum needs are rounded
/// up: those with the largest fraction first; equal fractions, the larger amount (without sign)
/// first, then the lower key. An amount in whole kronor is never changed.
pub fn round_to<K: Ord>(target: i128, amounts: &[(K, Ore)]) -> Vec<i64> {
    let mut kronor: Vec<i64> = amounts.iter().map(|(_, ore)| ore.0.div_euclid(100)).collect();
    let up = target - kronor.iter().copied().map(i128::from).sum::<i128>();
    let fraction = |index: usize| amounts[index].1.0.rem_euclid(100);
    let mut order: Vec<usize> = (0..amounts.len()).filter(|&index| fraction(index) != 0).collect();
    order.sort_by_key(|&index| {
        let (key, ore) = &amounts[index];
        (Reverse(fraction(index)), Reverse(ore.0.unsigned_abs()), key)
    });
    for (&index, _) in order.iter().zip(0..up) {
        kronor[index] += 1;
    }
    kronor
}
