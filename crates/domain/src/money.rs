//! Money in whole öre. There is no float and no division here except through [`Ore::split`].

use std::{fmt, iter::Sum, ops};

use crate::number;

/// An amount in öre (1/100 krona), Swedish kronor only. Range ±92 233 billion kronor; arithmetic
/// stops at the ends of the range, so absurd input gives an absurd sum and never a crash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Ore(pub i64);

impl Ore {
    /// Nothing.
    pub const ZERO: Ore = Ore(0);

    /// Whole kronor as öre.
    pub const fn kronor(kronor: i64) -> Ore {
        Ore(kronor.saturating_mul(100))
    }

    /// Whole kronor, rounded half away from zero (K2 and RKR print whole kronor).
    pub const fn to_kronor(self) -> i64 {
        self.0.saturating_add(if self.0 < 0 { -50 } else { 50 }) / 100
    }

    /// Thousands of kronor, rounded once and half away from zero: what a plot says. Never a printed sum, whose
    /// parts would not make it.
    pub const fn to_thousands(self) -> i64 {
        self.0.saturating_add(if self.0 < 0 { -50_000 } else { 50_000 }) / 100_000
    }

    /// The sum of those amounts that are known; `None` when none of them is.
    pub fn sum_of_known(amounts: impl IntoIterator<Item = Option<Ore>>) -> Option<Ore> {
        amounts.into_iter().flatten().reduce(ops::Add::add)
    }

    /// Each amount with all those before it.
    pub fn accumulated(amounts: &[Ore]) -> Vec<Ore> {
        let add = |so_far: &mut Ore, amount: &Ore| {
            *so_far += *amount;
            Some(*so_far)
        };
        amounts.iter().scan(Ore::ZERO, add).collect()
    }

    /// Whole kronor as people read them, rounded like [`Ore::to_kronor`]: "−1 234".
    pub fn rounded(self) -> String {
        number::integer(self.to_kronor())
    }

    /// Whole kronor with their unit: "1 234 kr".
    pub fn kr(self) -> String {
        format!("{}{}kr", self.rounded(), number::NBSP)
    }

    /// With its unit, and with öre only where there are any: "1 234 kr", "1 234,50 kr".
    pub fn exact(self) -> String {
        if self.0 % 100 == 0 {
            return self.kr();
        }
        format!("{self}{}kr", number::NBSP)
    }

    /// Without its sign.
    pub const fn abs(self) -> Ore {
        Ore(self.0.saturating_abs())
    }

    /// Equal parts that differ by at most one öre and add up to the whole; the first parts get the rest.
    pub fn split(self, parts: u32) -> Vec<Ore> {
        let n = i64::from(parts.max(1));
        let (each, rest) = (self.0.div_euclid(n), self.0.rem_euclid(n));
        (0..n).map(|i| Ore(each + i64::from(i < rest))).collect()
    }

    /// Parts of equal spans of time: every accumulated sum is its share of the whole to the nearest öre, so
    /// that half the months are half the amount. They differ by at most one öre and add up to the whole.
    pub fn spread(self, parts: u32) -> Vec<Ore> {
        let n = i128::from(parts.max(1));
        let until = |part: i128| {
            let share = (i128::from(self.0) * part * 2 + n).div_euclid(2 * n);
            i64::try_from(share).unwrap_or(self.0)
        };
        (0..n).map(|part| Ore(until(part + 1) - until(part))).collect()
    }

    /// Reads "1 234 567,50", "−500", "1234.5" or "16 020 000 kr". Spaces of every kind separate
    /// thousands; comma or point separates at most two decimals.
    pub fn parse(text: &str) -> Option<Ore> {
        number::parse_decimal(text.trim().trim_end_matches("kr"), 2).map(Ore)
    }
}

impl fmt::Display for Ore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&number::decimal(self.0, 2))
    }
}

impl ops::Add for Ore {
    type Output = Ore;
    fn add(self, other: Ore) -> Ore {
        Ore(self.0.saturating_add(other.0))
    }
}

impl ops::Sub for Ore {
    type Output = Ore;
    fn sub(self, other: Ore) -> Ore {
        Ore(self.0.saturating_sub(other.0))
    }
}

impl ops::Neg for Ore {
    type Output = Ore;
    fn neg(self) -> Ore {
        Ore(self.0.saturating_neg())
    }
}

