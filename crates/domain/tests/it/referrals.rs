//! Referrals and waiting times: measures of the registry, and what leaves the teams against an attacker.

use chrono::NaiveDate;
use domain::{
    codes::{CodeTable, ReferringAuthority},
    disclosure::{
        CellKey, Kind as CellKind, Memory, Period, Policy, State, System, primary_only, protect, referrals,
    },
    document::Table,
    facts::{Facts, Team},
    figure::{Figure, Missing, RowKind, Scope, Trace, Value, WITHHELD},
    figures::Figures,
    measure,
    statistics::{self, Compare, Kind, Part, Selection, Sources, Statistics},
    unit::Unit,
    waiting::{COUNTS, Course, End, Step, WaitingTime, count},
};
use proptest::prelude::*;
use rstest::rstest;

use super::{
    attacker::Attacker,
    disclosure::{policy, revealed},
};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn quarter(number: u32) -> Period {
    let from = day(2026, number * 3 - 2, 1);
    let to = from.checked_add_months(chrono::Months::new(3)).unwrap();
    Period {
        from,
        to: to.pred_opt().unwrap(),
    }
}

/// A referral to one of two teams in a month of 2026, that came so far.
fn course((team, sender, month, reached): (usize, usize, u32, usize)) -> Course {
    let received = day(2026, month, 5);
    let after = |days| received + chrono::TimeDelta::days(days);
    let end = [
        End::Open,
        End::Open,
        End::Returned,
        End::Withdrawn,
        End::Answered,
        End::Recommended,
        End::NotTaken,
        End::Entered(after(40)),
    ][reached];
    let answered = !matches!(end, End::Open | End::Returned | End::Withdrawn);
    Course {
        team: ["norr", "soder"][team].into(),
        authority: ReferringAuthority::ALL[sender],
        received,
        met: (reached > 0).then(|| after(10 + i64::from(month))),
        answered: answered.then(|| after(30)),
        end,
    }
}

fn facts(courses: impl IntoIterator<Item = (usize, usize, u32, usize)>) -> Facts {
    let team = |slug: &str| Team {
        slug: slug.into(),
        name: slug.to_uppercase(),
        municipalities: Vec::new(),
    };
    Facts {
        teams: vec![team("norr"), team("soder")],
        courses: courses.into_iter().map(course).collect(),
        ..Facts::default()
    }
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let one = (0_usize..2, 0_usize..3, 1_u32..13, 0_usize..8);
    prop::collection::vec(one, 0..90).prop_map(facts)
}

/// Small protected cells of which what is published tells more than the open counts do: by bounds, every
/// one; by trying every table, three of them from the picked one on.
fn narrowed(system: &System, hidden: &[bool], picked: usize) -> Vec<usize> {
    let (mut attacker, mut open) = (Attacker::new(system, hidden), Attacker::of_open_cells(system));
    let cells = system.cells().iter().enumerate();
    let small = cells.filter(|(_, c)| c.kind != CellKind::Open && c.guarded && policy().is_small(c.value));
    let small: Vec<usize> = small.map(|(place, _)| place).collect();
    let within = |(least, most): (i64, i64)| (least.max(0), most.min(4));
    let told = |place: &usize| within(attacker.bounds(*place)) != within(open.bounds(*place));
    let mut found: Vec<usize> = small.iter().copied().filter(told).collect();
    for place in small.iter().cycle().skip(picked).take(small.len().min(3)) {
        for value in [0, 4] {
            if attacker.excludes(*place, value) && !open.excludes(*place, value) && open.gave_up == 0 {
                found.push(*place);
            }
        }
    }
    found
}

fn selection(period: Period) -> Selection {
    Selection {
        period,
        ..Selection::of_year(Kind::Referrals, 2026)
    }
}

fn report(facts: &Facts, selection: &Selection, memory: &[Memory], policy: Option<Policy>) -> Statistics {
    let figures = Figures::default();
    let sources = Sources {
        facts,
        figures: &figures,
        details: &[],
        policy,
        memory,
    };
    statistics::report(&sources, selection)
}

