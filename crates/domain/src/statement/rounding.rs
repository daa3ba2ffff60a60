//! Öre to whole kronor without losing the sum.

use crate::money::Ore;

/// Whole kronor for each account such that they add up to the rounded sum of the öre.
///
/// Every amount is rounded down or up to a neighbouring krona. As many as the sum needs are rounded
/// up: those with the largest fraction first; equal fractions, the larger amount (without sign)
/// first, then the lower account number. When the öre add up to zero, as every balanced ledger
/// does, so do the kronor. An amount in whole kronor is never changed.
pub fn round_accounts(balances: &[(u32, Ore)]) -> Vec<(u32, i64)> {
    let sum: i128 = balances.iter().map(|(_, ore)| i128::from(ore.0)).sum();
    let mut kronor: Vec<(u32, i64)> = balances
        .iter()
        .map(|(a, ore)| (*a, ore.0.div_euclid(100)))
        .collect();
    let floors: i128 = kronor.iter().map(|(_, k)| i128::from(*k)).sum();
    let up = (sum + 50).div_euclid(100) - floors;
    let mut order: Vec<usize> = (0..balances.len())
        .filter(|&i| balances[i].1.0.rem_euclid(100) != 0)
        .collect();
    order.sort_by_key(|&i| {
        let (account, ore) = balances[i];
        let fraction = ore.0.rem_euclid(100);
        (-fraction, std::cmp::Reverse(ore.0.unsigned_abs()), account)
    });
    for (&index, _) in order.iter().zip(0..up) {
        kronor[index].1 += 1;
    }
    kronor
}
