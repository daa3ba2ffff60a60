//! Where the money went: used money per project, training and conferences.

use super::{caption, cells, draft::Draft};
use crate::{
    document::{Row, RowKind, TableCell},
    facts::Project,
    figure::{Figure, MeasureId, Scope},
    measure::is_training,
};

/// Used money per project: booked where the bookkeeping has projects, otherwise as requisitioned.
pub(super) fn projects(draft: &mut Draft<'_>) {
    draft.heading(3, "", "Använda medel per insats och projekt", "anvanda-medel");
    let booked = draft.known("insats.kostnad").is_some();
    let (measure, words): (MeasureId, &str) = if booked {
        ("insats.kostnad", "Bokfört")
    } else {
        ("insats.rekvirerat", "Rekvirerat")
    };
    let Some(total) = draft.known(measure) else {
        draft.missing(
            "ars-projekt",
            "inga kostnader är bokförda eller rekvirerade per projekt",
            "Läs in bokföringen med projekt eller registrera rekvisitioner.",
        );
        return;
    };
    let rows = project_rows(draft, measure, total);
    let share = draft.known("insats.andel_av_bidrag");
    let caption = caption::plain(
        "Insatserna använde {}, {} av medlemmarnas bidrag",
        &[Some(total), share],
    )
    .or_else(|| caption::plain("Insatserna använde {}", &[Some(total)]));
    let mut columns = cells::numeric(&["Projekt", "Kommun eller ändamål", &format!("{words}, kr")]);
    columns[1].numeric = false;
    let mut table = cells::table("tabell-projekt", caption.unwrap_or_default(), columns, rows);
    table.label = "Använda medel".into();
    table.notes.push(
        if booked {
            "Källa: verksamhetens kostnader bokförda på projekt, i hela kronor."
        } else {
            "Källa: huvudmännens rekvisitioner."
        }
        .into(),
    );
    draft.table(table);
    let (deviation, budget) = (
        draft.known("insats.budgetavvikelse"),
        draft.known("insats.budget"),
    );
    draft.sentence(
        "Det är {} av medlemmarnas bidrag. Insatsernas beslutade budget var {}; utfallet avviker {} från den.",
        &[share, budget, deviation],
    );
}

/// In the order of the register of projects; projects the register does not know come last.
fn project_rows(draft: &Draft<'_>, measure: MeasureId, total: &Figure) -> Vec<Row> {
    let place = |figure: &Figure| {
        let code = figure.key.scope.get("projekt").unwrap_or_default();
        let known = draft.facts().projects.iter().position(|p| p.code == code);
        (known.unwrap_or(usize::MAX), code.to_owned())
    };
    let mut figures: Vec<&Figure> = draft
        .sources
        .figures
        .of(measure)
        .filter(|f| f.key.year == draft.year() && f.key.scope.get("projekt").is_some())
        .collect();
    figures.sort_by_key(|figure| place(figure));
    let row = |figure: &&Figure| {
        let code = figure.key.scope.get("projekt").unwrap_or_default();
        let project = draft.facts().projects.iter().find(|p| p.code == code);
        let (name, place) = project.map_or((code, ""), |p: &Project| (&p.name, &p.municipality));
        cells::row(
            RowKind::Normal,
            name,
            vec![TableCell::text(place), cells::of(figure)],
        )
    };
    let mut rows: Vec<Row> = figures.iter().map(row).collect();
    rows.push(cells::row(
        RowKind::Total,
        "Summa",
        vec![cells::blank(), cells::of(total)],
    ));
    rows
}

/// Training and conferences: budget lines and booked rows, each with its sum. The two are not
/// divided alike, so they stand under each other and only their sums are compared.
pub(super) fn training(draft: &mut Draft<'_>) {
    let (budget, cost) = (
        draft.known("utbildningar.budget"),
        draft.known("utbildningar.kostnad"),
    );
    if budget.is_none() && cost.is_none() {
        return;
    }
    let mut rows = Vec::new();
    part(draft, &mut rows, "Budget", ("budget.rad", "kostnader"), budget);
    part(
        draft,
        &mut rows,
        "Utfall enligt not 2",
        ("not.rad", "2 externa"),
        cost,
    );
    let caption = caption::plain(
        "Utbildningar och konferenser: {} användes av budgeterade {}",
        &[cost, budget],
    )
    .unwrap_or_else(|| "Utbildningar och konferenser".into());
    let columns = cells::numeric(&["Rad", "Belopp, kr"]);
    let mut table = cells::table("tabell-utbildningar", caption, columns, rows);
    table.notes.push(
        "Rader som till namnet är utbildning, konferens, kurs, inspirationsdag, seminarium eller kompetens. Budget och bokföring delar in dem olika; jämför summorna.".into(),
    );
    draft.table(table);
}

fn part(
    draft: &Draft<'_>,
    rows: &mut Vec<Row>,
    title: &str,
    (measure, group): (MeasureId, &str),
    sum: Option<&Figure>,
) {
    let Some(sum) = sum else { return };
    rows.push(cells::group(title, 2));
    let is_part = |scope: &Scope| {
        let in_group = scope.get("grupp") == Some(group) || scope.get("not") == Some(group);
        in_group && scope.get("rad").is_some_and(is_training)
    };
    let figures = draft.sources.figures.of(measure);
    for figure in figures.filter(|f| f.key.year == draft.year() && is_part(&f.key.scope)) {
        let label = figure.key.scope.get("rad").unwrap_or_default();
        rows.push(cells::row(RowKind::Normal, label, vec![cells::of(figure)]));
    }
    rows.push(cells::row(
        RowKind::Subtotal,
        format!("Summa {}", title.to_lowercase()),
        vec![cells::of(sum)],
    ));
}
