//! Why the database said no, in the cases a person can do something about.

use sqlx::error::{DatabaseError, ErrorKind};

/// A database error. `app` turns the named ones into Swedish texts with the next step.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no database at the place; empty when it is where one looked.
    #[error("there is no database at {0}")]
    Missing(String),
    /// The file or database at the place holds something else; empty likewise.
    #[error("{0} is not a database of this program")]
    Foreign(String),
    /// Made by a newer program.
    #[error("the database has version {found}, this program knows {known}")]
    Newer {
        /// The database's version.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// Made by an older program: it has to be migrated first.
    #[error("the database has version {found}, this program needs {known}")]
    Older {
        /// The database's version.
        found: i64,
        /// The version this program needs.
        known: i64,
    },
    /// Another process serves the same file.
    #[error("another process serves the database")]
    InUse,
    /// Another connection held the database longer than we wait.
    #[error("the database was busy for too long")]
    Busy,
    /// No room left.
    #[error("the disk is full")]
    DiskFull,
    /// The file or folder at the place cannot be written; empty likewise.
    #[error("the database cannot be written: {0}")]
    NotWritable(String),
    /// No server answers.
    #[error("the database server does not answer: {0}")]
    Unreachable(std::io::Error),
    /// The address is none.
    #[error("no address of a database server: {0}")]
    Address(String),
    /// The server takes no more connections now: its own words.
    #[error("the database server is not ready: {0}")]
    NotReady(String),
    /// The server refuses this user: its own words.
    #[error("the database server refuses access: {0}")]
    AccessDenied(String),
    /// The file is damaged: how, where it is known.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Somebody else saved a newer version first.
    #[error("somebody else saved version {current} first")]
    Conflict {
        /// The version that stands there now.
        current: i64,
    },
    /// Something of this name is there already.
    #[error("already there: {0}")]
    Duplicate(String),
    /// A constraint of the schema.
    #[error("against a constraint: {0}")]
    Constraint(String),
    /// A reference to something that is not there, or a stored code this program does not know.
    #[error("unknown {what}: {value}")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// The reference or code.
        value: String,
    },
    /// A file could not be read or written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    /// Anything else.
    #[error(transparent)]
    Sql(sqlx::Error),
}

impl Error {
    /// The same for another one whose act could not be saved either.
    pub(crate) fn same(&self) -> Error {
        match self {
            Error::DiskFull => Error::DiskFull,
            Error::NotWritable(cause) => Error::NotWritable(cause.clone()),
            Error::Damaged(cause) => Error::Damaged(cause.clone()),
            _ => Error::Busy,
        }
    }

    /// A reference to something that is not there.
    pub(crate) fn unknown(what: &'static str, value: &(impl ToString + ?Sized)) -> Error {
        let value = value.to_string();
        Error::Unknown { what, value }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        match error {
            sqlx::Error::Database(cause) => database(cause),
            sqlx::Error::Io(cause) => Error::Unreachable(cause),
            sqlx::Error::PoolTimedOut => Error::Busy,
            other => Error::Sql(other),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Error {
        match error {
            sqlx::migrate::MigrateError::Execute(cause)
            | sqlx::migrate::MigrateError::ExecuteMigration(cause, _) => cause.into(),
            other => Error::Damaged(other.to_string()),
        }
    }
}

fn database(cause: Box<dyn DatabaseError>) -> Error {
    let text = cause.message().to_owned();
    match cause.kind() {
        ErrorKind::UniqueViolation => return Error::Duplicate(text),
        ErrorKind::ForeignKeyViolation | ErrorKind::NotNullViolation | ErrorKind::CheckViolation => {
            return Error::Constraint(text);
        }
        _ => {}
    }
    let code = cause.code().unwrap_or_default().into_owned();
    let known = if cause.try_downcast_ref::<sqlite::SqliteError>().is_some() {
        sqlite(&code, &text)
    } else {
        postgres(&code, &text)
    };
    known.unwrap_or(Error::Sql(sqlx::Error::Database(cause)))
}

/// Primary result codes of SQLite (the low byte of the extended code).
fn sqlite(code: &str, text: &str) -> Option<Error> {
    Some(match code.parse::<u32>().ok()? & 0xff {
        5 | 6 => Error::Busy,
        8 | 14 => Error::NotWritable(String::new()),
        10 => Error::File(std::io::ErrorKind::Other.into()),
        11 => Error::Damaged(String::new()),
        13 => Error::DiskFull,
        19 => Error::Constraint(text.into()),
        26 => Error::Foreign(String::new()),
        _ => return None,
    })
}

/// SQLSTATE of PostgreSQL.
fn postgres(code: &str, text: &str) -> Option<Error> {
    Some(match code {
        "53100" => Error::DiskFull,
        "55P03" | "57014" | "40001" | "40P01" => Error::Busy,
        "28000" | "28P01" | "42501" => Error::AccessDenied(text.into()),
        "3D000" => Error::Missing(String::new()),
        "P0001" => Error::Constraint(text.into()),
        "57P03" | "53300" => Error::NotReady(text.into()),
        "XX001" | "XX002" => Error::Damaged(text.into()),
        _ => return None,
    })
}
