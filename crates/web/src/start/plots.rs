//! The plots of the start page. Captions say what the plot shows this year.

use app::{Year, rights::Act};
use domain::{
    chart::{Chart, ChartKind, Series},
    facts::GoalDirection,
    figure::{Figure, MeasureId, Scope, Value},
    goal::{GoalResult, Judgement},
    number::{self, NBSP},
    unit::Unit,
};

use crate::{
    statements,
    view::{Cell, Plot, Row, Table},
    visitor::Visitor,
};

/// Those this visitor may see.
pub fn all(year: &Year, visitor: &Visitor) -> Vec<Plot> {
    let mut plots = vec![flow(year)];
    if visitor.may(Act::ReadEconomy) {
        plots.push(statements::costs_plot(year));
        plots.push(equity(year));
    }
    plots.push(results(year));
    plots.into_iter().flatten().collect()
}

/// Years with a value, and the values.
fn known(year: &Year, measure: MeasureId) -> Vec<&Figure> {
    let history = year.figures.history(measure, &Scope::all());
    history
        .into_iter()
        .filter(|figure| figure.value.units().is_some())
        .collect()
}

fn at(figures: &[&Figure], year: i32) -> Option<i64> {
    let figure = figures.iter().find(|figure| figure.key.year == year)?;
    match figure.value {
        Value::Money(ore) => Some(ore.to_thousands()),
        other => other.units(),
    }
}

