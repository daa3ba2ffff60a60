//! A statement with what is bound to it, run at once.

use sqlx_core::{
    arguments::Arguments as _,
    encode::Encode,
    error::{BoxDynError, Error, Result},
    from_row::FromRow,
    sql_str::{SqlSafeStr, SqlStr},
    types::Type,
};

use crate::{Arguments, Connection, Done, Row, Sqlite};

/// A statement that is run without a way through streams and boxes: what sqlx's own query types do,
/// for those who know that the database is this one.
#[derive(Debug)]
#[must_use]
pub struct Query {
    text: SqlStr,
    bound: Result<Arguments, BoxDynError>,
}

impl Query {
    /// A statement's text.
    pub fn new(text: impl SqlSafeStr) -> Query {
        Query {
            text: text.into_sql_str(),
            bound: Ok(Arguments::default()),
        }
    }

    /// Binds the next value.
    pub fn bind<'t, T: Encode<'t, Sqlite> + Type<Sqlite>>(mut self, value: T) -> Query {
        if let Ok(arguments) = &mut self.bound
            && let Err(cause) = arguments.add(value)
        {
            self.bound = Err(cause);
        }
        self
    }

    fn run(self, connection: &mut Connection, each: &mut dyn FnMut(&Row) -> Result<bool>) -> Result<Done> {
        let bound = self.bound.map_err(Error::Encode)?;
        connection.run(self.text.as_str(), &bound.0, each)
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// The database's own.
    pub fn execute(self, connection: &mut Connection) -> Result<Done> {
        self.run(connection, &mut |_| Ok(true))
    }

    /// Every row of its answer.
    ///
    /// # Errors
    /// The database's own, and a row that is not such as was asked for.
    pub fn fetch_all<T: for<'r> FromRow<'r, Row>>(self, connection: &mut Connection) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.run(connection, &mut |row| {
            found.push(T::from_row(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// The first row of its answer, if there is one.
    ///
    /// # Errors
    /// As [`Query::fetch_all`].
    pub fn fetch_optional<T: for<'r> FromRow<'r, Row>>(
        self,
        connection: &mut Connection,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.run(connection, &mut |row| {
            found = Some(T::from_row(row)?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// The first row of its answer.
    ///
    /// # Errors
    /// As [`Query::fetch_all`]; [`Error::RowNotFound`] when there is none.
    pub fn fetch_one<T: for<'r> FromRow<'r, Row>>(self, connection: &mut Connection) -> Result<T> {
        self.fetch_optional(connection)?.ok_or(Error::RowNotFound)
    }
}
