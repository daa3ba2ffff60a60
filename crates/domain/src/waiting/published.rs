//! Flows and waiting times as they may leave the teams: every count is a cell, and the disclosure
//! control decides which are shown, over teams, senders and the sums they share.

use super::{Course, Flow, FlowRow, ShownTime, Step, WaitingTime, names};
use crate::{
    codes::CodeTable,
    disclosure::{CellKey, Class, Decided, Linked, Period, Policy},
    figure::Scope,
};

/// The counts of a row as measures, in the order of [`Flow::counts`].
const COUNTS: [&str; 6] = [
    "remiss.inkomna",
    "remiss.besvarade",
    "remiss.aterlamnade",
    "remiss.atertagna",
    "remiss.rekommenderade",
    "remiss.inregistrerade",
];
/// Who has passed each step, and who waits, in the order of [`Step::ALL`].
const PASSED: [&str; 3] = ["vantan.mote", "vantan.svar", "vantan.inregistrering"];
const WAITING: [&str; 3] = [
    "vantan.mote.kvar",
    "vantan.svar.kvar",
    "vantan.inregistrering.kvar",
];
/// What it costs to withhold a group's cell, and one that is a sum.
const COST: (i64, i64) = (1_000, 40_000);

/// What may be shown outside the teams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// A row per team.
    pub teams: Vec<FlowRow>,
    /// A row per sending authority.
    pub senders: Vec<FlowRow>,
    /// All of them.
    pub all: FlowRow,
}

