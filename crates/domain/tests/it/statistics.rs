//! Statistics of any selection: counted as the figures are, and controlled.

use chrono::NaiveDate;
use domain::{
    codes::{CodeTable, Occupation, Sex, Support},
    cube::WORK_CHANGES,
    disclosure::{ATTRIBUTES, Memory, Period},
    document::Table,
    facts::{ExitFact, Facts, OccupationShare, ParticipationFact, SupportShare},
    figure::{Scope, WITHHELD},
    figures::Figures,
    statistics::{self, Compare, Kind, Part, Selection, Sources, Statistics, finsam},
};
use proptest::prelude::*;
use rstest::rstest;

use super::{
    disclosure::{policy, revealed},
    figure_properties::association,
    register,
};

fn exact<'a>(facts: &'a Facts, figures: &'a Figures) -> Sources<'a> {
    Sources {
        facts,
        figures,
        details: &[],
        policy: None,
        memory: &[],
    }
}

fn seen<'a>(facts: &'a Facts, figures: &'a Figures, memory: &'a [Memory]) -> Sources<'a> {
    Sources {
        policy: Some(policy()),
        memory,
        ..exact(facts, figures)
    }
}

fn table<'a>(report: &'a Statistics, id: &str) -> &'a Table {
    report
        .parts
        .iter()
        .map(Part::table)
        .find(|table| table.id == id)
        .unwrap_or_else(|| panic!("{id}"))
}

