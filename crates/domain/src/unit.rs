//! Counting bases as types. Participations, persons, anonymous records, head counts and
//! consultations may never be added or compared without a declared conversion (DOMAIN 3), so each
//! is a type of its own and unlike ones do not compile together.

use std::{fmt, marker::PhantomData, ops};

/// A counting base; implemented by the marker types of this module only.
pub trait CountingUnit: Copy {
    /// The unit as data.
    const UNIT: Unit;
}

/// What a figure counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// One person (or one anonymous record) in one insats over one period.
    Deltaganden,
    /// Unique pseudonyms.
    Personer,
    /// Anonymous records.
    Anonyma,
    /// Head count: counted, not registered.
    Volym,
    /// A team's treatments of referrals.
    Konsultationer,
    /// Questions to a team.
    Remisser,
    /// Calendar days, for example a median wait.
    Dagar,
    /// Swedish kronor, held in öre.
    Kronor,
    /// A share of a named base.
    Procent,
    /// Years, for example mean age.
    Ar,
    /// Full-time posts.
    Tjanster,
    /// Inhabitants of a municipality.
    Invanare,
    /// Kronor for each inhabitant.
    KronorPerInvanare,
}

impl Unit {
    /// The unit's word after a number.
    pub const fn label(self) -> &'static str {
        match self {
            Unit::Deltaganden => "deltaganden",
            Unit::Personer => "personer",
            Unit::Anonyma => "anonyma deltaganden",
            Unit::Volym => "personer (volym)",
            Unit::Konsultationer => "konsultationer",
            Unit::Remisser => "remisser",
            Unit::Dagar => "dagar",
            Unit::Kronor => "kr",
            Unit::Procent => "%",
            Unit::Ar => "år",
            Unit::Tjanster => "tjänster",
            Unit::Invanare => "invånare",
            Unit::KronorPerInvanare => "kr per invånare",
        }
    }
}

macro_rules! counting_units {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name;
        impl CountingUnit for $name {
            const UNIT: Unit = Unit::$name;
        }
    )*};
}

counting_units!(
    /// Participations.
    Deltaganden,
    /// Unique persons.
    Personer,
    /// Anonymous records.
    Anonyma,
    /// Head counts.
    Volym,
    /// Consultations.
    Konsultationer,
    /// Referrals.
    Remisser
);

/// A count of one unit.
///
/// ```
/// use domain::unit::{Count, Deltaganden};
/// let new: Count<Deltaganden> = Count::new(122);
/// assert_eq!((new + Count::new(142)).get(), 264);
/// ```
///
/// Unlike units do not compile together:
///
/// ```compile_fail
/// use domain::unit::{Count, Deltaganden, Personer};
/// let sum = Count::<Deltaganden>::new(1) + Count::<Personer>::new(1);
/// ```
///
/// ```compile_fail
/// use domain::unit::{Count, Deltaganden, Konsultationer};
/// let total: Count<Deltaganden> = Count::<Konsultationer>::new(155);
/// ```
///
/// ```compile_fail
/// use domain::{head_count::HeadCount, unit::{Count, Deltaganden}};
/// fn mixed(heads: HeadCount, new: Count<Deltaganden>) -> Count<Deltaganden> { new + heads.counted() }
/// ```
///
/// ```compile_fail
/// use domain::unit::{Count, Deltaganden, Volym};
/// assert!(Count::<Deltaganden>::new(1) < Count::<Volym>::new(2));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count<U>(i64, PhantomData<U>);

impl<U: CountingUnit> Count<U> {
    /// `n` of the unit; negative only as a difference.
    pub const fn new(n: i64) -> Self {
        Count(n, PhantomData)
    }

    /// The bare number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// This many of `base`, both of one unit, with `missing` records whose answer is not known and
    /// which are in neither. A base of zero gives a share without value.
    ///
    /// ```compile_fail
    /// use domain::unit::{Count, Deltaganden, Personer};
    /// let share = Count::<Deltaganden>::new(36).of(Count::<Personer>::new(112), 0);
    /// ```
    pub const fn of(self, base: Count<U>, missing: i64) -> Share {
        Share {
            k: self.0,
            n: base.0,
            missing,
            unit: U::UNIT,
        }
    }
}

impl<U> fmt::Debug for Count<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<U: CountingUnit> ops::Add for Count<U> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Count::new(self.0 + other.0)
    }
}

impl<U: CountingUnit> ops::Sub for Count<U> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Count::new(self.0 - other.0)
    }
}

impl<U: CountingUnit> std::iter::Sum for Count<U> {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Count::new(0), ops::Add::add)
    }
}

/// `k` of `n`, both of the same counting unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Share {
    /// How many had the property.
    pub k: i64,
    /// Of how many with a known answer.
    pub n: i64,
    /// How many had no known answer; in neither `k` nor `n`.
    pub missing: i64,
    /// What was counted.
    pub unit: Unit,
}

impl Share {
    /// Per cent in units of 10^-`decimals`, rounded half away from zero; `None` when the base is 0.
    pub fn percent(self, decimals: u32) -> Option<i64> {
        ratio(self.k, self.n, 100, decimals)
    }
}

/// `factor × k / n` in units of 10^-`decimals`, rounded half away from zero; `None` when `n` is 0.
pub fn ratio(k: i64, n: i64, factor: i64, decimals: u32) -> Option<i64> {
    if n == 0 {
        return None;
    }
    let scaled = i128::from(k) * i128::from(factor) * 10_i128.pow(decimals) * 2;
    let n = i128::from(n);
    let half = if (scaled < 0) == (n < 0) { n } else { -n };
    i64::try_from((scaled + half) / (2 * n)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_round_half_away_from_zero() {
        let share = Count::<Deltaganden>::new(36).of(Count::new(112), 0);
        assert_eq!(share.percent(1), Some(321));
        assert_eq!(ratio(1, 8, 100, 1), Some(125));
        assert_eq!(ratio(-1, 200, 100, 0), Some(-1));
        assert_eq!(ratio(1, 200, 100, 0), Some(1));
        assert_eq!(ratio(1, 0, 100, 0), None);
    }
}
