//! A temporary PostgreSQL cluster for the tests.
//!
//! A small shell process owns it and waits for its standard input to close. That happens however
//! xtask ends (done, Ctrl-C, panic, killed), so the server never outlives the run and its folder
//! is always removed.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::shell;

/// The environment variable the tests read the server's address from.
pub const VARIABLE: &str = "SAMORDNA_TEST_POSTGRES";

/// Starts the server as its owner, waits for the end of standard input, stops it, removes all.
const KEEPER: &str = r#"
trap '' INT TERM HUP
"$@" -D "$DIR/data" -k "$DIR" -c listen_addresses= -c fsync=$SURE -c synchronous_commit=$SURE \
  -c full_page_writes=$SURE -c max_connections=200 -c shared_buffers=64MB >"$DIR/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
rm -rf "$DIR"
"#;

/// A running server; ends when dropped.
pub struct Cluster {
    url: String,
    keeper: Option<Child>,
}

impl Cluster {
    /// The server the environment names, or a new one.
    pub fn start() -> Result<Cluster, String> {
        if let Ok(url) = env::var(VARIABLE) {
            return Ok(Cluster { url, keeper: None });
        }
        Cluster::fresh(false)
    }

    /// A new one that loses nothing it has acknowledged, for measuring.
    pub fn durable() -> Result<Cluster, String> {
        Cluster::fresh(true)
    }

    fn fresh(sure: bool) -> Result<Cluster, String> {
        let dir = env::temp_dir().join(format!("samordna-pg-{}", std::process::id()));
        fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
        let made = Cluster::create(&dir, sure);
        if made.is_err() {
            let _ = fs::remove_dir_all(&dir);
        }
        made
    }

    /// Where the tests find it.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn create(dir: &Path, sure: bool) -> Result<Cluster, String> {
        let bin = binaries().ok_or("PostgreSQL:s initdb hittades inte")?;
        if is_root() {
            shell::must(Command::new("chown").arg("postgres").arg(dir))?;
        }
        let mut init = as_owner(&bin.join("initdb"));
        init.args([
            "-U",
            "samordna",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "-D",
        ]);
        shell::must(init.arg(dir.join("data")).current_dir(dir))?;

        let server = as_owner(&bin.join("postgres"));
        let mut keeper = Command::new("sh");
        keeper
            .args(["-c", KEEPER, "keeper"])
            .arg(server.get_program())
            .args(server.get_args());
        keeper.env("SURE", if sure { "on" } else { "off" });
        keeper.env("DIR", dir).current_dir(dir).stdin(Stdio::piped());
        let child = keeper
            .spawn()
            .map_err(|e| format!("PostgreSQL kunde inte startas: {e}"))?;
        // The socket's folder stands as host, its slashes encoded; so the database comes last.
        let host = dir.display().to_string().replace('/', "%2F");
        let url = format!("postgres://samordna@{host}/postgres");
        let cluster = Cluster {
            url,
            keeper: Some(child),
        };
        wait_for(&bin, dir)?;
        Ok(cluster)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }
}

/// The folder with `initdb`: on the path, or the newest of Debian's.
pub fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let number = |dir: &PathBuf| {
        dir.file_name()
            .and_then(|n| n.to_str())
            .and_then(|n| n.parse::<u32>().ok())
    };
    let newest = versions
        .map(|entry| entry.path())
        .max_by_key(number)
        .map(|dir| dir.join("bin"));
    let on_path = shell::find("initdb").and_then(|file| file.parent().map(PathBuf::from));
    newest
        .or(on_path)
        .filter(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
}

/// Whether this is root, for whom PostgreSQL refuses to run.
pub fn is_root() -> bool {
    shell::quiet(Command::new("id").arg("-u")).is_ok_and(|said| said.text.trim() == "0")
}

fn as_owner(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
        .arg(program);
    command
}

fn wait_for(bin: &Path, dir: &Path) -> Result<(), String> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(30) {
        let ready = shell::quiet(Command::new(bin.join("pg_isready")).arg("-q").arg("-h").arg(dir))?;
        if ready.ok {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    let log = fs::read_to_string(dir.join("log")).unwrap_or_default();
    Err(format!("PostgreSQL svarade inte inom 30 sekunder:\n{log}"))
}
