//! Disclosure control against an attacker, and the year's figures as others see them.

use chrono::NaiveDate;
use domain::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    disclosure::{
        Cell, CellKey, Class, Kind, Linked, Memory, Period, Policy, State, System, control, figures,
        primary_only, protect,
    },
    facts::{ExitFact, Facts, OccupationShare, ParticipationFact, SupportShare},
    figure::{Figure, Missing, Scope, Trace, Value},
    figures::Figures,
    measure::{Disclosure, find},
    participation::Stage,
    prose::FigureRef,
    report::resolve,
};
use proptest::prelude::*;
use rstest::rstest;

use super::{attacker::Attacker, figure_properties::association, register};

const FIVE: i64 = 5;

pub fn policy() -> Policy {
    Policy::new(FIVE).unwrap()
}

/// Every small guarded cell's numbers 0..=4 that the open counts alone do not exclude, and that
/// what is published does.
pub fn revealed(system: &System, hidden: &[bool]) -> Vec<(usize, Vec<i64>)> {
    let (mut attacker, mut open) = (Attacker::new(system, hidden), Attacker::of_open_cells(system));
    let mut revealed = Vec::new();
    for (place, cell) in system.cells().iter().enumerate() {
        if cell.kind == Kind::Open || !cell.guarded || !policy().is_small(cell.value) {
            continue;
        }
        let known: Vec<i64> = (0..FIVE)
            .filter(|value| attacker.excludes(place, *value))
            .filter(|value| {
                open.gave_up = 0;
                let by_itself = open.excludes(place, *value);
                // Too hard to tell from the open counts: then nothing tied to it may be published.
                !(by_itself || open.gave_up > 0 && nothing_published(system, hidden, place))
            })
            .collect();
        if !known.is_empty() {
            revealed.push((place, known));
        }
    }
    revealed
}

/// Whether every cell tied to this one, but the open ones, is withheld.
fn nothing_published(system: &System, hidden: &[bool], place: usize) -> bool {
    let mut tied = vec![place];
    let mut next = 0;
    while let Some(cell) = tied.get(next).copied() {
        next += 1;
        for sum in system
            .sums()
            .iter()
            .filter(|sum| sum.iter().any(|(c, _)| *c == cell))
        {
            for (other, _) in sum {
                if system.cells()[*other].kind != Kind::Open && !tied.contains(other) {
                    tied.push(*other);
                }
            }
        }
    }
    tied.iter().all(|cell| hidden[*cell])
}

/// A table of rows and columns with all margins, the grand total open; and a second table over the
/// same rows, tied to the first by its row totals, as an insats's tables are.
fn linked_tables() -> impl Strategy<Value = System> {
    let count = prop_oneof![3 => 0_i64..5, 2 => 5_i64..20, 1 => Just(0_i64)];
    let sizes = (2_usize..5, 2_usize..4, 1_usize..3);
    sizes.prop_flat_map(move |(rows, columns, more)| {
        let cells = prop::collection::vec(count.clone(), rows * columns);
        let splits = prop::collection::vec(0_i64..=100, rows * more);
        (cells, splits, any::<bool>())
            .prop_map(move |(cells, splits, open_rows)| build(rows, columns, &cells, &splits, open_rows))
    })
}

