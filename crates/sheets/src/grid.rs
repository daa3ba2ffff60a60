//! The rows of a sheet as they come, and how large they may grow.

use domain::refusal::Refusal;

use crate::read::{Limits, Sheet};

/// A sheet while it is read.
pub(crate) struct Grid<'a> {
    file: &'a str,
    limits: &'a Limits,
    pub(crate) sheet: Sheet,
}

/// What all sheets of a workbook have become so far.
#[derive(Default)]
pub(crate) struct Size {
    /// Cells, empty ones before a filled one included: they take room too.
    cells: usize,
    /// Bytes of text.
    text: usize,
}

impl<'a> Grid<'a> {
    pub(crate) fn new(file: &'a str, name: &str, limits: &'a Limits) -> Grid<'a> {
        Grid {
            file,
            limits,
            sheet: Sheet {
                name: name.to_owned(),
                rows: Vec::new(),
            },
        }
    }

    /// Sets a cell; rows and columns count from 0.
    pub(crate) fn set(
        &mut self,
        size: &mut Size,
        (row, column): (u32, u32),
        text: String,
    ) -> Result<(), Refusal> {
        if row >= self.limits.rows || column >= self.limits.columns {
            return Err(self.far(row, column));
        }
        if text.is_empty() {
            return Ok(());
        }
        let (row, column) = (row as usize, column as usize);
        let rows = &mut self.sheet.rows;
        if rows.len() <= row {
            size.cells += row + 1 - rows.len();
            rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut rows[row];
        if cells.len() <= column {
            size.cells += column + 1 - cells.len();
            cells.resize(column + 1, String::new());
        }
        size.text += text.len();
        cells[column] = text;
        if size.cells > self.limits.cells || size.text > self.limits.text {
            return Err(self.full());
        }
        Ok(())
    }

    fn far(&self, row: u32, column: u32) -> Refusal {
        let (rows, columns) = (self.limits.rows, self.limits.columns);
        let message = format!(
            "Bladet har en cell på rad {} och kolumn {}; högst {rows} rader och {columns} kolumner läses. Ta bort det som står långt utanför tabellen.",
            row + 1,
            column + 1
        );
        Refusal::at("xlsx-omfang", self.place(), message)
    }

    fn full(&self) -> Refusal {
        let (cells, text) = (self.limits.cells, self.limits.text >> 20);
        let message = format!(
            "Arbetsboken har mer än {cells} celler eller {text} MiB text. Kontrollera att det är rätt fil, eller dela upp den."
        );
        Refusal::at("xlsx-for-stor", self.place(), message)
    }

    fn place(&self) -> String {
        format!("{}, bladet {}", self.file, self.sheet.name)
    }
}
