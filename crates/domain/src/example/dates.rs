//! Entries and exits on weekdays.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Draft, random::Random};
use crate::facts::ExitFact;

/// Days a participation that begins and ends in one year lasts at least.
const SHORTEST: u64 = 30;

/// Sets entry, birth year and (without content yet) exit.
pub(super) fn fill(drafts: &mut [Draft], year: i32, random: &mut Random) {
    for draft in drafts {
        let entry = match (draft.new, draft.closed) {
            (true, true) => day(year, random.between(9, 240)),
            (true, false) => day(year, random.between(9, 350)),
            (false, _) => {
                let back = random.pick(&[(1, 70), (2, 22), (3, 8)]).unwrap_or(1);
                day(year - back, random.between(9, 350))
            }
        };
        draft.fact.entry = entry;
        draft.fact.birth_year = Some(entry.year() - draft.age);
        if draft.closed {
            let earliest = entry.checked_add_days(Days::new(SHORTEST)).unwrap_or(entry);
            let first = if draft.new {
                i32::try_from(earliest.ordinal()).unwrap_or(300)
            } else {
                12
            };
            let date = day(year, random.between(first, 354));
            draft.fact.exit = Some(ExitFact {
                date,
                reason: None,
                support_after: Vec::new(),
                occupation_after: Vec::new(),
            });
        }
    }
}

/// 1 January of the date's year.
pub(super) fn first_of_year(date: NaiveDate) -> NaiveDate {
    date.with_ordinal(1).unwrap_or(date)
}

/// This day of the year, or the Friday before a weekend.
fn day(year: i32, ordinal: i32) -> NaiveDate {
    let ordinal = u32::try_from(ordinal).unwrap_or(1);
    let date = NaiveDate::from_yo_opt(year, ordinal).unwrap_or_default();
    let back = match date.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    date.checked_sub_days(Days::new(back)).unwrap_or(date)
}
