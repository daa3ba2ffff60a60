//! Referrals and waiting times as cells: which way they went, who has passed each wait and who has
//! not, over teams and over senders, in every period that is published. What is left between two
//! counts, and between two periods, is a cell too.
//!
//! Every team and every authority has its cells in every period, also where nothing came: a row that
//! is there only when something came would tell that it is not zero.

use std::collections::BTreeSet;

use chrono::{Datelike, Days};

use super::{CellKey, Class, Decided, Linked, Memory, Period, Policy};
use crate::{
    codes::{CodeTable, ReferringAuthority},
    facts::{Facts, Team},
    figure::{Figure, Scope},
    waiting::{self, COUNTS, Course, Step},
};

/// What each of [`COUNTS`] costs to withhold, least for what follows most from the others.
const COSTS: [i64; 12] = [8, 5, 2, 2, 4, 4, 4, 1, 3, 1, 2, 1];

/// A count and those that are parts of it; what they leave is a cell of its own.
const PARTS: [(&str, &[&str]); 6] = [
    ("remiss.inkomna", &["vantan.mote_antal", "vantan.mote_kvar"]),
    ("vantan.mote_antal", &["vantan.svar_antal", "vantan.svar_kvar"]),
    ("remiss.besvarade", &["vantan.svar_antal"]),
    ("remiss.besvarade", &["remiss.rekommenderade"]),
    (
        "remiss.rekommenderade",
        &["vantan.inregistrering_antal", "vantan.inregistrering_kvar"],
    ),
    ("remiss.inregistrerade", &["vantan.inregistrering_antal"]),
];

/// A referral that went another way changes half a dozen columns, of its team, its sender and all: so many
/// cells more than in a table of one column.
const FURTHER: usize = 72;

/// The restrictions that referrals are counted in: all of them, each team, each sender.
pub fn contexts(teams: &[Team]) -> Vec<Scope> {
    let teams = teams.iter().map(|team| Scope::all().with("team", &team.slug));
    let senders = ReferringAuthority::ALL
        .iter()
        .map(|sender| Scope::all().with("remittent", sender.slug()));
    std::iter::once(Scope::all())
        .chain(teams)
        .chain(senders)
        .collect()
}

/// Whether referrals of a year are published: the first one had come.
pub fn has_begun(courses: &[Course], year: i32) -> bool {
    courses.iter().any(|course| course.received.year() <= year)
}

/// Adds a period's cells; those of a period that is not printed are what somebody could compute.
fn fill(linked: &mut Linked, facts: &Facts, period: Period, printed: bool) {
    let of_period: Vec<&Course> = facts
        .courses
        .iter()
        .filter(|course| period.holds(course.received))
        .collect();
    for scope in contexts(&facts.teams) {
        let own = || {
            of_period
                .iter()
                .copied()
                .filter(|course| course.is_in(period, &scope))
        };
        let mut add = |(measure, weight): (&str, i64)| {
            let value = waiting::count(measure, own()).unwrap_or(0);
            let key = CellKey::new(measure, period, scope.clone());
            if printed {
                linked.add(&key, value, Class::Guarded, cost(&scope, weight, value))
            } else {
                linked.computed(&key, value)
            }
        };
        let places = COUNTS
            .iter()
            .zip(COSTS)
            .map(|((id, _), weight)| (*id, add((id, weight))));
        let places: Vec<(&str, usize)> = places.collect();
        tie(linked, &places);
    }
}

/// What is lost: least by one team's or one sender's referrals, most by all of them.
fn cost(scope: &Scope, weight: i64, value: i64) -> i64 {
    let base = if scope.0.is_empty() { 40_000 } else { 1_000 };
    base * weight + value.min(999)
}

/// How the counts of one context hang together.
fn tie(linked: &mut Linked, places: &[(&str, usize)]) {
    let at = |wanted: &str| {
        places
            .iter()
            .find(|(id, _)| *id == wanted)
            .map(|(_, place)| *place)
    };
    let all = |wanted: &[&str]| wanted.iter().map(|id| at(id)).collect::<Option<Vec<usize>>>();
    for (whole, parts) in PARTS {
        if let (Some(whole), Some(parts)) = (at(whole), all(parts)) {
            linked.sum_with_rest(whole, &parts, true);
        }
    }
    // Those still with the team are what came and has not ended, and those who wait for a meeting or an answer.
    let ended = all(&["remiss.besvarade", "remiss.aterlamnade", "remiss.atertagna"]);
    let waiting = all(&["vantan.mote_kvar", "vantan.svar_kvar"]);
    if let (Some(came), Some(mut parts), Some(waiting)) = (at("remiss.inkomna"), ended, waiting) {
        let cells = linked.system().cells();
        let open = waiting.iter().map(|place| cells[*place].value).sum();
        let open = linked.derived(open, true);
        linked.sum(open, &waiting);
        parts.push(open);
        linked.sum_with_rest(came, &parts, true);
    }
}

