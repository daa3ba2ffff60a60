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
    let table = cells::table("tabell-kapital", caption, cells::numeric(&heads), rows);
    let chart = chart(draft, &years);
    let caption = caption::plain("Eget kapital är {} när planen slutar", &[last]);
    let place = Place {
        number: 3,
        id: "diagram-3",
        caption: caption.unwrap_or_else(|| "Eget kapital vid årets slut".into()),
        notes: vec![basis(draft)],
    };
    draft.diagram(place, chart, table);
}

/// The last year whose own capital is known when the plan's begins.
fn known<'a>(draft: &Draft<'a>) -> Option<&'a Figure> {
    let of = draft.sources.figures.of(id::EQUITY);
    of.filter(|f| f.key.year < draft.year() && f.key.scope == Scope::all() && f.value.units().is_some())
        .last()
}

fn basis(draft: &Draft<'_>) -> String {
    let before = draft.year() - 1;
    if let Some((_, opening)) = draft
        .facts()
        .opening
        .as_ref()
        .filter(|(_, opening)| !opening.source.is_empty())
    {
        return format!(
            "Belopp i hela kronor. Årets början enligt planen: {}.",
            opening.source
        );
    }
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

/// Own capital at the end of each year, after the last known closing.
fn chart(draft: &Draft<'_>, years: &[i32]) -> Chart {
    let known = known(draft).map(|figure| (format!("{}, utfall", figure.key.year), Some(figure)));
    let planned = years
        .iter()
        .map(|year| (format!("{year}, plan"), whole(draft, CLOSING, *year)));
    let drawn: Vec<(String, Option<&Figure>)> = known.into_iter().chain(planned).collect();
    Chart {
        kind: ChartKind::Columns,
        categories: drawn.iter().map(|(label, _)| label.clone()).collect(),
        series: vec![Series {
            name: "Eget kapital vid årets slut".into(),
            values: drawn.iter().map(|(_, figure)| kronor(*figure)).collect(),
        }],
        unit: "kr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    }
}
