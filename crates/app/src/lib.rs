//! What a person can do: authorise, load, decide, save, record.
//!
//! Every act is a method of [`App`] that takes the acting person, the input and the time. It asks
//! [`rights::may`] first, runs in one transaction opened and committed here, and writes one audit
//! event in it. It answers with a value or a [`Failure`].

pub mod account;
pub mod actor;
pub mod around;
pub mod bookkeeping;
pub mod checks;
pub mod consultation;
pub mod contribution;
pub mod disclosure;
pub mod disposal;
pub mod due;
pub mod example;
pub mod failure;
pub mod files;
pub mod forecast;
pub mod head_count;
pub mod held;
pub mod import;
pub mod invitation;
pub mod invoice;
pub mod keys;
pub mod letter;
pub mod log;
pub mod login;
pub mod maintenance;
pub mod mapping;
pub mod matching;
pub mod outgoing;
pub mod outside;
pub mod pages;
pub mod participation;
pub mod payment;
pub mod people;
pub mod plan;
pub mod pot;
pub mod published;
pub mod quarter;
pub mod read_log;
pub mod referral;
pub mod register_import;
pub mod report;
pub mod requisition;
pub mod rights;
pub mod session;
mod sheet;
pub mod statistics;
pub mod teams;
pub mod token;
pub mod users;
pub mod vat;
pub mod withdrawal;
pub mod year;

use std::sync::{Arc, Mutex};

pub use actor::{Actor, Assignment, Role};
pub use around::Around;
use chrono::{DateTime, Utc};
use domain::audit::{AuditEvent, hex};
pub use failure::Failure;
use identity::InstallationKey;
pub use identity::provider::Provider;
use store::{AssociationId, Db, Target, Tx};
use tokio::sync::Semaphore;
pub use year::{Year, as_of};

/// What acts answer with.
pub type Outcome<T> = Result<T, Failure>;

/// The acts over one database. Clones share its connections and what was computed.
#[derive(Clone, Debug)]
pub struct App {
    db: Db,
    years: Arc<Mutex<year::Cache>>,
    key: Option<InstallationKey>,
    around: Arc<Around>,
    /// Hashing a password takes 19 MiB and a tenth of a second: two at a time.
    hashing: Arc<Semaphore>,
    reads: read_log::Appender,
}

impl App {
    /// Opens an existing database, unless it holds half an example.
    ///
    /// # Errors
    /// A refusal that says what is wrong with the place or what it holds, or a fault.
    pub async fn open(target: &str) -> Outcome<App> {
        let app = App::over(Db::open(&Target::parse(target)).await?);
        app.refuse_half_example().await?;
        Ok(app)
    }

    /// Opens a database, made and migrated when needed.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn create(target: &str) -> Outcome<App> {
        Ok(App::over(Db::create(&Target::parse(target)).await?))
    }

    /// The acts over a database that is open already.
    pub fn over(db: Db) -> App {
        App {
            db,
            years: Arc::default(),
            key: None,
            around: Arc::default(),
            hashing: Arc::new(Semaphore::new(2)),
            reads: read_log::Appender::default(),
        }
    }

    /// The database, for `doctor`, `backup` and the lock of a server.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The association of this installation.
    ///
    /// # Errors
    /// A refusal when nothing was loaded yet.
    async fn association(&self, tx: &mut Tx) -> Outcome<AssociationId> {
        let all = store::association::all(tx).await?;
        all.first().map(|stored| stored.id).ok_or_else(|| {
            let message = "Databasen är tom. Läs in tabeller med samordna import tables MAPP, eller börja med samordna demo.";
            domain::refusal::Refusal::new("tom-databas", message).into()
        })
    }
}

/// Writes the act's one audit event.
async fn record(
    tx: &mut Tx,
    actor: &Actor,
    what: (&str, &str),
    detail: serde_json::Value,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let event = AuditEvent {
        at: now,
        actor: actor.id.clone(),
        act: what.0.into(),
        object: what.1.into(),
        detail: detail.to_string(),
    };
    Ok(store::audit::append(tx, &event).await?)
}
