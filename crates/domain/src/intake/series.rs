//! Tables of values without rows: participations per insats and year, background, annexes, overview.

use super::tables::{Intake, Reader, cell, is_sum, year_columns};
use crate::{
    codes::{CodeTable, Education},
    facts::{Published, Source},
    figure::Scope,
    published::{FileKind, PublishedTable, layout, table::printed_number},
    statement::measure as id,
};

/// Columns of the tables of participations and their measures.
const COLUMNS: [(&str, &str); 5] = [
    ("budget", "deltaganden.budgeterade"),
    ("totalt", "deltaganden.totalt"),
    ("nya", "deltaganden.nya"),
    ("avslutade", "deltaganden.avslutade"),
    ("pågående", "deltaganden.pagaende"),
];

/// Rows of the overview, by a word in their label.
const OVERVIEW: [(&str, &str); 6] = [
    ("intäkter", id::INCOME),
    ("kostnader", id::COST),
    ("avskrivningar", id::DEPRECIATION),
    ("eget kapital", id::EQUITY),
    ("resultat", id::RESULT),
    ("anställda", id::EMPLOYEES),
];

/// Rows of the annexes that carry on what the register does not hold.
const SINCE_START: [(&str, &str); 3] = [
    ("sedan start deltagare", "deltaganden.sedan_start"),
    ("sedan start avslutade", "avslut.sedan_start"),
    (
        "sedan start till arbete eller studier",
        "avslut.arbete_eller_studier_sedan_start",
    ),
];

pub(super) fn read(reader: &mut Reader<'_>, intake: &mut Intake) {
    for table in reader.of(FileKind::PerInsats) {
        per_insats(reader, &table, intake);
    }
    for table in reader.of(FileKind::PerYear) {
        per_year(reader, &table, intake);
    }
    for table in reader.of(FileKind::Background) {
        background(reader, &table, intake);
    }
    for table in reader.of(FileKind::Annexes) {
        annexes(reader, &table, intake);
    }
    for table in reader.of(FileKind::Overview) {
        overview(reader, &table, intake);
    }
}

/// A value, when the cell holds a number.
fn value(text: &str, measure: &str, year: i32, scope: Scope, source: Source) -> Option<Published> {
    let (units, decimals) = printed_number(text)?;
    Some(Published {
        measure: measure.to_owned(),
        year,
        scope,
        units,
        decimals,
        source,
    })
}

fn source(document: &str, row: &str, column: &str) -> Source {
    Source {
        document: document.to_owned(),
        cell: format!("{row}, {column}"),
    }
}

fn per_insats(reader: &mut Reader<'_>, table: &PublishedTable, intake: &mut Intake) {
    let year = table.year.unwrap_or(reader.year);
    let document = format!("Årsredovisning {year}, tabell 1");
    for row in &table.table.rows {
        let slug = table.table.text(row, "insats");
        if is_sum(slug) || super::economy::insats(reader, table, row, intake).is_none() {
            continue;
        }
        for (column, measure) in COLUMNS {
            let scope = Scope::all().with("insats", slug);
            let text = table.table.text(row, column);
            intake
                .published
                .extend(value(text, measure, year, scope, source(&document, slug, column)));
        }
    }
}

fn per_year(reader: &mut Reader<'_>, table: &PublishedTable, intake: &mut Intake) {
    let document = reader.document("tabell 2");
    for row in &table.table.rows {
        let label = table.table.text(row, "år");
        let Some(year) = layout::year(label) else {
            let message = format!("”{label}” är inget årtal. Skriv året med fyra siffror.");
            reader.say(table, row, "inte-ar", message);
            continue;
        };
        for (column, measure) in COLUMNS {
            let text = table.table.text(row, column);
            intake.published.extend(value(
                text,
                measure,
                year,
                Scope::all(),
                source(&document, label, column),
            ));
        }
    }
}

