//! A connection, and how statements are run on it.

use std::{
    collections::HashSet,
    fmt,
    future::Future,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use rusqlite::fallible_iterator::FallibleIterator as _;
use sqlx_core::{
    error::{Error, Result},
    sql_str::SqlStr,
    transaction::Transaction,
};
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::{ConnectOptions, Done, Row, Sqlite, Value, error};

/// What took less the last time is run on the spot.
const QUICK: Duration = Duration::from_millis(1);
/// So many texts are remembered as quick; texts put together for the occasion would fill memory without end.
const REMEMBERED: usize = 2_000;
/// So many statements are kept prepared.
const KEPT: usize = 200;

/// A connection to a file.
pub struct Connection {
    /// Only ever reached through `&mut`; the lock makes the type one that may be looked at from anywhere.
    pub(crate) inner: Mutex<rusqlite::Connection>,
    quick: Quick,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

/// The texts that were quick the last time, known to all connections of one database.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quick(Arc<(RandomState, Mutex<HashSet<u64>>)>);

impl Quick {
    fn key(&self, text: &str) -> u64 {
        self.0.0.hash_one(text)
    }

    fn knows(&self, key: u64) -> bool {
        let known = self.0.1.lock().unwrap_or_else(PoisonError::into_inner);
        known.contains(&key)
    }

    fn learn(&self, key: u64, quick: bool) {
        let mut known = self.0.1.lock().unwrap_or_else(PoisonError::into_inner);
        if !quick {
            known.remove(&key);
        } else if known.len() < REMEMBERED {
            known.insert(key);
        } else {
            known.clear();
        }
    }
}

/// Whether a statement may wait for the disk or for another process, however quick it was the last time.
fn waits(text: &str) -> bool {
    text.contains("COMMIT") || text.starts_with("BEGIN IMMEDIATE")
}

/// Does something that may take long without keeping the runtime's other tasks waiting, where the
/// runtime has other threads that can take them over.
pub(crate) fn aside<T>(work: impl FnOnce() -> T) -> T {
    let many = Handle::try_current().is_ok_and(|h| h.runtime_flavor() == RuntimeFlavor::MultiThread);
    if many {
        tokio::task::block_in_place(work)
    } else {
        work()
    }
}

impl Connection {
    /// Opens a file.
    ///
    /// # Errors
    /// The database's own.
    pub fn open(options: &ConnectOptions) -> Result<Connection> {
        let inner = aside(|| options.open()).map_err(error::of)?;
        inner.set_prepared_statement_cache_capacity(KEPT);
        Ok(Connection {
            inner: Mutex::new(inner),
            quick: options.quick.clone(),
        })
    }

    /// Runs a text; `each` sees every row of its answer and says whether it wants the next one. A text
    /// without values may hold several statements.
    pub(crate) fn run(
        &mut self,
        text: &str,
        values: &[Value],
        each: &mut dyn FnMut(&Row) -> Result<bool>,
    ) -> Result<Done> {
        let key = self.quick.key(text);
        let on_the_spot = !waits(text) && self.quick.knows(key);
        let inner = self.inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        let begun = Instant::now();
        let mut work = || whole(inner, text, values, each);
        let done = if on_the_spot { work() } else { aside(work) };
        let quick = begun.elapsed() < QUICK;
        if quick != on_the_spot {
            self.quick.learn(key, quick);
        }
        done
    }
}

fn whole(
    inner: &rusqlite::Connection,
    text: &str,
    values: &[Value],
    each: &mut dyn FnMut(&Row) -> Result<bool>,
) -> Result<Done> {
    let several = text.trim_end().trim_end_matches(';').contains(';');
    if !values.is_empty() || !several {
        let mut statement = inner.prepare_cached(text).map_err(error::of)?;
        return step(inner, &mut statement, values, each);
    }
    let mut done = Done::default();
    let mut batch = rusqlite::Batch::new(inner, text);
    while let Some(mut statement) = batch.next().map_err(error::of)? {
        done.extend([step(inner, &mut statement, &[], each)?]);
    }
    Ok(done)
}

fn step(
    inner: &rusqlite::Connection,
    statement: &mut rusqlite::Statement<'_>,
    values: &[Value],
    each: &mut dyn FnMut(&Row) -> Result<bool>,
) -> Result<Done> {
    bind(statement, values)?;
    let writes = !statement.readonly();
    let mut row = Row::of(statement);
    let mut rows = statement.raw_query();
    while let Some(found) = rows.next().map_err(error::of)? {
        for (at, value) in row.values.iter_mut().enumerate() {
            value.take(found.get_ref(at).map_err(error::of)?);
        }
        if !each(&row)? {
            break;
        }
    }
    drop(rows);
    let changed = if writes { inner.changes() } else { 0 };
    Ok(Done { changed })
}

/// Binds each value to the parameter that bears its number: `?` counts on, `$2` and `?2` are the second.
fn bind(statement: &mut rusqlite::Statement<'_>, values: &[Value]) -> Result<()> {
    let missing = || Error::Protocol("a parameter without a value".into());
    let mut next = 0;
    for parameter in 1..=statement.parameter_count() {
        let place = match statement.parameter_name(parameter) {
            None => {
                next += 1;
                next
            }
            Some(name) => name
                .trim_start_matches(['$', '?'])
                .parse::<usize>()
                .map_err(|_| missing())?,
        };
        let value = place
            .checked_sub(1)
            .and_then(|at| values.get(at))
            .ok_or_else(missing)?;
        statement
            .raw_bind_parameter(parameter, value)
            .map_err(error::of)?;
    }
    Ok(())
}

impl sqlx_core::connection::Connection for Connection {
    type Database = Sqlite;
    type Options = ConnectOptions;

    async fn close(self) -> Result<()> {
        let inner = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        // The last connection folds the write-ahead log in, which waits for the disk.
        aside(|| drop(inner));
        Ok(())
    }

    async fn close_hard(self) -> Result<()> {
        self.close().await
    }

    async fn ping(&mut self) -> Result<()> {
        Ok(())
    }

    fn begin(&mut self) -> impl Future<Output = Result<Transaction<'_, Sqlite>>> + Send + '_ {
        Transaction::begin(self, None)
    }

    fn shrink_buffers(&mut self) {}

    async fn flush(&mut self) -> Result<()> {
        Ok(())
    }

    fn should_flush(&self) -> bool {
        false
    }
}

/// sqlx's own transactions are not offered: one is begun and ended with statements. Here an act takes its
/// turn first, and what one that failed to begin undoes may be somebody else's.
#[derive(Debug)]
pub struct TransactionManager;

impl TransactionManager {
    fn refusal() -> Error {
        Error::Protocol("a transaction is begun and ended with statements".into())
    }
}

impl sqlx_core::transaction::TransactionManager for TransactionManager {
    type Database = Sqlite;

    async fn begin(_connection: &mut Connection, _statement: Option<SqlStr>) -> Result<()> {
        Err(TransactionManager::refusal())
    }

    async fn commit(_connection: &mut Connection) -> Result<()> {
        Err(TransactionManager::refusal())
    }

    async fn rollback(_connection: &mut Connection) -> Result<()> {
        Err(TransactionManager::refusal())
    }

    /// Called when a transaction did not begin: nothing is undone.
    fn start_rollback(_connection: &mut Connection) {}

    fn get_transaction_depth(_connection: &Connection) -> usize {
        0
    }
}
