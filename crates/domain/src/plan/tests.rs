//! Kalmar's printed budget, and what must hold for any plan.

mod entered;
mod properties;

use super::{control::Context, *};
use crate::facts::BudgetGroup::{Cost, Income};

fn kalmar() -> Vec<Plan> {
    macro_rules! table {
        ($name:literal) => {
            (
                $name.to_owned(),
                include_bytes!(concat!("../../../../examples/kalmar/", $name)).to_vec(),
            )
        };
    }
    let files = [
        table!("budget.csv"),
        table!("insatsbudget.csv"),
        table!("medlemsbidrag.csv"),
        table!("befolkning.csv"),
        table!("insatser.csv"),
    ];
    let (intake, _) = crate::intake::tables::read(&files, &crate::intake::tables::Known::default());
    intake.plans()
}

fn plan_2023() -> Plan {
    kalmar()
        .into_iter()
        .find(|plan| plan.first == 2023)
        .expect("a plan")
}

fn codes(refusals: &[crate::refusal::Refusal]) -> Vec<(&str, &str)> {
    refusals.iter().map(|r| (r.code, r.place.as_str())).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn r_pla_01_sums_are_the_parts_whatever_the_paper_says() {
    let plans = kalmar();
    assert_eq!(
        plans.iter().map(|p| (p.first, p.span)).collect::<Vec<_>>(),
        [(2022, 1), (2023, 3)]
    );
    let plan = plan_2023();
    let of = |sum| {
        plan.sums()
            .iter()
            .map(|s| s.of(sum).to_kronor())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Sum::Income), [16_270_000, 16_270_000, 16_320_000]);
    assert_eq!(of(Sum::Cost), [18_100_500, 17_016_500, 16_892_500]);
    assert_eq!(of(Sum::Result), [-1_830_500, -746_500, -572_500]);
    assert_eq!(of(Sum::Insatser), [13_166_000, 12_586_000, 12_416_000]);
    assert_eq!(of(Sum::Contributions), [16_020_000; 3]);
}

#[test]
fn r_pla_01_financial_items_are_counted_in_the_whole() {
    let sum = YearSum {
        income: Ore(50),
        financial_income: Ore(4),
        cost: Ore(30),
        financial_cost: Ore(1),
        ..YearSum::default()
    };
    assert_eq!((sum.all_income(), sum.all_cost()), (Ore(54), Ore(31)));
    assert_eq!(sum.result(), Ore(23));
}

#[test]
fn r_pla_02_what_does_not_add_up_is_named_and_stops_the_decision() {
    let review = control::Review::of(&plan_2023(), &Context::default());
    assert_eq!(
        codes(&review.stops),
        [
            ("plan-summa", "kostnader, 2024"),
            ("plan-summa", "resultat, 2024"),
            ("plan-summa", "resultat, 2025"),
        ]
    );
    assert!(
        review.stops[0].message.contains("300\u{a0}000\u{a0}kr"),
        "{}",
        review.stops[0].message
    );
}

#[test]
fn r_pla_03_a_line_that_follows_its_parts_is_their_sum() {
    let mut plan = plan_2023();
    plan.stated.clear();
    let row = plan
        .insatser
        .iter_mut()
        .find(|row| row.label == "Miljonen")
        .expect("a row");
    row.amounts[0] = Some(Ore::kronor(850_001));
    let review = control::Review::of(&plan, &Context::default());
    assert_eq!(
        codes(&review.stops),
        [("plan-del", "Beslutade individinsatser, 2023")]
    );
    for line in plan
        .lines
        .iter_mut()
        .filter(|line| line.follows == Follows::Insatser)
    {
        line.amounts = vec![None; 3];
    }
    assert_eq!(control::Review::of(&plan, &Context::default()).stops, []);
    assert_eq!(plan.sums()[0].cost, Ore::kronor(18_100_501));
}