fn background(reader: &mut Reader<'_>, table: &PublishedTable, intake: &mut Intake) {
    let year = table.year.unwrap_or(reader.year);
    let document = format!("Årsredovisning {year}, bakgrund");
    for row in &table.table.rows {
        let (group, label) = (
            table.table.text(row, "fördelning"),
            table.table.text(row, "kategori"),
        );
        let Some((measure, scope)) = background_measure(&group.to_lowercase(), &label.to_lowercase()) else {
            continue;
        };
        for (column, sex) in [("kvinnor", Some("kvinna")), ("män", Some("man")), ("alla", None)] {
            let scope = sex.map_or_else(|| scope.clone(), |sex| scope.clone().with("kon", sex));
            let source = source(&document, &format!("{group}, {label}"), column);
            intake
                .published
                .extend(value(table.table.text(row, column), measure, year, scope, source));
        }
    }
}

/// What a row of the background table is a value of; rows of words have none.
fn background_measure(group: &str, label: &str) -> Option<(&'static str, Scope)> {
    let over = |years: &[&str]| label.contains("mer än") && years.iter().any(|y| label.contains(y));
    let measure = match (group, label) {
        _ if label.contains("medelålder") => "alder.medel_inskrivning",
        _ if group.contains("konsultation") => "konsultationer.antal",
        ("nyinskrivna", "antal") => "deltaganden.nya",
        ("nyinskrivna", _) if label.starts_with("under 30") => "deltaganden.nya_under_30",
        ("avslut", _) if label.contains("utskrivna") => "deltaganden.avslutade",
        ("avslut", _) if label.starts_with("arbetssökande") => "avslut.antal_arbetssokande",
        ("avslut", _) if label.contains("arbete") && label.contains("studier") => {
            "avslut.antal_arbete_eller_studier"
        }
        _ if group.starts_with("tid i") && over(&["1 år", "ett år"]) => "forsorjningstid.over_1_ar",
        _ if group.starts_with("tid i") && over(&["5 år", "fem år"]) => "forsorjningstid.over_5_ar",
        _ if group.starts_with("utbildning") => {
            let named = |e: &&Education| label.contains(e.label());
            let education = Education::ALL.iter().find(named)?;
            return Some((
                "utbildning.andel",
                Scope::all().with("utbildning", education.slug()),
            ));
        }
        _ => return None,
    };
    Some((measure, Scope::all()))
}

fn annexes(reader: &mut Reader<'_>, table: &PublishedTable, intake: &mut Intake) {
    let year = table.year.unwrap_or(reader.year);
    let document = format!("Årsredovisning {year}, bilaga");
    for row in &table.table.rows {
        let (slug, label) = (table.table.text(row, "insats"), table.table.text(row, "mått"));
        if super::economy::insats(reader, table, row, intake).is_none() {
            continue;
        }
        let scope = Scope::all().with("insats", slug);
        let since = SINCE_START
            .iter()
            .find(|(words, _)| label.to_lowercase() == *words);
        let (measure, scope) = match since {
            Some((_, measure)) => (*measure, scope),
            None => ("bilaga.rad", scope.with("rad", label)),
        };
        let source = source(&document, slug, label);
        intake.published.extend(value(
            table.table.text(row, "värde"),
            measure,
            year,
            scope,
            source,
        ));
    }
}

fn overview(reader: &mut Reader<'_>, table: &PublishedTable, intake: &mut Intake) {
    let document = reader.document("flerårsöversikt");
    for row in &table.table.rows {
        let label = table.table.text(row, "mått");
        let Some(measure) = overview_measure(label) else {
            let message = format!(
                "Raden ”{label}” i översikten är inget mått vi känner. Byt namn på raden eller ta bort den."
            );
            reader.say(table, row, "oversikt-rad", message);
            continue;
        };
        for (index, header, year) in year_columns(table) {
            let source = source(&document, label, &header);
            intake
                .published
                .extend(value(cell(row, index), measure, year, Scope::all(), source));
        }
    }
}

fn overview_measure(label: &str) -> Option<&'static str> {
    let label = label.to_lowercase();
    OVERVIEW
        .iter()
        .find(|(word, _)| label.contains(word))
        .map(|(_, measure)| *measure)
}
