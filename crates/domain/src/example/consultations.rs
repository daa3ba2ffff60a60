//! Consultations: the published number, spread over insatser as their annexes say where that adds
//! up, and over the months teams meet.

use super::{Targets, quota};
use crate::facts::{ConsultationFact, Insats};

/// Weight of each month; teams rest in July.
const MONTHS: [i64; 12] = [8, 9, 11, 9, 10, 7, 1, 6, 11, 11, 11, 6];

/// One fact per insats and month with any.
pub(super) fn spread(
    insatser: &[Insats],
    targets: &Targets,
    notes: &mut Vec<String>,
) -> Vec<ConsultationFact> {
    let Some(total) = targets.consultations else {
        return Vec::new();
    };
    let counts = per_insats(targets, total, notes);
    let mut facts = Vec::new();
    for (target, count) in targets.insatser.iter().zip(counts) {
        let insats = insatser.iter().position(|i| i.slug == target.insats);
        let months = quota::spread(count, &MONTHS, &[count; 12]).unwrap_or_default();
        for (month, count) in (1_u8..).zip(months) {
            if count > 0 {
                facts.push(ConsultationFact {
                    insats,
                    year: targets.year,
                    month,
                    count,
                });
            }
        }
    }
    facts
}

fn per_insats(targets: &Targets, total: i64, notes: &mut Vec<String>) -> Vec<i64> {
    let printed: Vec<i64> = targets
        .insatser
        .iter()
        .map(|t| t.annex.consultations.unwrap_or(0).max(0))
        .collect();
    if let Some(kept) = subset(&printed, total) {
        for (i, target) in targets.insatser.iter().enumerate() {
            if printed[i] > 0 && !kept[i] {
                notes.push(format!(
                    "{}: bilagans {} konsultationer ryms inte i årets {total} och är utelämnade.",
                    target.insats, printed[i]
                ));
            }
        }
        return printed
            .iter()
            .zip(kept)
            .map(|(n, keep)| if keep { *n } else { 0 })
            .collect();
    }
    let sum: i64 = printed.iter().sum();
    let by_size: Vec<i64> = targets.insatser.iter().map(|t| t.total).collect();
    if sum > 0 {
        notes.push(format!(
            "Bilagornas konsultationer ({sum}) ger inte årets {total}; de är fördelade i proportion."
        ));
    }
    let weights = if sum > 0 { &printed } else { &by_size };
    quota::spread(total, weights, &vec![total; weights.len()]).unwrap_or_default()
}

/// The subset of the printed numbers that adds up to the total with fewest left out.
fn subset(printed: &[i64], total: i64) -> Option<Vec<bool>> {
    let size = usize::try_from(total).ok()?;
    // best[s]: the largest set of places so far whose numbers sum to s.
    let mut best: Vec<Option<Vec<bool>>> = vec![None; size + 1];
    best[0] = Some(vec![false; printed.len()]);
    for (i, n) in printed.iter().enumerate() {
        let n = usize::try_from(*n).unwrap_or(0);
        if n == 0 || n > size {
            continue;
        }
        for sum in (n..=size).rev() {
            let Some(mut with) = best[sum - n].clone() else {
                continue;
            };
            with[i] = true;
            let held = |set: &Vec<bool>| set.iter().filter(|kept| **kept).count();
            if best[sum].as_ref().is_none_or(|old| held(old) < held(&with)) {
                best[sum] = Some(with);
            }
        }
    }
    best.pop()
        .flatten()
        .filter(|set| total == 0 || set.iter().any(|kept| *kept))
}