#[test]
fn r_pla_04_a_plan_covers_three_years_and_has_lines() {
    let plan = Plan {
        first: 2027,
        span: 1,
        ..Plan::default()
    };
    let stops = control::Review::of(&plan, &Context::default()).stops;
    assert_eq!(
        codes(&stops),
        [
            ("plan-ar", "år"),
            ("plan-tom", "intäkter"),
            ("plan-tom", "kostnader")
        ]
    );
}

#[test]
fn r_pla_05_a_deficit_is_warned_of_with_the_law_and_one_without_cover_is_refused() {
    let mut plan = plan_2023();
    plan.stated.clear();
    plan.opening = Some(Opening {
        amount: Ore::kronor(3_853_654),
        source: "bokslut 2022".into(),
    });
    let closing: Vec<_> = plan.equity().iter().map(|year| year.closing).collect();
    assert_eq!(
        closing,
        [2_023_154, 1_276_654, 704_154].map(|kr| Some(Ore::kronor(kr)))
    );
    let review = control::Review::of(&plan, &Context::default());
    let deficits = review
        .warnings
        .iter()
        .filter(|w| w.code == "plan-underskott")
        .count();
    assert_eq!((review.stops.len(), deficits), (0, 3));
    assert!(review.warnings[0].message.contains("11 kap. 5 §"));
    plan.opening = Some(Opening {
        amount: Ore::kronor(1_830_499),
        source: "prognos".into(),
    });
    let review = control::Review::of(&plan, &Context::default());
    assert_eq!(codes(&review.stops), [("plan-tackning", "2023")]);
}

#[test]
fn r_pla_06_the_share_to_insatser_and_the_guideline_are_warned_of() {
    let mut plan = plan_2023();
    plan.opening = Some(Opening {
        amount: Ore::kronor(5_000_000),
        source: "bokslut".into(),
    });
    assert_eq!(plan.sums()[0].insats_share(), Some(822));
    plan.insatser.retain(|row| row.insats.as_deref() != Some("krus"));
    let guideline = [(2023, Ore::kronor(2_730_000))].into();
    let context = Context {
        guideline,
        ..Context::default()
    };
    let review = control::Review::of(&plan, &context);
    let found = codes(&review.warnings);
    assert!(found.contains(&("plan-andel", "2023")), "{found:?}");
    assert!(found.contains(&("plan-riktlinje", "2023")), "{found:?}");
}

#[test]
fn r_pla_08_indexation_rounds_once_and_leaves_what_stops() {
    let index = Index::read("2,5 %", "1 000", index::Part::Both).expect("an index");
    assert_eq!(index.next(Ore::kronor(1_280_000)), Ore::kronor(1_312_000));
    assert_eq!(index.next(Ore::kronor(20_000)), Ore::kronor(21_000));
    let plan = plan_2023().indexed(&index);
    let miljonen = plan
        .insatser
        .iter()
        .find(|row| row.label == "Miljonen")
        .expect("a row");
    assert_eq!(miljonen.amounts[1..], [Some(Ore::ZERO); 2]);
    let sums = plan.insats_sums();
    assert_eq!(plan.sums()[1].insatser, sums.iter().map(|s| s.amounts[1]).sum());
    for (rate, unit) in [("femtio", "1000"), ("51", "1000"), ("2", "0"), ("2", "12,50")] {
        assert!(
            Index::read(rate, unit, index::Part::Both).is_err(),
            "{rate} {unit}"
        );
    }
}

#[test]
fn r_pla_10_the_decided_version_holds_from_its_day() {
    let decided = |first: i32, number, on: &str| Plan {
        first,
        span: 3,
        version: Version {
            number,
            state: State::Decided(Decision {
                on: Some(day(on)),
                section: "§ 40".into(),
            }),
            source: String::new(),
        },
        ..Plan::default()
    };
    let mut revised = decided(2023, 2, "2023-04-01");
    revised.version.state = State::Revised(Decision {
        on: Some(day("2023-04-01")),
        section: "§ 12".into(),
    });
    let mut proposal = decided(2023, 3, "2023-05-01");
    proposal.version.state = State::Proposal;
    let plans = [
        decided(2023, 1, "2022-11-24"),
        revised,
        proposal,
        decided(2024, 1, "2023-11-23"),
    ];
    let version = |year, on| holds(&plans, year, day(on)).map(|p| (p.first, p.version.number));
    assert_eq!(version(2023, "2022-11-23"), None);
    assert_eq!(version(2023, "2023-03-31"), Some((2023, 1)));
    assert_eq!(version(2023, "2023-04-01"), Some((2023, 2)));
    assert_eq!(version(2024, "2023-04-01"), Some((2023, 2)));
    assert_eq!(version(2024, "2023-12-01"), Some((2024, 1)));
    assert_eq!(version(2027, "2026-01-01"), None);
}

