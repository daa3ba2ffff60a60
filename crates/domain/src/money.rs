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

    /// Thousands of kronor, what is less cut off: the scale of a plot's axis, never of a printed sum.
    pub const fn to_thousands(self) -> i64 {
        self.to_kronor() / 1000
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
    fn thousands_are_cut_off() {
        for (kronor, thousands) in [(1_999, 1), (2_000, 2), (999, 0), (-1_999, -1)] {
            assert_eq!(Ore::kronor(kronor).to_thousands(), thousands, "{kronor}");
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
