//! Waiting times of referrals: to the meeting, to the answer, to the entry; and how many went which
//! way. Days are calendar days. What of it may leave the teams is decided in [`crate::disclosure::referrals`].

use chrono::NaiveDate;

use crate::{
    codes::{CodeTable, ReferringAuthority},
    consultation::Desk,
    disclosure::Period,
    figure::{MeasureId, Scope},
    recommendation::{Outcome, Recommendation},
    referral::Stage,
};

/// The course of one referral, without its reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The team, by slug.
    pub team: String,
    /// Who sent it.
    pub authority: ReferringAuthority,
    /// Came.
    pub received: NaiveDate,
    /// First treated at a meeting.
    pub met: Option<NaiveDate>,
    /// Answered.
    pub answered: Option<NaiveDate>,
    /// Where it ended.
    pub end: End,
}

/// Where a referral has ended, so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Still with the team.
    Open,
    /// Sent back.
    Returned,
    /// Taken back.
    Withdrawn,
    /// Answered with something else than an insats.
    Answered,
    /// Answered with an insats; nobody has acted on it.
    Recommended,
    /// Answered with an insats that was not begun.
    NotTaken,
    /// Became a participation on this day.
    Entered(NaiveDate),
}

impl End {
    /// Where a referral in this stage has ended, whose last answer was this.
    pub fn of(stage: &Stage, given: Option<(&Recommendation, Option<&Outcome>)>) -> End {
        match (stage, given) {
            (Stage::Received | Stage::Accepted { .. }, _) => End::Open,
            (Stage::Returned { .. }, _) => End::Returned,
            (Stage::Withdrawn { .. }, _) => End::Withdrawn,
            (Stage::Done { .. }, Some((Recommendation::Enrol { .. }, taken))) => match taken {
                None => End::Recommended,
                Some(Outcome::NotTaken { .. }) => End::NotTaken,
                Some(Outcome::Entered { on, .. }) => End::Entered(*on),
            },
            (Stage::Done { .. }, _) => End::Answered,
        }
    }

    const fn is_answered(self) -> bool {
        matches!(self, End::Answered) || self.is_recommended()
    }

    const fn is_recommended(self) -> bool {
        matches!(self, End::Recommended | End::NotTaken | End::Entered(_))
    }
}

impl Course {
    /// Whether it came in the period, to the team and from the authority the scope names.
    pub fn is_in(&self, period: Period, scope: &Scope) -> bool {
        let team = scope.get("team").is_none_or(|team| team == self.team);
        let sender = scope.get("remittent");
        period.holds(self.received) && team && sender.is_none_or(|slug| slug == self.authority.slug())
    }
}

/// The courses of a team's referrals.
pub fn courses(desk: &Desk) -> impl Iterator<Item = Course> {
    desk.referrals.iter().map(|referral| {
        let treated = desk.treated(&referral.key);
        let given = treated.iter().rev().find_map(|(_, c)| c.given.as_ref());
        let given = given.map(|given| (&given.what, given.outcome.as_ref()));
        Course {
            team: desk.team.slug.clone(),
            authority: referral.sender.authority,
            received: referral.received,
            met: treated.first().map(|(meeting, _)| meeting.on),
            answered: referral.stage.dates().answered,
            end: End::of(&referral.stage, given),
        }
    })
}

/// A wait that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// From referral to meeting.
    ToMeeting,
    /// From meeting to answer.
    ToAnswer,
    /// From the answer, an insats, to entry in it.
    ToEntry,
}

impl Step {
    /// In the order they come.
    pub const ALL: [Step; 3] = [Step::ToMeeting, Step::ToAnswer, Step::ToEntry];

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Step::ToMeeting => "remiss till möte",
            Step::ToAnswer => "möte till svar",
            Step::ToEntry => "svar till inregistrering",
        }
    }

    /// The measures of the wait: its median, its ninth decile, how many have passed it and how many have not.
    pub const fn measures(self) -> [MeasureId; 4] {
        match self {
            Step::ToMeeting => [
                "vantan.mote",
                "vantan.mote_nio_av_tio",
                "vantan.mote_antal",
                "vantan.mote_kvar",
            ],
            Step::ToAnswer => [
                "vantan.svar",
                "vantan.svar_nio_av_tio",
                "vantan.svar_antal",
                "vantan.svar_kvar",
            ],
            Step::ToEntry => [
                "vantan.inregistrering",
                "vantan.inregistrering_nio_av_tio",
                "vantan.inregistrering_antal",
                "vantan.inregistrering_kvar",
            ],
        }
    }

    fn is_over(self, course: &Course) -> bool {
        matches!(self.waited(course), Some(Waited::Days(_)))
    }

    fn is_waiting(self, course: &Course) -> bool {
        matches!(self.waited(course), Some(Waited::Still))
    }

    /// The wait; `None` when the course never comes to it.
    fn waited(self, course: &Course) -> Option<Waited> {
        let ended = matches!(course.end, End::Returned | End::Withdrawn);
        let (from, to) = match self {
            Step::ToMeeting => (Some(course.received), course.met),
            Step::ToAnswer => (course.met, course.answered),
            Step::ToEntry => match course.end {
                End::Recommended => (course.answered, None),
                End::Entered(on) => (course.answered, Some(on)),
                _ => return None,
            },
        };
        let from = from?;
        match to {
            // An entry that was dated before the answer waited no days.
            Some(to) => Some(Waited::Days((to - from).num_days().max(0))),
            None if ended => None,
            None => Some(Waited::Still),
        }
    }
}

