//! How a file is opened.

use std::{
    cmp::Ordering,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use log::LevelFilter;
use rusqlite::OpenFlags;
use sqlx_core::error::{Error, Result};
use url::Url;

use crate::{Connection, connection::Quick};

/// An order of texts.
type Compare = fn(&str, &str) -> Ordering;

/// Where a file is and how it is opened.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    path: PathBuf,
    create: bool,
    busy: Duration,
    pragmas: Vec<(&'static str, String)>,
    collations: Vec<Collation>,
    pub(crate) quick: Quick,
}

#[derive(Clone, Copy)]
struct Collation {
    name: &'static str,
    compare: Compare,
}

impl fmt::Debug for Collation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl ConnectOptions {
    /// A file that is there, with foreign keys held.
    pub fn new(path: &Path) -> ConnectOptions {
        ConnectOptions {
            path: path.to_owned(),
            create: false,
            busy: Duration::from_secs(5),
            pragmas: vec![("foreign_keys", "1".into())],
            collations: Vec::new(),
            quick: Quick::default(),
        }
    }

    /// Makes the file when it is not there.
    pub fn create_if_missing(mut self, create: bool) -> ConnectOptions {
        self.create = create;
        self
    }

    /// How long another writer is waited for.
    pub fn busy_timeout(mut self, patience: Duration) -> ConnectOptions {
        self.busy = patience;
        self
    }

    /// A setting of the connection, after those that were given before.
    pub fn pragma(mut self, name: &'static str, value: impl Into<String>) -> ConnectOptions {
        self.pragmas.push((name, value.into()));
        self
    }

    /// An order of texts by name.
    pub fn collation(mut self, name: &'static str, compare: Compare) -> ConnectOptions {
        self.collations.push(Collation { name, compare });
        self
    }

    pub(crate) fn open(&self) -> rusqlite::Result<rusqlite::Connection> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if self.create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let connection = rusqlite::Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(self.busy)?;
        for Collation { name, compare } in self.collations.iter().copied() {
            connection.create_collation(name, compare)?;
        }
        for (name, value) in &self.pragmas {
            connection.pragma_update(None, name, value)?;
        }
        Ok(connection)
    }
}

impl FromStr for ConnectOptions {
    type Err = Error;

    fn from_str(path: &str) -> Result<ConnectOptions> {
        Ok(ConnectOptions::new(Path::new(
            path.trim_start_matches("sqlite:").trim_start_matches("//"),
        )))
    }
}

impl sqlx_core::connection::ConnectOptions for ConnectOptions {
    type Connection = Connection;

    fn from_url(url: &Url) -> Result<ConnectOptions> {
        url.path().parse()
    }

    async fn connect(&self) -> Result<Connection> {
        Connection::open(self)
    }

    /// Statements are never written to a log: what is bound to them is about persons.
    fn log_statements(self, _level: LevelFilter) -> ConnectOptions {
        self
    }

    /// As [`ConnectOptions::log_statements`].
    fn log_slow_statements(self, _level: LevelFilter, _duration: Duration) -> ConnectOptions {
        self
    }
}
