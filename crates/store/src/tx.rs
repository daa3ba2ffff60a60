//! A transaction on either database, and the macros that run one SQL text on it.

use std::ops::{Deref, DerefMut};

use sqlx::{Postgres, Transaction};

use crate::{Result, lane::Turn};

/// An open transaction. Dropped without [`Tx::commit`] it is rolled back.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(InFile),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// A transaction on a file.
#[derive(Debug)]
pub enum InFile {
    /// Sees one moment.
    Reading(sqlite::Lent),
    /// Alone in writing.
    Writing(Turn),
}

impl Deref for InFile {
    type Target = sqlite::Connection;

    fn deref(&self) -> &sqlite::Connection {
        match self {
            InFile::Reading(tx) => tx,
            InFile::Writing(turn) => turn,
        }
    }
}

impl DerefMut for InFile {
    fn deref_mut(&mut self) -> &mut sqlite::Connection {
        match self {
            InFile::Reading(tx) => tx,
            InFile::Writing(turn) => turn,
        }
    }
}

impl Tx {
    /// Makes it durable.
    ///
    /// # Errors
    /// The database's own, a full disk among them; then nothing was saved.
    pub async fn commit(self) -> Result<()> {
        match self {
            Tx::Sqlite(InFile::Reading(lent)) => drop(lent),
            Tx::Sqlite(InFile::Writing(turn)) => turn.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Undoes it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn rollback(self) -> Result<()> {
        match self {
            Tx::Sqlite(file) => drop(file),
            Tx::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

/// How many values one statement of PostgreSQL's may bind, below its limit. SQLite is handed as many at a
/// time, so that rows on their way in take little memory.
pub(crate) const MAX_BINDS: usize = 16_000;

/// Runs one SQL text on either database.
///
/// `sql!(tx, execute: TEXT, a, b)` answers with the number of rows changed;
/// `sql!(tx, fetch_all: TEXT, a)` (also `fetch_one`, `fetch_optional`) with rows as tuples or
/// structs that derive `FromRow`.
macro_rules! sql {
    ($tx:expr, execute: $text:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => sqlite::Query::new($text)$(.bind($bind))*
                .execute(&mut **tx).map(|done| done.rows_affected()),
            $crate::Tx::Postgres(tx) => sqlx::query::<sqlx::Postgres>($text)$(.bind($bind))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()),
        }.map_err($crate::Error::from)
    };
    ($tx:expr, $fetch:ident: $text:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => sqlite::Query::new($text)$(.bind($bind))*
                .$fetch(&mut **tx),
            $crate::Tx::Postgres(tx) => sqlx::query_as::<sqlx::Postgres, _>($text)$(.bind($bind))*
                .$fetch(&mut **tx).await,
        }.map_err($crate::Error::from)
    };
}

/// Inserts many rows, on PostgreSQL with few statements: `insert_all!(tx, "INSERT INTO t (a, b) ", 2, rows,
/// |row, values| { values.push_bind(row.a).push_bind(row.b); })`. A last text, such as
/// `" ON CONFLICT …"`, may follow.
macro_rules! insert_all {
    ($tx:expr, $into:expr, $columns:expr, $rows:expr, |$row:pat_param, $values:ident| $push:expr) => {
        insert_all!($tx, $into, $columns, $rows, |$row, $values| $push, "")
    };
    ($tx:expr, $into:expr, $columns:expr, $rows:expr, |$row:pat_param, $values:ident| $push:expr, $tail:expr) => {{
        match $tx {
            $crate::Tx::Sqlite(tx) => {
                tx.insert_all($into, $columns, $tail, $rows.iter(), |$row, $values| {
                    $push;
                })?;
            }
            $crate::Tx::Postgres(tx) => {
                for chunk in $rows.chunks($crate::tx::MAX_BINDS / $columns) {
                    let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new($into);
                    query.push_values(chunk, |mut $values, $row| {
                        $push;
                    });
                    query.push($tail);
                    query.build().execute(&mut **tx).await?;
                }
            }
        }
    }};
}

pub(crate) use {insert_all, sql};
