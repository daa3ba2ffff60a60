//! Versions of the schema, in the table that sqlx keeps for them.

use std::time::Instant;

use sqlx_core::{
    HashMap,
    error::Error,
    migrate::{MigrateError, Migration, Migrator},
};

use crate::{Connection, Query};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
)";

impl Connection {
    /// Makes the migrations that the database does not have yet, each whole or not at all.
    ///
    /// # Errors
    /// [`MigrateError::VersionMissing`] and [`MigrateError::VersionMismatch`] when the database was made by
    /// other migrations than these; the database's own.
    pub fn migrate(&mut self, all: &Migrator) -> Result<(), MigrateError> {
        Query::new(TABLE).execute(self)?;
        let made = Query::new("SELECT version, checksum FROM _sqlx_migrations ORDER BY version");
        let made: Vec<(i64, Vec<u8>)> = made.fetch_all(self)?;
        let known: HashMap<i64, &Migration> = all.iter().map(|one| (one.version, one)).collect();
        for (version, checksum) in &made {
            let migration = known.get(version).ok_or(MigrateError::VersionMissing(*version))?;
            if migration.checksum[..] != checksum[..] {
                return Err(MigrateError::VersionMismatch(*version));
            }
        }
        for migration in all.iter() {
            if made.iter().all(|(version, _)| *version != migration.version) {
                self.make(migration)?;
            }
        }
        Ok(())
    }

    /// The migration and the note that it was made stand or fall together.
    fn make(&mut self, migration: &Migration) -> Result<(), MigrateError> {
        let begun = Instant::now();
        Query::new("BEGIN IMMEDIATE").execute(self)?;
        let run = Query::new(migration.sql.clone()).execute(self);
        let done = run.and_then(|_| self.note(migration, begun));
        let done = done.and_then(|()| Query::new("COMMIT").execute(self));
        if let Err(cause) = done {
            // What made it fail is told; some faults have undone it already.
            drop(Query::new("ROLLBACK").execute(self));
            return Err(MigrateError::ExecuteMigration(cause, migration.version));
        }
        Ok(())
    }

    fn note(&mut self, migration: &Migration, begun: Instant) -> Result<(), Error> {
        let taken = i64::try_from(begun.elapsed().as_nanos()).unwrap_or(i64::MAX);
        let note = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                    VALUES ($1, $2, TRUE, $3, $4)";
        let query = Query::new(note)
            .bind(migration.version)
            .bind(&*migration.description);
        query
            .bind(&*migration.checksum)
            .bind(taken)
            .execute(self)
            .map(drop)
    }
}
