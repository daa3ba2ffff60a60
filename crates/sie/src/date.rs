//! Days and months of the Gregorian calendar, in four bytes each.

use std::{fmt, num::NonZeroU32};

/// A calendar day, written `YYYYMMDD` in the format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NonZeroU32);

impl Date {
    /// A day of the years 1–9999, or nothing when the calendar has no such day.
    pub fn new(year: u32, month: u32, day: u32) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(leap),
            _ => return None,
        };
        if !(1..=9999).contains(&year) || !(1..=days).contains(&day) {
            return None;
        }
        NonZeroU32::new(year * 10_000 + month * 100 + day).map(Date)
    }

    /// The day as the number YYYYMMDD.
    pub const fn number(self) -> u32 {
        self.0.get()
    }

    /// Year, 1–9999.
    pub const fn year(self) -> u32 {
        self.0.get() / 10_000
    }

    /// Month, 1–12.
    pub const fn month(self) -> u32 {
        self.0.get() / 100 % 100
    }

    /// Day of the month, 1–31.
    pub const fn day(self) -> u32 {
        self.0.get() % 100
    }

    /// Reads eight digits.
    pub(crate) fn read(field: &[u8]) -> Option<Date> {
        if field.len() != 8 {
            return None;
        }
        let n = digits(field)?;
        Date::new(n / 10_000, n / 100 % 100, n % 100)
    }

    /// Reads `2024-01-31`, `2024/01/31` or `2024.01.31`, which some programs write.
    pub(crate) fn read_separated(field: &[u8]) -> Option<Date> {
        match field {
            [y @ .., s1, m1, m2, s2, d1, d2] if y.len() == 4 && s1 == s2 && b"-/.".contains(s1) => {
                Date::new(digits(y)?, digits(&[*m1, *m2])?, digits(&[*d1, *d2])?)
            }
            _ => None,
        }
    }
}

/// A month, written `YYYYMM`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(u32);

impl Period {
    /// A month of the years 1–9999. Month 13 is let through: some programs keep year-end postings there.
    pub fn new(year: u32, month: u32) -> Option<Period> {
        ((1..=9999).contains(&year) && (1..=13).contains(&month)).then_some(Period(year * 100 + month))
    }

    /// The month as the number YYYYMM.
    pub const fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn read(field: &[u8]) -> Option<Period> {
        let n = digits(field)?;
        match field.len() {
            6 => Period::new(n / 100, n % 100),
            // A whole date where a month is asked for: the month of that day.
            8 => Date::read(field).and_then(|d| Period::new(d.year(), d.month())),
            _ => None,
        }
    }
}

/// A field of digits and nothing else, as a number that fits.
pub(crate) fn digits(field: &[u8]) -> Option<u32> {
    if field.is_empty() || !field.iter().all(u8::is_ascii_digit) {
        return None;
    }
    field
        .iter()
        .try_fold(0_u32, |n, d| n.checked_mul(10)?.checked_add(u32::from(d - b'0')))
}

impl fmt::Display for Date {
    /// ISO 8601: `2022-12-31`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Period {
    /// ISO 8601: `2022-12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 100, self.0 % 100)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_sie_06_a_date_is_a_day_that_exists() {
        for (text, expected) in [
            ("20221231", Some("2022-12-31")),
            ("20240229", Some("2024-02-29")),
            ("20230229", None),
            ("19000229", None),
            ("20000229", Some("2000-02-29")),
            ("20221301", None),
            ("20220431", None),
            ("00000101", None),
            ("2022123", None),
            ("2022123x", None),
        ] {
            assert_eq!(
                Date::read(text.as_bytes()).map(|d| d.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
        assert_eq!(Date::read_separated(b"2022-12-31"), Date::new(2022, 12, 31));
        assert_eq!(Date::read_separated(b"2022-12.31"), None);
        assert_eq!(size_of::<Option<Date>>(), 4);
    }

    #[test]
    fn r_sie_06_a_period_is_a_month() {
        for (text, expected) in [
            ("202201", Some(202_201)),
            ("202213", Some(202_213)),
            ("202214", None),
            ("202200", None),
            ("20220115", Some(202_201)),
            ("2022", None),
        ] {
            assert_eq!(
                Period::read(text.as_bytes()).map(Period::number),
                expected,
                "{text}"
            );
        }
    }
}
