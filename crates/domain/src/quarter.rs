//! Closing a quarter: each insats's own counts, what is odd in them, the insatsansvarig's answer,
//! the quarterly report's texts, and the locked whole. The rules are `docs/rules/kvartal.md`.
//!
//! Counts come from the measures themselves, evaluated on the same cube seen from the quarter
//! instead of the year; nothing is counted in a second way.

mod answer;
mod closing;
mod count;
mod line;
mod oddity;
mod published;
mod report;
mod text;

pub use answer::{Answer, Change, Given, MOST_WORDS, Remark, Standing, remark};
pub use closing::{Silence, close, reminder};
pub use count::{Counter, Practice};
pub use line::{Counted, Counts, Line};
pub use oddity::{Oddity, Seen, oddities};
pub use published::MEASURES;
pub use report::{Part, Sources, compose};
pub use text::{Heading, Text, Written, headings, texts};

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::{disclosure::Period, years::YEARS};

/// Days after a quarter's end by which it should be answered.
const TO_ANSWER: i64 = 20;

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    number: u8,
}

impl Quarter {
    /// The quarter of a year; `None` for another number than 1 to 4, or a year no register has.
    pub fn new(year: i32, number: u8) -> Option<Quarter> {
        let known = (1..=4).contains(&number) && YEARS.contains(&year);
        known.then_some(Quarter { year, number })
    }

    /// The four of a year.
    pub fn all(year: i32) -> impl Iterator<Item = Quarter> {
        (1..=4).filter_map(move |number| Quarter::new(year, number))
    }

    /// The last quarter that had ended on this day.
    pub fn ended(today: NaiveDate) -> Option<Quarter> {
        let number = u8::try_from((today.month() - 1) / 3).unwrap_or(0);
        if number == 0 {
            Quarter::new(today.year() - 1, 4)
        } else {
            Quarter::new(today.year(), number)
        }
    }

    /// Its year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// 1 to 4.
    pub const fn number(self) -> u8 {
        self.number
    }

    /// Its days.
    pub fn period(self) -> Period {
        let first = u32::from(self.number) * 3 - 2;
        let from = NaiveDate::from_ymd_opt(self.year, first, 1).unwrap_or_default();
        Period {
            from,
            to: self.last(),
        }
    }

    /// From 1 January to its last day.
    pub fn so_far(self) -> Period {
        Period {
            to: self.last(),
            ..Period::year(self.year)
        }
    }

    /// Its months, 1 to 12.
    pub fn months(self) -> std::ops::RangeInclusive<u8> {
        self.number * 3 - 2..=self.number * 3
    }

    /// The same quarter of the year before.
    #[must_use]
    pub const fn a_year_before(self) -> Quarter {
        Quarter {
            year: self.year - 1,
            number: self.number,
        }
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        let next = match self.number {
            4 => NaiveDate::from_ymd_opt(self.year + 1, 1, 1),
            number => NaiveDate::from_ymd_opt(self.year, u32::from(number) * 3 + 1, 1),
        };
        next.unwrap_or_default() - TimeDelta::days(1)
    }

    /// The day from which it can be answered and closed.
    pub fn asked_from(self) -> NaiveDate {
        self.last() + TimeDelta::days(1)
    }

    /// The day by which it should be answered.
    pub fn answer_by(self) -> NaiveDate {
        self.last() + TimeDelta::days(TO_ANSWER)
    }

    /// Whether it is over.
    pub fn has_ended(self, today: NaiveDate) -> bool {
        today > self.last()
    }

    /// "kvartal 3 2026".
    pub fn label(self) -> String {
        format!("kvartal {} {}", self.number, self.year)
    }

    /// Where its page for an insats is.
    pub fn way(self, insats: &str) -> String {
        format!("/kvartal/{}/{}/{insats}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests;
