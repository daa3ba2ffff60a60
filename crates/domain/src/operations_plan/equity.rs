//! 10.4: own capital from the last known closing to the end of the plan.

use super::{kronor, whole, years};
use crate::{
    chart::{Chart, ChartKind, Series},
    document::{Row, RowKind},
    figure::{Figure, MeasureId, Scope},
    report::{
        caption, cells,
        draft::{Draft, Place},
    },
    statement::measure as id,
};

const OPENING: MeasureId = "budget.eget_kapital_ingaende";
const CLOSING: MeasureId = "budget.eget_kapital";

pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(3, "10.4", "Eget kapital", "eget-kapital");
    draft.section("kapital");
    let years = years(draft);
    let Some(opening) = draft.known(OPENING) else {
        draft.missing(
            "vpb-kapital",
            "eget kapital vid årets början är inte känt",
            "Läs in bokföringen, eller registrera budgetarna för åren däremellan.",
        );
        return;
    };
    let row = |label: &str, kind, measure| {
        let cell = |year: &i32| cells::maybe(draft.at(measure, *year, Scope::all()));
        cells::row(kind, label, years.iter().map(cell).collect())
    };
    let rows: Vec<Row> = vec![
        row("Vid årets början", RowKind::Normal, OPENING),
        row("Budgeterat resultat", RowKind::Normal, "budget.resultat"),
        row("Vid årets slut", RowKind::Total, CLOSING),
    ];
    let heads: Vec<String> = years.iter().map(i32::to_string).collect();
    let heads: Vec<&str> = std::iter::once("Eget kapital")
        .chain(heads.iter().map(String::as_str))
        .collect();
    let last = years.last().and_then(|year| whole(draft, CLOSING, *year));
    let caption = caption::plain("Eget kapital går från {} till {}", &[Some(opening), last])
        .unwrap_or_else(|| "Eget kapital".into());
    let mut table = cells::table("tabell-kapital", caption, cells::numeric(&heads), rows);
    table.notes.push(basis(draft));
    draft.table(table);
    diagram(draft, &years);
}

/// The last year whose own capital is known when the plan's begins.
fn known<'a>(draft: &Draft<'a>) -> Option<&'a Figure> {
    let of = draft.sources.figures.of(id::EQUITY);
    of.filter(|f| f.key.year < draft.year() && f.key.scope == Scope::all() && f.value.units().is_some())
        .last()
}

fn basis(draft: &Draft<'_>) -> String {
    let before = draft.year() - 1;
    match known(draft).map(|figure| figure.key.year) {
        Some(year) if year == before => {
            format!(
                "Belopp i hela kronor. Årets början är utfallet vid utgången av {year}; därefter budgeterade resultat."
            )
        }
        Some(year) => format!(
            "Belopp i hela kronor. Årets början är utfallet vid utgången av {year} och de budgeterade resultaten till och med {before}."
        ),
        None => "Belopp i hela kronor.".into(),
    }
}

fn diagram(draft: &mut Draft<'_>, years: &[i32]) {
    let known = known(draft);
    let closings: Vec<&Figure> = years
        .iter()
        .filter_map(|year| whole(draft, CLOSING, *year))
        .collect();
    let drawn: Vec<(String, &Figure)> = known
        .map(|figure| (format!("{}, utfall", figure.key.year), figure))
        .into_iter()
        .chain(
            closings
                .iter()
                .map(|figure| (format!("{}, plan", figure.key.year), *figure)),
        )
        .collect();
    let chart = Chart {
        kind: ChartKind::Columns,
        categories: drawn.iter().map(|(label, _)| label.clone()).collect(),
        series: vec![Series {
            name: "Eget kapital vid årets slut".into(),
            values: drawn.iter().map(|(_, figure)| kronor(Some(figure))).collect(),
        }],
        unit: "kr".into(),
        target: None,
        decimals: 0,
    };
    let rows = drawn
        .iter()
        .map(|(label, figure)| cells::row(RowKind::Normal, label, vec![cells::of(figure)]));
    let columns = cells::numeric(&["År", "Eget kapital vid årets slut"]);
    let table = cells::table(
        "diagram-3-underlag",
        "Diagrammets underlag".into(),
        columns,
        rows.collect(),
    );
    let caption = caption::plain(
        "Eget kapital är {} när planen slutar",
        &[closings.last().copied()],
    );
    let place = Place {
        number: 3,
        id: "diagram-3",
        caption: caption.unwrap_or_else(|| "Eget kapital vid årets slut".into()),
        notes: vec!["Belopp i hela kronor.".into()],
    };
    draft.diagram(place, chart, table);
}
