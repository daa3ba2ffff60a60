//! Rows.

use sqlx_core::{HashMap, column::ColumnIndex, error::Error};

use crate::{Sqlite, TypeInfo, Value, ValueRef};

/// A row of an answer. The next one takes its room.
#[derive(Debug)]
pub struct Row {
    pub(crate) values: Vec<Value>,
    columns: Vec<Column>,
    places: HashMap<String, usize>,
}

impl Row {
    /// With room for what the statement answers with.
    pub(crate) fn of(statement: &rusqlite::Statement<'_>) -> Row {
        let names = statement.column_names().into_iter().enumerate();
        let columns: Vec<Column> = names
            .map(|(ordinal, name)| Column {
                ordinal,
                name: name.to_owned(),
            })
            .collect();
        let places = columns.iter().map(|one| (one.name.clone(), one.ordinal));
        Row {
            values: vec![Value::Null; columns.len()],
            places: places.collect(),
            columns,
        }
    }
}

/// A column of an answer.
#[derive(Debug)]
pub struct Column {
    ordinal: usize,
    name: String,
}

impl sqlx_core::column::Column for Column {
    type Database = Sqlite;

    fn ordinal(&self) -> usize {
        self.ordinal
    }

    fn name(&self) -> &str {
        &self.name
    }

    /// A column of SQLite has no type of its own; each value has.
    fn type_info(&self) -> &TypeInfo {
        &TypeInfo::Null
    }
}

impl sqlx_core::row::Row for Row {
    type Database = Sqlite;

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn try_get_raw<I: ColumnIndex<Row>>(&self, index: I) -> Result<ValueRef<'_>, Error> {
        let index = index.index(self)?;
        let out = || Error::ColumnIndexOutOfBounds {
            index,
            len: self.values.len(),
        };
        self.values.get(index).map(ValueRef).ok_or_else(out)
    }
}

sqlx_core::impl_column_index_for_row!(Row);

impl ColumnIndex<Row> for str {
    fn index(&self, row: &Row) -> Result<usize, Error> {
        let place = row.places.get(self).copied();
        place.ok_or_else(|| Error::ColumnNotFound(self.into()))
    }
}
