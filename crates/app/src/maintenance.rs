//! Care of the database: made, brought up to date, examined, copied, read back.

use std::path::{Path, PathBuf};

use domain::{facts::Association, refusal::Refusal};
pub use store::doctor::Diagnosis;
use store::{Db, Error, Options, Target};

use crate::{App, Failure, Outcome};

/// The database's file or address as it may be shown: without password.
pub fn shown(db: &str) -> String {
    Target::parse(db).display()
}

/// Makes an empty database, with its association when a name is given.
///
/// # Errors
/// A refusal when there is something there already, or the organisation number cannot be one.
pub async fn init(db: &str, association: Option<&Association>) -> Outcome<()> {
    let target = Target::parse(db);
    if let Target::File(path) = &target
        && path.exists()
    {
        let message =
            "Här finns redan en fil. Välj en annan plats, eller uppgradera den med samordna migrate.";
        return Err(Refusal::at("databas-finns", db, message).into());
    }
    if let Some(association) = association {
        names(association)?;
    }
    let made = make(&target, association).await;
    if made.is_err()
        && let Target::File(path) = &target
    {
        for ending in ["", "-wal", "-shm"] {
            // There was nothing here before; half a database would stand in the way of the next try.
            let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
        }
    }
    made
}

/// What an association must be called and numbered.
fn names(association: &Association) -> Outcome<()> {
    if association.name.trim().is_empty() {
        let message = "Förbundets namn är tomt. Skriv det efter --name.";
        return Err(Refusal::at("forbund-namn", "--name", message).into());
    }
    Ok(())
}

async fn make(target: &Target, association: Option<&Association>) -> Outcome<()> {
    let app = App::over(Db::create(target).await?);
    if let Some(association) = association {
        let mut tx = app.db().write().await?;
        let id = uuid::Uuid::now_v7().to_string();
        store::association::create(&mut tx, &id, association)
            .await
            .map_err(|error| match error {
                Error::Constraint(_) => {
                    let message = "Organisationsnumret ska skrivas som 222000-1859.";
                    Refusal::at("orgnummer", association.org_number.clone(), message).into()
                }
                other => Failure::from(other),
            })?;
        tx.commit().await?;
    }
    app.db().close().await;
    Ok(())
}

/// Brings the database to this program's version; answers with the version it had and has.
///
/// # Errors
/// A refusal for a newer database, or one of another program.
pub async fn migrate(db: &str) -> Outcome<(i64, i64)> {
    let db = Db::open_with(
        &Target::parse(db),
        Options {
            any_version: true,
            ..Options::default()
        },
    )
    .await?;
    let found = store::migrate::run(&db).await?;
    let now = store::migrate::version(&db).await?;
    db.close().await;
    Ok((found, now))
}

/// Examines the database.
///
/// # Errors
/// A refusal when it cannot be opened; what is wrong in it is in the answer.
pub async fn doctor(db: &str) -> Outcome<Diagnosis> {
    let db = Db::open_with(
        &Target::parse(db),
        Options {
            any_version: true,
            ..Options::default()
        },
    )
    .await?;
    let diagnosis = store::doctor::examine(&db).await?;
    db.close().await;
    Ok(diagnosis)
}

/// Copies the database while it is used.
///
/// # Errors
/// A refusal when the file is there already or cannot be written, and for PostgreSQL, which has its own tool.
pub async fn backup(db: &str, to: &Path) -> Outcome<()> {
    file_of(db)?;
    let db = Db::open(&Target::parse(db)).await?;
    let done = store::backup::backup(&db, to).await;
    db.close().await;
    done.map_err(|error| match error {
        Error::Duplicate(place) => {
            let message = "Filen finns redan och skrivs inte över. Välj ett annat namn.";
            Refusal::at("kopia-finns", place, message).into()
        }
        other => other.into(),
    })
}

/// Reads a copy back in place of the database, after it has been examined; answers with where the
/// replaced database was put, if there was one.
///
/// # Errors
/// A refusal when the copy is damaged, missing or newer, or the database is being served.
pub async fn restore(db: &str, from: &Path) -> Outcome<Option<PathBuf>> {
    Ok(store::backup::restore(from, &file_of(db)?).await?)
}

/// The file of an embedded database.
fn file_of(db: &str) -> Outcome<PathBuf> {
    match Target::parse(db) {
        Target::File(path) => Ok(path),
        Target::Server(_) => {
            let message = "PostgreSQL kopieras med sitt eget verktyg: pg_dump --format=custom --file=FIL ADRESS, och läses tillbaka med pg_restore --clean --dbname=ADRESS FIL.";
            Err(Refusal::new("postgresql-kopia", message).into())
        }
    }
}

/// What recomputing the two chains showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Events of the audit trail, or the first that is wrong.
    pub events: Result<i64, String>,
    /// Events of the read log that are kept, or the first that is wrong.
    pub reads: Result<i64, String>,
}

impl Verified {
    /// Whether both chains are whole.
    pub const fn whole(&self) -> bool {
        self.events.is_ok() && self.reads.is_ok()
    }
}

impl App {
    /// Recomputes the audit trail and the read log, and looks up in the first what it says about
    /// the second: points the read log passed, and where its oldest events were disposed of.
    ///
    /// # Errors
    /// The database's own; what is broken is in the answer.
    pub async fn verify_audit(&self) -> Outcome<Verified> {
        let mut tx = self.db().read().await?;
        let events = found(store::audit::verify(&mut tx).await)?;
        let mut reads = found(store::read_log::verify(&mut tx).await)?;
        if reads.is_ok()
            && let Some(point) = store::read_log::missed_point(&mut tx).await?
        {
            reads = Err(format!("read event {point}"));
        }
        Ok(Verified { events, reads })
    }
}

/// Damage is an answer here, anything else a failure.
fn found(verified: store::Result<i64>) -> Outcome<Result<i64, String>> {
    match verified {
        Ok(count) => Ok(Ok(count)),
        Err(Error::Damaged(what)) => Ok(Err(what)),
        Err(other) => Err(other.into()),
    }
}