impl ops::AddAssign for Ore {
    fn add_assign(&mut self, other: Ore) {
        *self = *self + other;
    }
}

impl Sum for Ore {
    fn sum<I: Iterator<Item = Ore>>(items: I) -> Ore {
        items.fold(Ore::ZERO, ops::Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, ore) in [
            ("1 234 567,50", 123_456_750),
            ("1\u{a0}234", 123_400),
            ("−500", -50_000),
            ("-0,05", -5),
            ("16020000 kr", 1_602_000_000),
            ("12.5", 1_250),
        ] {
            assert_eq!(Ore::parse(text), Some(Ore(ore)), "{text}");
        }
        for text in ["", "tolv", "1,234", "1,2,3", "--1", "1e5", "99999999999999999999"] {
            assert_eq!(Ore::parse(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_written_as_people_read_them() {
        assert_eq!(Ore(-123_450).rounded(), "−1\u{a0}235");
        assert_eq!(Ore(123_449).kr(), "1\u{a0}234\u{a0}kr");
        assert_eq!(Ore(123_449).exact(), "1\u{a0}234,49\u{a0}kr");
        assert_eq!(Ore(123_400).exact(), "1\u{a0}234\u{a0}kr");
    }

    #[test]
    fn a_split_adds_up() {
        assert_eq!(Ore(100).split(3), [Ore(34), Ore(33), Ore(33)]);
        assert_eq!(Ore(-100).split(3).into_iter().sum::<Ore>(), Ore(-100));
    }

    #[test]
    fn a_spread_adds_up_and_half_the_time_is_half_the_amount() {
        for (ore, parts) in [
            (72_500_000, 12),
            (-100, 3),
            (7, 12),
            (0, 4),
            (i64::MAX, 12),
            (i64::MIN, 12),
        ] {
            let spread = Ore(ore).spread(parts);
            assert_eq!(spread.len(), usize::try_from(parts).unwrap());
            assert_eq!(
                spread.iter().map(|part| i128::from(part.0)).sum::<i128>(),
                i128::from(ore)
            );
            let (least, most) = (spread.iter().min().unwrap().0, spread.iter().max().unwrap().0);
            assert!(most - least <= 1, "{ore} in {parts}: {spread:?}");
        }
        let year = Ore(72_500_000).spread(12);
        for (months, share) in [(3, 18_125_000), (6, 36_250_000), (9, 54_375_000)] {
            assert_eq!(year[..months].iter().copied().sum::<Ore>(), Ore(share));
        }
    }

    #[test]
    fn thousands_are_rounded_once() {
        for (ore, thousands) in [
            (207_076_900, 2_071),
            (149_999, 1),
            (150_000, 2),
            // Not by way of kronor, which would make it 1 500 and then 2.
            (149_950, 1),
            (-149_999, -1),
            (-150_000, -2),
            (-350_084_500, -3_501),
            (49_999, 0),
            (i64::MAX, 92_233_720_368_547),
            (i64::MIN, -92_233_720_368_547),
        ] {
            assert_eq!(Ore(ore).to_thousands(), thousands, "{ore}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out_of_a_sum() {
        for (amounts, sum) in [
            (vec![], None),
            (vec![None, None], None),
            (vec![Some(Ore(5)), None, Some(Ore(-2))], Some(Ore(3))),
            (vec![Some(Ore::ZERO), None], Some(Ore::ZERO)),
        ] {
            assert_eq!(Ore::sum_of_known(amounts.clone()), sum, "{amounts:?}");
        }
    }

    #[test]
    fn the_last_of_the_accumulated_amounts_is_their_sum() {
        let amounts = [Ore(100), Ore(-30), Ore(7)];
        assert_eq!(Ore::accumulated(&amounts), [Ore(100), Ore(70), Ore(77)]);
        assert_eq!(Ore::accumulated(&[]), []);
    }

    #[test]
    fn arithmetic_stops_at_the_ends() {
        let most = Ore(i64::MAX);
        assert_eq!(
            [most + most, most - -most, -Ore(i64::MIN), Ore(i64::MIN).abs()],
            [most; 4]
        );
        assert_eq!(most.to_kronor(), i64::MAX / 100);
    }

    #[test]
    fn kronor_round_half_away_from_zero() {
        assert_eq!(
            [Ore(149).to_kronor(), Ore(150).to_kronor(), Ore(-150).to_kronor()],
            [1, 2, -2]
        );
    }
}
