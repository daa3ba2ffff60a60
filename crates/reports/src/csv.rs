//! A table as CSV.

use domain::{
    document::{RowKind, Table, TableCell},
    number,
};

/// Writes the table for a Swedish spreadsheet: semicolons, decimal comma, no thousands separators,
/// a byte order mark (without it Excel reads UTF-8 as Windows-1252 and å ä ö break) and CRLF. Group
/// headings are rows with one filled cell.
pub fn csv(table: &Table) -> String {
    let mut out = String::from("\u{feff}");
    let heads: Vec<String> = table.columns.iter().map(|c| field(&c.head)).collect();
    line(&mut out, &heads);
    for row in &table.rows {
        let used = if row.kind == RowKind::Group {
            1
        } else {
            row.cells.len()
        };
        let mut cells: Vec<String> = row.cells.iter().take(used).map(cell).collect();
        cells.resize(table.columns.len(), String::new());
        line(&mut out, &cells);
    }
    out
}

fn line(out: &mut String, fields: &[String]) {
    out.push_str(&fields.join(";"));
    out.push_str("\r\n");
}

fn cell(cell: &TableCell) -> String {
    match cell.number {
        Some((units, decimals)) => number::plain(units, decimals).replace('.', ","),
        None => field(&cell.text),
    }
}

/// A field, quoted where it must be. A text that a spreadsheet would run as a formula gets an
/// apostrophe in front.
fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && text.len() > 1 && !text[1..].starts_with(|c: char| c.is_ascii_digit()));
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
