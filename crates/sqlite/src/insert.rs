//! Many rows into one table.

use std::sync::PoisonError;

use sqlx_core::{
    arguments::Arguments as _,
    encode::Encode,
    error::{BoxDynError, Error, Result},
    types::Type,
};

use crate::{Arguments, Connection, Sqlite, connection::aside, error};

/// From so many rows on the runtime's other tasks are let go on elsewhere.
const MANY: usize = 100;

/// The values of one row.
#[derive(Debug, Default)]
pub struct Values {
    row: Arguments,
    wrong: Option<BoxDynError>,
}

impl Values {
    /// The next column's value.
    pub fn push_bind<'t, T: Encode<'t, Sqlite> + Type<Sqlite>>(&mut self, value: T) -> &mut Values {
        if let Err(cause) = self.row.add(value) {
            self.wrong = Some(cause);
        }
        self
    }
}

impl Connection {
    /// Inserts row after row with one prepared statement: `into` (`INSERT INTO t (a, b) `), what `fill`
    /// says of each row, and `tail` (` ON CONFLICT …`, or nothing).
    ///
    /// # Errors
    /// The database's own. The rows before stand until the transaction they are in is undone.
    pub fn insert_all<R>(
        &mut self,
        into: &str,
        columns: usize,
        tail: &str,
        rows: impl ExactSizeIterator<Item = R>,
        mut fill: impl FnMut(R, &mut Values),
    ) -> Result<()> {
        let marks = vec!["?"; columns].join(", ");
        let text = format!("{into}VALUES ({marks}){tail}");
        let many = rows.len() >= MANY;
        let inner = self.inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        let work = || {
            let mut statement = inner.prepare_cached(&text).map_err(error::of)?;
            let mut values = Values::default();
            for row in rows {
                values.row.0.clear();
                fill(row, &mut values);
                if let Some(cause) = values.wrong.take() {
                    return Err(Error::Encode(cause));
                }
                if values.row.0.len() != columns {
                    return Err(Error::Protocol("a column without a value".into()));
                }
                for (parameter, value) in (1..).zip(&values.row.0) {
                    statement
                        .raw_bind_parameter(parameter, value)
                        .map_err(error::of)?;
                }
                statement.raw_execute().map_err(error::of)?;
            }
            Ok(())
        };
        if many { aside(work) } else { work() }
    }
}
