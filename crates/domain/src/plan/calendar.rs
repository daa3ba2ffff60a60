//! The budget's year: samråd with the members, the proposal made public with the notice of the
//! meeting, and the decision by 30 November.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{Plan, State};

/// One day of the budget's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// What is to be done.
    pub what: &'static str,
    /// The last day.
    pub by: NaiveDate,
    /// Whose rule it is: the law's, or the association's own habit.
    pub rule: &'static str,
    /// How it stands.
    pub standing: Standing,
}

/// How a day stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Done.
    Done,
    /// Still to come.
    Ahead,
    /// The day has passed.
    Late,
}

impl Standing {
    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Done => "klart",
            Standing::Ahead => "kommer",
            Standing::Late => "försenat",
        }
    }
}

/// Days before the meeting that its notice is up.
const NOTICE: i64 = 7;

/// The last day a budget for the year is decided: 30 November the year before.
pub fn decide_by(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year - 1, 11, 30)
}

/// The budget year whose calendar runs on a day.
pub fn running(today: NaiveDate) -> i32 {
    today.year() + 1
}

/// The days of a budget year. `plans` are that year's versions.
pub fn days(year: i32, plans: &[Plan], today: NaiveDate) -> Vec<Day> {
    let own: Vec<&Plan> = plans.iter().filter(|plan| plan.first == year).collect();
    let newest = own.iter().max_by_key(|plan| plan.version.number);
    let table = newest.map(|plan| plan.timetable).unwrap_or_default();
    let Some(last) = decide_by(year) else {
        return Vec::new();
    };
    let meeting = table.meeting.unwrap_or(last);
    let answers = table
        .answers_by
        .or_else(|| NaiveDate::from_ymd_opt(year - 1, 10, 31))
        .unwrap_or(last);
    let sent = NaiveDate::from_ymd_opt(year - 1, 9, 30).unwrap_or(last);
    let decided = own.iter().any(|plan| plan.version.state.decision().is_some());
    let consulted = decided
        || own
            .iter()
            .any(|plan| matches!(plan.version.state, State::Consultation(_)));
    let day = |what, by, rule, done: bool| Day {
        what,
        by,
        rule,
        standing: match (done, by < today) {
            (true, _) => Standing::Done,
            (false, true) => Standing::Late,
            (false, false) => Standing::Ahead,
        },
    };
    vec![
        day(
            "Sänd förslaget till medlemmarna för samråd",
            sent,
            "förbundets egen tid",
            consulted,
        ),
        day(
            "Medlemmarna svarar på samrådet",
            answers,
            "förbundets egen tid",
            decided,
        ),
        day(
            "Kungör mötet och håll förslaget tillgängligt för alla",
            meeting - TimeDelta::days(NOTICE),
            "senast när mötet kungörs",
            decided,
        ),
        day(
            "Styrelsen beslutar budgeten på ett offentligt möte",
            meeting.min(last),
            "senast den 30 november",
            decided,
        ),
    ]
}
