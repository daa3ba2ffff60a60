//! SQLite behind the traits of sqlx, run where it is asked.
//!
//! sqlx's own driver keeps a thread for each connection: every statement wakes it and is woken by it. A
//! statement of an act takes some ten microseconds, the two awakenings several times that, and on a
//! machine with few cores they are what an entry waits for. Here the statement is run by whoever asks;
//! only what may take long (a first run, what took long the last time, whatever waits for the disk or for
//! another process) lets the runtime's other tasks go on elsewhere meanwhile.
//!
//! Rows, values and their types are sqlx's, so that one text and one row type serve both databases.

mod arguments;
mod connection;
mod error;
mod few;
mod insert;
mod migrate;
mod options;
mod query;
mod row;
mod statement;
mod types;
mod value;

pub use arguments::Arguments;
pub use connection::{Connection, TransactionManager};
pub use error::SqliteError;
pub use few::{Few, Lent};
pub use insert::Values;
pub use options::ConnectOptions;
pub use query::Query;
pub use row::{Column, Row};
pub use statement::Statement;
pub use value::{TypeInfo, Value, ValueRef};

/// The database, as sqlx names it in its generic types.
#[derive(Debug)]
pub struct Sqlite;

impl sqlx_core::database::Database for Sqlite {
    type Connection = Connection;
    type TransactionManager = TransactionManager;
    type Row = Row;
    type QueryResult = Done;
    type Column = Column;
    type TypeInfo = TypeInfo;
    type Value = Value;
    type ValueRef<'r> = ValueRef<'r>;
    type Arguments = Arguments;
    type ArgumentBuffer = Vec<Value>;
    type Statement = Statement;

    const NAME: &'static str = "SQLite";
    const URL_SCHEMES: &'static [&'static str] = &["sqlite"];
}

/// What a statement without rows did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    changed: u64,
}

impl Done {
    /// How many rows were changed.
    pub fn rows_affected(&self) -> u64 {
        self.changed
    }
}

impl Extend<Done> for Done {
    fn extend<T: IntoIterator<Item = Done>>(&mut self, others: T) {
        self.changed += others.into_iter().map(|done| done.changed).sum::<u64>();
    }
}
