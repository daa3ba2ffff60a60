//! The read log: who was shown which rows about participants. An answer with rows leaves the
//! program only when its event is durable; events of requests that come together are written in
//! one transaction, so that logging costs each of them a share of one write to disk.

use chrono::{DateTime, Utc};
use domain::read_log::{Kind, Read, RowSet};
use store::{
    Db, Error,
    read_log::{Head, append_after},
};
use tokio::sync::{mpsc, oneshot};

use crate::{Actor, App, Failure, Outcome};

/// Events in one transaction at most.
const BATCH: usize = 256;
/// Events that may wait; whoever comes after waits for room.
const QUEUE: usize = 4_096;

/// Rows somebody is about to be shown. Rows are named by their key in the database.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'a> {
    /// Participations of an insats.
    Participations {
        /// Its slug.
        insats: &'a str,
        /// `participation.id`.
        rows: &'a [i64],
    },
    /// Referrals of a team.
    Referrals {
        /// Its slug.
        team: &'a str,
        /// `referral.id`.
        rows: &'a [i64],
    },
}

/// Why a batch was not written: the text goes to the log, and each waiting request fails.
type Written = Result<(), String>;

/// An event and who waits for it.
struct Waiting {
    read: Read,
    done: oneshot::Sender<Written>,
}

/// Where events are handed in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Appender(std::sync::Arc<std::sync::Mutex<Option<mpsc::Sender<Waiting>>>>);

impl Appender {
    /// The way to the task that writes; it is begun by the first event, and again if the runtime it
    /// ran in is gone.
    fn sender(&self, db: &Db) -> mpsc::Sender<Waiting> {
        let mut held = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match &*held {
            Some(sender) if !sender.is_closed() => sender.clone(),
            _ => {
                let (sender, receiver) = mpsc::channel(QUEUE);
                tokio::spawn(write(db.clone(), receiver));
                *held = Some(sender.clone());
                sender
            }
        }
    }
}

/// Writes what has come in since the last transaction, until nobody can hand in more.
async fn write(db: Db, mut queue: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(BATCH);
    let mut head = None;
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        let (reads, waiting): (Vec<Read>, Vec<oneshot::Sender<Written>>) =
            batch.drain(..).map(|w: Waiting| (w.read, w.done)).unzip();
        let written = append(&db, &reads, &mut head)
            .await
            .map_err(|cause| cause.to_string());
        for done in waiting {
            // A request that was given up waits no longer.
            let _ = done.send(written.clone());
        }
    }
}

/// Appends after what was appended last; after what is newest when that is not known, or when another
/// process has appended meanwhile.
async fn append(db: &Db, reads: &[Read], head: &mut Option<Head>) -> store::Result<()> {
    if let Some(known) = head.take() {
        let mut tx = db.write().await?;
        match append_after(&mut tx, known, reads).await {
            Ok(last) => {
                tx.commit().await?;
                *head = Some(last);
                return Ok(());
            }
            Err(Error::Duplicate(_)) => tx.rollback().await?,
            Err(other) => return Err(other),
        }
    }
    let mut tx = db.write().await?;
    let last = store::read_log::append(&mut tx, reads).await?;
    tx.commit().await?;
    *head = Some(last);
    Ok(())
}

impl App {
    /// Writes that the actor is shown these rows, and returns when that is durable: show them only
    /// then. `act` is the act's stable name, such as `deltagare.lista`. Rights are asked before.
    /// Nothing is written when there are no rows.
    ///
    /// # Errors
    /// A fault when it could not be written; then nothing may be shown.
    pub async fn log_read(
        &self,
        actor: &Actor,
        act: &str,
        seen: Seen<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        self.log_reads(actor, act, &[seen], now).await
    }

    /// The same for rows of several places, which wait for the disk together.
    ///
    /// # Errors
    /// As [`App::log_read`].
    pub async fn log_reads(
        &self,
        actor: &Actor,
        act: &str,
        seen: &[Seen<'_>],
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let gone = || Failure::fault("the read log is not written any more");
        let sender = self.reads.sender(self.db());
        let mut answers = Vec::with_capacity(seen.len());
        for seen in seen {
            let (kind, place, rows) = match *seen {
                Seen::Participations { insats, rows } => (Kind::Participations, insats, rows),
                Seen::Referrals { team, rows } => (Kind::Referrals, team, rows),
            };
            if rows.is_empty() {
                continue;
            }
            let read = Read {
                at: now,
                actor: actor.id.clone(),
                act: act.into(),
                kind,
                place: place.into(),
                rows: RowSet::of(rows),
            };
            let (done, written) = oneshot::channel();
            sender.send(Waiting { read, done }).await.map_err(|_| gone())?;
            answers.push(written);
        }
        for written in answers {
            written.await.map_err(|_| gone())?.map_err(Failure::fault)?;
        }
        Ok(())
    }
}
