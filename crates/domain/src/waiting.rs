//! Waiting times of referrals: to the meeting, to the answer, to the entry; and how many went which
//! way. Per sender and per team, with median, ninth decile, n and how many are still waiting.

mod published;

pub use published::{Published, published};

use chrono::NaiveDate;

use crate::{
    codes::ReferringAuthority,
    consultation::Desk,
    recommendation::{Outcome, Recommendation},
    referral::{Referral, Stage},
};

/// The course of one referral, without its reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The team's name.
    pub team: String,
    /// Who sent it.
    pub authority: ReferringAuthority,
    /// The sending unit.
    pub unit: String,
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

/// The courses of a team's referrals.
pub fn courses(desk: &Desk) -> impl Iterator<Item = Course> {
    desk.referrals.iter().map(|referral| {
        let treated = desk.treated(&referral.key);
        Course {
            team: desk.team.name.clone(),
            authority: referral.sender.authority,
            unit: referral.sender.name.clone(),
            received: referral.received,
            met: treated.first().map(|(meeting, _)| meeting.on),
            answered: referral.stage.dates().answered,
            end: end(desk, referral),
        }
    })
}

fn end(desk: &Desk, referral: &Referral) -> End {
    match referral.stage {
        Stage::Received | Stage::Accepted { .. } => return End::Open,
        Stage::Returned { .. } => return End::Returned,
        Stage::Withdrawn { .. } => return End::Withdrawn,
        Stage::Done { .. } => {}
    }
    let treated = desk.treated(&referral.key);
    let given = treated.iter().rev().find_map(|(_, c)| c.given.as_ref());
    match given.map(|given| (&given.what, &given.outcome)) {
        Some((Recommendation::Enrol { .. }, None)) => End::Recommended,
        Some((Recommendation::Enrol { .. }, Some(Outcome::NotTaken { .. }))) => End::NotTaken,
        Some((Recommendation::Enrol { .. }, Some(Outcome::Entered { on, .. }))) => End::Entered(*on),
        _ => End::Answered,
    }
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

/// How many referrals went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Came.
    pub received: i64,
    /// Sent back.
    pub returned: i64,
    /// Taken back.
    pub withdrawn: i64,
    /// Answered.
    pub answered: i64,
    /// Of those answered: recommended an insats.
    pub recommended: i64,
    /// Of those recommended: entered.
    pub entered: i64,
}

impl Flow {
    /// The flow of these courses.
    pub fn of<'a>(courses: impl Iterator<Item = &'a Course>) -> Flow {
        let mut flow = Flow::default();
        for course in courses {
            flow.received += 1;
            match course.end {
                End::Open => {}
                End::Returned => flow.returned += 1,
                End::Withdrawn => flow.withdrawn += 1,
                End::Answered | End::Recommended | End::NotTaken | End::Entered(_) => flow.answered += 1,
            }
            let recommended = matches!(course.end, End::Recommended | End::NotTaken | End::Entered(_));
            flow.recommended += i64::from(recommended);
            flow.entered += i64::from(matches!(course.end, End::Entered(_)));
        }
        flow
    }

    /// The counts in the order they are printed.
    pub const fn counts(self) -> [i64; 6] {
        [
            self.received,
            self.answered,
            self.returned,
            self.withdrawn,
            self.recommended,
            self.entered,
        ]
    }
}

/// A waiting time as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownTime {
    /// How many have passed the step.
    pub n: i64,
    /// How many have not; withheld when few.
    pub missing: Option<i64>,
    /// Median in tenths of a day.
    pub median: Option<i64>,
    /// Ninth decile in days.
    pub ninth_decile: Option<i64>,
}

/// A group's referrals as they are shown; what is `None` is withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowRow {
    /// The group.
    pub name: String,
    /// As [`Flow::counts`].
    pub counts: [Option<i64>; 6],
    /// As [`Step::ALL`].
    pub times: [Option<ShownTime>; 3],
}

/// One row per group as the team's own people see them, by name as first met, and the sum of all.
pub fn rows(courses: &[Course], group: impl Fn(&Course) -> String) -> (Vec<FlowRow>, FlowRow) {
    let names = names(courses, &group);
    let of = |name: &String| courses.iter().filter(|c| group(c) == *name).collect::<Vec<_>>();
    let rows = names.iter().map(|name| whole(name, &of(name))).collect();
    (rows, whole("Alla", &courses.iter().collect::<Vec<_>>()))
}

/// The groups' names, as first met.
fn names(courses: &[Course], group: impl Fn(&Course) -> String) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for course in courses {
        let name = group(course);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A group's row with every number in it.
fn whole(name: &str, courses: &[&Course]) -> FlowRow {
    let time = |step: Step| {
        let time = WaitingTime::of(step, courses.iter().copied());
        (time.n > 0).then_some(ShownTime {
            n: time.n,
            missing: Some(time.missing),
            median: time.median,
            ninth_decile: time.ninth_decile,
        })
    };
    FlowRow {
        name: name.to_owned(),
        counts: Flow::of(courses.iter().copied()).counts().map(Some),
        times: Step::ALL.map(time),
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
            team: "Norr".into(),
            authority: ReferringAuthority::Region,
            unit: "Vårdcentralen".into(),
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
        let flow = Flow::of(courses.iter());
        assert_eq!(flow.counts(), [8, 4, 1, 1, 3, 1]);
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
            let met: Vec<i64> = waits.iter().flatten().copied().collect();
            if let (Some(median), Some(ninth)) = (time.median, time.ninth_decile) {
                prop_assert!(median <= ninth * 10 || met.len() == 1);
                let within = met.iter().filter(|d| **d <= ninth).count();
                prop_assert!(within * 10 >= met.len() * 9);
            }
        }
    }
}
