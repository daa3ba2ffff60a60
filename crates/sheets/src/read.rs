//! Reading a workbook's sheets as rows of text.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use domain::refusal::Refusal;

use crate::{
    grid::{Grid, Size},
    measure::measure,
};

/// How large a workbook may be, and become.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub packed: usize,
    /// Bytes of everything in it, unpacked.
    pub unpacked: u64,
    /// Opening brackets of its XML: what the time to read it depends on.
    pub tags: usize,
    /// Rows of a sheet.
    pub rows: u32,
    /// Columns of a sheet.
    pub columns: u32,
    /// Cells of all sheets, empty ones before a filled one included.
    pub cells: usize,
    /// Bytes of text in all sheets.
    pub text: usize,
}

impl Limits {
    /// Tables of an association: a few kilobytes each.
    pub const TABLES: Limits = Limits {
        packed: 4 << 20,
        unpacked: 32 << 20,
        tags: 4_000_000,
        rows: 50_000,
        columns: 200,
        cells: 1_000_000,
        text: 16 << 20,
    };

    /// A register: a row per participation over many years.
    pub const REGISTER: Limits = Limits {
        packed: 24 << 20,
        unpacked: 112 << 20,
        tags: 9_000_000,
        rows: 110_000,
        columns: 200,
        cells: 1_700_000,
        text: 40 << 20,
    };
}

/// A sheet as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Rows from the first one, empty ones kept, so that an index is the sheet's own row number less
    /// one. A row ends at its last filled cell. Dates are "2024-03-01".
    pub rows: Vec<Vec<String>>,
}

/// Every sheet of a workbook.
///
/// # Errors
/// A refusal when it is no workbook, too large, or damaged; decided within bounded time and memory.
pub fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Refusal> {
    measure(file, bytes, limits)?;
    // A panic of the reader means a damaged file, not a broken program.
    catch_unwind(AssertUnwindSafe(|| sheets(file, bytes, limits)))
        .unwrap_or_else(|_| Err(damaged(file, &"läsaren gav upp")))
}

fn damaged(file: &str, cause: &dyn std::fmt::Display) -> Refusal {
    let message = format!(
        "Arbetsboken går inte att läsa ({cause}). Spara den på nytt som XLSX, eller exportera tabellerna som CSV."
    );
    Refusal::at("xlsx-skadad", file, message)
}

fn sheets(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Refusal> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| damaged(file, &e))?;
    let mut size = Size::default();
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut cells = book
            .worksheet_cells_reader(&name)
            .map_err(|e| damaged(file, &e))?;
        let mut grid = Grid::new(file, &name, limits);
        while let Some(cell) = cells.next_cell().map_err(|e| damaged(file, &e))? {
            grid.set(&mut size, cell.get_position(), text(cell.get_value()))?;
        }
        sheets.push(grid.sheet);
    }
    Ok(sheets)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(n) => n.to_string(),
        // The shortest text that reads back the same: 33.6 stays 33.6.
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(date) => day(*date),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A day as people write it; a duration or an impossible day as the number it is stored as.
fn day(date: ExcelDateTime) -> String {
    if date.is_duration() || !(1.0..2_958_466.0).contains(&date.as_f64()) {
        return date.as_f64().to_string();
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
