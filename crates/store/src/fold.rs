//! Folding SQLite's write-ahead log into the file, beside the acts.
//!
//! Left to itself SQLite does it inside the commit that fills the thousandth page, and whoever's act
//! that was waits for two more writes to disk and a thousand pages. Here a connection of its own does it;
//! the acts and the reads go on meanwhile.

use std::{sync::Arc, time::Duration};

use sqlite::{ConnectOptions, Connection, Query};
use tokio::{
    sync::{Mutex, MutexGuard, watch},
    task::JoinHandle,
    time::timeout,
};

use crate::Result;

/// From so many pages on the log is folded in; as many as SQLite itself would take.
const ENOUGH: i64 = 1_000;
/// From so many pages (64 MiB) on it is done inside a commit after all: acts without a pause between them
/// never let go of the whole log, and it must not grow without end.
pub(crate) const BOUND: u32 = 16_384;
/// How long acts are let go on before the log is looked at.
const PAUSE: Duration = Duration::from_millis(100);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// Something was saved.
    Saved,
    /// The database is being closed.
    End,
}

/// The task that folds.
#[derive(Debug)]
pub(crate) struct Folding {
    word: watch::Sender<Word>,
    task: Mutex<Option<JoinHandle<()>>>,
    /// Held while the log is folded in: two at it at once refuse one another.
    at_it: Arc<Mutex<()>>,
}

impl Folding {
    /// Starts the task; it ends when this is dropped. Its connection is opened when something is saved.
    pub(crate) fn start(options: ConnectOptions) -> Folding {
        let (word, heard) = watch::channel(Word::Saved);
        let at_it = Arc::<Mutex<()>>::default();
        let task = tokio::spawn(run(options, heard, Arc::clone(&at_it)));
        Folding {
            word,
            task: Mutex::new(Some(task)),
            at_it,
        }
    }

    /// Something was saved.
    pub(crate) fn saved(&self) {
        self.word.send_replace(Word::Saved);
    }

    /// Waits until nothing is being folded in, and keeps it so while the answer is held.
    pub(crate) async fn pause(&self) -> MutexGuard<'_, ()> {
        self.at_it.lock().await
    }

    /// Ends the task and waits until its connection is closed.
    pub(crate) async fn end(&self) {
        self.word.send_replace(Word::End);
        if let Some(task) = self.task.lock().await.take() {
            // A task that broke has closed its connection too.
            drop(task.await);
        }
    }
}

async fn run(options: ConnectOptions, mut heard: watch::Receiver<Word>, at_it: Arc<Mutex<()>>) {
    let mut connection = None;
    while heard.changed().await.is_ok() {
        if ended(&mut heard).await {
            break;
        }
        let _alone = at_it.lock().await;
        if fold(&options, &mut connection).is_err() {
            // Nothing is lost: the log stands, and the next act has it tried again.
            connection = None;
        }
    }
}

/// Lets acts go on for a while; whether the end came meanwhile.
async fn ended(heard: &mut watch::Receiver<Word>) -> bool {
    timeout(PAUSE, heard.wait_for(|word| *word == Word::End))
        .await
        .is_ok()
}

fn fold(options: &ConnectOptions, connection: &mut Option<Connection>) -> Result<()> {
    let connection = match connection {
        Some(open) => open,
        None => connection.insert(Connection::open(options)?),
    };
    let (_, pages, folded): (i64, i64, i64) =
        Query::new("PRAGMA wal_checkpoint(NOOP)").fetch_one(connection)?;
    if pages - folded >= ENOUGH {
        Query::new("PRAGMA wal_checkpoint(PASSIVE)").execute(connection)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sqlite::Query;

    use crate::{Db, Target};

    #[tokio::test]
    async fn r_lag_24_the_log_is_folded_in_beside_the_acts() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("prov.db");
        let db = Db::create(&Target::File(path.clone())).await.unwrap();
        let Db::Sqlite { lane, .. } = &db else {
            unreachable!("a file")
        };
        let large = "CREATE TABLE large (content BLOB); INSERT INTO large VALUES (zeroblob(12000000))";
        Query::new(large)
            .execute(&mut lane.alone().await.unwrap())
            .unwrap();
        let log = || async {
            let asked = Query::new("PRAGMA wal_checkpoint(NOOP)");
            let (_, pages, folded): (i64, i64, i64) =
                asked.fetch_one(&mut lane.alone().await.unwrap()).unwrap();
            (pages, folded)
        };
        let (pages, folded) = log().await;
        assert!(pages - folded > 2_900, "{pages} {folded}: not in the commit");
        lane.folding().saved();
        for _ in 0..400 {
            if log().await.0 == log().await.1 {
                break;
            }
            tokio::time::sleep(super::PAUSE / 4).await;
        }
        let (pages, folded) = log().await;
        assert_eq!(pages, folded);
        db.close().await;
        assert!(!path.with_extension("db-wal").exists(), "one file");
    }
}