fn table<'a>(report: &'a Statistics, id: &str) -> &'a Table {
    let mut tables = report.parts.iter().map(Part::table);
    tables
        .find(|table| table.id == id)
        .unwrap_or_else(|| panic!("{id}"))
}

/// A row's numbers by its label; none where it is withheld or there is nothing.
fn row(table: &Table, label: &str) -> Vec<Option<i64>> {
    let row = table.rows.iter().find(|row| row.cells[0].text == label);
    let row = row.unwrap_or_else(|| panic!("{label} in {}", table.id));
    row.cells[1..]
        .iter()
        .map(|cell| cell.number.map(|n| n.0))
        .collect()
}

fn figure<'a>(figures: &'a Figures, id: &str, scope: Scope) -> &'a Figure {
    figures
        .of_year(measure::find(id).unwrap().id, scope)
        .unwrap_or_else(|| panic!("{id}"))
}

#[rstest]
#[case("remiss.inkomna", 8)]
#[case("remiss.besvarade", 4)]
#[case("remiss.aterlamnade", 1)]
#[case("remiss.atertagna", 1)]
#[case("remiss.rekommenderade", 3)]
#[case("remiss.inregistrerade", 1)]
#[case("vantan.mote_antal", 7)]
#[case("vantan.mote_kvar", 1)]
#[case("vantan.svar_antal", 4)]
#[case("vantan.svar_kvar", 1)]
#[case("vantan.inregistrering_antal", 1)]
#[case("vantan.inregistrering_kvar", 1)]
fn r_kon_15_a_count_of_referrals_is_a_measure_with_its_rows(#[case] id: &str, #[case] expected: i64) {
    let facts = facts((0..8).map(|reached| (0, 0, 3, reached)));
    let figures = Figures::compute(&facts, 2026);
    let scopes = [
        Scope::all(),
        Scope::all().with("team", "norr"),
        Scope::all().with("remittent", ReferringAuthority::ALL[0].slug()),
    ];
    for scope in scopes {
        let figure = figure(&figures, id, scope);
        assert_eq!(
            (figure.value, figure.unit),
            (Value::Count(expected), Unit::Remisser)
        );
        let Trace::Rows { of, count, .. } = &figure.trace else {
            panic!("{}", figure.key)
        };
        assert_eq!(
            (*of, *count, of.holder()),
            (RowKind::Referrals, expected, "samverkansteamen")
        );
    }
    let other = figure(&figures, id, Scope::all().with("team", "soder"));
    assert_eq!(
        other.value,
        Value::Count(0),
        "a row that is always there tells nothing"
    );
    let before = Figures::compute(&facts, 2025);
    assert_eq!(
        before.of("remiss.inkomna").count(),
        0,
        "nothing before the first referral"
    );
}

