//! `cargo xtask`: sets up and runs what a developer and the build machine run.
//!
//! It uses the standard library and `serde_json` only, so that the first command on a fresh
//! machine starts at once; everything heavy it needs is fetched into `target/tools`.
#![expect(clippy::print_stdout, reason = "a terminal tool talks on the terminal")]

mod bench;
mod cluster;
mod need;
mod place;
mod python;
mod shell;
mod step;
mod tally;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test [STEG …]      allt som .ci/run kör, eller bara de namngivna stegen
cargo xtask bench [--install] [MÄTNING …]
                               mäter mot jämförelseprogrammen och skriver docs/benchmarks.md
cargo xtask screenshots        tar bilderna till README och handboken ur en körande demo
cargo xtask docs               skriver om genererade sidor i docs/";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        Some("test") => step::run(&words[1..]),
        Some("bench") => bench::run(&words[1..]),
        Some("docs") => step::docs(),
        Some("screenshots") => step::screenshots(),
        Some("help" | "--help" | "-h") | None => {
            println!("{HELP}\n\nSteg: {}\nMätningar: {}", step::names(), bench::names());
            Ok(true)
        }
        Some(other) => Err(format!("Okänt kommando: {other}\n\n{HELP}")),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            println!("{why}");
            ExitCode::from(2)
        }
    }
}