/// A wait that is over, or not.
enum Waited {
    /// Over, after so many days.
    Days(i64),
    /// Not over.
    Still,
}

/// A waiting time: of `n + missing` that came to the step, `n` have passed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingTime {
    /// Which wait.
    pub step: Step,
    /// How many have passed it.
    pub n: i64,
    /// How many have not, so far.
    pub missing: i64,
    /// Median in tenths of a day; of an even number the mean of the two in the middle.
    pub median: Option<i64>,
    /// Ninth decile in days: at least nine in ten waited no longer (nearest rank).
    pub ninth_decile: Option<i64>,
}

impl WaitingTime {
    /// The waiting time of these courses.
    pub fn of<'a>(step: Step, courses: impl Iterator<Item = &'a Course>) -> WaitingTime {
        let (mut days, mut missing) = (Vec::new(), 0);
        for waited in courses.filter_map(|course| step.waited(course)) {
            match waited {
                Waited::Days(n) => days.push(n),
                Waited::Still => missing += 1,
            }
        }
        days.sort_unstable();
        let at = |rank: usize| days.get(rank.checked_sub(1)?).copied();
        let half = days.len().div_ceil(2);
        let upper = days.len() / 2 + 1;
        WaitingTime {
            step,
            n: i64::try_from(days.len()).unwrap_or(i64::MAX),
            missing,
            median: at(half).zip(at(upper)).map(|(low, high)| (low + high) * 5),
            ninth_decile: at((days.len() * 9).div_ceil(10)),
        }
    }
}

/// Whether a referral is among those a measure counts.
pub type Counts = fn(&Course) -> bool;

/// The counts of referrals: first which way they went, then who has passed each wait and who has not.
pub const COUNTS: [(MeasureId, Counts); 12] = [
    ("remiss.inkomna", |_| true),
    ("remiss.besvarade", |course| course.end.is_answered()),
    ("remiss.aterlamnade", |course| course.end == End::Returned),
    ("remiss.atertagna", |course| course.end == End::Withdrawn),
    ("remiss.rekommenderade", |course| course.end.is_recommended()),
    ("remiss.inregistrerade", |course| {
        matches!(course.end, End::Entered(_))
    }),
    ("vantan.mote_antal", |course| Step::ToMeeting.is_over(course)),
    ("vantan.mote_kvar", |course| Step::ToMeeting.is_waiting(course)),
    ("vantan.svar_antal", |course| Step::ToAnswer.is_over(course)),
    ("vantan.svar_kvar", |course| Step::ToAnswer.is_waiting(course)),
    ("vantan.inregistrering_antal", |course| {
        Step::ToEntry.is_over(course)
    }),
    ("vantan.inregistrering_kvar", |course| {
        Step::ToEntry.is_waiting(course)
    }),
];

/// Which way referrals went, in the order it is printed: the first of [`COUNTS`], each with its heading.
pub const WAYS: [(MeasureId, &str); 6] = [
    ("remiss.inkomna", "Inkomna"),
    ("remiss.besvarade", "Besvarade"),
    ("remiss.aterlamnade", "Återlämnade"),
    ("remiss.atertagna", "Återtagna"),
    ("remiss.rekommenderade", "Rekommenderade insats"),
    ("remiss.inregistrerade", "Inregistrerade"),
];

/// How many of these referrals a measure counts; none when it is no count of referrals.
pub fn count<'a>(measure: &str, courses: impl Iterator<Item = &'a Course>) -> Option<i64> {
    let (_, counts) = COUNTS.iter().find(|(id, _)| *id == measure)?;
    i64::try_from(courses.filter(|course| counts(course)).count()).ok()
}

