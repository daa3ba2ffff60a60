//! Whole numbers that add up.

use crate::unit::ratio;

/// `total` spread by weight without passing any cap: one unit at a time to the highest weight per
/// unit held (Sainte-Laguë), the first on a tie. Weightless places are used last. `None` when the
/// caps leave no room.
pub(super) fn spread(total: i64, weights: &[i64], caps: &[i64]) -> Option<Vec<i64>> {
    let mut held = vec![0_i64; caps.len()];
    for _ in 0..total {
        let open = (0..caps.len()).filter(|i| held[*i] < caps[*i]);
        let best = open.reduce(|a, b| {
            let (wa, wb) = (weights[a].max(0), weights[b].max(0));
            let higher = wb * (2 * held[a] + 1) > wa * (2 * held[b] + 1);
            if higher { b } else { a }
        })?;
        held[best] += 1;
    }
    Some(held)
}

/// `total` spread over places of which some have a wish. Wishes are kept as far as caps and total
/// allow; the rest goes to places without a wish, by cap, and only then beyond wishes.
pub(super) fn spread_by_wish(total: i64, wishes: &[Option<i64>], caps: &[i64]) -> Option<Vec<i64>> {
    let kept: Vec<i64> = wishes
        .iter()
        .zip(caps)
        .map(|(w, cap)| w.unwrap_or(0).clamp(0, *cap))
        .collect();
    let sum: i64 = kept.iter().sum();
    if sum >= total {
        return spread(total, &kept, &kept);
    }
    let room = |keep: bool| -> Vec<i64> {
        let places = wishes.iter().zip(caps).zip(&kept);
        places
            .map(|((wish, cap), held)| if wish.is_none() || keep { cap - held } else { 0 })
            .collect()
    };
    let free = room(false);
    let rest = total - sum;
    let extra = spread(rest.min(free.iter().sum()), &free, &free)?;
    let beyond: Vec<i64> = room(true)
        .iter()
        .zip(&extra)
        .map(|(room, used)| room - used)
        .collect();
    let last = spread(rest - extra.iter().sum::<i64>(), &beyond, &beyond)?;
    Some((0..caps.len()).map(|i| kept[i] + extra[i] + last[i]).collect())
}

/// The smallest and largest `k` whose share of `n` is printed as `percent`, if any.
pub(super) fn counts_of_percent(percent: i64, n: i64) -> Option<(i64, i64)> {
    let near = percent * n / 100;
    let fits = |k: &i64| ratio(*k, n, 100, 0) == Some(percent);
    let window = (near - n / 100 - 2).max(0)..=(near + n / 100 + 2).min(n);
    let low = window.clone().find(fits)?;
    let high = window.rev().find(fits)?;
    Some((low, high))
}

/// The known base to use for `total` records: about two in a hundred lack the answer where the
/// margins allow, otherwise the nearest base for which `fits` finds counts.
pub(super) fn known_base<T>(total: i64, fits: impl Fn(i64) -> Option<T>) -> Option<(i64, T)> {
    let wanted = total - total / 50;
    let mut bases: Vec<i64> = (0..=total).collect();
    bases.sort_by_key(|n| (n - wanted).abs());
    bases.into_iter().find_map(|n| fits(n).map(|found| (n, found)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_adds_up_within_caps() {
        assert_eq!(spread(10, &[3, 2, 0], &[4, 9, 9]), Some(vec![4, 6, 0]));
        assert_eq!(spread(5, &[0, 0], &[3, 3]), Some(vec![3, 2]));
        assert_eq!(spread(7, &[1, 1], &[3, 3]), None);
    }

    #[test]
    fn wishes_are_kept_and_the_rest_goes_to_the_silent() {
        let wishes = [Some(0), Some(4), None, Some(11)];
        assert_eq!(
            spread_by_wish(20, &wishes, &[7, 20, 24, 16]),
            Some(vec![0, 4, 5, 11])
        );
        assert_eq!(
            spread_by_wish(45, &wishes, &[7, 20, 24, 16]).map(|v| v.iter().sum()),
            Some(45)
        );
        assert_eq!(
            spread_by_wish(8, &wishes, &[7, 20, 24, 16]).map(|v| v.iter().sum()),
            Some(8)
        );
    }

    #[test]
    fn percent_to_counts() {
        assert_eq!(counts_of_percent(34, 120), Some((41, 41)));
        assert_eq!(counts_of_percent(34, 4), None);
        assert_eq!(counts_of_percent(100, 3), Some((3, 3)));
    }
}
