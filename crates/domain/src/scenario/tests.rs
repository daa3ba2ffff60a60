//! What a scenario changes, and what it leaves.

use proptest::prelude::*;

use super::*;
use crate::{
    facts::BudgetGroup,
    plan::{Follows, InsatsRow, Line, Opening, Version, YearSum},
};

fn plan(insatser: &[(&str, i64)], opening: i64) -> Plan {
    let line = |group, label: &str, follows, kr: Option<i64>| Line {
        group,
        label: label.into(),
        follows,
        cost_type: (label == "Personal").then_some(crate::cost_type::CostType::Personnel),
        amounts: vec![kr.map(Ore::kronor); 3],
        note: String::new(),
    };
    Plan {
        first: 2027,
        span: 3,
        version: Version {
            number: 1,
            ..Version::default()
        },
        lines: vec![
            line(
                BudgetGroup::Income,
                "Medlemsbidrag",
                Follows::Contributions,
                Some(16_000_000),
            ),
            line(BudgetGroup::Cost, "Personal", Follows::Nothing, Some(2_400_000)),
            line(BudgetGroup::Cost, "Individinsatser", Follows::Insatser, None),
        ],
        insatser: insatser
            .iter()
            .map(|(label, kr)| InsatsRow {
                insats: None,
                label: (*label).into(),
                cost_type: None,
                amounts: vec![Some(Ore::kronor(*kr)); 3],
                note: String::new(),
            })
            .collect(),
        opening: Some(Opening {
            amount: Ore::kronor(opening),
            source: "bokslut".into(),
        }),
        ..Plan::default()
    }
}

fn scenario(changes: Vec<Change>) -> Scenario {
    Scenario {
        name: "Prov".into(),
        base: (2027, 1),
        span: 5,
        notice: 3,
        personnel: 8_000,
        liquid: None,
        changes,
    }
}

fn none(_: &YearSum) -> Option<Ore> {
    None
}

fn at(year: i32, month: u32) -> Month {
    Month { year, month }
}

#[test]
fn r_sce_01_without_changes_it_is_the_plan_carried_on() {
    let outcome = computed(
        &plan(&[("A", 7_200_000), ("B", 7_200_000)], 3_000_000),
        &scenario(vec![]),
        &none,
    );
    let closing: Vec<_> = outcome
        .years
        .iter()
        .map(|y| y.closing.map(Ore::to_kronor))
        .collect();
    assert_eq!(
        closing,
        [2_200_000, 1_400_000, 600_000, -200_000, -1_000_000].map(Some)
    );
    assert_eq!(outcome.liquid.len(), 60);
}

#[test]
fn r_sce_02_start_stop_and_delay_count_months() {
    let base = plan(&[("A", 1_200_000)], 0);
    let sums = |changes| -> Vec<i64> {
        let outcome = computed(&base, &scenario(changes), &none);
        outcome.years.iter().map(|y| y.sum.insatser.to_kronor()).collect()
    };
    let stop = Change::Stop {
        label: "A".into(),
        from: at(2028, 7),
    };
    assert_eq!(sums(vec![stop]), [1_200_000, 600_000, 0, 0, 0]);
    let delay = Change::Delay {
        label: "A".into(),
        months: 15,
    };
    assert_eq!(sums(vec![delay]), [0, 900_000, 1_200_000, 1_200_000, 1_200_000]);
    let start = Change::Start {
        label: "Ny".into(),
        from: at(2027, 10),
        yearly: Ore::kronor(800_000),
    };
    assert_eq!(sums(vec![start])[..2], [1_400_000, 2_000_000]);
}

#[test]
fn r_sce_03_allotment_indexation_and_vacancies() {
    let base = plan(&[("A", 1_000_000)], 0);
    let year = |change, place: usize| computed(&base, &scenario(vec![change]), &none).years[place].sum;
    let allotment = Change::Allotment {
        from: 2028,
        total: Ore::kronor(15_000_000),
    };
    assert_eq!(year(allotment.clone(), 0).contributions, Ore::kronor(16_000_000));
    assert_eq!(year(allotment, 1).contributions, Ore::kronor(15_000_000));
    let index = Change::Index {
        from: 2028,
        rate: 1_000,
    };
    assert_eq!(year(index.clone(), 0).cost, Ore::kronor(3_400_000));
    assert_eq!(year(index, 2).cost, Ore::kronor(4_114_000));
    let vacancy = Change::Vacancy {
        from: 2027,
        rate: 500,
    };
    assert_eq!(year(vacancy, 0).cost, Ore::kronor(3_400_000 - 120_000 - 40_000));
}

