//! What a person can do: authorise, load, decide, save, record.
//!
//! Every act is a method of [`App`] that takes the acting person, the input and the time. It asks
//! [`rights::may`] first, runs in one transaction opened and committed here, and writes one audit
//! event in it. It answers with a value or a [`Failure`].

pub mod actor;
pub mod bookkeeping;
pub mod checks;
pub mod example;
pub mod failure;
pub mod files;
pub mod import;
pub mod maintenance;
pub mod mapping;
pub mod pages;
pub mod people;
pub mod published;
pub mod report;
pub mod rights;
pub mod session;
mod sheet;
pub mod year;

use std::sync::{Arc, Mutex};

pub use actor::{Actor, Assignment, Role};
use chrono::{DateTime, Utc};
use domain::audit::{AuditEvent, hex};
pub use failure::Failure;
use store::{AssociationId, Db, Target, Tx};
pub use year::Year;

/// What acts answer with.
pub type Outcome<T> = Result<T, Failure>;

/// The acts over one database. Clones share its connections and what was computed.
#[derive(Clone, Debug)]
pub struct App {
    db: Db,
    years: Arc<Mutex<year::Cache>>,
}

impl App {
    /// Opens an existing database.
    ///
    /// # Errors
    /// A refusal that says what is wrong with the place, or a fault.
    pub async fn open(target: &str) -> Outcome<App> {
        Ok(App::over(Db::open(&Target::parse(target)).await?))
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
