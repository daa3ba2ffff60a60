//! Tables that come as XLSX. A workbook is measured before it is read: a small file can unpack to
//! gigabytes, and one far cell can claim a sheet of millions of rows.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use domain::refusal::Refusal;

/// A workbook of tables is a few kilobytes.
const MAX_PACKED: usize = 4 << 20;
/// All of it, unpacked.
const MAX_UNPACKED: u64 = 32 << 20;
/// Files in the archive.
const MAX_PARTS: usize = 500;
/// Rows and columns of a table.
const MAX_ROWS: u32 = 50_000;
const MAX_COLUMNS: u32 = 200;

/// A file name and its text.
type Table = (String, Vec<u8>);

/// Every sheet as a semicolon table named after it; a workbook of one sheet is named after the file.
///
/// # Errors
/// A refusal when it is no workbook, too large, or damaged.
pub(crate) fn tables(file: &str, bytes: &[u8]) -> Result<Vec<Table>, Refusal> {
    measure(file, bytes)?;
    let damaged = |cause: &dyn std::fmt::Display| {
        let message = format!(
            "Arbetsboken går inte att läsa ({cause}). Spara den på nytt som XLSX, eller exportera tabellerna som CSV."
        );
        Refusal::at("xlsx-skadad", file, message)
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let names = book.sheet_names();
    let mut tables = Vec::with_capacity(names.len());
    for name in &names {
        let mut cells = book.worksheet_cells_reader(name).map_err(|e| damaged(&e))?;
        let mut grid = Grid::default();
        while let Some(cell) = cells.next_cell().map_err(|e| damaged(&e))? {
            let (row, column) = cell.get_position();
            if row >= MAX_ROWS || column >= MAX_COLUMNS {
                return Err(Refusal::at(
                    "xlsx-omfang",
                    format!("{file}, bladet {name}"),
                    format!(
                        "Bladet har en cell på rad {} och kolumn {}; högst {MAX_ROWS} rader och {MAX_COLUMNS} kolumner läses. Ta bort det som står långt utanför tabellen.",
                        row + 1,
                        column + 1
                    ),
                ));
            }
            grid.set(row, column, text(cell.get_value()));
        }
        let stem = if names.len() == 1 {
            &file[..file.len() - ".xlsx".len()]
        } else {
            name.as_str()
        };
        tables.push((format!("{stem}.csv"), grid.csv().into_bytes()));
    }
    Ok(tables)
}

/// Unpacks everything once, counting, and keeps nothing: what the archive says of its own sizes is
/// not believed.
fn measure(file: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let too_large = |what: String| {
        Refusal::at(
            "xlsx-for-stor",
            file,
            format!("{what} Kontrollera att det är rätt fil, eller exportera tabellerna som CSV."),
        )
    };
    if bytes.len() > MAX_PACKED {
        return Err(too_large(format!(
            "Arbetsboken är {} MiB; högst {} MiB läses.",
            bytes.len() >> 20,
            MAX_PACKED >> 20
        )));
    }
    let no_archive = || {
        Refusal::at(
            "xlsx-annat",
            file,
            "Filen är ingen arbetsbok i formatet XLSX. Spara om den, eller exportera tabellerna som CSV.",
        )
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_archive())?;
    if archive.len() > MAX_PARTS {
        return Err(too_large(format!(
            "Arbetsboken har {} delar; högst {MAX_PARTS} läses.",
            archive.len()
        )));
    }
    let mut left = MAX_UNPACKED;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(|_| no_archive())?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| no_archive())?;
        left = left.checked_sub(read).ok_or_else(|| {
            too_large(format!(
                "Arbetsboken packas upp till mer än {} MiB.",
                MAX_UNPACKED >> 20
            ))
        })?;
    }
    Ok(())
}

/// The rows of a sheet as they come.
#[derive(Default)]
struct Grid(Vec<Vec<String>>);

impl Grid {
    fn set(&mut self, row: u32, column: u32, text: String) {
        let (row, column) = (row as usize, column as usize);
        if self.0.len() <= row {
            self.0.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.0[row];
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }

    /// Empty rows are kept, so that line numbers are the sheet's own.
    fn csv(&self) -> String {
        let width = self.0.iter().map(Vec::len).max().unwrap_or(0);
        let mut text = String::new();
        for row in &self.0 {
            let cells = (0..width).map(|i| quoted(row.get(i).map_or("", String::as_str)));
            text.push_str(&cells.collect::<Vec<_>>().join(";"));
            text.push('\n');
        }
        text
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(n) => n.to_string(),
        // The shortest text that reads back the same: 33.6 stays 33.6.
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(date) => date.to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
