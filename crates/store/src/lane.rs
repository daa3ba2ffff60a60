//! The one writer of a file: acts take turns on one connection, and acts that waited for one another
//! reach the disk together. Each is told that it is saved when it is on disk, not before.
//!
//! The first act of a group begins the transaction, each next one a savepoint in it. An act that is
//! done hands its turn on and queues once more: when that turn comes, everybody who was waiting has
//! been let in, and one commit, with one write to disk, is for all of them. An act that is given up
//! undoes its own part and nobody else's.

use std::{
    mem,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sqlite::{ConnectOptions, Connection, Query};
use tokio::sync::{self, OwnedMappedMutexGuard, OwnedMutexGuard, oneshot};

use crate::{Error, Result, fold::Folding};

/// How long an act waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

/// The connection that writes; none before the first act and after a fault.
type Slot = Option<Connection>;

/// The queue of those who write.
#[derive(Debug)]
pub struct Lane {
    options: ConnectOptions,
    /// Whoever holds this has the turn. First come, first served.
    turn: Arc<sync::Mutex<Slot>>,
    /// Changed only by whoever has the turn.
    book: Mutex<Book>,
    folding: Folding,
}

#[derive(Debug, Default)]
struct Book {
    /// A transaction is open.
    open: bool,
    act: Act,
    /// The connection is in a state that nobody knows.
    broken: bool,
    /// No act is let in any more.
    closed: bool,
    /// Counts the groups.
    group: u64,
    /// Those of the group that are done and wait for the disk.
    waiting: Vec<oneshot::Sender<Result<()>>>,
}

/// What the act whose turn it is has begun, and not ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Act {
    #[default]
    None,
    Transaction,
    Savepoint,
}

impl Lane {
    /// A lane to a file, and who folds in what it writes.
    pub(crate) fn new(options: ConnectOptions, folding: Folding) -> Arc<Lane> {
        Arc::new(Lane {
            options,
            turn: Arc::default(),
            book: Mutex::default(),
            folding,
        })
    }

    /// Who folds in what is written here.
    pub(crate) fn folding(&self) -> &Folding {
        &self.folding
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn and begins an act.
    ///
    /// # Errors
    /// [`Error::Busy`] when it takes too long, here or at another process; the database's own.
    pub(crate) async fn begin(self: &Arc<Lane>) -> Result<Turn> {
        // Nothing is awaited once the turn has come: whoever asked may go away while waiting, not between
        // what is done and what is written down about it.
        let mut connection = self.connection().await?;
        let begun = if self.book().open {
            ("SAVEPOINT act", Act::Savepoint)
        } else {
            ("BEGIN IMMEDIATE", Act::Transaction)
        };
        if let Err(cause) = run(&mut connection, begun.0) {
            if begun.1 == Act::Savepoint {
                self.give_up(&mut connection, &cause);
            }
            return Err(cause);
        }
        {
            let mut book = self.book();
            book.open = true;
            book.act = begun.1;
        }
        Ok(Turn {
            lane: Arc::clone(self),
            connection,
        })
    }

    /// Waits until nobody writes, and keeps it so while the answer is held: for what cannot be done inside a
    /// transaction.
    ///
    /// # Errors
    /// As [`Lane::begin`].
    pub async fn alone(self: &Arc<Lane>) -> Result<impl DerefMut<Target = Connection> + use<>> {
        let mut connection = self.connection().await?;
        self.save(&mut connection);
        Ok(connection)
    }

    /// Lets no more acts in and closes the connection.
    pub(crate) async fn close(&self) {
        let mut slot = self.turn.lock().await;
        if let Some(connection) = slot.as_mut() {
            self.save(connection);
        }
        self.book().closed = true;
        *slot = None;
    }

    async fn connection(self: &Arc<Lane>) -> Result<OwnedMappedMutexGuard<Slot, Connection>> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turn).lock_owned());
        let mut slot = turn.await.map_err(|_| Error::Busy)?;
        if self.book().closed {
            return Err(sqlx::Error::PoolClosed.into());
        }
        if mem::take(&mut self.book().broken) {
            *slot = None;
        }
        if slot.is_none() {
            *slot = Some(Connection::open(&self.options)?);
        }
        OwnedMutexGuard::try_map(slot, Option::as_mut).map_err(|_| Error::Busy)
    }

    /// Makes durable what the group's acts have done, and tells them. Nothing, when there is no group.
    fn save(&self, connection: &mut Connection) {
        if !self.book().open {
            return;
        }
        match run(connection, "COMMIT") {
            Ok(()) => {
                self.folding.saved();
                self.tell(|| Ok(()));
            }
            Err(cause) => self.give_up(connection, &cause),
        }
    }

    /// Ends the transaction without saving: the whole group hears it.
    fn give_up(&self, connection: &mut Connection, cause: &Error) {
        // Undone already, or a connection nobody should use again.
        let broken = run(connection, "ROLLBACK").is_err();
        self.book().broken |= broken;
        self.tell(|| Err(cause.same()));
    }

    /// Ends the group and tells everybody in it.
    fn tell(&self, outcome: impl Fn() -> Result<()>) {
        let waiting = {
            let mut book = self.book();
            book.group += 1;
            book.open = false;
            book.act = Act::None;
            mem::take(&mut book.waiting)
        };
        for one in waiting {
            // Whoever went away meanwhile need not hear it.
            drop(one.send(outcome()));
        }
    }

    /// Waits for the turn and saves the group, unless somebody has done so meanwhile.
    async fn settle(&self, group: u64) {
        let mut slot = self.turn.lock().await;
        if self.book().group == group
            && let Some(connection) = slot.as_mut()
        {
            self.save(connection);
        }
    }
}

