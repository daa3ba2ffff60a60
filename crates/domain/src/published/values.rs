//! What is wrong with single values of a table, column by column.

use super::{
    cells::is_free_measure,
    layout::{Column, FileKind, FileSpec, year},
    number::{is_blank, is_withheld, number_in, printed_number},
    table::{Row, Table},
};

/// What a column holds in this row: an annex also has rows in its own words, which may hold anything,
/// and an overview has kronor beside posts and shares.
pub(super) fn kind(
    spec: &FileSpec,
    table: &Table,
    row: &Row,
    (header, cell): (&str, &str),
) -> Option<Column> {
    let (_, kind, _) = spec.column(header)?;
    // Nobody prints posts or shares with three decimals.
    let decimals = cell
        .rsplit_once(['.', ','])
        .map_or(0, |(_, decimals)| decimals.len());
    if spec.kind == FileKind::Overview && kind == Column::Decimal && decimals == 3 {
        return Some(Column::Amount);
    }
    let free = spec.kind == FileKind::Annexes && kind == Column::Count;
    Some(if free && is_free_measure(table.text(row, "mått")) {
        Column::Mixed
    } else {
        kind
    })
}

/// What is wrong with a value in a column of this kind.
pub(super) fn fault(kind: Column, header: &str, cell: &str) -> Option<(&'static str, String)> {
    if !kind.is_number() || is_blank(cell) || is_withheld(cell) {
        return None;
    }
    let place = format!("”{cell}” i kolumnen ”{header}”");
    match number_in(kind, cell) {
        None => {
            let message = format!("{place} är inget tal. Skriv talet med siffror eller lämna tomt.");
            Some(("inte-tal", message))
        }
        Some((n, _)) if n < 0 && kind == Column::Count => {
            let message = format!("{place} är negativt, men ett antal är minst 0. Rätta talet.");
            Some(("negativt-antal", message))
        }
        Some((n, decimals)) if kind == Column::Count && n % 10_i64.pow(decimals) != 0 => {
            let message = format!("{place} har decimaler, men ett antal är ett heltal. Rätta talet.");
            Some(("inte-heltal", message))
        }
        Some(_) if kind == Column::Year && year(cell).is_none() => Some((
            "orimligt-ar",
            format!("{place} är inget rimligt årtal. Rätta året."),
        )),
        Some(_) => None,
    }
}

/// Words where the rest of the row calls for a number: a result beside a numeric target, women or
/// men beside a printed total.
pub(super) fn words_for_number(
    spec: &FileSpec,
    table: &Table,
    row: &Row,
    (header, cell): (&str, &str),
) -> Option<(&'static str, String)> {
    let (pattern, kind, _) = spec.column(header)?;
    let number = |column| printed_number(table.text(row, column)).is_some();
    let called_for = match (spec.kind, pattern) {
        (FileKind::Goals, "utfall_tryckt") => number("målvärde") && !table.text(row, "enhet").is_empty(),
        (FileKind::Background, _) => number("alla"),
        _ => false,
    };
    let words = kind == Column::Mixed && !is_blank(cell) && !is_withheld(cell);
    (called_for && words && printed_number(cell).is_none()).then(|| {
        let message = format!(
            "”{cell}” i kolumnen ”{header}” är inget tal, så uppgiften jämförs inte med resten av raden. \
             Skriv talet med siffror, eller lämna tomt."
        );
        ("ord-som-tal", message)
    })
}

/// A row with numbers whose name is blank: nothing can be compared with it.
pub(super) fn nameless(spec: &FileSpec, table: &Table, row: &Row) -> Option<(&'static str, String)> {
    let columns = || table.header.iter().zip(&row.cells);
    let kind = |header: &str| spec.column(header).map(|(_, kind, _)| kind);
    let number = |(h, cell): (&String, &String)| {
        let counted = kind(h).is_some_and(|k| k != Column::Year && k.is_number());
        counted && printed_number(cell).is_some()
    };
    let blank = |(h, cell): &(&String, &String)| {
        matches!(kind(h), Some(Column::Key | Column::Year)) && is_blank(cell)
    };
    let (header, _) = columns().find(blank)?;
    columns().any(number).then(|| {
        let message = format!(
            "Raden har tal men kolumnen ”{header}” är tom, så talen jämförs inte med andra tabeller. \
             Fyll i kolumnen."
        );
        ("nyckel-tom", message)
    })
}
