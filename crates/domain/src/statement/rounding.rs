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

#[cfg(test)]
mod tests {
    use super::*;

    /// Öre in, kronor out; keys are 1, 2, 3 … in order.
    fn rounded(ore: &[i64]) -> Vec<i64> {
        let amounts: Vec<(usize, Ore)> = ore.iter().copied().map(Ore).enumerate().collect();
        round_amounts(&amounts)
    }

    #[test]
    fn r_rak_02_largest_fraction_then_larger_amount_then_lower_number() {
        // One krona is missing after rounding down; the fraction 80 is the largest.
        assert_eq!(rounded(&[120, 180, -300]), [1, 2, -3]);
        // −150 rounds down to −2 and has the fraction 50 of the way up.
        assert_eq!(rounded(&[-150, 150]), [-1, 1]);
        // Equal fractions: the larger amount without sign.
        assert_eq!(rounded(&[150, 950, -1_100]), [1, 10, -11]);
        // Equal amounts: the lower number.
        assert_eq!(rounded(&[150, 150, -300]), [2, 1, -3]);
        // An unbalanced ledger keeps its rounded sum: 1,49 + 1,49 = 2,98.
        assert_eq!(rounded(&[149, 149]), [2, 1]);
        assert_eq!(rounded(&[200, -100]), [2, -1]);
        assert_eq!(rounded(&[]), Vec::<i64>::new());
    }
}