fn run(connection: &mut Connection, text: &'static str) -> Result<()> {
    Query::new(text).execute(connection)?;
    Ok(())
}

/// A group that has not been saved: if whoever was to see to it goes away, a task does.
struct Unsaved<'a> {
    lane: &'a Arc<Lane>,
    group: u64,
}

impl Drop for Unsaved<'_> {
    fn drop(&mut self) {
        if self.lane.book().group != self.group {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (lane, group) = (Arc::clone(self.lane), self.group);
            runtime.spawn(async move { lane.settle(group).await });
        }
    }
}

/// An act whose turn it is. Dropped without [`Turn::commit`] it is undone.
#[derive(Debug)]
pub struct Turn {
    lane: Arc<Lane>,
    connection: OwnedMappedMutexGuard<Slot, Connection>,
}

impl Turn {
    /// Saves the act; answers when it is on disk, together with whoever waited for it.
    ///
    /// # Errors
    /// The database's own, a full disk among them; then nothing of it was saved.
    pub(crate) async fn commit(mut self) -> Result<()> {
        let lane = Arc::clone(&self.lane);
        if lane.book().act == Act::Savepoint
            && let Err(cause) = run(&mut self.connection, "RELEASE act")
        {
            // Without its savepoint the whole transaction is gone: some faults make SQLite undo all of it.
            lane.give_up(&mut self.connection, &cause);
            return Err(cause);
        }
        let (tell, mut told) = oneshot::channel();
        let group = {
            let mut book = lane.book();
            book.act = Act::None;
            book.waiting.push(tell);
            book.group
        };
        drop(self);
        let unsaved = Unsaved { lane: &lane, group };
        let saved = tokio::select! {
            biased;
            saved = &mut told => Some(saved),
            () = lane.settle(group) => None,
        };
        drop(unsaved);
        let saved = match saved {
            Some(saved) => saved,
            None => told.await,
        };
        saved.unwrap_or(Err(Error::Busy))
    }
}

impl Deref for Turn {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Turn {
    /// Undoes an act that was given up: its own part and nobody else's.
    fn drop(&mut self) {
        let act = self.lane.book().act;
        let undone = match act {
            Act::None => return,
            Act::Transaction => Err(Error::Busy),
            Act::Savepoint => run(&mut self.connection, "ROLLBACK TO act; RELEASE act"),
        };
        match undone {
            Ok(()) => self.lane.book().act = Act::None,
            Err(cause) => self.lane.give_up(&mut self.connection, &cause),
        }
    }
}
