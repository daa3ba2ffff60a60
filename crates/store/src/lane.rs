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

use sqlx::{Sqlite, SqliteConnection, SqlitePool, pool::PoolConnection};
use tokio::sync::{self, OwnedMappedMutexGuard, OwnedMutexGuard, oneshot};

use crate::{Error, Result, fold::Folding};

/// How long an act waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

type Slot = Option<PoolConnection<Sqlite>>;

/// The queue of those who write.
#[derive(Debug)]
pub struct Lane {
    pool: SqlitePool,
    /// The connection while a transaction is open on it; whoever holds this has the turn. First come,
    /// first served.
    turn: Arc<sync::Mutex<Slot>>,
    /// Changed only by whoever has the turn.
    book: Mutex<Book>,
    folding: Folding,
}

#[derive(Debug, Default)]
struct Book {
    act: Act,
    /// The last act that is done was a savepoint, which nobody has released yet: the next one does it on
    /// the way in, or whoever commits, and learns by that whether the transaction still stands.
    unreleased: bool,
    /// Counts the groups.
    group: u64,
    /// Those of the group that are done and wait for the disk.
    waiting: Vec<oneshot::Sender<Result<()>>>,
    /// The hash of the audit trail's last event and its number, as far as this lane has appended to it.
    /// Another process may have appended since, and what was appended may have been undone.
    trail: Option<(i64, String)>,
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
    /// A lane on a pool of one connection, and who folds in what it writes.
    pub(crate) fn new(pool: SqlitePool, folding: Folding) -> Arc<Lane> {
        Arc::new(Lane {
            pool,
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
        // In a task of its own, as everything that changes hands: whoever asked may go away between two
        // steps, and then what is written down would not be what is so. A turn nobody takes is undone.
        let begun = tokio::spawn(Arc::clone(self).take_turn()).await;
        begun.unwrap_or(Err(Error::Busy))
    }

    async fn take_turn(self: Arc<Lane>) -> Result<Turn> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turn).lock_owned());
        let mut slot = turn.await.map_err(|_| Error::Busy)?;
        self.tidy(&mut slot).await;
        self.release(&mut slot).await;
        let first = slot.is_none();
        if first {
            *slot = Some(self.pool.acquire().await?);
        }
        let Ok(connection) = OwnedMutexGuard::try_map(slot, Option::as_mut) else {
            return Err(Error::Busy);
        };
        let mut turn = Turn {
            lane: Arc::clone(&self),
            connection,
        };
        if first {
            self.book().act = Act::Transaction;
            sqlx::query("BEGIN IMMEDIATE").execute(&mut *turn).await?;
        } else {
            self.book().act = Act::Savepoint;
        }
        Ok(turn)
    }

    /// Begins the next savepoint of an open transaction, and releases the last one.
    async fn release(&self, slot: &mut Slot) {
        let Some(connection) = slot.as_mut() else { return };
        let text = if mem::replace(&mut self.book().unreleased, false) {
            "RELEASE act; SAVEPOINT act"
        } else {
            "SAVEPOINT act"
        };
        if let Err(cause) = run(connection, &[text]).await {
            self.give_up(slot, &cause).await;
        }
    }

    /// Undoes what an act that was given up left behind.
    async fn tidy(&self, slot: &mut Slot) {
        let act = self.book().act;
        let Some(connection) = slot.as_mut() else {
            self.book().act = Act::None;
            return;
        };
        let undone = match act {
            Act::None => return,
            Act::Transaction => Err(Error::Busy),
            Act::Savepoint => run(connection, &["ROLLBACK TO act", "RELEASE act"]).await,
        };
        self.book().act = Act::None;
        // Without its savepoint the whole transaction is gone: some faults make SQLite undo all of it.
        if let Err(cause) = undone {
            self.give_up(slot, &cause).await;
        }
    }

    /// Ends the transaction without saving: the whole group hears it.
    async fn give_up(&self, slot: &mut Slot, cause: &Error) {
        if let Some(mut connection) = slot.take()
            && run(&mut connection, &["ROLLBACK"]).await.is_err()
        {
            // Undone already, or a connection nobody should use again.
            drop(connection.close().await);
        }
        self.tell(|| Err(cause.same()));
    }

    /// Ends the group and tells everybody in it.
    fn tell(&self, outcome: impl Fn() -> Result<()>) {
        let waiting = {
            let mut book = self.book();
            book.group += 1;
            book.unreleased = false;
            mem::take(&mut book.waiting)
        };
        for one in waiting {
            // Whoever went away meanwhile need not hear it.
            drop(one.send(outcome()));
        }
    }

    /// Ends an act as saved, when it is on disk.
    async fn settle(self: Arc<Lane>, turn: Turn) -> Result<()> {
        let (tell, told) = oneshot::channel();
        let group = {
            let mut book = self.book();
            book.unreleased = mem::take(&mut book.act) == Act::Savepoint;
            book.waiting.push(tell);
            book.group
        };
        drop(turn);
        let mut slot = self.turn.lock().await;
        if self.book().group == group {
            self.tidy(&mut slot).await;
        }
        if self.book().group == group
            && let Some(connection) = slot.as_mut()
        {
            let text = if mem::replace(&mut self.book().unreleased, false) {
                "RELEASE act; COMMIT"
            } else {
                "COMMIT"
            };
            match run(connection, &[text]).await {
                Ok(()) => {
                    *slot = None;
                    self.folding.saved();
                    self.tell(|| Ok(()));
                }
                Err(cause) => self.give_up(&mut slot, &cause).await,
            }
        }
        drop(slot);
        told.await.unwrap_or(Err(Error::Busy))
    }
}

async fn run(connection: &mut SqliteConnection, texts: &[&'static str]) -> Result<()> {
    for text in texts {
        sqlx::query(*text).execute(&mut *connection).await?;
    }
    Ok(())
}

/// An act whose turn it is. Dropped without [`Turn::commit`] it is undone.
#[derive(Debug)]
pub struct Turn {
    lane: Arc<Lane>,
    connection: OwnedMappedMutexGuard<Slot, PoolConnection<Sqlite>>,
}

impl Turn {
    /// Saves the act; answers when it is on disk, together with whoever waited for it.
    ///
    /// # Errors
    /// The database's own, a full disk among them; then nothing of it was saved.
    pub(crate) async fn commit(self) -> Result<()> {
        // In a task of its own: whoever asked may go away, the group may not be left unsaved.
        let settled = tokio::spawn(Arc::clone(&self.lane).settle(self)).await;
        settled.unwrap_or(Err(Error::Busy))
    }

    /// The end of the audit trail as this lane last knew it: to be tried, not trusted.
    pub(crate) fn trail(&self) -> Option<(i64, String)> {
        self.lane.book().trail.clone()
    }

    /// This act has appended to the audit trail.
    pub(crate) fn set_trail(&self, sequence: i64, hash: String) {
        self.lane.book().trail = Some((sequence, hash));
    }
}

impl Deref for Turn {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.lane.book().act == Act::None {
            return;
        }
        // Whoever has the next turn undoes it; if nobody comes, this task does, so that other
        // processes are not kept waiting.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let lane = Arc::clone(&self.lane);
            runtime.spawn(async move {
                let mut slot = lane.turn.lock().await;
                lane.tidy(&mut slot).await;
            });
        }
    }
}
