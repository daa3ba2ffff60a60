//! 10.3: what each insats gets, year by year.

use super::{kronor, whole, years};
use crate::{
    chart::{Chart, ChartKind, Series},
    document::{Row, RowKind},
    facts::InsatsBudget,
    figure::Scope,
    report::{
        caption, cells,
        draft::{Draft, Place},
    },
};

pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "10.3", "Insatsernas budget", "insatsbudget");
    draft.section("insatsbudget");
    let lines = lines(draft);
    if lines.is_empty() {
        draft.missing(
            "vpb-insatsbudget",
            "insatsernas budget är inte registrerad",
            "Lägg in insatsernas budget under Ekonomi.",
        );
        return;
    }
    let years = years(draft);
    let mut rows: Vec<Row> = lines
        .iter()
        .map(|(label, scope)| {
            let cell = |year: &i32| cells::maybe(draft.at("insats.budget", *year, scope.clone()));
            cells::row(RowKind::Normal, *label, years.iter().map(cell).collect())
        })
        .collect();
    let total = years
        .iter()
        .map(|year| cells::maybe(whole(draft, "insats.budget", *year)));
    rows.push(cells::row(RowKind::Total, "Summa", total.collect()));
    let heads: Vec<String> = years.iter().map(i32::to_string).collect();
    let heads: Vec<&str> = std::iter::once("Insats")
        .chain(heads.iter().map(String::as_str))
        .collect();
    let mut table = cells::table(
        "tabell-insatsbudget",
        finding(draft),
        cells::numeric(&heads),
        rows,
    );
    table.notes.push("Belopp i hela kronor.".into());
    if table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .skip(1)
        .any(|cell| cell.text == cells::NONE)
    {
        table
            .notes
            .push("Ett tankstreck betyder att insatsen inte har någon budget det året.".into());
    }
    if let Some(plan) = draft.sources.plan {
        let said = plan.insatser.iter().filter(|row| !row.note.trim().is_empty());
        table
            .notes
            .extend(said.map(|row| format!("{}: {}", row.label, row.note.trim())));
    }
    match chart(draft, &lines) {
        Some((place, chart)) => {
            let notes = std::mem::take(&mut table.notes);
            draft.diagram(Place { notes, ..place }, chart, table);
        }
        None => draft.table(table),
    }
}

fn finding(draft: &Draft<'_>) -> String {
    let (budget, share) = (
        draft.known("insats.budget"),
        draft.known("insats.budget_andel_av_bidrag"),
    );
    caption::plain("Insatserna får {}, {} av medlemmarnas bidrag", &[budget, share])
        .or_else(|| caption::plain("Insatserna får {}", &[budget]))
        .unwrap_or_else(|| "Insatsernas budget".into())
}

/// Every insats or pot with a budget in some of the years, in printed order.
fn lines<'a>(draft: &Draft<'a>) -> Vec<(&'a str, Scope)> {
    let years = years(draft);
    let mut lines: Vec<(&str, Scope)> = Vec::new();
    for budget in draft
        .facts()
        .insats_budgets
        .iter()
        .filter(|b| years.contains(&b.year))
    {
        let scope = scope(budget);
        if !lines.iter().any(|(_, other)| *other == scope) {
            lines.push((&budget.label, scope));
        }
    }
    lines
}

fn scope(budget: &InsatsBudget) -> Scope {
    match &budget.insats {
        Some(insats) => Scope::all().with("insats", insats),
        None => Scope::all().with("rad", &budget.label),
    }
}

/// The budget year's amounts, largest first; nothing to draw where there is but one.
fn chart(draft: &Draft<'_>, lines: &[(&str, Scope)]) -> Option<(Place, Chart)> {
    let amount = |scope: &Scope| kronor(draft.figure("insats.budget", scope.clone()));
    let drawn = lines
        .iter()
        .filter_map(|(label, scope)| Some((*label, amount(scope)?)));
    let mut drawn: Vec<(&str, i64)> = drawn.filter(|(_, amount)| *amount > 0).collect();
    drawn.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
    let (largest, _) = drawn.first().filter(|_| drawn.len() > 1)?;
    let year = draft.year();
    let place = Place {
        number: 2,
        id: "diagram-2",
        caption: format!("Störst budget {year} har {largest}"),
        notes: Vec::new(),
    };
    let chart = Chart {
        kind: ChartKind::Bars,
        categories: drawn.iter().map(|(label, _)| (*label).to_owned()).collect(),
        series: vec![Series {
            name: format!("Budget {year}"),
            values: drawn.iter().map(|(_, amount)| Some(*amount)).collect(),
        }],
        unit: "kr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    Some((place, chart))
}
