//! `cargo xtask bench`: our program against its peers, in one run on one machine.
//!
//! Only ratios mean anything elsewhere. Each job makes its own input, runs us and whichever peers
//! are installed, and says which are not. The result is `docs/benchmarks.md`.

mod ark;
mod cross_tab;
mod measure;
mod page;
mod peer;
mod random;
mod report;
mod server;
mod sie;

use std::{fs, path::PathBuf};

use crate::{place, shell};

pub use page::{Row, Section};

/// A job: its name on the command line and what it measures.
struct Job {
    name: &'static str,
    run: fn() -> Result<Section, String>,
}

const JOBS: &[Job] = &[
    Job {
        name: "sie",
        run: sie::run,
    },
    Job {
        name: "korstabell",
        run: cross_tab::run,
    },
    Job {
        name: "rapport",
        run: report::run,
    },
    Job {
        name: "ark",
        run: ark::run,
    },
    Job {
        name: "server",
        run: server::run,
    },
];

/// The names of the jobs.
pub fn names() -> String {
    JOBS.iter().map(|job| job.name).collect::<Vec<_>>().join(", ")
}

/// Runs the named jobs, or all, and writes the page; `--install` fetches the peers first.
pub fn run(words: &[String]) -> Result<bool, String> {
    let (flags, chosen): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.starts_with("--"));
    match flags.as_slice() {
        [] => {}
        [flag] if *flag == "--install" => peer::install()?,
        _ => return Err("Enda flaggan är --install".to_owned()),
    }
    if let Some(unknown) = chosen
        .iter()
        .find(|name| !JOBS.iter().any(|job| job.name == **name))
    {
        return Err(format!("Okänd mätning: {unknown}. De heter {}", names()));
    }
    let build = shell::cargo()
        .args(["build", "--release", "--locked", "-p", "samordna"])
        .status();
    if !build.is_ok_and(|status| status.success()) {
        return Err("Programmet kunde inte byggas".to_owned());
    }
    let mut sections = Vec::new();
    for job in JOBS
        .iter()
        .filter(|job| chosen.is_empty() || chosen.contains(&&job.name.to_owned()))
    {
        println!("Mäter: {}", job.name);
        sections.push((job.run)()?);
    }
    let page = page::write(&sections);
    println!("\n{page}");
    if !chosen.is_empty() {
        println!("Bara en del mättes; docs/benchmarks.md lämnas orörd.");
        return Ok(true);
    }
    fs::write(place::root().join("docs/benchmarks.md"), page).map_err(|e| e.to_string())?;
    Ok(true)
}

/// Where inputs and outputs of the measurements lie.
fn scratch(name: &str) -> Result<PathBuf, String> {
    let folder = place::target().join("bench-data").join(name);
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(folder)
}

/// The program as people run it.
fn samordna() -> PathBuf {
    place::target().join("release/samordna")
}
