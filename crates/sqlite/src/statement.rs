//! Statements, as sqlx has them.

use sqlx_core::{Either, sql_str::SqlStr};

use crate::{Arguments, Column, Sqlite, TypeInfo};

/// A statement's text: it is prepared when it is run, and kept so.
#[derive(Clone, Debug)]
pub struct Statement {
    sql: SqlStr,
}

impl sqlx_core::statement::Statement for Statement {
    type Database = Sqlite;

    fn into_sql(self) -> SqlStr {
        self.sql
    }

    fn sql(&self) -> &SqlStr {
        &self.sql
    }

    fn parameters(&self) -> Option<Either<&[TypeInfo], usize>> {
        None
    }

    fn columns(&self) -> &[Column] {
        &[]
    }

    sqlx_core::impl_statement_query!(Arguments);
}