/// A group's referrals as the team's own people see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowRow {
    /// The group.
    pub name: String,
    /// As [`WAYS`].
    pub counts: [i64; 6],
    /// As [`Step::ALL`].
    pub times: [WaitingTime; 3],
}

/// One row per sending authority, as first met, and the sum of all.
pub fn rows(courses: &[Course]) -> (Vec<FlowRow>, FlowRow) {
    let mut senders: Vec<ReferringAuthority> = Vec::new();
    for course in courses {
        if !senders.contains(&course.authority) {
            senders.push(course.authority);
        }
    }
    let of = |sender: &ReferringAuthority| {
        let own: Vec<&Course> = courses.iter().filter(|c| c.authority == *sender).collect();
        row(sender.label(), &own)
    };
    let all: Vec<&Course> = courses.iter().collect();
    (senders.iter().map(of).collect(), row("Alla", &all))
}

fn row(name: &str, courses: &[&Course]) -> FlowRow {
    FlowRow {
        name: name.to_owned(),
        counts: WAYS.map(|(measure, _)| count(measure, courses.iter().copied()).unwrap_or(0)),
        times: Step::ALL.map(|step| WaitingTime::of(step, courses.iter().copied())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::TimeDelta::days(n)
    }

    fn course(met: Option<i64>, answered: Option<i64>, end: End) -> Course {
        Course {
            team: "norr".into(),
            authority: ReferringAuthority::Region,
            received: day(0),
            met: met.map(day),
            answered: answered.map(day),
            end,
        }
    }

    #[test]
    fn r_kon_10_each_wait_has_its_own_universe() {
        let courses = [
            course(None, None, End::Open),
            course(None, None, End::Returned),
            course(Some(10), None, End::Open),
            course(Some(10), None, End::Withdrawn),
            course(Some(20), Some(25), End::Answered),
            course(Some(30), Some(30), End::Recommended),
            course(Some(30), Some(30), End::NotTaken),
            course(Some(40), Some(44), End::Entered(day(50))),
        ];
        let of = |step| {
            let time = WaitingTime::of(step, courses.iter());
            (time.n, time.missing, time.median, time.ninth_decile)
        };
        assert_eq!(of(Step::ToMeeting), (6, 1, Some(250), Some(40)));
        assert_eq!(of(Step::ToAnswer), (4, 1, Some(20), Some(5)));
        assert_eq!(of(Step::ToEntry), (1, 1, Some(60), Some(6)));
        let (senders, all) = rows(&courses);
        assert_eq!(all.counts, [8, 4, 1, 1, 3, 1]);
        assert_eq!((senders.len(), senders[0].counts), (1, all.counts));
    }

    #[rstest]
    #[case(&[], None, None)]
    #[case(&[7], Some(70), Some(7))]
    #[case(&[1, 2], Some(15), Some(2))]
    #[case(&[3, 1, 2], Some(20), Some(3))]
    #[case(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Some(55), Some(9))]
    fn r_kon_10_median_and_ninth_decile(
        #[case] days: &[i64],
        #[case] median: Option<i64>,
        #[case] ninth: Option<i64>,
    ) {
        let courses: Vec<Course> = days.iter().map(|n| course(Some(*n), None, End::Open)).collect();
        let time = WaitingTime::of(Step::ToMeeting, courses.iter());
        assert_eq!((time.median, time.ninth_decile), (median, ninth));
    }

    proptest! {
        #[test]
        fn r_kon_10_n_and_missing_are_all_that_came_to_the_step(
            waits in prop::collection::vec(prop::option::of(0..100_i64), 0..40),
        ) {
            let courses: Vec<Course> = waits.iter().map(|met| course(*met, None, End::Open)).collect();
            let time = WaitingTime::of(Step::ToMeeting, courses.iter());
            prop_assert_eq!(time.n + time.missing, i64::try_from(waits.len()).unwrap());
            prop_assert_eq!(count("vantan.mote_antal", courses.iter()), Some(time.n));
            prop_assert_eq!(count("vantan.mote_kvar", courses.iter()), Some(time.missing));
            let met: Vec<i64> = waits.iter().flatten().copied().collect();
            if let (Some(median), Some(ninth)) = (time.median, time.ninth_decile) {
                prop_assert!(median <= ninth * 10 || met.len() == 1);
                let within = met.iter().filter(|d| **d <= ninth).count();
                prop_assert!(within * 10 >= met.len() * 9);
            }
        }
    }
}