#[test]
fn r_sce_04_liquid_funds_end_at_own_capital_and_what_is_owed() {
    let mut own = scenario(vec![]);
    own.liquid = Some(Ore::kronor(7_000_000));
    let base = plan(&[("A", 12_000_000)], 4_000_000);
    let outcome = computed(&base, &own, &none);
    let owed = Ore::kronor(3_000_000);
    for (year, closing) in outcome.years.iter().enumerate() {
        assert_eq!(
            Some(outcome.liquid[year * 12 + 11]),
            closing.closing.map(|c| c + owed)
        );
    }
    // January: the old debt of 3 000 000 is paid, a quarter of the contributions comes.
    assert_eq!(
        outcome.liquid[0],
        Ore::kronor(7_000_000 - 3_000_000 + 4_000_000 - 200_000)
    );
    assert_eq!(
        outcome.lowest().map(|(_, amount)| Some(amount)),
        Some(outcome.liquid.iter().min().copied())
    );
}

#[test]
fn r_sce_05_the_latest_day_is_the_last_that_helps_less_the_notice() {
    let base = plan(&[("A", 7_200_000), ("B", 7_200_000)], 2_000_000);
    let own = scenario(vec![Change::Stop {
        label: "B".into(),
        from: at(2027, 7),
    }]);
    let Latest::By(Trouble::RunsOut, day, effect) = latest(&base, &own, &none) else {
        panic!("{:?}", latest(&base, &own, &none));
    };
    assert_eq!(Some(day), effect.plus(-3).first_day());
    let closes = |from| {
        let moved = Scenario {
            changes: vec![Change::Stop {
                label: "B".into(),
                from,
            }],
            ..own.clone()
        };
        let outcome = computed(&base, &moved, &none);
        let low = outcome.lowest().map(|(_, amount)| amount);
        low.into_iter()
            .chain(outcome.years.iter().filter_map(|y| y.closing))
            .all(|a| a >= Ore::ZERO)
    };
    assert!(closes(effect) && !closes(effect.plus(1)), "{effect}");
    let little = scenario(vec![Change::Vacancy { from: 2027, rate: 1 }]);
    assert_eq!(latest(&base, &little, &none), Latest::NotEnough(Trouble::RunsOut));
    let rich = plan(&[("A", 1_200_000)], 2_000_000);
    assert_eq!(latest(&rich, &own, &none), Latest::NotNeeded);
    let most = |_: &YearSum| Some(Ore::kronor(3_000_000));
    assert_eq!(
        latest(&rich, &scenario(vec![]), &most),
        Latest::NotEnough(Trouble::AboveGuideline)
    );
    assert_eq!(
        latest(
            &Plan {
                opening: None,
                ..rich
            },
            &own,
            &none
        ),
        Latest::Unknown
    );
}

#[test]
fn r_sce_06_what_cannot_be_is_refused_in_its_row() {
    let base = plan(&[("A", 1)], 0);
    let row = |kind: &str, label: &str, from: &str, value: &str| typed::Row {
        kind: kind.into(),
        label: label.into(),
        from: from.into(),
        value: value.into(),
    };
    let typed = typed::Typed {
        name: "Prov".into(),
        span: "5".into(),
        notice: "3".into(),
        personnel: "80".into(),
        liquid: String::new(),
        rows: vec![
            row("", "", "", ""),
            row("avsluta", "C", "2027-03", ""),
            row("starta", "A", "2027-03", "1"),
            row("avsluta", "A", "2033-01", ""),
            row("bidrag", "", "2028", "16 tkr"),
            row("vakans", "", "2028", "-3"),
            row("sälj", "", "", ""),
        ],
    };
    let refusals = typed.read(&base).expect_err("refused");
    let places: Vec<_> = refusals.iter().map(|r| r.place.as_str()).collect();
    assert_eq!(
        places,
        [
            "andring-2",
            "andring-3",
            "andring-4",
            "andring-5",
            "andring-6",
            "andring-7"
        ]
    );
    let good = typed::Typed {
        rows: vec![
            row("avsluta", "A", "2028-07", ""),
            row("skjut", "A", "", "4"),
            row("starta", "Ny", "2027-03", "100 000"),
            row("index", "", "2028", "2,5"),
        ],
        ..typed
    };
    let read = good.read(&base).expect("a scenario");
    assert_eq!(typed::Typed::of(&read).read(&base).as_ref(), Ok(&read));
}

proptest! {
    #[test]
    fn r_sce_07_a_scenario_and_the_proposal_it_becomes_have_the_same_sums(
        stop in 0_u32..30, rate in -500_i64..500, total in 10_000_000_i64..20_000_000, vacancy in 0_i64..2_000,
    ) {
        let base = plan(&[("A", 1_234_567), ("B", 3_333_333)], 3_000_000);
        let month = at(2027, 1).plus(i32::try_from(stop).unwrap_or(0));
        let own = scenario(vec![
            Change::Stop { label: "A".into(), from: month },
            Change::Index { from: 2028, rate },
            Change::Allotment { from: 2029, total: Ore::kronor(total) },
            Change::Vacancy { from: 2027, rate: vacancy },
        ]);
        let outcome = computed(&base, &own, &none);
        let sums: Vec<YearSum> = outcome.years.iter().map(|y| y.sum).collect();
        prop_assert_eq!(outcome.plan.sums(), sums);
        let last = outcome.plan.equity().last().and_then(|y| y.closing);
        prop_assert_eq!(last, outcome.years.last().and_then(|y| y.closing));
    }
}
