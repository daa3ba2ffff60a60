//! Rows.

use std::sync::Arc;

use sqlx_core::{HashMap, column::ColumnIndex, error::Error};

use crate::{Sqlite, TypeInfo, Value, ValueRef};

/// A row of an answer.
#[derive(Clone, Debug)]
pub struct Row {
    pub(crate) values: Vec<Value>,
    pub(crate) columns: Arc<Columns>,
}

/// The columns of an answer, and their places by name.
#[derive(Debug)]
pub(crate) struct Columns {
    list: Vec<Column>,
    places: HashMap<String, usize>,
}

impl Columns {
    pub(crate) fn of(statement: &rusqlite::Statement<'_>) -> Columns {
        let names = statement.column_names();
        let list: Vec<Column> = names
            .into_iter()
            .enumerate()
            .map(|(ordinal, name)| Column {
                ordinal,
                name: name.to_owned(),
            })
            .collect();
        let places = list.iter().map(|one| (one.name.clone(), one.ordinal)).collect();
        Columns { list, places }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
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
        &self.columns.list
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
        let place = row.columns.places.get(self).copied();
        place.ok_or_else(|| Error::ColumnNotFound(self.into()))
    }
}
