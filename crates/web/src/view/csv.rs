//! A table of a page as CSV, as Swedish spreadsheets read it: semicolons, decimal comma, a byte
//! order mark so that å ä ö stay whole.

use super::Table;

impl Table {
    /// The table as it stands, numbers without thousands separators and units.
    pub fn to_csv(&self) -> String {
        let heads: Vec<String> = self.columns.iter().map(|column| quoted(&column.head)).collect();
        let mut text = format!("\u{feff}{}\r\n", heads.join(";"));
        for row in &self.rows {
            let cells = row.cells.iter().zip(&self.columns);
            let fields: Vec<String> = cells
                .map(|(cell, column)| {
                    if column.numeric {
                        number(&cell.text)
                    } else {
                        quoted(&cell.text)
                    }
                })
                .collect();
            text.push_str(&fields.join(";"));
            text.push_str("\r\n");
        }
        text
    }
}

/// "−1 234,5 kr" as "-1234,5"; what is no number stands as it is.
fn number(text: &str) -> String {
    let bare = text.trim_end_matches("kr").trim_end_matches('%').trim();
    let plain: String = bare
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    let digits = plain.trim_start_matches('-');
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == ',');
    if is_number { plain } else { quoted(text) }
}

/// A field; what a spreadsheet would take for a formula is marked as text.
pub fn quoted(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Row, Table};

    #[test]
    fn numbers_are_bare_and_formulas_are_text() {
        let mut table = Table::new("t", "T", &["Rad", "Belopp#"]);
        let row = |name: &str, amount: &str| Row::of(vec![Cell::text(name), Cell::text(amount)]);
        table.rows = vec![
            row("=SUM(A1)", "−1\u{a0}234,5\u{a0}kr"),
            row("a;\"b\"", "32,1\u{a0}%"),
            row("–", "–"),
        ];
        assert_eq!(
            table.to_csv(),
            "\u{feff}Rad;Belopp\r\n'=SUM(A1);-1234,5\r\n\"a;\"\"b\"\"\";32,1\r\n–;–\r\n"
        );
    }
}
