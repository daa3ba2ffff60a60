//! One server per file. SQLite lets several processes write one file in turn; two servers on it
//! would still run two schedules and two caches, so the second is refused.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use crate::{Db, Error, Result};

/// Held for as long as the database is served or replaced; released by the system when the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: Option<File>,
}

/// The lock file beside a database file.
pub fn path_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

/// Takes the lock of a database file.
///
/// # Errors
/// [`Error::InUse`] when another process holds it, [`Error::NotWritable`] when the folder cannot be written.
pub fn take(database: &Path) -> Result<Lock> {
    let path = path_of(database);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|_| Error::NotWritable(path.display().to_string()))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: Some(file) }),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(cause)) => Err(cause.into()),
    }
}

impl Db {
    /// Takes the right to serve. A PostgreSQL database may be served by several processes.
    ///
    /// # Errors
    /// As [`take`].
    pub fn lock_for_serving(&self) -> Result<Lock> {
        match self {
            Db::Sqlite { path, .. } => take(path),
            Db::Postgres { .. } => Ok(Lock { _file: None }),
        }
    }
}
