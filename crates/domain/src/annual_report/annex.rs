//! An annex per insats, with the fixed headings.

use super::{
    caption, cells,
    draft::Draft,
    sections::{ANNEX, annex_id},
};
use crate::{
    codes::{CodeTable, ReferringAuthority},
    document::{Row, RowKind, TableCell},
    facts::Insats,
    figure::{MeasureId, Scope},
    number,
};

/// The insatser of the year: not those whose decision names a later first year.
pub(super) fn financed<'a>(draft: &Draft<'a>) -> Vec<&'a Insats> {
    let year = draft.year();
    let insatser = draft.facts().insatser.iter();
    insatser
        .filter(|insats| insats.first_year().is_none_or(|first| first <= year))
        .collect()
}

/// Every annex; the answer is how many there are.
pub(super) fn parts(draft: &mut Draft<'_>) -> usize {
    let insatser = financed(draft);
    for (index, insats) in insatser.iter().enumerate() {
        let id = format!("bilaga-{}", insats.slug);
        let number = format!("Bilaga {}", index + 1);
        draft.heading(1, &number, &insats.name, &id);
        annex(draft, insats);
    }
    insatser.len()
}

fn annex(draft: &mut Draft<'_>, insats: &Insats) {
    in_short(draft, insats);
    for (end, heading, level, _) in ANNEX {
        let id = annex_id(&insats.slug, end);
        if *end == "organisation" {
            let factors = format!("bilaga-{}-framgangsfaktorer", insats.slug);
            draft.heading(2, "", "Framgångsfaktorer", &factors);
        }
        draft.heading(*level, "", heading, &id);
        if *end == "resultat" {
            results(draft, insats);
            draft.optional_text(&id);
        } else {
            draft.text(&id, &format!("{}: {heading}", insats.name));
        }
    }
}

/// What is registered about the insats itself.
fn in_short(draft: &mut Draft<'_>, insats: &Insats) {
    let ages = insats
        .ages
        .map_or_else(String::new, |(from, to)| format!("{from}–{to} år"));
    let words = [
        ("Huvudman", insats.principal.clone()),
        ("Område", insats.municipalities.join(", ")),
        ("Beslut eller avtal", insats.decision.clone()),
        ("Personal", insats.staff.clone()),
        ("Åldrar", ages),
        ("Metoder", insats.methods.clone()),
    ];
    let said = words.into_iter().filter(|(_, text)| !text.is_empty());
    let mut rows: Vec<Row> = said
        .map(|(label, text)| cells::row(RowKind::Normal, label, vec![TableCell::text(text)]))
        .collect();
    let scope = Scope::all().with("insats", &insats.slug);
    for (label, measure) in [
        ("Använda medel", "insats.kostnad"),
        ("Beslutad budget", "insats.budget"),
    ] {
        if let Some(figure) = draft.figure(measure, scope.clone()) {
            rows.push(cells::row(RowKind::Normal, label, vec![cells::with_unit(figure)]));
        }
    }
    if rows.is_empty() {
        return;
    }
    let id = format!("tabell-{}-i-korthet", insats.slug);
    let caption = format!("{} i korthet", insats.name);
    draft.table(cells::table(
        &id,
        caption,
        cells::words(&["Uppgift", "Värde"]),
        rows,
    ));
}

/// Label, the year's measure, the measure since the start.
const LINES: [(&str, MeasureId, Option<MeasureId>); 3] = [
    (
        "Totalt antal deltaganden",
        "deltaganden.totalt",
        Some("deltaganden.sedan_start"),
    ),
    ("Avslutade", "deltaganden.avslutade", Some("avslut.sedan_start")),
    (
        "Till arbete eller studier",
        "avslut.antal_arbete_eller_studier",
        Some("avslut.arbete_eller_studier_sedan_start"),
    ),
];

fn results(draft: &mut Draft<'_>, insats: &Insats) {
    let scope = Scope::all().with("insats", &insats.slug);
    let total = draft.figure("deltaganden.totalt", scope.clone());
    let nobody = draft.participations().is_none();
    if !insats.registers || nobody || total.is_none_or(|figure| figure.value.units().is_none()) {
        draft.words(if insats.registers {
            "Uppgift saknas: inga deltaganden är registrerade för året."
        } else {
            "Insatsen registrerar inte deltaganden."
        });
        return;
    }
    let line = |label: &str, measure: MeasureId, since: Option<MeasureId>| {
        let since = since.map_or_else(cells::blank, |measure| draft.cell(measure, scope.clone()));
        let cells = vec![draft.cell(measure, scope.clone()), since];
        cells::row(RowKind::Normal, label, cells)
    };
    let mut rows = vec![
        line("Budgeterade deltagare", "deltaganden.budgeterade", None),
        line("Nya deltaganden", "deltaganden.nya", None),
    ];
    rows.extend(referrers(draft, &scope));
    rows.extend(LINES.map(|(label, measure, since)| line(label, measure, since)));
    rows.push(line("Konsultationer", "konsultationer.antal", None));
    let share = draft
        .figure("avslut.arbete_eller_studier", scope.clone())
        .and_then(|figure| {
            // In a sentence a nought is a word.
            let none = figure.n.filter(|_| figure.k == Some(0));
            none.map(|n| format!("ingen av {}", number::integer(n)))
                .or_else(|| caption::k_of_n(figure))
        });
    let finding = share.map(|k_of_n| format!("{k_of_n} avslutade gick till arbete eller studier"));
    let year = draft.year().to_string();
    let columns = cells::numeric(&["Resultat", &year, "Sedan start"]);
    let finding = finding.unwrap_or_else(|| "deltaganden under året och sedan start".into());
    // Every annex has this table: the insats's name tells them apart in a list of tables.
    let caption = format!("{}: {finding}", insats.name);
    let id = format!("tabell-{}-resultat", insats.slug);
    let mut table = cells::table(&id, caption, columns, rows);
    table.notes.push("Räknebas: deltaganden; konsultationer räknas för sig. Sedan start är publicerat antal till ett tidigare år plus åren därefter, annars registret från dess början.".into());
    table.notes.extend(draft.constructed_note());
    draft.table(table);
}

fn referrers(draft: &Draft<'_>, scope: &Scope) -> Vec<Row> {
    let row = |authority: &ReferringAuthority| {
        let scope = scope.clone().with("remittent", authority.slug());
        let figure = draft.figure("remittent.antal", scope)?;
        let label = format!("– varav remitterade av {}", authority.label());
        Some(cells::row(
            RowKind::Normal,
            label,
            vec![cells::of(figure), cells::blank()],
        ))
    };
    ReferringAuthority::ALL.iter().filter_map(row).collect()
}