fn build(rows: usize, columns: usize, counts: &[i64], splits: &[i64], open_rows: bool) -> System {
    let mut system = System::default();
    let cell = |value, kind, cost| Cell {
        value,
        kind,
        guarded: true,
        cost,
    };
    let at = |row: usize, column: usize| counts[row * columns + column];
    let inner: Vec<usize> = counts
        .iter()
        .map(|count| system.cell(cell(*count, Kind::Published, 100 + count)))
        .collect();
    let row_kind = if open_rows { Kind::Open } else { Kind::Published };
    let row_sums: Vec<usize> = (0..rows)
        .map(|row| {
            let value = (0..columns).map(|column| at(row, column)).sum();
            system.cell(cell(value, row_kind, 1_000 + value))
        })
        .collect();
    let column_sums: Vec<usize> = (0..columns)
        .map(|column| {
            let value = (0..rows).map(|row| at(row, column)).sum();
            system.cell(cell(value, Kind::Published, 2_000 + value))
        })
        .collect();
    let all = system.cell(cell(counts.iter().sum(), Kind::Open, 0));
    for row in 0..rows {
        let parts: Vec<usize> = (0..columns).map(|column| inner[row * columns + column]).collect();
        system.sum(row_sums[row], &parts);
    }
    for column in 0..columns {
        let parts: Vec<usize> = (0..rows).map(|row| inner[row * columns + column]).collect();
        system.sum(column_sums[column], &parts);
    }
    system.sum(all, &row_sums);
    system.sum(all, &column_sums);
    // The second table: each row total split again, with its own margins.
    let more = splits.len() / rows;
    let mut again: Vec<Vec<usize>> = vec![Vec::new(); more + 1];
    for (row, place) in row_sums.iter().enumerate() {
        let mut left = system.cells()[*place].value;
        let mut parts = Vec::new();
        for (column, share) in splits[row * more..(row + 1) * more].iter().enumerate() {
            let value = left * share / 100;
            left -= value;
            parts.push(system.cell(cell(value, Kind::Published, 100 + value)));
            again[column].push(parts[column]);
        }
        parts.push(system.cell(cell(left, Kind::Published, 100 + left)));
        again[more].push(parts[more]);
        system.sum(*place, &parts);
    }
    for column in again {
        let value = column.iter().map(|place| system.cells()[*place].value).sum();
        let total = system.cell(cell(value, Kind::Published, 2_000 + value));
        system.sum(total, &column);
    }
    system
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn r_roj_03_an_attacker_excludes_no_number_below_the_minimum(system in linked_tables()) {
        let hidden = control(&system, policy());
        prop_assert_eq!(revealed(&system, &hidden), vec![]);
    }

    #[test]
    fn r_roj_06_the_same_tables_give_the_same_cells(system in linked_tables()) {
        prop_assert_eq!(control(&system, policy()), control(&system.clone(), policy()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn r_roj_03_any_association_s_published_year_withstands_the_attacker(facts in association(), year in 2019_i32..2025) {
        let decided = figures::standard(&facts, &Figures::compute(&facts, year), policy());
        let (linked, hidden) = decided.parts();
        prop_assert_eq!(revealed(linked.system(), hidden), vec![]);
    }
}

#[test]
fn r_roj_03_without_complementary_suppression_the_attacker_succeeds() {
    // Women 3, men 12 of 15: the total and the men tell the women.
    let system = build(2, 2, &[3, 12, 20, 30], &[50, 50], true);
    let bare = primary_only(&system, policy());
    let broken = revealed(&system, &bare);
    assert!(!broken.is_empty(), "the negative control must find the leak");
    let mut attacker = Attacker::new(&system, &bare);
    assert_eq!(attacker.interval(broken[0].0, 20).len(), 1, "and find it exactly");
    assert!(revealed(&system, &control(&system, policy())).is_empty());
}

#[test]
fn r_roj_03_two_ones_in_a_row_do_not_protect_each_other() {
    // 1 + 1 withheld of a row of 30: their sum 2 is known, so neither may be 4 or 3.
    let mut system = System::default();
    let cell = |value, kind| Cell {
        value,
        kind,
        guarded: true,
        cost: 100 + value,
    };
    let parts: Vec<usize> = [1, 1, 12, 16]
        .map(|value| system.cell(cell(value, Kind::Published)))
        .into();
    let total = system.cell(cell(30, Kind::Open));
    system.sum(total, &parts);
    let hidden = control(&system, policy());
    assert_eq!(hidden, [true, true, true, false, false]);
    assert!(!revealed(&system, &primary_only(&system, policy())).is_empty());
}

#[rstest]
#[case(0, false)]
#[case(1, true)]
#[case(4, true)]
#[case(5, false)]
fn r_roj_01_counts_from_one_to_below_the_minimum_are_small(#[case] count: i64, #[case] small: bool) {
    assert_eq!(policy().is_small(count), small);
}

#[rstest]
#[case(2, false)]
#[case(3, true)]
#[case(50, true)]
#[case(51, false)]
fn r_roj_02_the_minimum_is_never_below_three(#[case] minimum: i64, #[case] taken: bool) {
    assert_eq!(Policy::new(minimum).is_ok(), taken);
    assert_eq!(Policy::default().minimum(), 5);
}

fn year(facts: &Facts) -> (Figures, Figures) {
    let exact = Figures::compute(facts, 2022);
    let seen = protect(facts, &exact, policy());
    (exact, seen)
}

#[test]
fn r_roj_04_open_counts_stand_as_they_are_published_today() {
    let (exact, seen) = year(&register::kalmar());
    for figure in exact.iter() {
        let class = find(figure.key.measure).unwrap().disclosure;
        if class != Disclosure::Background {
            assert_eq!(seen.get(&figure.key), Some(figure));
        }
    }
    for id in [
        "deltaganden.totalt",
        "deltaganden.nya",
        "deltaganden.avslutade",
        "deltaganden.pagaende",
        "avslut.kanda",
    ] {
        assert_ne!(find(id).unwrap().disclosure, Disclosure::Background, "{id}");
    }
}

#[test]
fn r_roj_05_shares_and_means_follow_their_cells() {
    let (exact, seen) = year(&register::kalmar());
    let mut withheld = 0;
    for figure in exact
        .iter()
        .filter(|f| find(f.key.measure).unwrap().disclosure == Disclosure::Background)
    {
        let other = seen.get(&figure.key).unwrap();
        if other.value == Value::Missing(Missing::Withheld) {
            withheld += 1;
            assert_eq!(
                (other.k, other.n, other.missing),
                (None, None, 0),
                "{}",
                figure.key
            );
            assert!(
                matches!(&other.trace, Trace::Figures { parts, .. } if parts.is_empty()),
                "{}",
                figure.key
            );
            assert_eq!(other.text(), "skyddad");
        } else if !matches!(figure.trace, Trace::Published { .. }) && figure.unit != domain::unit::Unit::Ar {
            let small = |n: Option<i64>| n.is_some_and(|n| policy().is_small(n));
            assert!(!small(figure.k), "{} shows {:?}", figure.key, figure.k);
            let rest = figure.n.zip(figure.k).map(|(n, k)| n - k);
            assert!(!small(rest), "{} leaves {rest:?}", figure.key);
        }
    }
    assert!(withheld > 0, "the example has small groups");
    for (share, count) in [
        ("avslut.arbete_eller_studier", "avslut.antal_arbete_eller_studier"),
        ("utbildning.andel", "utbildning.antal"),
    ] {
        for figure in seen.of(share) {
            let count = seen
                .of(count)
                .find(|c| c.key.scope == figure.key.scope && c.key.year == figure.key.year);
            let hidden = |f: &Figure| f.value == Value::Missing(Missing::Withheld);
            assert_eq!(hidden(figure), count.is_some_and(hidden), "{}", figure.key);
        }
    }
}

#[test]
fn r_txt_10_a_protected_number_is_said_in_words_and_never_left_as_a_reference() {
    let (_, seen) = year(&register::kalmar());
    let scope = Scope::all().with("insats", "krus");
    let figure = seen.of_year("avslut.arbete_eller_studier", scope).unwrap();
    assert_eq!(
        figure.value,
        Value::Missing(Missing::Withheld),
        "the example has small groups"
    );
    for (show, words) in [
        ("|visa=k av n", "ett skyddat antal"),
        ("|visa=n", "ett skyddat antal"),
        ("", "skyddad"),
    ] {
        let reference = FigureRef::parse(&format!("avslut.arbete_eller_studier|insats=krus{show}")).unwrap();
        let (key, text) = resolve(&seen, &reference).unwrap();
        assert_eq!((&key, text.as_str()), (&figure.key, words));
    }
}

#[test]
fn r_roj_03_the_example_year_withstands_the_attacker() {
    let facts = register::kalmar();
    let decided = figures::standard(&facts, &Figures::compute(&facts, 2022), policy());
    let (linked, hidden) = decided.parts();
    let (withheld, all) = decided.tally();
    println!("{withheld} of {all} withheld");
    for key in linked.keys().filter(|key| decided.withheld(key) == Some(true)) {
        println!("{} {}", key.measure, key.scope);
    }
    assert_eq!(revealed(linked.system(), hidden), vec![]);
    assert!(
        withheld * 2 < all,
        "{withheld} of {all} withheld: too much is lost"
    );
}

fn key(period: Period, scope: Scope) -> CellKey {
    CellKey::new("utbildning.antal", period, scope)
}

fn months(from: u32, to: u32) -> Period {
    let first = |month| NaiveDate::from_ymd_opt(2022, month, 1).unwrap();
    Period {
        from: first(from),
        to: first(to + 1).pred_opt().unwrap(),
    }
}

#[test]
fn r_roj_07_what_differs_between_periods_is_a_cell() {
    // January–May 10 and January–June 12: two in June.
    let mut linked = Linked::default();
    let (five, six) = (key(months(1, 5), Scope::all()), key(months(1, 6), Scope::all()));
    linked.add(&five, 10, Class::Guarded, 100);
    linked.add(&six, 12, Class::Guarded, 200);
    linked.link_periods(|_| Some(2));
    let decided = linked.clone().decide(policy());
    assert!(decided.withheld(&five).unwrap() || decided.withheld(&six).unwrap());
    let (linked, hidden) = decided.parts();
    assert_eq!(revealed(linked.system(), hidden), vec![]);
}

#[test]
fn r_roj_08_a_later_table_never_reveals_what_was_withheld() {
    let year = Period::year(2022);
    let of = |insats: &str| Scope::all().with("insats", insats);
    let table = |memory: &[Memory]| {
        let mut linked = Linked::default();
        linked.add(&key(year, Scope::all()), 23, Class::Guarded, 1_000);
        linked.add(&key(year, of("a")), 3, Class::Guarded, 100);
        linked.add(&key(year, of("b")), 20, Class::Guarded, 100);
        linked.link_scopes();
        linked.remember(memory);
        linked.decide(policy())
    };
    // The whole and b were shown before: then a would be told by difference, and nothing can be
    // done; that is why each is decided against what is remembered.
    let first = table(&[]);
    assert_eq!(first.withheld(&key(year, of("a"))), Some(true));
    let shown: Vec<Memory> = first.memory();
    let again = table(&shown);
    for entry in &shown {
        assert_eq!(
            again.withheld(&entry.key),
            Some(entry.state == State::Withheld),
            "{:?}",
            entry.key
        );
    }
    // Only the whole was shown: b stays withheld with a.
    let whole = Memory {
        key: key(year, Scope::all()),
        state: State::Shown,
        value: Some(23),
    };
    let later = table(&[whole]);
    assert_eq!(later.withheld(&key(year, of("b"))), Some(true));
    let (linked, hidden) = later.parts();
    assert_eq!(revealed(linked.system(), hidden), vec![]);
}

/// Participations of one year in thirty insatser, spread without randomness.
fn many() -> Facts {
    let mut facts = Facts {
        insatser: (0..30).map(|i| register::insats(&format!("i{i:02}"))).collect(),
        ..Facts::default()
    };
    let mut state = 7_u64;
    let mut next = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n
    };
    for i in 0..900 {
        let (support, occupation) = (Support::ALL[next(10)], Occupation::ALL[next(5)]);
        let entry = NaiveDate::from_yo_opt(2022, 1 + u32::try_from(next(200)).unwrap()).unwrap();
        facts.participations.push(ParticipationFact {
            insats: i % 30,
            anonymous: false,
            stage: Stage::Participating,
            municipality: None,
            person: None,
            sex: Some(Sex::ALL[next(2)]),
            birth_year: Some(1960 + i32::try_from(next(45)).unwrap()),
            entry,
            referred_by: Some(ReferringAuthority::ALL[next(5)]),
            education: Some(Education::ALL[next(6)]),
            support_time: Some(SupportTime::ALL[next(6)]),
            support_before: vec![SupportShare { support, degree: 100 }],
            occupation_before: vec![OccupationShare {
                occupation: Occupation::ALL[next(5)],
                per_cent: 50,
            }],
            exit: (next(2) == 0).then(|| ExitFact {
                date: entry + chrono::Days::new(90),
                reason: Some(ExitReason::ALL[next(5)]),
                support_after: vec![SupportShare {
                    support: Support::ALL[next(10)],
                    degree: 100,
                }],
                occupation_after: vec![OccupationShare {
                    occupation,
                    per_cent: 75,
                }],
            }),
            constructed: true,
        });
    }
    facts
}

#[test]
fn a_year_of_thirty_insatser_keeps_a_quarter_of_its_cells() {
    let facts = many();
    let computed = Figures::compute(&facts, 2022);
    let decided = figures::standard(&facts, &computed, policy());
    let (withheld, all) = decided.tally();
    assert!(withheld < all * 3 / 4, "{withheld} of {all}");
}