#[test]
fn r_pla_11_the_calendar_ends_on_30_november() {
    let today = day("2026-11-22");
    let days = calendar::days(2027, &[], today);
    assert_eq!(
        days.last().map(|d| (d.by, d.standing)),
        Some((day("2026-11-30"), calendar::Standing::Ahead))
    );
    assert_eq!(days[0].standing, calendar::Standing::Late);
    let mut plan = Plan {
        first: 2027,
        span: 3,
        ..Plan::default()
    };
    plan.timetable.meeting = Some(day("2026-11-26"));
    plan.version.state = State::Consultation(day("2026-09-01"));
    let days = calendar::days(2027, std::slice::from_ref(&plan), today);
    assert_eq!(
        days.iter().map(|d| d.standing.word()).collect::<Vec<_>>(),
        ["klart", "försenat", "försenat", "kommer"]
    );
    assert_eq!(days[2].by, day("2026-11-19"));
}

#[test]
fn r_pla_12_an_insats_needs_both_budget_and_decision() {
    let insats = |slug: &str, decision: &str| crate::facts::Insats {
        slug: slug.into(),
        name: slug.into(),
        kind: crate::codes::InsatsKind::Individual,
        principal: String::new(),
        municipalities: Vec::new(),
        decision: decision.into(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: Vec::new(),
        ages: None,
        registers: true,
    };
    let insatser = [
        insats("krus", ""),
        insats("resa", "LIS"),
        insats("ny", "§ 3"),
        insats("gammal", ""),
    ];
    let context = Context {
        insatser: &insatser,
        ..Context::default()
    };
    let warnings = control::Review::of(&plan_2023(), &context).warnings;
    let found: Vec<_> = codes(&warnings)
        .into_iter()
        .filter(|(code, _)| code.starts_with("plan-insats"))
        .collect();
    assert_eq!(
        found,
        [
            ("plan-insats-beslut", "krus"),
            ("plan-insats-budget", "ny"),
            ("plan-insats-beslut", "Miljonen")
        ]
    );
}

#[test]
fn r_pla_17_contributions_are_taken_for_the_years_that_are_apportioned() {
    let share = |member: &str, kronor, inhabitants| apportioned::Share {
        member: member.into(),
        name: member.to_uppercase(),
        inhabitants,
        amount: Ore::kronor(kronor),
    };
    let empty = Plan {
        first: 2024,
        span: 3,
        ..Plan::default()
    };
    let first = empty.with_contributions(&[
        (
            2024,
            vec![share("staten", 200, None), share("0880", 50, Some(70_000))],
        ),
        (2031, vec![share("0880", 9, None)]),
    ]);
    assert_eq!(first.lines.len(), 1);
    assert_eq!(first.lines[0].follows, Follows::Contributions);
    assert_eq!(first.sums()[0].income, Ore::kronor(250));
    assert_eq!(first.sums()[1].income, Ore::ZERO, "nothing is known of it");
    let mut typed = first.clone();
    typed.lines[0].amounts[0] = Some(Ore::kronor(1));
    typed.lines[0].amounts[1] = Some(Ore::kronor(260));
    let again = typed.with_contributions(&[(2024, vec![share("staten", 210, None)])]);
    assert_eq!(
        again.contributions.len(),
        1,
        "who pays no longer is no longer there"
    );
    assert_eq!(again.lines[0].amounts, [None, Some(Ore::kronor(260)), None]);
    assert_eq!(again.sums()[0].contributions, Ore::kronor(210));
}
