//! Tables on the page.

use domain::document::{Row, RowKind, Table, TableCell};

use super::Page;
use crate::escape::escape;

/// A table of more rows than this is folded: on a phone each row is a card, and a register of figures
/// would be a hundred screens to pass on the way. Printed, it stands open.
const LONG: usize = 30;

impl Page<'_> {
    /// A table with caption, column and row headers, and its notes. It can be scrolled sideways by
    /// keyboard when the window is narrow.
    pub(super) fn table(&mut self, table: &Table) {
        let folded = table.rows.len() > LONG;
        if folded {
            let (rows, caption) = (table.rows.len(), escape(&table.caption));
            self.put(&format!(
                "<details class=\"long\">\n<summary>Visa tabellen: {caption} ({rows} rader)</summary>\n"
            ));
        }
        let id = &table.id;
        self.put(&format!(
            "<div class=\"table\" role=\"region\" aria-labelledby=\"{id}-rubrik\" tabindex=\"0\">\n<table id=\"{id}\">\n"
        ));
        let label = if table.label.is_empty() {
            String::new()
        } else {
            format!("<span class=\"label\">{}</span> ", escape(&table.label))
        };
        self.put(&format!(
            "<caption id=\"{id}-rubrik\">{label}{}</caption>\n",
            escape(&table.caption)
        ));
        self.put("<thead><tr>");
        for column in &table.columns {
            let class = if column.numeric { " class=\"n\"" } else { "" };
            self.put(&format!("<th scope=\"col\"{class}>{}</th>", escape(&column.head)));
        }
        self.put("</tr></thead>\n<tbody>\n");
        for (i, row) in table.rows.iter().enumerate() {
            if row.kind == RowKind::Group && i > 0 {
                self.put("</tbody>\n<tbody>\n");
            }
            self.row(table, row);
        }
        self.put("</tbody>\n</table>\n</div>\n");
        for note in &table.notes {
            self.put(&format!("<p class=\"note\">{}</p>\n", escape(note)));
        }
        if folded {
            self.put("</details>\n");
        }
    }

    fn row(&mut self, table: &Table, row: &Row) {
        let class = match row.kind {
            RowKind::Normal => "",
            RowKind::Group => " class=\"group\"",
            RowKind::Subtotal => " class=\"subtotal\"",
            RowKind::Total => " class=\"total\"",
        };
        self.put(&format!("<tr{class}>"));
        if row.kind == RowKind::Group {
            let words = row.cells.first().map(|c| self.words(c)).unwrap_or_default();
            let span = table.columns.len();
            self.put(&format!(
                "<th scope=\"rowgroup\" colspan=\"{span}\">{words}</th></tr>\n"
            ));
            return;
        }
        let empty = TableCell::default();
        for (i, column) in table.columns.iter().enumerate() {
            let cell = row.cells.get(i).unwrap_or(&empty);
            let words = self.words(cell);
            // On a phone a row is a card, where each value stands beside its column's head.
            let class = match (column.numeric, words.is_empty()) {
                (true, false) => " class=\"n\"",
                (true, true) => " class=\"n empty\"",
                (false, true) => " class=\"empty\"",
                (false, false) => "",
            };
            self.put(&if i == 0 {
                format!("<th scope=\"row\">{words}</th>")
            } else {
                let head = escape(&column.head);
                format!("<td{class} data-label=\"{head}\">{words}</td>")
            });
        }
        self.put("</tr>\n");
    }

    fn words(&self, cell: &TableCell) -> String {
        match &cell.link {
            Some(to) => format!("<a href=\"{}\">{}</a>", escape(to), escape(&cell.text)),
            None => self.figure(cell.figure.as_ref(), &cell.text),
        }
    }
}
