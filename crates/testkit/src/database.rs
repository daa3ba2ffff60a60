//! A fresh database of each kind, gone when the test is over.
//!
//! ```ignore
//! #[rstest]
//! #[case::sqlite(Kind::Sqlite)]
//! #[case::postgres(Kind::Postgres)]
//! #[tokio::test]
//! async fn what_it_shows(#[case] kind: Kind) {
//!     let Some(fresh) = fresh(kind).await else { return };
//!     let mut tx = fresh.db.write().await.unwrap();
//! }
//! ```

use std::{
    env, process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{Db, Target};
use tempfile::TempDir;

use crate::left_out;

/// The address of a server where tests may create databases; `cargo xtask test` sets it.
const SERVER: &str = "SAMORDNA_TEST_POSTGRES";

/// The databases that everything must work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the tests' server.
    Postgres,
}

/// An empty database of this program's version.
pub struct Fresh {
    /// The open database.
    pub db: Db,
    /// Where it is, to open it again.
    pub target: Target,
    /// The folder of a file database; tests may keep their own files there.
    pub folder: TempDir,
    server: Option<OnServer>,
}

/// A fresh database; `None`, said aloud, when there is no server for it.
///
/// # Panics
/// When the database cannot be made: the test has nothing to stand on.
#[expect(clippy::expect_used, reason = "a test without a database fails")]
pub async fn fresh(kind: Kind) -> Option<Fresh> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = match kind {
        Kind::Sqlite => None,
        Kind::Postgres => Some(OnServer::create().await?),
    };
    let target = match &server {
        None => Target::File(folder.path().join("prov.db")),
        Some(database) => Target::Server(database.url.clone()),
    };
    let db = Db::create(&target).await.expect("a fresh database");
    Some(Fresh {
        db,
        target,
        folder,
        server,
    })
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let Some(OnServer { server, name, .. }) = self.server.take() else {
            return;
        };
        // A test's own runtime cannot be waited for inside itself.
        let removed = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| {
                runtime.block_on(run(
                    &server,
                    &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                ))
            })
        });
        let _ = removed.join();
    }
}

/// A database on the tests' server.
struct OnServer {
    server: String,
    name: String,
    url: String,
}

impl OnServer {
    #[expect(clippy::expect_used, reason = "a test without a database fails")]
    async fn create() -> Option<OnServer> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = env::var(SERVER) else {
            left_out::say(&format!("PostgreSQL: sätt {SERVER} eller kör cargo xtask test"));
            return None;
        };
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("prov_{}_{number}", process::id());
        run(&server, &format!("CREATE DATABASE {name}"))
            .await
            .expect("tests may create databases");
        let (address, _) = server.rsplit_once('/').expect("an address with a database");
        let url = format!("{address}/{name}");
        Some(OnServer { server, name, url })
    }
}

/// Runs a statement that no transaction can hold. The names in it are made here.
async fn run(server: &str, text: &str) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(server).await?;
    sqlx::query(AssertSqlSafe(text.to_owned()))
        .execute(&mut connection)
        .await?;
    connection.close().await
}
