//! The command line's contract: fields, exit codes and messages, run as a person or a program would.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "helpers of tests stop the test"
)]

mod contract;
mod help;
mod refusals;
mod surroundings;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use serde_json::Value;

/// What a command answered.
pub struct Answer {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Answer {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|cause| panic!("{cause}: {}\n{}", self.out, self.err))
    }
}

/// Runs the program with these arguments, away from any settings of this machine.
pub fn samordna(args: &[&str]) -> Answer {
    let output = Command::new(env!("CARGO_BIN_EXE_samordna"))
        .args(args)
        .current_dir(std::env::temp_dir())
        .env_remove("SAMORDNA_DB")
        .env_remove("SAMORDNA_CONFIG")
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The example association's files.
pub fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/kalmar")
        .canonicalize()
        .expect("the example is there")
}

/// A database with the example year, made once by `demo --load-only`.
pub fn loaded() -> &'static str {
    static DB: OnceLock<(tempfile::TempDir, String)> = OnceLock::new();
    let (_, path) = DB.get_or_init(|| {
        let dir = tempfile::tempdir().expect("folder");
        let path = dir.path().join("exempel.db").display().to_string();
        let answer = samordna(&["demo", "--load-only", "--db", &path]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        (dir, path)
    });
    path
}
