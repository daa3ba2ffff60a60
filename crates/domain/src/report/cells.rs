//! Cells, rows and columns of the report's tables.

use super::draft::Draft;
use crate::{
    document::{Column, Row, RowKind, Table, TableCell},
    figure::{Figure, FigureKey, MeasureId, Missing, Scope, Value},
    number,
};

/// What stands where there is no value.
pub(crate) const NONE: &str = "–";

/// A figure without its unit: the column's head says it. Kronor with öre keep their öre, so that a
/// printed sum is the sum of what is printed.
pub(crate) fn of(figure: &Figure) -> TableCell {
    let (text, number) = match figure.value {
        Value::Count(n) => (number::integer(n), Some((n, 0))),
        Value::Money(ore) if ore.0 % 100 == 0 => (number::integer(ore.0 / 100), Some((ore.0 / 100, 0))),
        Value::Money(ore) => (number::decimal(ore.0, 2), Some((ore.0, 2))),
        Value::Decimal { units, decimals } => (number::decimal(units, decimals), Some((units, decimals))),
        Value::Missing(Missing::Withheld) => ("skyddad".into(), None),
        Value::Missing(_) => (NONE.into(), None),
    };
    TableCell {
        text,
        number,
        figure: Some(figure.key.clone()),
        link: None,
    }
}

/// A figure with its unit, where a column holds several units.
pub(crate) fn with_unit(figure: &Figure) -> TableCell {
    TableCell {
        text: figure.text(),
        ..of(figure)
    }
}

/// A figure that may not exist.
pub(crate) fn maybe(figure: Option<&Figure>) -> TableCell {
    figure.map_or_else(|| TableCell::text(NONE), of)
}

/// A cell that is left empty.
pub(crate) fn blank() -> TableCell {
    TableCell::default()
}

/// A row of any kind.
pub(crate) fn row(kind: RowKind, label: impl Into<String>, cells: Vec<TableCell>) -> Row {
    let mut all = vec![TableCell::text(label)];
    all.extend(cells);
    Row { kind, cells: all }
}

/// A group heading, filled to the table's width.
pub(crate) fn group(label: impl Into<String>, width: usize) -> Row {
    row(RowKind::Group, label, vec![blank(); width.saturating_sub(1)])
}

/// Columns: the first is the row header's, the rest hold numbers.
pub(crate) fn numeric(heads: &[&str]) -> Vec<Column> {
    let column = |(place, head): (usize, &&str)| Column {
        head: (*head).to_owned(),
        numeric: place > 0,
    };
    heads.iter().enumerate().map(column).collect()
}

/// Columns of words.
pub(crate) fn words(heads: &[&str]) -> Vec<Column> {
    let column = |head: &&str| Column {
        head: (*head).to_owned(),
        numeric: false,
    };
    heads.iter().map(column).collect()
}

/// A table without number, notes to be added.
pub(crate) fn table(id: &str, caption: String, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        label: String::new(),
        caption,
        id: id.to_owned(),
        columns,
        rows,
        notes: Vec::new(),
    }
}

impl Draft<'_> {
    /// The year's figure as a cell.
    pub fn cell(&self, measure: MeasureId, scope: Scope) -> TableCell {
        maybe(self.figure(measure, scope))
    }

    /// An amount of a statement as a cell. It carries the figure where that figure exists and has
    /// this amount in the row's sign.
    pub fn amount(&self, kronor: i64, key: &FigureKey, negated: bool) -> TableCell {
        let figure = self.sources.figures.get(key);
        let units = figure.and_then(|figure| figure.value.units());
        let own = if negated { -kronor } else { kronor };
        let is_it = units == Some(own.saturating_mul(100));
        if kronor == 0 && !is_it {
            // A row that only the other year has.
            return TableCell::text(NONE);
        }
        TableCell {
            text: number::integer(kronor),
            number: Some((kronor, 0)),
            figure: is_it.then(|| key.clone()),
            link: None,
        }
    }
}
