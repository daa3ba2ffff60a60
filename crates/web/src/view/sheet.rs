//! A table of a page as a workbook: the same cells, numbers as numbers.

use domain::{document, published::table::printed_number};

use super::Table;

impl Table {
    /// The table as a report's table, which `app` writes as a workbook. Links of the page lead
    /// nowhere in a file, so only their words go along.
    pub fn to_document(&self) -> document::Table {
        let column = |column: &super::Column| document::Column {
            head: column.head.clone(),
            numeric: column.numeric,
        };
        let row = |row: &super::Row| document::Row {
            kind: row.kind,
            cells: row
                .cells
                .iter()
                .zip(&self.columns)
                .map(|(cell, column)| document::TableCell {
                    number: if column.numeric { number(&cell.text) } else { None },
                    ..document::TableCell::text(&cell.text)
                })
                .collect(),
        };
        document::Table {
            label: self.label.clone(),
            caption: self.caption.clone(),
            id: self.id.clone(),
            columns: self.columns.iter().map(column).collect(),
            rows: self.rows.iter().map(row).collect(),
            notes: self.notes.clone(),
        }
    }
}

/// "−1 234,5 kr" as units and decimals.
fn number(text: &str) -> Option<(i64, u32)> {
    let bare = text.trim().trim_end_matches("kr").trim_end_matches('%').trim();
    printed_number(bare)
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Row, Table};

    #[test]
    fn numbers_are_numbers_and_words_are_words() {
        let mut table = Table::new("t", "T", &["Rad", "Belopp#"]);
        let cells = |amount: &str| vec![Cell::text("2022"), Cell::text(amount)];
        table.rows = vec![
            Row::of(cells("−1\u{a0}234,5\u{a0}kr")),
            Row::total(cells("32,1\u{a0}%")),
            Row::of(cells("–")),
        ];
        let written = table.to_document();
        let numbers: Vec<_> = written.rows.iter().map(|row| row.cells[1].number).collect();
        assert_eq!(numbers, [Some((-12_345, 1)), Some((321, 1)), None]);
        assert!(written.rows.iter().all(|row| row.cells[0].number.is_none()));
    }
}