#[test]
fn r_kon_15_a_waiting_time_is_a_measure_in_days_with_its_base() {
    let facts = facts([(0, 0, 1, 4), (0, 0, 2, 4), (0, 0, 3, 4), (0, 0, 4, 0)]);
    let figures = Figures::compute(&facts, 2026);
    let median = figure(&figures, "vantan.mote", Scope::all());
    assert_eq!((median.text().as_str(), median.unit.label()), ("12,0", "dagar"));
    assert_eq!((median.k, median.n, median.trace.count()), (None, Some(3), 3));
    let ninth = figure(&figures, "vantan.mote_nio_av_tio", Scope::all());
    assert_eq!((ninth.text().as_str(), ninth.n), ("13", Some(3)));
    let nobody = figure(&figures, "vantan.inregistrering", Scope::all());
    assert_eq!(
        (nobody.value, nobody.n),
        (Value::Missing(Missing::EmptyBase), Some(0))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn r_kon_15_teams_and_senders_make_the_whole_and_the_report_is_the_figures(facts in any_facts()) {
        let figures = Figures::compute(&facts, 2026);
        prop_assume!(!facts.courses.is_empty());
        let exact = report(&facts, &selection(Period::year(2026)), &[], None);
        for (id, _) in COUNTS {
            let whole = figure(&figures, id, Scope::all()).k.unwrap();
            for dimension in ["team", "remittent"] {
                let parts = figures.of(id).filter(|f| f.key.scope.get(dimension).is_some());
                prop_assert_eq!(parts.filter_map(|f| f.k).sum::<i64>(), whole, "{} by {}", id, dimension);
            }
            prop_assert_eq!(count(id, facts.courses.iter()), Some(whole));
        }
        for team in &facts.teams {
            let shown = row(table(&exact, "remisser-team"), &team.name);
            let scope = Scope::all().with("team", &team.slug);
            let own = COUNTS[..6].iter().map(|(id, _)| figure(&figures, id, scope.clone()).k);
            prop_assert_eq!(shown, own.collect::<Vec<_>>());
        }
        for step in Step::ALL {
            let [median, ninth, ..] = step.measures();
            let shown = row(table(&exact, "vantetider"), step.label());
            let units = |id| figure(&figures, id, Scope::all()).value.units();
            prop_assert_eq!(&shown[..2], &[units(median), units(ninth)]);
            let time = WaitingTime::of(step, facts.courses.iter());
            prop_assert_eq!(&shown[2..], &[Some(time.n), Some(time.missing)]);
        }
    }
}

/// Everything that is shown of a report holds what the rules say of it.
fn holds(shown: &Statistics, exact: &Statistics) -> Result<(), TestCaseError> {
    for (part, other) in shown.parts.iter().zip(&exact.parts) {
        let waits = part.table().id.starts_with("vantetider");
        for (row, exact) in part.table().rows.iter().zip(&other.table().rows) {
            let number = |at: usize| row.cells[at].number.map(|n| n.0);
            let counts = if waits { 3 } else { 1 };
            for (at, cell) in row.cells.iter().enumerate().skip(counts) {
                let n = number(at).unwrap_or(0);
                prop_assert!(n == 0 || n >= 5, "{} in {}", n, row.cells[0].text);
                prop_assert!(cell.number.is_some() || cell.text == WITHHELD);
            }
            for (at, needed) in [(1, 10), (2, 20)].into_iter().filter(|_| waits) {
                let enough = number(3).is_some_and(|n| n >= needed);
                prop_assert_eq!(number(at).is_some(), enough, "{}", row.cells[0].text);
                prop_assert!(number(at).is_none() || number(at) == exact.cells[at].number.map(|n| n.0));
            }
        }
        if let Part::Drawn(diagram) = part {
            for (series, column) in diagram.chart.series.iter().zip(1..) {
                for (value, row) in series.values.iter().zip(&diagram.table.rows) {
                    prop_assert_eq!(value.is_some(), row.cells[column].number.is_some());
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn r_kon_11_a_year_of_referrals_withstands_the_attacker(facts in any_facts(), picked in 0_usize..200) {
        let decided = referrals::standard(&facts, 2026, policy());
        let (linked, hidden) = decided.parts();
        prop_assert_eq!(narrowed(linked.system(), hidden, picked), Vec::<usize>::new());
        let again = referrals::standard(&facts, 2026, policy());
        prop_assert_eq!(again.parts().1, hidden, "the same tables give the same cells");
        let of = |policy| report(&facts, &selection(Period::year(2026)), &[], policy);
        holds(&of(Some(policy())), &of(None))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn r_kon_17_quarters_one_after_another_reveal_nothing(
        facts in any_facts(), asked in prop::collection::vec(1_u32..5, 1..3), year_at in 0_usize..3,
        picked in 0_usize..200,
    ) {
        let mut periods: Vec<Period> = asked.into_iter().map(quarter).collect();
        periods.insert(year_at.min(periods.len()), Period::year(2026));
        let mut memory: Vec<Memory> = Vec::new();
        for period in periods {
            let decided = referrals::decided(&facts, &[period], &memory, policy());
            let (linked, hidden) = decided.parts();
            let found = narrowed(linked.system(), hidden, picked);
            prop_assert_eq!(found, Vec::<usize>::new(), "{:?} after {} cells", period, memory.len());
            for entry in &memory {
                let withheld = decided.withheld(&entry.key) == Some(true);
                prop_assert_eq!(withheld, entry.state == State::Withheld, "what was decided stands");
            }
            let leaving = referrals::leaving(&decided, &[period]);
            prop_assert_eq!(leaving.is_empty(), period.as_year().is_some());
            memory.retain(|known| known.key.period != period);
            memory.extend(leaving);
        }
    }
}

#[test]
fn r_kon_17_what_a_quarter_leaves_of_the_year_is_a_cell() {
    // 30 in the year and 28 in the first quarter: two came later.
    let first = (0..28).map(|n| (n % 2, 0, 2, 4));
    let facts = facts(first.chain([(0, 0, 8, 4), (0, 0, 8, 4)]));
    let decided = referrals::decided(&facts, &[quarter(1)], &[], policy());
    let (linked, hidden) = decided.parts();
    assert_eq!(revealed(linked.system(), hidden), vec![]);
    let came = |period| decided.withheld(&CellKey::new("remiss.inkomna", period, Scope::all()));
    assert_eq!(
        came(Period::year(2026)),
        Some(false),
        "never at the cost of the year's tables"
    );
    assert_eq!(came(quarter(1)), Some(true), "the difference would tell the two");
    let bare = primary_only(linked.system(), policy());
    assert!(
        !revealed(linked.system(), &bare).is_empty(),
        "the negative control finds the leak"
    );
}

#[rstest]
#[case(3, 3, true)]
#[case(4, 3, true)]
#[case(4, 5, false)]
#[case(7, 8, false)]
fn r_kon_11_the_boards_smallest_cell_decides(#[case] came: usize, #[case] minimum: i64, #[case] shown: bool) {
    let facts = facts((0..came).map(|_| (0, 0, 3, 0)));
    let policy = Policy::new(minimum).unwrap();
    let year = report(&facts, &selection(Period::year(2026)), &[], Some(policy));
    let came = i64::try_from(came).unwrap();
    assert_eq!(
        row(table(&year, "remisser-team"), "Alla")[0],
        shown.then_some(came)
    );
    let exact = Figures::compute(&facts, 2026);
    let seen = protect(&facts, &exact, policy);
    let figure = figure(&seen, "remiss.inkomna", Scope::all());
    assert_eq!(figure.value == Value::Missing(Missing::Withheld), !shown);
}

#[rstest]
#[case(9, None, None)]
#[case(10, Some(130), None)]
#[case(19, Some(130), None)]
#[case(20, Some(130), Some(13))]
fn r_kon_16_a_waiting_time_rests_on_enough(
    #[case] met: usize,
    #[case] median: Option<i64>,
    #[case] ninth: Option<i64>,
) {
    let facts = facts((0..met).map(|_| (0, 0, 3, 4)));
    let seen = protect(&facts, &Figures::compute(&facts, 2026), policy());
    for scope in [Scope::all(), Scope::all().with("team", "norr")] {
        let of = |id: &str| figure(&seen, id, scope.clone());
        assert_eq!(of("vantan.mote").value.units(), median);
        assert_eq!(of("vantan.mote_nio_av_tio").value.units(), ninth);
        let word = if median.is_some() { "13,0" } else { WITHHELD };
        assert_eq!(of("vantan.mote").text(), word);
    }
    let shown = report(&facts, &selection(Period::year(2026)), &[], Some(policy()));
    assert_eq!(
        row(table(&shown, "vantetider-team"), "NORR, remiss till möte")[..2],
        [median, ninth]
    );
}

#[test]
fn r_kon_16_a_withheld_base_withholds_its_times() {
    let facts = facts((0..14).map(|_| (0, 0, 3, 4)).chain((0..2).map(|_| (1, 1, 3, 4))));
    let exact = Figures::compute(&facts, 2026);
    let seen = protect(&facts, &exact, policy());
    let mut withheld = 0;
    for figure in seen
        .iter()
        .filter(|f| f.unit == Unit::Dagar || f.unit == Unit::Remisser)
    {
        let step = Step::ALL
            .into_iter()
            .map(Step::measures)
            .find(|own| own[..2].contains(&figure.key.measure));
        let Some([_, _, passed, _]) = step else { continue };
        let base = self::figure(&seen, passed, figure.key.scope.clone());
        let hidden = |figure: &Figure| figure.value == Value::Missing(Missing::Withheld);
        withheld += usize::from(hidden(base));
        assert!(!hidden(base) || hidden(figure), "{}", figure.key);
        assert!(
            !hidden(figure) || (figure.n, figure.trace.count()) == (None, 0),
            "{}",
            figure.key
        );
    }
    assert!(withheld > 0);
    let own = seen.with_own(&exact, ("team", "soder"));
    assert_eq!(
        figure(&own, "remiss.inkomna", Scope::all().with("team", "soder")).k,
        Some(2)
    );
    assert_eq!(
        figure(&own, "remiss.inkomna", Scope::all().with("team", "norr")).k,
        None
    );
}

#[rstest]
#[case(day(2026, 1, 1), day(2026, 3, 31), None, true)]
#[case(day(2026, 1, 1), day(2026, 2, 28), Some("norr"), true)]
#[case(day(2026, 1, 2), day(2026, 3, 31), None, false)]
#[case(day(2026, 1, 1), day(2026, 3, 30), None, false)]
#[case(day(2026, 1, 1), day(2026, 3, 31), Some("finns-inte"), false)]
fn r_kon_17_referrals_are_counted_in_whole_months(
    #[case] from: NaiveDate,
    #[case] to: NaiveDate,
    #[case] team: Option<&str>,
    #[case] taken: bool,
) {
    let asked = Selection {
        team: team.map(str::to_owned),
        ..selection(Period { from, to })
    };
    assert_eq!(asked.refusals(&facts([])).is_empty(), taken);
    let february = Period {
        from: day(2025, 2, 1),
        to: day(2025, 2, 28),
    };
    let leap = selection(february).earlier(1);
    assert_eq!(leap.to, day(2024, 2, 29), "the same whole month");
}

#[test]
fn r_kon_17_years_beside_each_other_and_one_team_by_itself() {
    let facts = facts((0..30).map(|n| (n % 2, n % 3, 3, 4)));
    let beside = Selection {
        compare: Compare::Years,
        ..selection(Period::year(2026))
    };
    let shown = report(&facts, &beside, &[], Some(policy()));
    assert_eq!(
        row(table(&shown, "remisser-jamforelse"), "Inkomna remisser"),
        [Some(0), Some(0), Some(30)]
    );
    let team = Selection {
        team: Some("norr".into()),
        ..selection(Period::year(2026))
    };
    let others = report(&facts, &team, &[], Some(policy()));
    assert_eq!(
        table(&others, "remisser-avsandare").rows.len(),
        1,
        "not what each sent to it"
    );
    let own = report(&facts, &team, &[], None);
    assert!(own.title.contains("NORR") && own.withheld == 0);
    assert_eq!(row(table(&own, "remisser-avsandare"), "Alla")[0], Some(15));
    assert!(own.parts.iter().all(|part| part.table().id != "remisser-team"));
}

#[test]
fn r_kon_11_a_year_of_six_teams_keeps_its_headlines() {
    let teams = ["a", "b", "c", "d", "e", "f"];
    let mut facts = facts((0..400).map(|n| {
        (
            0,
            n * 7 % 5,
            1 + u32::try_from(n % 12).unwrap(),
            [4, 5, 7, 7, 4, 2, 0][n % 7],
        )
    }));
    for (n, course) in facts.courses.iter_mut().enumerate() {
        course.team = teams[n * n % 6].into();
    }
    facts.teams = teams
        .map(|slug| Team {
            slug: slug.into(),
            name: slug.into(),
            municipalities: Vec::new(),
        })
        .into();
    let decided = referrals::standard(&facts, 2026, policy());
    let (withheld, all) = decided.tally();
    let came = decided.withheld(&CellKey::new("remiss.inkomna", Period::year(2026), Scope::all()));
    assert_eq!(came, Some(false));
    assert!(withheld * 2 < all, "{withheld} of {all}");
}
