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

/// So many rows go in with one statement, as long as there are so many left; then one by one.
const TOGETHER: usize = 64;

/// The values of rows after one another.
#[derive(Debug, Default)]
pub struct Values {
    rows: Arguments,
    wrong: Option<BoxDynError>,
}

impl Values {
    /// The next column's value.
    pub fn push_bind<'t, T: Encode<'t, Sqlite> + Type<Sqlite>>(&mut self, value: T) -> &mut Values {
        if let Err(cause) = self.rows.add(value) {
            self.wrong = Some(cause);
        }
        self
    }
}

impl Connection {
    /// Inserts rows through prepared statements: `into` (`INSERT INTO t (a, b) `), what `fill` says of each
    /// row, and `tail` (` ON CONFLICT …`, or nothing).
    ///
    /// # Errors
    /// The database's own. The rows before stand until the transaction they are in is undone.
    pub fn insert_all<R>(
        &mut self,
        into: &str,
        columns: usize,
        tail: &str,
        mut rows: impl ExactSizeIterator<Item = R>,
        mut fill: impl FnMut(R, &mut Values),
    ) -> Result<()> {
        let row = format!("({})", vec!["?"; columns].join(", "));
        let many = rows.len() >= MANY;
        let inner = self.inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut work = || {
            let mut values = Values::default();
            for size in [TOGETHER, 1] {
                if rows.len() < size {
                    continue;
                }
                let text = format!("{into}VALUES {}{tail}", vec![row.as_str(); size].join(", "));
                let mut statement = inner.prepare_cached(&text).map_err(error::of)?;
                while rows.len() >= size {
                    values.rows.0.clear();
                    rows.by_ref().take(size).for_each(|row| fill(row, &mut values));
                    run(&mut statement, &mut values, size * columns)?;
                }
            }
            Ok(())
        };
        if many { aside(work) } else { work() }
    }
}

fn run(statement: &mut rusqlite::Statement<'_>, values: &mut Values, count: usize) -> Result<()> {
    if let Some(cause) = values.wrong.take() {
        return Err(Error::Encode(cause));
    }
    if values.rows.0.len() != count {
        return Err(Error::Protocol("a column without a value".into()));
    }
    for (parameter, value) in (1..).zip(&values.rows.0) {
        statement
            .raw_bind_parameter(parameter, value)
            .map_err(error::of)?;
    }
    statement.raw_execute().map(drop).map_err(error::of)
}
