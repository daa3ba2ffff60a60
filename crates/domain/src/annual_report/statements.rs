//! Parts 2–5 and 7: the statements and the notes, with a place for the approver's initials.

use super::{cells, draft::Draft};
use crate::{
    document::{self, Block, Column, RowKind, TableCell},
    figure::{Figure, FigureKey, MeasureId, Scope, Value},
    money::Ore,
    number::NBSP,
    statement::{Level, Row, Table, measure as id},
};

const NO_BOOKS: &str = "årets bokföring är inte inläst";
const READ_BOOKS: &str = "Läs in bokföringen (SIE) för året.";
/// Where the notes say how kronor are rounded.
const ROUNDED: &str = "Belopp i hela kronor. Varje konto avrundas en gång, så att varje tryckt summa är summan av de tryckta raderna (avsnitt 6).";

/// Whether anything is known in a statement, either year.
pub(super) fn has_amounts(table: &Table) -> bool {
    let known = |row: &Row| row.current.is_some() || row.previous.is_some() || row.budget.is_some();
    table.rows.iter().any(known)
}

/// Parts 2 to 5.
pub(super) fn parts(draft: &mut Draft<'_>) {
    let statements = draft.sources.figures.statements();
    draft.heading(
        1,
        "2",
        "Driftsredovisning och investeringsredovisning",
        "redovisning",
    );
    draft.heading(2, "2.1", "Driftsredovisning", "driftsredovisning");
    draft.section("drift");
    if has_amounts(&statements.operating) {
        let table = operating(draft, &statements.operating);
        draft.table(table);
    } else {
        draft.missing("ars-bokforing", NO_BOOKS, READ_BOOKS);
    }
    draft.heading(2, "2.2", "Investeringsredovisning", "investeringsredovisning");
    investment(draft, &statements.investment);
    draft.blocks.push(Block::Initials);
    for (number, table, anchor) in [
        ("3", &statements.income, "resultatrakning"),
        ("4", &statements.balance, "balansrakning"),
        ("5", &statements.cash_flow, "kassaflodesanalys"),
    ] {
        draft.heading(1, number, &table.title, anchor);
        if has_amounts(table) {
            let printed = print(draft, table, &format!("tabell-{}", table.id));
            draft.table(printed);
        } else {
            draft.words(format!("Uppgift saknas: {NO_BOOKS}."));
        }
        draft.blocks.push(Block::Initials);
    }
}

fn investment(draft: &mut Draft<'_>, table: &Table) {
    let moved = |row: &Row| {
        let amounts = [row.current, row.previous];
        amounts.into_iter().flatten().any(|amount| amount != Ore::ZERO)
    };
    if table.rows.iter().any(moved) {
        let printed = print(draft, table, "tabell-investering");
        draft.table(printed);
    } else if has_amounts(table) {
        draft.words("Förbundet har inte gjort några investeringar och har inga inventarier.");
    } else {
        draft.words(format!("Uppgift saknas: {NO_BOOKS}."));
    }
}

/// A statement with this year and the year before; a column of notes where a row has one.
pub(super) fn print(draft: &Draft<'_>, table: &Table, anchor: &str) -> document::Table {
    let with_notes = table.rows.iter().any(|row| !row.note.is_empty());
    let year = draft.year();
    let years = [year.to_string(), (year - 1).to_string()];
    let mut heads = vec!["Belopp i kronor"];
    if with_notes {
        heads.push("Not");
    }
    heads.extend(years.iter().map(String::as_str));
    let row = |row: &Row| {
        let mut cells = vec![TableCell::text(&row.label)];
        if with_notes {
            cells.push(note_link(row.note));
        }
        if row.level == Level::Group {
            cells.resize(heads.len(), cells::blank());
        } else {
            cells.push(amount(draft, row, row.current, year));
            cells.push(amount(draft, row, row.previous, year - 1));
        }
        document::Row {
            kind: kind(row.level),
            cells,
        }
    };
    let rows = table.rows.iter().map(row).collect();
    let mut columns: Vec<Column> = cells::numeric(&heads);
    if with_notes {
        columns[1].numeric = false;
    }
    let finding = finding(draft, table);
    let label = finding.is_some().then(|| table.title.clone());
    let caption = finding.unwrap_or_else(|| table.title.clone());
    let mut printed = cells::table(anchor, caption, columns, rows);
    printed.label = label.unwrap_or_default();
    printed
}

const fn kind(level: Level) -> RowKind {
    match level {
        Level::Group => RowKind::Group,
        Level::Line => RowKind::Normal,
        Level::Subtotal => RowKind::Subtotal,
        Level::Total => RowKind::Total,
    }
}

fn note_link(note: &str) -> TableCell {
    let link = (!note.is_empty()).then(|| format!("#not-{note}"));
    TableCell {
        link,
        ..TableCell::text(note)
    }
}

fn amount(draft: &Draft<'_>, row: &Row, amount: Option<Ore>, year: i32) -> TableCell {
    let Some(amount) = amount else {
        return TableCell::text("–");
    };
    let kronor = amount.to_kronor();
    let key = |measure, year, scope| FigureKey { measure, year, scope };
    match &row.figure {
        Some(figure) => draft.amount(
            kronor,
            &key(figure.measure, year, figure.scope.clone()),
            figure.negated,
        ),
        // The opening value of equipment is the year before's closing value.
        None => draft.amount(kronor, &key(id::EQUIPMENT, year - 1, Scope::all()), false),
    }
}

