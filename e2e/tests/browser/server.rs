//! The program itself, showing the example association on a free port.

use std::{
    env,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A running `samordna demo` with a database of its own; ends when dropped.
pub struct Server {
    /// `http://127.0.0.1:port`.
    pub address: String,
    /// Persona and log-in link.
    links: Vec<(String, String)>,
    child: Child,
    /// Where it keeps its database and temporary files.
    _scratch: TempDir,
}

impl Server {
    /// Starts it and waits until it has said where it is.
    pub fn start() -> Server {
        let scratch = TempDir::new().expect("a folder can be made");
        let mut child = Command::new(program())
            .args(["demo", "--listen", "127.0.0.1:0", "--format", "json"])
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
            _scratch: scratch,
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