/// In, out and ongoing, as far back as anything is known.
fn flow(year: &Year) -> Option<Plot> {
    let measures = [
        ("Nya", "deltaganden.nya"),
        ("Avslutade", "deltaganden.avslutade"),
        ("Pågående 31 december", "deltaganden.pagaende"),
    ];
    let known = measures.map(|(name, measure)| (name, known(year, measure)));
    let years: Vec<i32> = known[0].1.iter().map(|figure| figure.key.year).collect();
    let now = |i: usize| at(&known[i].1, year.year).map(number::integer);
    let caption = format!(
        "{} in och {} ut under {}; {} pågår vid årets slut",
        now(0)?,
        now(1)?,
        year.year,
        now(2)?
    );
    let series = known.iter().map(|(name, figures)| Series {
        name: (*name).into(),
        values: years.iter().map(|year| at(figures, *year)).collect(),
    });
    let chart = Chart {
        kind: ChartKind::Lines,
        categories: years.iter().map(i32::to_string).collect(),
        series: series.collect(),
        unit: "deltaganden".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    let mut table = Table::new(
        "flode-tabell",
        "Nya, avslutade och pågående deltaganden",
        &["År", "Nya#", "Avslutade#", "Pågående#"],
    );
    for year in years.iter().rev() {
        let mut cells = vec![Cell::text(year.to_string())];
        for (_, figures) in &known {
            let figure = figures.iter().find(|figure| figure.key.year == *year);
            cells.push(figure.map_or_else(Cell::default, |figure| Cell::figure(figure.text(), &figure.key)));
        }
        table.rows.push(Row::of(cells));
    }
    plot("flode", caption, &chart, table)
}

/// Equity over the years against the national guideline, where a goal gives it.
pub fn equity(year: &Year) -> Option<Plot> {
    let figures = known(year, "ekonomi.eget_kapital");
    let years: Vec<i32> = figures.iter().map(|figure| figure.key.year).collect();
    let guideline = guideline(year);
    let now = figures.iter().find(|figure| figure.key.year == year.year)?;
    let caption = guideline.map_or_else(
        || format!("Eget kapital är {} {}", now.text(), year.year),
        |limit| {
            let over = at(&figures, year.year).unwrap_or(0) - limit;
            let side = if over > 0 { "över" } else { "under" };
            format!(
                "Eget kapital är {}{NBSP}tkr {side} riktlinjen",
                number::integer(over.abs())
            )
        },
    );
    let chart = Chart {
        kind: ChartKind::Columns,
        categories: years.iter().map(i32::to_string).collect(),
        series: vec![Series {
            name: "Eget kapital".into(),
            values: years.iter().map(|year| at(&figures, *year)).collect(),
        }],
        unit: "tkr".into(),
        target: guideline.map(|limit| ("Riktlinje".into(), limit)),
        decimals: 0,
        withheld: Vec::new(),
    };
    plot(
        "eget-kapital",
        caption,
        &chart,
        by_year("eget-kapital-tabell", "Eget kapital", &figures),
    )
}

/// The guideline in thousands: the target of the goal that measures equity.
fn guideline(year: &Year) -> Option<i64> {
    use domain::facts::GoalOutcome;
    let goal = year
        .goals()
        .find(|goal| matches!(&goal.outcome, GoalOutcome::Measure(id) if id == "ekonomi.eget_kapital"))?;
    goal.thresholds
        .map(|thresholds| domain::money::Ore(thresholds.target).to_thousands())
}

/// The share that left for work or study, over the years.
fn results(year: &Year) -> Option<Plot> {
    let figures = known(year, "avslut.arbete_eller_studier");
    let now = figures.iter().find(|figure| figure.key.year == year.year)?;
    if figures.len() < 2 {
        return None;
    }
    let chart = Chart {
        kind: ChartKind::Columns,
        categories: figures.iter().map(|figure| figure.key.year.to_string()).collect(),
        series: vec![Series {
            name: "Till arbete eller studier".into(),
            values: figures.iter().map(|figure| figure.value.units()).collect(),
        }],
        unit: "%".into(),
        target: None,
        decimals: 1,
        withheld: Vec::new(),
    };
    let caption = format!("{} av de avslutade gick till arbete eller studier", now.text());
    plot(
        "resultat",
        caption,
        &chart,
        by_year("resultat-tabell", "Till arbete eller studier", &figures),
    )
}

fn by_year(id: &str, name: &str, figures: &[&Figure]) -> Table {
    let mut table = Table::new(id, format!("{name} år för år"), &["År", "Värde#"]);
    for figure in figures.iter().rev() {
        table.rows.push(Row::of(vec![
            Cell::text(figure.key.year.to_string()),
            Cell::figure(figure.text(), &figure.key),
        ]));
    }
    table
}

/// Goals in per cent: result against target. Goals in kronor or words stand in the table.
pub fn goals(goals: &[GoalResult], year: i32) -> Option<Plot> {
    let drawn: Vec<(&GoalResult, i64, i64)> = goals
        .iter()
        .filter_map(|result| {
            let thresholds = result.goal.thresholds?;
            let figure = result.figure.as_ref().filter(|f| f.unit == Unit::Procent)?;
            let tenths = |units: i64, decimals: u32| units * 10_i64.pow(1_u32.saturating_sub(decimals));
            let Value::Decimal { units, decimals } = figure.value else {
                return None;
            };
            Some((
                result,
                tenths(units, decimals),
                tenths(thresholds.target, thresholds.decimals),
            ))
        })
        .collect();
    let series = |name: &str, values| Series {
        name: name.into(),
        values,
    };
    let chart = Chart {
        kind: ChartKind::Bullet,
        categories: drawn
            .iter()
            .map(|(result, ..)| result.goal.text.clone())
            .collect(),
        series: vec![
            series(
                "Resultat",
                drawn.iter().map(|(_, value, _)| Some(*value)).collect(),
            ),
            series("Mål", drawn.iter().map(|(_, _, target)| Some(*target)).collect()),
        ],
        unit: "%".into(),
        target: None,
        decimals: 1,
        withheld: Vec::new(),
    };
    let drawn_met = drawn
        .iter()
        .filter(|(result, ..)| result.judgement == Judgement::Met);
    let caption = goals_caption(goals, (drawn_met.count(), drawn.len()), year);
    (!drawn.is_empty()).then(|| plot("mal-diagram", caption, &chart, Table::default()))?
}

/// What the drawing shows, which is some of the goals, and how all of them stand.
fn goals_caption(goals: &[GoalResult], (met, drawn): (usize, usize), year: i32) -> String {
    let judged = |wanted: &dyn Fn(Judgement) -> bool| goals.iter().filter(|g| wanted(g.judgement)).count();
    let all = judged(&|judgement| judgement != Judgement::NotMeasured);
    let all_met = judged(&|judgement| judgement == Judgement::Met);
    let met = match met {
        0 => format!("Inget av de {drawn} mål som mäts i procent är uppnått {year}"),
        met => format!("{met} av de {drawn} mål som mäts i procent är uppnådda {year}"),
    };
    format!("{met}. Av alla {all} bedömda mål är {all_met} uppnådda.")
}

/// "minst 35 %", "högst 2 730 000 kr".
pub fn target_words(result: &GoalResult) -> String {
    let Some(thresholds) = result.goal.thresholds else {
        return String::new();
    };
    let unit = result.figure.as_ref().map_or(Unit::Procent, |figure| figure.unit);
    let value = if unit == Unit::Kronor {
        number::integer(thresholds.target / 100)
    } else {
        short(thresholds.target, thresholds.decimals)
    };
    let words = match thresholds.direction {
        GoalDirection::AtLeast => "minst",
        GoalDirection::AtMost => "högst",
    };
    format!("{words} {value}{NBSP}{}", unit.label())
}

/// Without decimals that are only noughts, as results are written.
fn short(units: i64, decimals: u32) -> String {
    match decimals {
        1.. if units % 10 == 0 => short(units / 10, decimals - 1),
        _ => number::decimal(units, decimals),
    }
}

fn plot(id: &str, caption: String, chart: &Chart, table: Table) -> Option<Plot> {
    (!chart.categories.is_empty()).then(|| Plot {
        id: id.into(),
        svg: app::pages::drawing(chart, id, &caption),
        caption,
        note: String::new(),
        table,
    })
}