/// The statement's main figure against the year before.
fn finding(draft: &Draft<'_>, table: &Table) -> Option<String> {
    let (words, measure): (&str, MeasureId) = match table.id {
        "resultat" => ("Årets resultat", id::RESULT),
        "balans" => ("Tillgångar", id::ASSETS),
        "kassaflode" => ("Årets kassaflöde", id::FLOW_YEAR),
        "balanskrav" => ("Resultat efter justeringar", id::BALANCE_REQUIREMENT),
        "investering" => ("Årets investeringar", id::INVESTMENTS),
        _ => return None,
    };
    compared(draft, table, (words, measure), &Scope::all())
}

/// "Årets resultat −204 793 kr (2021: 1 245 879 kr)".
fn compared(
    draft: &Draft<'_>,
    table: &Table,
    (words, measure): (&str, MeasureId),
    scope: &Scope,
) -> Option<String> {
    let year = draft.year();
    let text = |figure: &Figure| figure.value.units().map(|_| figure.text());
    let current = draft.figure(measure, scope.clone()).and_then(text)?;
    let before = draft.at(measure, year - 1, scope.clone()).and_then(text);
    // The caption tells of the year before only what the table does.
    let known = table.rows.iter().any(|row| row.previous.is_some());
    let before = before.filter(|_| known);
    let before = before.map_or_else(String::new, |before| format!(" ({}: {before})", year - 1));
    Some(format!("{words} {current}{before}"))
}

fn operating(draft: &Draft<'_>, table: &Table) -> document::Table {
    let year = draft.year();
    let heads = [
        "Belopp i kronor".to_owned(),
        format!("Utfall {year}"),
        format!("Budget {year}"),
        "Avvikelse".to_owned(),
        format!("Utfall {}", year - 1),
    ];
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows = table.rows.iter().map(|row| {
        let cell = |measure: MeasureId, amount: Option<Ore>, year: i32| {
            let key = FigureKey {
                measure,
                year,
                scope: Scope::all().with("rad", &row.label),
            };
            amount.map_or_else(
                || TableCell::text("–"),
                |amount| draft.amount(amount.to_kronor(), &key, false),
            )
        };
        let mut previous = cell("drift.utfall", row.previous, year - 1);
        if previous.figure.is_none() && row.previous.is_some() {
            previous = amount(draft, row, row.previous, year - 1);
        }
        let cells = vec![
            cell("drift.utfall", row.current, year),
            cell("drift.budget", row.budget, year),
            cell("drift.avvikelse", row.deviation, year),
            previous,
        ];
        cells::row(kind(row.level), &row.label, cells)
    });
    let rows = rows.collect();
    let caption = operating_finding(draft).unwrap_or_else(|| "Utfall mot budget".into());
    let mut printed = cells::table("tabell-drift", caption, cells::numeric(&heads), rows);
    printed.label.clone_from(&table.title);
    printed.notes = vec![
        "Nettokostnad är verksamhetens kostnader med avskrivningar. Medlemsavgift är verksamhetens alla intäkter: medlemmarnas bidrag och övriga intäkter, bland annat deltagaravgifter (not 1).".into(),
        "En avvikelse är positiv när den är gynnsam: lägre kostnad eller högre intäkt än budget.".into(),
        ROUNDED.into(),
    ];
    printed
}

/// "Resultatet blev −204 793 kr, 1 842 207 kr bättre än budget".
fn operating_finding(draft: &Draft<'_>) -> Option<String> {
    let of = |measure| draft.figure(measure, Scope::all().with("rad", "Resultat"));
    let result = of("drift.utfall")?;
    let Some(Value::Money(deviation)) = of("drift.avvikelse").map(|figure| figure.value) else {
        return Some(format!("Resultatet blev {}", result.text()));
    };
    let word = if deviation < Ore::ZERO {
        "sämre"
    } else {
        "bättre"
    };
    let apart = Value::Money(deviation.abs()).text();
    Some(format!(
        "Resultatet blev {}, {apart}{NBSP}kr {word} än budget",
        result.text()
    ))
}

/// Part 7.
pub(super) fn notes(draft: &mut Draft<'_>) {
    draft.heading(1, "7", "Noter", "noter");
    let notes = &draft.sources.figures.statements().notes;
    let mut any = false;
    for table in notes.iter().filter(|table| has_amounts(table)) {
        any = true;
        let number = table.id.trim_start_matches("not ");
        let title = table.title.trim_start_matches(&format!("Not {number} "));
        let mut printed = print(draft, table, &format!("not-{number}"));
        printed.label = format!("Not {number}");
        let scope = Scope::all().with("not", number);
        printed.caption =
            compared(draft, table, (title, id::NOTE_SUM), &scope).unwrap_or_else(|| title.to_owned());
        draft.table(printed);
    }
    if !any {
        draft.words(format!("Uppgift saknas: {NO_BOOKS}."));
    }
    audit(draft);
    draft.section("noter");
    draft.blocks.push(Block::Initials);
}

/// The law asks for the cost of auditing the accounts.
fn audit(draft: &mut Draft<'_>) {
    draft.heading(
        2,
        "",
        "Kostnad för räkenskapsrevision",
        "kostnad-for-rakenskapsrevision",
    );
    let is_audit = |figure: &&Figure| {
        let label = figure.key.scope.get("rad").unwrap_or_default().to_lowercase();
        figure.key.year == draft.year() && label.contains("revision")
    };
    let Some(figure) = draft.sources.figures.of(id::NOTE_ROW).find(is_audit) else {
        draft.missing(
            "ars-revision",
            "kostnaden för räkenskapsrevision framgår inte av någon rad i not 2",
            "Ge revisionens konto en egen notrad i kontomappningen.",
        );
        return;
    };
    let label = figure.key.scope.get("rad").unwrap_or_default();
    let template = format!("Årets kostnad för räkenskapsrevision var {{}} (raden {label} i not 2).");
    draft.sentence(&template, &[Some(figure)]);
}
