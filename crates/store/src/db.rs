//! A database of either kind: opening, reading, writing.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use sqlite::{ConnectOptions, Connection, Few};
use sqlx::{
    Connection as _, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{
    Error, Result, Tx, collation,
    fold::{self, Folding},
    lane::Lane,
    migrate,
    tx::InFile,
};

/// After so long a server may have closed a connection that nobody used.
const RESTED: Duration = Duration::from_secs(5);
/// How long a writer waits for another one.
const BUSY: Duration = Duration::from_secs(10);
/// How many connections to a file read.
const READERS: usize = 4;

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file.
    File(PathBuf),
    /// A server: `postgres://…`.
    Server(String),
}

impl Target {
    /// A file path, or `postgres://…`.
    pub fn parse(text: &str) -> Target {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Target::Server(text.into())
        } else {
            Target::File(text.into())
        }
    }

    /// What may be printed: without a password.
    pub fn display(&self) -> String {
        match self {
            Target::File(path) => path.display().to_string(),
            Target::Server(url) => match (url.find("://"), url.rfind('@')) {
                (Some(scheme), Some(at)) => format!("{}{}", &url[..scheme + 3], &url[at + 1..]),
                _ => url.clone(),
            },
        }
    }
}

/// How to open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Make the file when it is not there.
    pub create: bool,
    /// Bring an older database, or an empty one, to this program's version.
    pub migrate: bool,
    /// Open whatever version it has, for `doctor` and `migrate`.
    pub any_version: bool,
    /// The file may not grow beyond this many pages of 4 KiB.
    pub max_pages: Option<u32>,
}

/// An open database; clones share its connections.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file: one writer, several readers.
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Where acts that write take turns on one connection.
        lane: Arc<Lane>,
        /// Connections that only read.
        readers: Few,
    },
    /// A server.
    Postgres {
        /// Its address, password included: never print it.
        url: String,
        /// Connections.
        pool: PgPool,
    },
}

impl Db {
    /// Opens an existing database of this program's version.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Foreign`], [`Error::Newer`], [`Error::Older`], [`Error::Unreachable`] …
    pub async fn open(target: &Target) -> Result<Db> {
        Db::open_with(target, Options::default()).await
    }

    /// Opens a database, made and migrated when needed.
    ///
    /// # Errors
    /// As [`Db::open`], [`Error::NotWritable`] and [`Error::DiskFull`].
    pub async fn create(target: &Target) -> Result<Db> {
        let options = Options {
            create: true,
            migrate: true,
            ..Options::default()
        };
        Db::open_with(target, options).await
    }

    /// Opens as the options say.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_with(target: &Target, options: Options) -> Result<Db> {
        let db = match target {
            Target::File(path) => sqlite(path, options)?,
            Target::Server(url) => postgres(url).await?,
        };
        if options.any_version {
            return Ok(db);
        }
        let found = migrate::version(&db).await?;
        let known = migrate::known();
        if found > known {
            return Err(Error::Newer { found, known });
        }
        if found < known && !options.migrate {
            return Err(Error::Older { found, known });
        }
        if found < known {
            migrate::run(&db).await?;
        }
        Ok(db)
    }

    /// Where it is, without password.
    pub fn display(&self) -> String {
        match self {
            Db::Sqlite { path, .. } => path.display().to_string(),
            Db::Postgres { url, .. } => Target::Server(url.clone()).display(),
        }
    }

    /// A transaction that sees one moment and changes nothing.
    ///
    /// # Errors
    /// The database's own.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match self {
            Db::Sqlite { readers, .. } => Tx::Sqlite(InFile::Reading(readers.begin().await?)),
            Db::Postgres { pool, .. } => Tx::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    /// A transaction that may write; on SQLite it is alone from the start, and reaches the disk together
    /// with those that waited for it.
    ///
    /// # Errors
    /// [`Error::Busy`] when another writer holds the database too long, or the database's own.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Db::Sqlite { lane, .. } => Tx::Sqlite(InFile::Writing(lane.begin().await?)),
            Db::Postgres { pool, .. } => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Closes every connection; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { readers, lane, .. } => {
                lane.folding().end().await;
                readers.close().await;
                lane.close().await;
            }
            Db::Postgres { pool, .. } => pool.close().await,
        }
    }
}

fn sqlite_options(path: &Path, options: Options) -> ConnectOptions {
    let connect = ConnectOptions::new(path)
        .create_if_missing(options.create)
        .busy_timeout(BUSY)
        // Power cuts: WAL with FULL lost no acknowledged commit, WAL with NORMAL did.
        .pragma("synchronous", "FULL")
        .pragma("trusted_schema", "0")
        // What is overwritten or removed about a person leaves no trace in the file's free space.
        .pragma("secure_delete", "1")
        .collation("sv", collation::compare);
    match options.max_pages {
        Some(pages) => connect.pragma("max_page_count", pages.to_string()),
        None => connect,
    }
}

fn sqlite(path: &Path, options: Options) -> Result<Db> {
    if !options.create && !path.try_exists()? {
        return Err(Error::Missing(path.display().to_string()));
    }
    if path.is_dir() {
        return Err(Error::Foreign(path.display().to_string()));
    }
    let base = sqlite_options(path, options);
    let write = base
        .clone()
        .pragma("journal_mode", "WAL")
        // A large index is sorted by a second core.
        .pragma("threads", "2")
        .pragma("wal_autocheckpoint", fold::BOUND.to_string());
    // Whether it is a database at all is told here, not at the first act.
    drop(Connection::open(&write)?);
    let base = base.create_if_missing(false);
    Ok(Db::Sqlite {
        path: path.to_owned(),
        readers: Few::new(base.clone().pragma("query_only", "1"), READERS),
        lane: Lane::new(write, Folding::start(base)),
    })
}

async fn postgres(url: &str) -> Result<Db> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|cause| Error::Address(cause.to_string()))?
        .application_name("samordna");
    // One try without the pool, which would wait and hide the cause.
    sqlx::PgConnection::connect_with(&options).await?.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(30))
        // Only a connection that has rested may have been hung up on: asking each time is a round trip.
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for > RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options);
    Ok(Db::Postgres {
        url: url.into(),
        pool,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_displayed() {
        let target = Target::parse("postgres://kalle:hemligt@db.example/samordna");
        assert_eq!(target.display(), "postgres://db.example/samordna");
        assert_eq!(Target::parse("samordna.db"), Target::File("samordna.db".into()));
    }
}