/// The number in a row's column, by its label's beginning.
fn at(table: &Table, row: &str, column: usize) -> i64 {
    let row = table
        .rows
        .iter()
        .find(|r| r.cells[0].text.starts_with(row))
        .unwrap_or_else(|| panic!("{row}"));
    row.cells[column].number.unwrap().0
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn r_sta_01_a_year_s_statistics_are_the_year_s_figures() {
    let facts = register::kalmar();
    let figures = Figures::compute(&facts, 2022);
    let mut compared = 0;
    for kind in [Kind::Background, Kind::Support, Kind::Occupation, Kind::Exits] {
        let report = statistics::report(&exact(&facts, &figures), &Selection::of_year(kind, 2022));
        for attribute in &ATTRIBUTES {
            let id = attribute.parts.replace(['.', '_'], "-");
            let Some(table) = report.parts.iter().map(Part::table).find(|table| table.id == id) else {
                continue;
            };
            for (row, code) in table.rows.iter().zip(attribute.codes()) {
                let scopes = [None, Some(Sex::Woman), Some(Sex::Man)];
                for (column, sex) in (1..).zip(scopes) {
                    let mut scope = Scope::all().with(attribute.dimension, code);
                    if let Some(sex) = sex {
                        scope = scope.with("kon", sex.slug());
                    }
                    let measure = domain::measure::find(attribute.parts).unwrap().id;
                    let figure = figures.of_year(measure, scope).unwrap();
                    assert_eq!(row.cells[column].number.map(|n| n.0), figure.k, "{}", figure.key);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn r_sta_02_parts_of_a_period_are_the_whole(facts in association(), cut in 2_u32..365) {
        let figures = Figures::default();
        let whole = Period::year(2022);
        let middle = NaiveDate::from_yo_opt(2022, cut).unwrap();
        let of = |kind, period| {
            let selection = Selection { period, ..Selection::of_year(kind, 2022) };
            statistics::report(&exact(&facts, &figures), &selection)
        };
        let halves = [Period { from: whole.from, to: middle.pred_opt().unwrap() }, Period { from: middle, to: whole.to }];
        for (kind, id) in [(Kind::Background, "utbildning-antal"), (Kind::Exits, "avslut-anledning"), (Kind::Support, "forsorjning-efter")] {
            let all = of(kind, whole);
            let parts = halves.map(|period| of(kind, period));
            for (place, row) in table(&all, id).rows.iter().enumerate() {
                let sum: i64 = parts.iter().map(|part| table(part, id).rows[place].cells[1].number.unwrap().0).sum();
                prop_assert_eq!(row.cells[1].number.unwrap().0, sum, "{}", row.cells[0].text);
            }
        }
    }

    #[test]
    fn r_sta_03_known_and_missing_are_all(facts in association(), year in 2019_i32..2025) {
        let figures = Figures::default();
        for kind in [Kind::Background, Kind::Support, Kind::Occupation, Kind::Exits, Kind::Transition, Kind::Work] {
            let report = statistics::report(&exact(&facts, &figures), &Selection::of_year(kind, year));
            for table in report.parts.iter().map(Part::table).filter(|t| t.rows.iter().any(|r| r.cells[0].text == "Uppgift saknas")) {
                for column in 1..4 {
                    prop_assert_eq!(at(table, "Känt svar", column) + at(table, "Uppgift saknas", column), at(table, "Alla", column));
                }
            }
        }
    }
}

/// What somebody outside may ask for, one thing after another.
fn asked() -> impl Strategy<Value = Selection> {
    let kind = prop::sample::select(vec![
        Kind::Background,
        Kind::Support,
        Kind::Occupation,
        Kind::Exits,
        Kind::Work,
    ]);
    let insats = prop::option::weighted(0.5, prop::sample::select(vec!["a", "b", "c"]));
    let age = prop::option::weighted(0.3, prop::sample::select(vec!["16_24", "25_34"]));
    let compare = prop::sample::select(vec![Compare::Nothing, Compare::Insatser]);
    let months = prop_oneof![Just((1_u32, 12_u32)), (1_u32..7, 6_u32..13)];
    (
        kind,
        insats,
        age,
        compare,
        months,
        prop::option::weighted(0.3, prop::sample::select(Sex::ALL)),
    )
        .prop_map(|(kind, insats, age, compare, (first, last), sex)| Selection {
            period: Period {
                from: day(2021, first, 1),
                to: if last == 12 {
                    day(2021, 12, 31)
                } else {
                    day(2021, last + 1, 1).pred_opt().unwrap()
                },
            },
            insats: insats.map(str::to_owned),
            age: age.map(str::to_owned),
            sex,
            compare: if insats.is_some() {
                Compare::Nothing
            } else {
                compare
            },
            ..Selection::of_year(kind, 2021)
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn r_sta_10_one_selection_after_another_reveals_nothing(
        facts in association(), asked in prop::collection::vec(asked(), 1..4),
    ) {
        let figures = Figures::default();
        let mut memory: Vec<Memory> = Vec::new();
        for selection in asked {
            let sources = seen(&facts, &figures, &memory);
            let decided = statistics::decided(&sources, &selection).unwrap();
            let (linked, hidden) = decided.parts();
            prop_assert_eq!(revealed(linked.system(), hidden), vec![], "{:?} after {} cells", selection, memory.len());
            let report = statistics::report(&sources, &selection);
            for entry in report.memory {
                memory.retain(|known| known.key != entry.key);
                memory.push(entry);
            }
        }
    }
}

fn closed(
    before: &[(Occupation, u8)],
    after: &[(Occupation, u8)],
    support: (Support, Support),
) -> ParticipationFact {
    let shares = |shares: &[(Occupation, u8)]| -> Vec<OccupationShare> {
        shares
            .iter()
            .map(|(occupation, per_cent)| OccupationShare {
                occupation: *occupation,
                per_cent: *per_cent,
            })
            .collect()
    };
    let support_share = |support| vec![SupportShare { support, degree: 100 }];
    ParticipationFact {
        support_before: support_share(support.0),
        occupation_before: shares(before),
        exit: Some(ExitFact {
            date: day(2022, 3, 1),
            reason: None,
            support_after: support_share(support.1),
            occupation_after: shares(after),
        }),
        ..register::kalmar().participations[0].clone()
    }
}

fn of_rows(rows: Vec<ParticipationFact>) -> Facts {
    let mut facts = Facts {
        insatser: vec![register::insats("a")],
        ..Facts::default()
    };
    facts.participations = rows;
    for fact in &mut facts.participations {
        fact.insats = 0;
        fact.anonymous = false;
        fact.entry = day(2022, 1, 1);
    }
    facts
}

#[test]
fn r_sta_04_a_transition_is_of_those_with_the_support_before() {
    use Support::{NoPublic, SicknessBenefit, SocialAssistance, StudyAid};
    let pairs = [
        (SicknessBenefit, NoPublic),
        (SicknessBenefit, StudyAid),
        (SicknessBenefit, NoPublic),
        (SocialAssistance, NoPublic),
    ];
    let facts = of_rows(pairs.map(|pair| closed(&[], &[], pair)).into());
    let figures = Figures::default();
    let report = statistics::report(
        &exact(&facts, &figures),
        &Selection::of_year(Kind::Transition, 2022),
    );
    let table = table(&report, "overgang-antal");
    assert_eq!(at(table, "ingen offentlig", 1), 2);
    assert_eq!(at(table, "studiestöd", 1), 1);
    assert_eq!(at(table, "Alla deltaganden", 1), 3);
}

#[rstest]
#[case(&[], &[(Occupation::Work, 50)], None)]
#[case(&[(Occupation::Jobseeker, 100)], &[(Occupation::Work, 50)], Some("borjade"))]
#[case(&[(Occupation::Work, 25)], &[(Occupation::Work, 25), (Occupation::Study, 50)], Some("okade"))]
#[case(&[(Occupation::Work, 50)], &[(Occupation::Study, 50)], Some("oforandrad"))]
#[case(&[(Occupation::SubsidisedWork, 75)], &[(Occupation::Work, 50)], Some("minskade"))]
#[case(&[(Occupation::Work, 50)], &[(Occupation::Other, 100)], Some("slutade"))]
#[case(&[(Occupation::Other, 100)], &[(Occupation::Jobseeker, 100)], Some("varken"))]
fn r_sta_05_work_and_study_are_compared_by_extent(
    #[case] before: &[(Occupation, u8)],
    #[case] after: &[(Occupation, u8)],
    #[case] expected: Option<&str>,
) {
    let facts = of_rows(vec![closed(
        before,
        after,
        (Support::NoPublic, Support::NoPublic),
    )]);
    let figures = Figures::default();
    let report = statistics::report(&exact(&facts, &figures), &Selection::of_year(Kind::Work, 2022));
    let table = table(&report, "arbete-forandring");
    let found: Vec<&str> = WORK_CHANGES
        .iter()
        .filter(|(_, label)| at(table, label, 1) == 1)
        .map(|(slug, _)| *slug)
        .collect();
    assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
    assert_eq!(at(table, "Uppgift saknas", 1), i64::from(expected.is_none()));
}

#[test]
fn r_sta_06_the_time_in_an_insats_is_not_given_for_few() {
    let rows = (0..9).map(|_| closed(&[], &[], (Support::NoPublic, Support::NoPublic)));
    let mut facts = of_rows(rows.collect());
    let figures = Figures::default();
    let selection = Selection::of_year(Kind::Flow, 2022);
    let report = statistics::report(&seen(&facts, &figures, &[]), &selection);
    assert_eq!(table(&report, "tid-i-insats").rows[0].cells[2].text, WITHHELD);
    let own = statistics::report(&exact(&facts, &figures), &selection);
    assert_eq!(
        at(table(&own, "tid-i-insats"), "A", 2),
        20,
        "60 days are 2.0 months"
    );
    facts.participations.push(facts.participations[0].clone());
    let report = statistics::report(&seen(&facts, &figures, &[]), &selection);
    assert_eq!(at(table(&report, "tid-i-insats"), "A", 2), 20);
    assert_eq!(
        table(&report, "tid-i-insats").rows[0].cells[3].text,
        WITHHELD,
        "quartiles need more"
    );
}

#[test]
fn r_sta_07_a_chart_shows_nothing_its_table_withholds() {
    let facts = register::kalmar();
    let figures = Figures::compute(&facts, 2022);
    let mut withheld = 0;
    for kind in [Kind::Background, Kind::Support, Kind::Occupation, Kind::Exits] {
        let report = statistics::report(&seen(&facts, &figures, &[]), &Selection::of_year(kind, 2022));
        for part in &report.parts {
            let Part::Drawn(diagram) = part else { continue };
            for (series, column) in diagram.chart.series.iter().zip(2..) {
                for (value, row) in series.values.iter().zip(&diagram.table.rows) {
                    assert_eq!(
                        *value,
                        row.cells[column].number.map(|n| n.0),
                        "{}",
                        diagram.caption
                    );
                    let share = &row.cells[column + 3];
                    assert_eq!(
                        value.is_none(),
                        share.text == WITHHELD,
                        "the share follows its count"
                    );
                    withheld += usize::from(value.is_none());
                }
            }
        }
    }
    assert!(withheld > 10, "{withheld}");
}

#[test]
fn r_sta_08_the_follow_up_takes_what_it_asks_for_and_no_more() {
    let facts = register::kalmar();
    let figures = Figures::compute(&facts, 2022);
    let details = [finsam::Details {
        insats: "krus".into(),
        direction: "Rehabilitering".into(),
        esf: Some(true),
        ..finsam::Details::default()
    }];
    let sources = Sources {
        details: &details,
        ..exact(&facts, &figures)
    };
    let table = finsam::rows(&sources, 2022);
    let heads: Vec<&str> = table.columns.iter().map(|column| column.head.as_str()).collect();
    assert_eq!(
        heads,
        [
            "Förbund eller insats",
            "Tilldelade medel kr",
            "Eget kapital kr",
            "Administration budget kr",
            "Administration utfall kr",
            "Insats budget kr",
            "Insats utfall kr",
            "Budgeterade deltagare",
            "Inriktning",
            "Målgrupp",
            "ESF",
            "Kvinnor",
            "Män",
        ]
    );
    assert_eq!(table.rows.len(), 1 + facts.insatser.len());
    let krus = table.rows.iter().find(|row| row.cells[0].text == "KRUS").unwrap();
    assert_eq!(
        (krus.cells[8].text.as_str(), krus.cells[10].text.as_str()),
        ("Rehabilitering", "ja")
    );
    let sexes: i64 = [11, 12]
        .map(|column| krus.cells[column].number.unwrap().0)
        .iter()
        .sum();
    let total = figures
        .of_year("deltaganden.totalt", Scope::all().with("insats", "krus"))
        .unwrap();
    assert_eq!(Some(sexes), total.k);
}

#[rstest]
#[case(|s: &mut Selection| s.period.to = day(2021, 1, 1), "till")]
#[case(|s: &mut Selection| s.period.from = day(1990, 1, 1), "fran")]
#[case(|s: &mut Selection| s.insats = Some("finns-inte".into()), "insats")]
#[case(|s: &mut Selection| s.age = Some("99".into()), "alder")]
fn r_sta_09_a_selection_that_cannot_be_is_refused_at_its_field(
    #[case] change: fn(&mut Selection),
    #[case] place: &str,
) {
    let mut selection = Selection::of_year(Kind::Background, 2022);
    assert_eq!(selection.refusals(&register::kalmar()), vec![]);
    change(&mut selection);
    let refusals = selection.refusals(&register::kalmar());
    assert_eq!(
        refusals.iter().map(|r| r.place.as_str()).collect::<Vec<_>>(),
        [place]
    );
}
