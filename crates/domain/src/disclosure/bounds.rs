//! What the open counts tell by themselves: bounds of every other cell, by propagation.

use super::{Kind, System};

/// Nobody counts further.
const FAR: i64 = 1 << 40;
/// Bounds settle quickly; further rounds would only tighten what is never needed.
const ROUNDS: usize = 12;

/// Least and most of every cell when all that may be withheld is withheld.
pub(super) fn outer(system: &System) -> Vec<(i64, i64)> {
    let mut bounds: Vec<(i64, i64)> = system
        .cells()
        .iter()
        .map(|cell| match cell.kind {
            Kind::Open => (cell.value, cell.value),
            _ => (0, FAR),
        })
        .collect();
    for _ in 0..ROUNDS {
        let mut changed = false;
        for sum in system.sums() {
            changed |= tighten(sum, &mut bounds);
        }
        if !changed {
            break;
        }
    }
    bounds
}

/// One sum: each cell is what the others leave.
fn tighten(sum: &[(usize, i64)], bounds: &mut [(i64, i64)]) -> bool {
    let signed = |(cell, sign): &(usize, i64), bounds: &[(i64, i64)]| {
        let (least, most) = bounds[*cell];
        if *sign > 0 { (least, most) } else { (-most, -least) }
    };
    let (mut least, mut most) = (0, 0);
    for term in sum {
        let (low, high) = signed(term, bounds);
        least += low;
        most += high;
    }
    let mut changed = false;
    for term in sum {
        let (low, high) = signed(term, bounds);
        // The term itself is minus the others.
        let (from, to) = (low.max(-(most - high)), high.min(-(least - low)));
        let (from, to) = if term.1 > 0 { (from, to) } else { (-to, -from) };
        let old = bounds[term.0];
        let new = (old.0.max(from), old.1.min(to));
        if new != old && new.0 <= new.1 {
            bounds[term.0] = new;
            let (new_low, new_high) = signed(term, bounds);
            least += new_low - low;
            most += new_high - high;
            changed = true;
        }
    }
    changed
}
