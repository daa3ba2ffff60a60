//! A scenario of ten years with 30 insats lines, recomputed and drawn.
//!
//! `cargo bench -p reports --bench scenario` changes one amount, computes plan and scenarios side by
//! side (four of them, with the latest day each), draws the three charts for wide and narrow screens,
//! and prints the 99th percentile of 500 runs as one line of JSON.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{hint::black_box, time::Instant};

use domain::{
    chart::{Chart, ChartKind, Series},
    cost_type::CostType,
    facts::BudgetGroup,
    money::Ore,
    plan::{Follows, InsatsRow, Line, Opening, Plan, Version, YearSum},
    scenario::{Change, Month, Outcome, Scenario, computed, latest},
};
use reports::{ChartOptions, Palette, chart_svg};

const RUNS: usize = 500;

fn main() {
    let mut micros: Vec<u128> = (0..RUNS)
        .map(|run| {
            let plan = plan(i64::try_from(run).unwrap_or(0));
            let started = Instant::now();
            black_box(drawn(&plan));
            started.elapsed().as_micros()
        })
        .collect();
    micros.sort_unstable();
    let at = |share: usize| micros[(RUNS * share / 100).min(RUNS - 1)];
    println!("{{\"runs\":{RUNS},\"p50_us\":{},\"p99_us\":{}}}", at(50), at(99));
}

fn plan(step: i64) -> Plan {
    let kr = |amount: i64| vec![Some(Ore::kronor(amount)); 3];
    let line = |group, label: &str, follows, amounts| Line {
        group,
        label: label.into(),
        follows,
        cost_type: None,
        amounts,
        note: String::new(),
    };
    let insats = |i: i64| InsatsRow {
        insats: None,
        label: format!("Insats {i}"),
        cost_type: (i % 3 == 0).then_some(CostType::Personnel),
        amounts: kr(400_000 + 1_000 * i + step),
        note: String::new(),
    };
    Plan {
        first: 2027,
        span: 3,
        version: Version::default(),
        lines: vec![
            line(
                BudgetGroup::Income,
                "Medlemsbidrag",
                Follows::Contributions,
                kr(16_000_000),
            ),
            line(BudgetGroup::Cost, "Personal", Follows::Nothing, kr(2_400_000)),
            line(BudgetGroup::Cost, "Övrigt", Follows::Nothing, kr(1_600_000)),
            line(
                BudgetGroup::Cost,
                "Individinsatser",
                Follows::Insatser,
                vec![None; 3],
            ),
        ],
        insatser: (0..30).map(insats).collect(),
        opening: Some(Opening {
            amount: Ore::kronor(4_000_000),
            source: "bokslut".into(),
        }),
        ..Plan::default()
    }
}

fn scenarios() -> Vec<Scenario> {
    let from = |month| Month { year: 2028, month };
    let changes = [
        Change::Stop {
            label: "Insats 3".into(),
            from: from(7),
        },
        Change::Start {
            label: "Ny".into(),
            from: from(3),
            yearly: Ore::kronor(900_000),
        },
        Change::Vacancy {
            from: 2027,
            rate: 500,
        },
        Change::Index {
            from: 2028,
            rate: 250,
        },
    ];
    let one = |change: &Change| Scenario {
        name: "Prov".into(),
        base: (2027, 1),
        span: 10,
        notice: 3,
        personnel: 8_000,
        liquid: None,
        changes: vec![change.clone()],
    };
    changes.iter().map(one).collect()
}

fn drawn(plan: &Plan) -> usize {
    let most = |_: &YearSum| Some(Ore::kronor(2_700_000));
    let outcomes: Vec<Outcome> = scenarios()
        .iter()
        .map(|scenario| {
            black_box(latest(plan, scenario, &most));
            computed(plan, scenario, &most)
        })
        .collect();
    let years: Vec<String> = outcomes[0].years.iter().map(|y| y.sum.year.to_string()).collect();
    let months: Vec<String> = (0..36).map(|month| month.to_string()).collect();
    let series = |values: &dyn Fn(&Outcome) -> Vec<Option<i64>>| -> Vec<Series> {
        let one = |outcome: &Outcome| Series {
            name: "Prov".into(),
            values: values(outcome),
        };
        outcomes.iter().map(one).collect()
    };
    let tkr = |amount: Ore| amount.to_kronor() / 1000;
    let charts = [
        (
            years.clone(),
            series(&|o| o.years.iter().map(|y| y.closing.map(tkr)).collect()),
        ),
        (
            years,
            series(&|o| o.years.iter().map(|y| y.sum.insats_share()).collect()),
        ),
        (
            months,
            series(&|o| o.liquid.iter().take(36).map(|a| Some(tkr(*a))).collect()),
        ),
    ];
    let draw = |(categories, series): (Vec<String>, Vec<Series>)| {
        let chart = Chart {
            kind: ChartKind::Lines,
            categories,
            series,
            unit: "tkr".into(),
            target: None,
            decimals: 0,
        };
        [620, 340].map(|width| {
            let options = ChartOptions {
                width,
                palette: Palette::Page,
                id: "prov",
                title: "Prov",
            };
            chart_svg(&chart, &options).len()
        })
    };
    charts.into_iter().flat_map(draw).sum()
}
