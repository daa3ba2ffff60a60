//! From tables to cells: what each printed number means. Only the layout, the words of the rows and
//! the mark "(tryckt)" decide; no association's own values do.

mod economy;
mod goals;
mod participation;
mod statements;

pub(super) use participation::is_free_measure;
pub(crate) use participation::nearly_measure;

use super::{
    folder::{PublishedFolder, PublishedTable},
    layout::{Column, FileKind, Layout},
    table::{Row, is_blank, is_withheld, printed_number},
};
use std::collections::BTreeSet;

use crate::{cell::Cell, check::sheet::Sheet, figure::Scope, finding::Place, unit::Unit};

/// Where a number stands and what kind it is; the builder fills in the rest.
pub(super) struct At<'a> {
    /// Part of the table, or empty.
    pub group: &'a str,
    /// The row's words.
    pub label: &'a str,
    /// The column's name.
    pub column: &'a str,
    /// The year it is about.
    pub year: i32,
    /// Its unit.
    pub unit: Unit,
}

/// Collects cells; goals and references to notes beside them.
#[derive(Default)]
pub(super) struct Builder {
    pub cells: Vec<Cell>,
    pub note_refs: Vec<(usize, String)>,
    pub goals: Vec<crate::check::sheet::GoalRow>,
    pub withheld: Vec<(String, i32, Scope)>,
    /// Cells where something stands that is no number.
    pub unknown: BTreeSet<usize>,
    pub year: i32,
}

impl Builder {
    /// Adds the number in `text`, unless it is empty; answers with its index. Words stand for a
    /// number nobody knows: the cell has its place, and no index is given.
    pub fn add(
        &mut self,
        table: &str,
        at: &At<'_>,
        measure: &str,
        scope: Scope,
        text: &str,
    ) -> Option<usize> {
        if is_withheld(text) {
            self.withheld.push((measure.to_owned(), at.year, scope));
            return None;
        }
        if is_blank(text) {
            return None;
        }
        let number = printed_number(text);
        let (units, decimals) = number.unwrap_or_default();
        let row = match (at.group, at.label) {
            ("", label) => label.to_owned(),
            (group, "") => group.to_owned(),
            (group, label) => format!("{group}: {label}"),
        };
        self.cells.push(Cell {
            measure: measure.to_owned(),
            scope,
            year: at.year,
            place: Place {
                table: table.to_owned(),
                row,
                column: at.column.to_owned(),
            },
            group: at.group.to_owned(),
            label: at.label.to_owned(),
            unit: at.unit,
            units,
            decimals,
            is_sum: is_sum(at.label),
            negated: false,
        });
        let id = self.cells.len() - 1;
        if number.is_none() {
            self.unknown.insert(id);
        }
        number.map(|_| id)
    }
}

/// Whether a row is marked as a printed sum or difference.
pub(crate) fn is_sum(label: &str) -> bool {
    let label = label.to_lowercase();
    let named = ["summa ", "delsumma", "totalsumma"]
        .iter()
        .any(|word| label.starts_with(word));
    named || label.contains("(tryckt)") || matches!(label.trim(), "summa" | "total" | "totalt")
}

/// A row's words without the mark, in lower case.
pub(super) fn plain_label(label: &str) -> String {
    label.to_lowercase().replace("(tryckt)", "").trim().to_owned()
}

/// The year columns of a table: index, name and year.
pub(super) fn year_columns(table: &PublishedTable) -> Vec<(usize, String, i32)> {
    let Some((spec, _)) = Layout::file(&table.table.name) else {
        return Vec::new();
    };
    let year = |(i, head): (usize, &String)| {
        let (_, kind, year) = spec.column(head)?;
        // A header that occurs twice is read once.
        let first = table.table.header.iter().position(|h| h == head) == Some(i);
        (kind != Column::Text && first).then_some((i, head.clone(), year?))
    };
    table.table.header.iter().enumerate().filter_map(year).collect()
}

/// A row's cell by index.
pub(super) fn at(row: &Row, column: usize) -> &str {
    row.cells.get(column).map_or("", String::as_str)
}

impl PublishedFolder {
    /// Every printed number of the folder as a cell with its meaning and place.
    pub fn cells(&self) -> Vec<Cell> {
        self.sheet().cells
    }

    /// The cells with what relations need beside them: goals in words, references to notes.
    pub fn sheet(&self) -> Sheet {
        let mut builder = Builder {
            year: self.year(),
            ..Builder::default()
        };
        for table in &self.tables {
            match table.kind {
                FileKind::PerInsats => participation::per_insats(&mut builder, table),
                FileKind::PerYear => participation::per_year(&mut builder, table),
                FileKind::Background => participation::background(&mut builder, table),
                FileKind::Annexes => participation::annexes(&mut builder, table),
                FileKind::Insatser => participation::insatser(&mut builder, table),
                FileKind::Statements => statements::statements(&mut builder, table),
                FileKind::Budget => economy::budget(&mut builder, table),
                FileKind::InsatsBudget => economy::insats_budget(&mut builder, table),
                FileKind::InsatsCosts => economy::insats_costs(&mut builder, table),
                FileKind::Overview => economy::overview(&mut builder, table),
                FileKind::Contributions => economy::contributions(&mut builder, table),
                FileKind::Population => economy::population(&mut builder, table),
                FileKind::Goals => goals::goals(&mut builder, table),
            }
        }
        let mut sheet = Sheet::new(builder.cells, builder.year);
        sheet.goals = builder.goals;
        sheet.note_refs = builder.note_refs;
        sheet.withheld = builder.withheld;
        sheet.unknown = builder.unknown;
        sheet.unknown.extend(self.impossible(&sheet));
        sheet
    }

    /// Counts that cannot be: what they should be is not known, so nothing is computed from them.
    fn impossible(&self, sheet: &Sheet) -> Vec<usize> {
        let told = |cell: &Cell| {
            self.faults.iter().any(|fault| {
                let of_value = matches!(fault.problem.code, "negativt-antal" | "inte-heltal");
                let at = (&fault.problem.file, &fault.row, &fault.column);
                of_value && at == (&cell.place.table, &cell.place.row, &cell.place.column)
            })
        };
        let negative = |cell: &Cell| {
            let count = matches!(
                cell.unit,
                Unit::Deltaganden | Unit::Personer | Unit::Konsultationer
            );
            count && cell.units < 0 && cell.place.table.starts_with("bakgrund")
        };
        let cells = sheet.cells.iter().enumerate();
        cells
            .filter(|(_, cell)| negative(cell) || told(cell))
            .map(|(id, _)| id)
            .collect()
    }
}
