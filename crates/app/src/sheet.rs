//! Tables that come as XLSX, as the semicolon tables they stand for.

use domain::refusal::Refusal;
use sheets::{Limits, Sheet};

/// A file name and its text.
type Table = (String, Vec<u8>);

/// Every sheet as a semicolon table named after it; a workbook of one sheet is named after the file.
///
/// # Errors
/// A refusal when it is no workbook, too large, or damaged.
pub(crate) fn tables(file: &str, bytes: &[u8]) -> Result<Vec<Table>, Refusal> {
    let sheets = sheets::read(file, bytes, &Limits::TABLES)?;
    let alone = sheets.len() == 1;
    let table = |sheet: &Sheet| {
        let stem = if alone {
            &file[..file.len() - ".xlsx".len()]
        } else {
            sheet.name.as_str()
        };
        (format!("{stem}.csv"), csv(&sheet.rows).into_bytes())
    };
    Ok(sheets.iter().map(table).collect())
}

/// Empty rows are kept, so that line numbers are the sheet's own.
fn csv(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let cells = (0..width).map(|i| quoted(row.get(i).map_or("", String::as_str)));
        text.push_str(&cells.collect::<Vec<_>>().join(";"));
        text.push('\n');
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
