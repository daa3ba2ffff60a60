//! A few connections that many use by turns.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    time::Duration,
};

use sqlx_core::error::{Error, Result};
use tokio::{
    sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::{ConnectOptions, Connection, Query};

/// How long one is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A few connections, opened when they are needed; clones share them.
#[derive(Clone, Debug)]
pub struct Few {
    options: ConnectOptions,
    permits: Arc<Semaphore>,
    places: Arc<[Place]>,
}

type Place = Arc<Mutex<Option<Connection>>>;

impl Few {
    /// At most so many.
    pub fn new(options: ConnectOptions, most: usize) -> Few {
        Few {
            options,
            permits: Arc::new(Semaphore::new(most)),
            places: (0..most).map(|_| Place::default()).collect(),
        }
    }

    /// Lends one out; it is free again when the answer is dropped.
    ///
    /// # Errors
    /// [`Error::PoolTimedOut`] when none came free, [`Error::PoolClosed`]; the database's own.
    pub async fn lend(&self) -> Result<Lent> {
        let permit = timeout(PATIENCE, Arc::clone(&self.permits).acquire_owned()).await;
        let permit = permit
            .map_err(|_| Error::PoolTimedOut)?
            .map_err(|_| Error::PoolClosed)?;
        // There are as many permits as places.
        let free = self
            .places
            .iter()
            .find_map(|place| Arc::clone(place).try_lock_owned().ok());
        let mut place = free.ok_or(Error::PoolTimedOut)?;
        if place.is_none() {
            *place = Some(Connection::open(&self.options)?);
        }
        let connection = OwnedMutexGuard::try_map(place, Option::as_mut).map_err(|_| Error::PoolClosed)?;
        Ok(Lent {
            open: false,
            connection,
            _permit: permit,
        })
    }

    /// Lends one out that sees one moment.
    ///
    /// # Errors
    /// As [`Few::lend`].
    pub async fn begin(&self) -> Result<Lent> {
        let mut lent = self.lend().await?;
        Query::new("BEGIN").execute(&mut lent)?;
        lent.open = true;
        Ok(lent)
    }

    /// Lends out no more, and closes them as they come back.
    pub async fn close(&self) {
        self.permits.close();
        for place in self.places.iter() {
            drop(place.lock().await.take());
        }
    }
}

/// A connection that is lent out.
#[derive(Debug)]
pub struct Lent {
    /// A transaction is open, which only reads.
    open: bool,
    // In this order: the place is free before the next one may look for it.
    connection: OwnedMappedMutexGuard<Option<Connection>, Connection>,
    _permit: OwnedSemaphorePermit,
}

impl Deref for Lent {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.open {
            // Nothing was written; that there is no transaction left is as good.
            drop(Query::new("ROLLBACK").execute(&mut self.connection));
        }
    }
}
