//! The program itself, showing the example association on a free port.

use std::{
    env,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// The database's name in its folder.
const DATABASE: &str = "exempel.db";

/// A running `samordna demo` with a database of its own; ends when dropped.
pub struct Server {
    /// `http://127.0.0.1:port`.
    pub address: String,
    /// Persona and log-in link.
    links: Vec<(String, String)>,
    child: Child,
    /// Where it keeps its database and temporary files.
    scratch: TempDir,
}

impl Server {
    /// Starts it and waits until it has said where it is.
    pub fn start() -> Server {
        let scratch = TempDir::new().expect("a folder can be made");
        let mut child = Command::new(program())
            .args(["demo", "--listen", "127.0.0.1:0", "--format", "json", "--db"])
            .arg(scratch.path().join(DATABASE))
            .env("TMPDIR", scratch.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("samordna is built: cargo build -p samordna");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        let mut said = String::new();
        let answer = output.lines().map_while(Result::ok).find_map(|line| {
            said.push_str(&line);
            serde_json::from_str::<Value>(&said).ok()
        });
        let answer = answer.unwrap_or_else(|| panic!("demo said no address: {said}"));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let links = answer["links"].as_array().into_iter().flatten();
        Server {
            address: text(&answer["address"]),
            links: links
                .map(|link| (text(&link["name"]), text(&link["link"])))
                .collect(),
            child,
            scratch,
        }
    }

    /// Everybody who can log in.
    pub fn personas(&self) -> impl Iterator<Item = &str> {
        self.links.iter().map(|(name, _)| name.as_str())
    }

    /// The one-time link of a persona.
    pub fn link(&self, persona: &str) -> &str {
        let found = self.links.iter().find(|(name, _)| name == persona);
        &found
            .unwrap_or_else(|| panic!("{persona} is not among {:?}", self.links))
            .1
    }
}

impl Server {
    /// A further one-time link of a persona of an insats, by the ids of the command line.
    pub fn new_link(&self, persona: &str, insats: &str) -> String {
        let made = Command::new(program())
            .args(["link", persona, "--insats", insats, "--format", "json", "--db"])
            .arg(self.database())
            .output()
            .expect("samordna runs");
        let said = String::from_utf8_lossy(&made.stdout).into_owned();
        let answer: Value = serde_json::from_str(&said).unwrap_or_else(|why| panic!("{why}: {said}"));
        format!("{}{}", self.address, answer["path"].as_str().unwrap_or_default())
    }

    /// Ends every session, as time would.
    pub fn end_sessions(&self) {
        let program = "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=20) as db: db.execute('UPDATE session SET expires_at = created_at + 1')";
        let done = Command::new("python3")
            .args(["-c", program])
            .arg(self.database())
            .status()
            .expect("python3 is there");
        assert!(done.success(), "the sessions can be ended");
    }

    fn database(&self) -> PathBuf {
        self.scratch.path().join(DATABASE)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `cargo xtask test` built, or what a plain build left.
fn program() -> PathBuf {
    let built = || {
        let own = env::current_exe().expect("this test is a file");
        // …/debug/deps/browser-… → …/debug/samordna
        own.ancestors().nth(2).expect("a target folder").join("samordna")
    };
    env::var_os("SAMORDNA_BIN").map_or_else(built, PathBuf::from)
}
