//! The months a requisition is for: a month, a quarter, or as the decision says.

use chrono::{NaiveDate, TimeDelta};

use crate::{number, quarter::Quarter, refusal::Refusal, words::MONTHS, years::YEARS};

/// Months of one calendar year, first and last inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    first: u8,
    last: u8,
}

impl Period {
    /// The months of a year; `None` when the last comes before the first, or no year has them.
    pub fn new(year: i32, first: u8, last: u8) -> Option<Period> {
        let known = YEARS.contains(&year) && first >= 1 && first <= last && last <= 12;
        known.then_some(Period { year, first, last })
    }

    /// A quarter's months.
    pub fn quarter(quarter: Quarter) -> Period {
        Period {
            year: quarter.year(),
            first: *quarter.months().start(),
            last: *quarter.months().end(),
        }
    }

    /// Reads "2023-4" (a quarter is written "2023-k2") or "2023-1--6".
    ///
    /// # Errors
    /// A refusal at `period` when it is none of them.
    pub fn parse(text: &str) -> Result<Period, Refusal> {
        let read = || {
            let (year, rest) = text.trim().split_once('-')?;
            let year = year.parse().ok()?;
            if let Some(quarter) = rest.strip_prefix('k') {
                return Quarter::new(year, quarter.parse().ok()?).map(Period::quarter);
            }
            let (first, last) = rest.split_once("--").unwrap_or((rest, rest));
            Period::new(year, first.parse().ok()?, last.parse().ok()?)
        };
        read().ok_or_else(|| {
            let message = "Välj en period: ett kvartal, en månad, eller från och till månad samma år.";
            Refusal::at("rekvisition-period", "period", message)
        })
    }

    /// As [`Period::parse`] reads it.
    pub fn slug(self) -> String {
        match self.as_quarter() {
            Some(quarter) => format!("{}-k{}", self.year, quarter.number()),
            None if self.first == self.last => format!("{}-{}", self.year, self.first),
            None => format!("{}-{}--{}", self.year, self.first, self.last),
        }
    }

    /// "kvartal 2 2023", "april 2023", "januari–juni 2023".
    pub fn label(self) -> String {
        let name = |month: u8| MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
        match self.as_quarter() {
            Some(quarter) => quarter.label(),
            None if self.first == self.last => format!("{} {}", name(self.first), self.year),
            None if (self.first, self.last) == (1, 12) => format!("helåret {}", self.year),
            None => format!("{}–{} {}", name(self.first), name(self.last), self.year),
        }
    }

    /// The quarter it is exactly, if it is one.
    pub fn as_quarter(self) -> Option<Quarter> {
        let mut quarters = Quarter::all(self.year);
        quarters
            .find(|quarter| *quarter.months().start() == self.first && *quarter.months().end() == self.last)
    }

    /// Its year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// Its months, 1 to 12.
    pub fn months(self) -> std::ops::RangeInclusive<u8> {
        self.first..=self.last
    }

    /// Its first day.
    pub fn from(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, u32::from(self.first), 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn to(self) -> NaiveDate {
        let next = match self.last {
            12 => NaiveDate::from_ymd_opt(self.year + 1, 1, 1),
            last => NaiveDate::from_ymd_opt(self.year, u32::from(last) + 1, 1),
        };
        next.unwrap_or_default() - TimeDelta::days(1)
    }

    /// Whether a month is in both.
    pub fn overlaps(self, other: Period) -> bool {
        self.year == other.year && self.first <= other.last && other.first <= self.last
    }

    /// The months in words of a list: "januari, mars 2023".
    pub(super) fn list(year: i32, months: &[u8]) -> String {
        let name = |month: &u8| {
            let place = usize::from(*month).wrapping_sub(1);
            MONTHS
                .get(place)
                .map_or_else(|| number::plain(i64::from(*month), 0), |name| (*name).to_owned())
        };
        let names: Vec<String> = months.iter().map(name).collect();
        format!("{} {year}", names.join(", "))
    }
}
