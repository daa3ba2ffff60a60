//! Largest remainder (Hamilton): a total in whole units shared over weights, exactly.

use std::{collections::BTreeSet, fmt::Display};

use crate::refusal::Refusal;

/// Shares `total` over `(key, weight)` in proportion to the weights; the answer is in the order of
/// the members and adds up to `total`.
///
/// Everybody gets the whole part of the exact quota; the units left go one each to the largest
/// fractions. Equal fractions: the larger weight first, then the lower key. The order of the input
/// therefore never matters. Exact for every `i64` (the quotas are computed in `i128`).
///
/// # Errors
/// Refuses a negative total, no members, a weight that is not positive, and a key that occurs twice.
pub fn apportion<K: Ord + Display>(total: i64, members: &[(K, i64)]) -> Result<Vec<i64>, Refusal> {
    refuse(total, members)?;
    let sum: i128 = members.iter().map(|(_, weight)| i128::from(*weight)).sum();
    let quota = |weight: i64| i128::from(total) * i128::from(weight);
    let mut shares: Vec<i128> = members.iter().map(|(_, weight)| quota(*weight) / sum).collect();
    let left = i128::from(total) - shares.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by(|&a, &b| {
        let ((key_a, weight_a), (key_b, weight_b)) = (&members[a], &members[b]);
        (quota(*weight_b) % sum)
            .cmp(&(quota(*weight_a) % sum))
            .then(weight_b.cmp(weight_a))
            .then(key_a.cmp(key_b))
    });
    for (&index, _) in order.iter().zip(0..left) {
        shares[index] += 1;
    }
    // A share is at most the total, so the conversion never falls back.
    let to_units = |share| i64::try_from(share).unwrap_or(total);
    Ok(shares.into_iter().map(to_units).collect())
}

fn refuse<K: Ord + Display>(total: i64, members: &[(K, i64)]) -> Result<(), Refusal> {
    if total < 0 {
        return Err(Refusal::at(
            "fordelning-negativt-belopp",
            "belopp",
            format!("Beloppet {total} är negativt. Ange ett belopp som är noll eller större."),
        ));
    }
    if members.is_empty() {
        return Err(Refusal::new(
            "fordelning-inga-medlemmar",
            "Det finns ingen att fördela på. Lägg till minst en medlem med folkmängd.",
        ));
    }
    let mut seen = BTreeSet::new();
    for (key, weight) in members {
        if *weight <= 0 {
            return Err(Refusal::at(
                "fordelning-vikt",
                key.to_string(),
                format!("Fördelningstalet för {key} är {weight}. Det måste vara större än noll."),
            ));
        }
        if !seen.insert(key) {
            return Err(Refusal::at(
                "fordelning-dubblett",
                key.to_string(),
                format!("{key} förekommer två gånger. Ta bort den ena raden."),
            ));
        }
    }
    Ok(())
}
