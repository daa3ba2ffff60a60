//! A table as text: what a CSV file says, or a sheet of a workbook.

use crate::{published::decode::decode, refusal::Refusal};

/// Rows of one file; more are divided into several.
pub const MAX_ROWS: usize = 100_000;
/// Columns of one file.
pub const MAX_COLUMNS: usize = 200;
/// Bytes of a file of text.
const MAX_BYTES: usize = 40 << 20;
/// A longer text is in no field of a register.
const MAX_CELL: usize = 500;

/// Headings and rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings, trimmed.
    pub header: Vec<String>,
    /// Rows with the row's number in the file, from 1; empty ones left out.
    pub rows: Vec<(usize, Vec<String>)>,
}

impl Table {
    /// A table of CSV: semicolon, comma or tab; UTF-8, UTF-16 with its mark, or Windows-1252.
    ///
    /// # Errors
    /// A refusal when it is too large, no text or empty.
    pub fn csv(file: &str, bytes: &[u8]) -> Result<Table, Refusal> {
        if bytes.len() > MAX_BYTES {
            let (size, most) = (bytes.len() >> 20, MAX_BYTES >> 20);
            let message = format!("Filen är {size} MiB; högst {most} MiB läses. Dela upp den.");
            return Err(Refusal::at("fil-for-stor", file, message));
        }
        let (text, _) = decode(bytes);
        // The reader counts lines by their last mark.
        let text = text.replace("\r\n", "\n");
        if text.contains('\0') {
            let message = "Filen är ingen texttabell. Exportera registret som CSV eller XLSX.";
            return Err(Refusal::at("nolltecken", file, message));
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(&text))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records().filter_map(Result::ok) {
            let line = record.position().map_or(0, csv::Position::line);
            let cells = record.iter().map(str::to_owned).collect();
            rows.push((usize::try_from(line).unwrap_or(0), cells));
            if rows.len() > MAX_ROWS + 1 {
                break;
            }
        }
        Table::of(file, rows)
    }

    /// A table of rows with their numbers; the first with anything in it is the heading.
    ///
    /// # Errors
    /// A refusal when there is none, or too many.
    pub fn of(file: &str, rows: impl IntoIterator<Item = (usize, Vec<String>)>) -> Result<Table, Refusal> {
        let trimmed = |(line, cells): (usize, Vec<String>)| {
            let cut = |cell: String| match cell.char_indices().nth(MAX_CELL) {
                Some((at, _)) => cell[..at].to_owned(),
                None => cell,
            };
            let cells: Vec<String> = cells
                .into_iter()
                .map(|cell| cut(cell.trim().to_owned()))
                .collect();
            (line, cells)
        };
        let mut rows = rows
            .into_iter()
            .map(trimmed)
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        let Some((_, header)) = rows.next() else {
            let message = "Filen är tom. Den ska ha en rad med rubriker och en rad per deltagande.";
            return Err(Refusal::at("fil-tom", file, message));
        };
        let width = header.len();
        let rows: Vec<(usize, Vec<String>)> = rows
            .map(|(line, mut cells)| {
                cells.resize(width, String::new());
                (line, cells)
            })
            .collect();
        if rows.len() > MAX_ROWS || width > MAX_COLUMNS {
            let message = format!(
                "Filen har fler än {MAX_ROWS} rader eller {MAX_COLUMNS} kolumner. Kontrollera att det är rätt fil, eller dela upp den."
            );
            return Err(Refusal::at("for-manga-rader", file, message));
        }
        Ok(Table { header, rows })
    }

    /// Empties the columns for which `bars` holds: their content is kept nowhere.
    pub fn forget(&mut self, bars: impl Fn(usize) -> bool) {
        for (_, cells) in &mut self.rows {
            for (i, cell) in cells.iter_mut().enumerate() {
                if bars(i) {
                    cell.clear();
                }
            }
        }
    }

    /// The filled cells of a column.
    pub fn filled(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |(_, cells)| cells.get(column));
        cells.map(String::as_str).filter(|cell| !cell.is_empty())
    }
}

/// What parts the heading: the mark it has most of.
fn delimiter(text: &str) -> u8 {
    let head = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |mark: u8| head.bytes().filter(|byte| *byte == mark).count();
    let mut best = b';';
    for mark in [b'\t', b','] {
        if count(mark) > count(best) {
            best = mark;
        }
    }
    best
}
