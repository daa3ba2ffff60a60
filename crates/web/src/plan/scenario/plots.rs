//! Scenarios as plots: own capital against the guideline, the share to insatser, liquid funds by month.

use app::plan::scenario::Shown;
use domain::{
    chart::{Chart, ChartKind, Series},
    money::Ore,
    number::integer,
    scenario::Month,
};

use crate::view::{Plot, Table};

fn tkr(amount: Ore) -> i64 {
    amount.to_thousands()
}

/// Every plot that has something to show.
pub fn all(shown: &[Shown]) -> Vec<Plot> {
    [equity(shown), share(shown), liquid(shown)]
        .into_iter()
        .flatten()
        .collect()
}

fn series(shown: &[Shown], values: impl Fn(&Shown) -> Vec<Option<i64>>) -> Vec<Series> {
    let one = |one: &Shown| Series {
        name: one.scenario.name.clone(),
        values: values(one),
    };
    shown.iter().map(one).collect()
}

fn years(shown: &[Shown]) -> Vec<String> {
    let longest = shown.iter().max_by_key(|one| one.outcome.years.len());
    longest.map_or_else(Vec::new, |one| {
        one.outcome.years.iter().map(|y| y.sum.year.to_string()).collect()
    })
}

fn plot(id: &str, caption: String, note: &str, chart: &Chart) -> Plot {
    Plot {
        id: id.into(),
        svg: app::pages::drawing(chart, id, &caption),
        caption,
        note: note.into(),
        table: Table::default(),
    }
}

fn equity(shown: &[Shown]) -> Option<Plot> {
    let ends = shown.iter().filter_map(|one| {
        let last = one.outcome.years.last()?;
        Some((tkr(last.closing?), one.scenario.name.as_str(), last.sum.year))
    });
    let (least, name, year) = ends.min_by_key(|end| end.0)?;
    let mut own = series(shown, |one| {
        one.outcome.years.iter().map(|y| y.closing.map(tkr)).collect()
    });
    let most: Vec<Option<i64>> = shown
        .iter()
        .max_by_key(|one| one.outcome.years.len())
        .map(|one| one.outcome.years.iter().map(|y| y.most.map(tkr)).collect())
        .unwrap_or_default();
    if most.iter().any(Option::is_some) {
        own.push(Series {
            name: "Riktlinjen".into(),
            values: most,
        });
    }
    let chart = Chart {
        kind: ChartKind::Lines,
        categories: years(shown),
        series: own,
        unit: "tkr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    let caption = format!(
        "Eget kapital vid årets slut: lägst {}\u{a0}tkr {year} ({name})",
        integer(least)
    );
    Some(plot("scenario-kapital", caption, "Tusental kronor.", &chart))
}

fn share(shown: &[Shown]) -> Option<Plot> {
    let all = shown
        .iter()
        .flat_map(|one| one.outcome.years.iter().filter_map(|y| y.sum.insats_share()));
    let least = all.min()?;
    let chart = Chart {
        kind: ChartKind::Lines,
        categories: years(shown),
        series: series(shown, |one| {
            one.outcome.years.iter().map(|y| y.sum.insats_share()).collect()
        }),
        unit: "%".into(),
        target: Some(("Riktmärket".into(), domain::plan::INSATS_SHARE * 10)),
        decimals: 1,
        withheld: Vec::new(),
    };
    let caption = format!(
        "Andel av bidragen till individuella insatser: lägst {}\u{a0}%",
        domain::number::decimal(least, 1)
    );
    Some(plot(
        "scenario-andel",
        caption,
        "Riktmärket är 75 procent.",
        &chart,
    ))
}

fn liquid(shown: &[Shown]) -> Option<Plot> {
    let months = shown.iter().map(|one| one.outcome.liquid.len()).max()?;
    let first = shown.first()?.base.first;
    let lows = shown.iter().filter_map(|one| {
        let (month, amount) = one.outcome.lowest()?;
        Some((tkr(amount), month, one.scenario.name.as_str()))
    });
    let (least, month, name) = lows.min_by_key(|low| low.0)?;
    let label = |at: usize| {
        let month = Month {
            year: first,
            month: 1,
        }
        .plus(i32::try_from(at).unwrap_or(0));
        format!("{}-{:02}", month.year, month.month)
    };
    let chart = Chart {
        kind: ChartKind::Lines,
        categories: (0..months).map(label).collect(),
        series: series(shown, |one| {
            one.outcome.liquid.iter().map(|a| Some(tkr(*a))).collect()
        }),
        unit: "tkr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    let caption = format!(
        "Likvida medel månad för månad: som lägst {}\u{a0}tkr i {month} ({name})",
        integer(least)
    );
    Some(plot(
        "scenario-likvida",
        caption,
        "Tusental kronor vid månadens slut.",
        &chart,
    ))
}