/// The flows of a period as everybody may read them.
pub fn published(courses: &[Course], period: Period, policy: Policy) -> Published {
    let groupings: [(&'static str, fn(&Course) -> String); 2] = [
        ("team", |c| c.team.clone()),
        ("avsandare", |c| c.authority.label().to_owned()),
    ];
    let every: Vec<&Course> = courses.iter().collect();
    let mut linked = Linked::default();
    let all = Group::of(&mut linked, "Alla", (Scope::all(), period), (&every, COST.1));
    let groups = groupings.map(|(dimension, group)| {
        let of = |name: &String| {
            let own: Vec<&Course> = courses.iter().filter(|c| group(c) == *name).collect();
            (Scope::all().with(dimension, name), own)
        };
        let groups: Vec<Group> = names(courses, group)
            .iter()
            .map(|name| {
                let (scope, own) = of(name);
                Group::of(&mut linked, name, (scope, period), (&own, COST.0))
            })
            .collect();
        for cell in 0..all.cells.len() {
            let parts: Vec<usize> = groups.iter().map(|group| group.cells[cell].1).collect();
            linked.sum(all.cells[cell].1, &parts);
        }
        groups
    });
    let decided = linked.decide(policy);
    let shown = |groups: &[Group]| groups.iter().map(|g| g.shown(&decided, policy)).collect();
    let [teams, senders] = &groups;
    Published {
        teams: shown(teams),
        senders: shown(senders),
        all: all.shown(&decided, policy),
    }
}

/// A group's numbers and where its cells lie: six counts, three passed, three waiting.
struct Group {
    name: String,
    counts: [i64; 6],
    times: [WaitingTime; 3],
    cells: Vec<(CellKey, usize)>,
}

impl Group {
    fn of(
        linked: &mut Linked,
        name: &str,
        (scope, period): (Scope, Period),
        (courses, cost): (&[&Course], i64),
    ) -> Group {
        let counts = Flow::of(courses.iter().copied()).counts();
        let times = Step::ALL.map(|step| WaitingTime::of(step, courses.iter().copied()));
        let passed = PASSED.iter().zip(times.map(|time| time.n));
        let waiting = WAITING.iter().zip(times.map(|time| time.missing));
        let numbers = COUNTS.iter().zip(counts).chain(passed).chain(waiting);
        let cells: Vec<(CellKey, usize)> = numbers
            .map(|(measure, number)| {
                let key = CellKey::new(measure, period, scope.clone());
                let place = linked.add(&key, number, Class::Guarded, cost);
                (key, place)
            })
            .collect();
        let at = |cell: usize| cells[cell].1;
        // How the columns of one row hang together; what is left is printed nowhere.
        for (total, parts) in [
            (0, &[1, 2, 3][..]),
            (1, &[4]),
            (4, &[5]),
            (0, &[6, 9]),
            (6, &[7, 10]),
            (4, &[8, 11]),
        ] {
            let parts: Vec<usize> = parts.iter().map(|part| at(*part)).collect();
            linked.sum_with_rest(at(total), &parts, false);
        }
        Group {
            name: name.to_owned(),
            counts,
            times,
            cells,
        }
    }

    /// The row with what is withheld left out: a time follows the count of those who passed.
    fn shown(&self, decided: &Decided, policy: Policy) -> FlowRow {
        let open = |cell: usize| decided.withheld(&self.cells[cell].0) == Some(false);
        let mut counts = self.counts.map(Some);
        for (cell, count) in counts.iter_mut().enumerate() {
            *count = count.filter(|_| open(cell));
        }
        let mut times = [None; 3];
        for (step, shown) in times.iter_mut().enumerate() {
            let time = self.times[step];
            if time.n > 0 && !policy.is_small(time.n) && open(6 + step) {
                *shown = Some(ShownTime {
                    n: time.n,
                    missing: Some(time.missing).filter(|_| open(9 + step)),
                    median: time.median,
                    ninth_decile: time.ninth_decile,
                });
            }
        }
        FlowRow {
            name: self.name.clone(),
            counts,
            times,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::{codes::ReferringAuthority, waiting::End};

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::TimeDelta::days(n)
    }

    fn course(team: usize, sender: usize, end: End) -> Course {
        Course {
            team: format!("team {team}"),
            authority: ReferringAuthority::ALL[sender],
            unit: "Enheten".into(),
            received: day(0),
            met: Some(day(10)),
            answered: matches!(end, End::Answered | End::Entered(_)).then(|| day(12)),
            end,
        }
    }

    fn of(courses: &[Course], minimum: i64) -> Published {
        published(courses, Period::year(2026), Policy::new(minimum).unwrap())
    }

    #[test]
    fn r_kon_11_a_small_group_is_not_shown_outside_the_team() {
        let some = |n: usize| vec![course(0, 0, End::Answered); n];
        assert_eq!(of(&some(4), 5).all.counts[0], None);
        assert_eq!(of(&some(4), 5).all.times[0], None);
        assert_eq!(of(&some(5), 5).all.counts[0], Some(5));
        assert_eq!(of(&some(5), 8).all.counts[0], None, "the board's smallest cell");

        let mut courses = some(20);
        courses.extend(vec![course(1, 0, End::Answered); 3]);
        courses.extend(vec![course(2, 1, End::Answered); 9]);
        let shown = of(&courses, 5);
        let teams: Vec<Option<i64>> = shown.teams.iter().map(|row| row.counts[0]).collect();
        assert_eq!(teams[1], None);
        let withheld = teams.iter().filter(|n| n.is_none()).count();
        assert!(
            withheld >= 2 || shown.all.counts[0].is_none(),
            "the sum would tell: {teams:?}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn r_kon_11_no_small_count_is_shown_or_is_what_a_sum_leaves(
            groups in prop::collection::vec((0..3_usize, 0..4_usize, 0..3_usize), 0..60),
        ) {
            let ends = [End::Open, End::Answered, End::Entered(day(20))];
            let courses: Vec<Course> = groups.iter().map(|(t, s, e)| course(*t, *s, ends[*e])).collect();
            let shown = of(&courses, 5);
            let rows = shown.teams.iter().chain(&shown.senders).chain([&shown.all]);
            for n in rows.flat_map(|row| row.counts).flatten() {
                prop_assert!(n == 0 || n >= 5);
            }
            for (groups, column) in [(&shown.teams, 0), (&shown.senders, 0), (&shown.teams, 1)] {
                let Some(sum) = shown.all.counts[column] else { continue };
                let hidden = groups.iter().filter(|row| row.counts[column].is_none()).count();
                let left = sum - groups.iter().filter_map(|row| row.counts[column]).sum::<i64>();
                prop_assert!(hidden != 1 || left == 0 || left >= 5, "{groups:?} {sum}");
            }
        }
    }
}