/// A year's tables, decided: what every other period's are held against.
pub fn standard(facts: &Facts, year: i32, policy: Policy) -> Decided {
    let mut linked = Linked::of_many_sums(FURTHER);
    if has_begun(&facts.courses, year) {
        fill(&mut linked, facts, Period::year(year), true);
        linked.link_scopes();
    }
    linked.decide(policy)
}

/// The tables of the asked periods, decided together with the years' and with all that left before of
/// periods that cut them.
pub fn decided(facts: &Facts, asked: &[Period], memory: &[Memory], policy: Policy) -> Decided {
    let printed = tied(asked, memory);
    let mut linked = Linked::of_many_sums(FURTHER);
    for period in &printed {
        fill(&mut linked, facts, *period, true);
    }
    for stretch in stretches(&printed).difference(&printed) {
        fill(&mut linked, facts, *stretch, false);
    }
    // Every stretch has its cells, so none is left to be counted.
    linked.link_periods(|_| None);
    linked.link_scopes();
    for year in printed.iter().filter_map(|period| period.as_year()) {
        linked.remember(&standard(facts, year, policy).memory());
    }
    linked.remember(memory);
    linked.decide(policy)
}

/// What leaves with the asked periods' tables beyond the years' own, which are decided anew from the facts.
pub fn leaving(decided: &Decided, asked: &[Period]) -> Vec<Memory> {
    let beyond = |entry: &Memory| asked.contains(&entry.key.period) && entry.key.period.as_year().is_none();
    decided.memory().into_iter().filter(beyond).collect()
}

/// The asked periods, the years they touch, and the remembered periods that cut any of them, on and on.
fn tied(asked: &[Period], memory: &[Memory]) -> BTreeSet<Period> {
    let remembered: BTreeSet<Period> = memory.iter().map(|entry| entry.key.period).collect();
    let mut tied: BTreeSet<Period> = asked.iter().copied().collect();
    loop {
        let cuts = |one: &&Period| {
            tied.iter()
                .any(|other| one.from <= other.to && other.from <= one.to)
        };
        let mut more: BTreeSet<Period> = remembered.iter().filter(cuts).copied().collect();
        more.extend(
            tied.iter()
                .flat_map(|period| (period.from.year()..=period.to.year()).map(Period::year)),
        );
        let before = tied.len();
        tied.extend(more);
        if tied.len() == before {
            return tied;
        }
    }
}

/// The shortest stretches that the periods are made of.
fn stretches(periods: &BTreeSet<Period>) -> BTreeSet<Period> {
    let after = |period: &Period| period.to.checked_add_days(Days::new(1)).unwrap_or(period.to);
    let bounds: BTreeSet<_> = periods.iter().flat_map(|p| [p.from, after(p)]).collect();
    let bounds: Vec<_> = bounds.into_iter().collect();
    let between = bounds.windows(2).map(|pair| Period {
        from: pair[0],
        to: pair[1].pred_opt().unwrap_or(pair[0]),
    });
    between
        .filter(|stretch| {
            periods
                .iter()
                .any(|p| p.from <= stretch.from && stretch.to <= p.to)
        })
        .collect()
}

/// How many must have passed a wait for its median, or its ninth decile, to be shown: a value of its own
/// tells of one person, as with the time in an insats.
pub const fn needed(policy: Policy, ninth_decile: bool) -> i64 {
    policy.minimum() * if ninth_decile { 4 } else { 2 }
}

/// Whether a year's figure of referrals is withheld: its count is, or a waiting time rests on too few.
pub(super) fn withholds(decided: &Decided, figure: &Figure, policy: Policy) -> bool {
    let measure = figure.key.measure;
    let step = Step::ALL
        .into_iter()
        .map(Step::measures)
        .find(|own| own[..2].contains(&measure));
    let count = step.map_or(measure, |own| own[2]);
    let key = CellKey::new(count, Period::year(figure.key.year), figure.key.scope.clone());
    let few = step.is_some_and(|own| {
        let n = figure.n.unwrap_or(0);
        n > 0 && n < needed(policy, own[1] == measure)
    });
    few || decided.withheld(&key).unwrap_or(true)
}
