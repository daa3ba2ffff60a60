//! `cargo xtask bench`: our program against its peers, in one run on one machine.
//!
//! Only ratios mean anything elsewhere. Each job makes its own input, runs us and whichever peers
//! are installed, and says which are not. The result is `docs/benchmarks.md`. The program is built
//! first, unless `SAMORDNA_BENCH_BINARY` names a release build to measure.

mod ark;
mod cross_tab;
mod cross_tab_equal;
mod django;
mod economy;
mod figures;
mod measure;
mod page;
mod peer;
mod random;
mod register;
mod register_data;
mod report;
mod running;
mod scenario;
mod server;
mod sie;
mod typesetting;
mod wrk;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{cluster::Cluster, place, shell};

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
        run: report::annual,
    },
    Job {
        name: "verksamhetsplan",
        run: report::plan,
    },
    Job {
        name: "typsattning",
        run: typesetting::run,
    },
    Job {
        name: "ark",
        run: ark::run,
    },
    Job {
        name: "tal",
        run: figures::run,
    },
    Job {
        name: "ekonomi",
        run: economy::run,
    },
    Job {
        name: "scenario",
        run: scenario::run,
    },
    Job {
        name: "server",
        run: server::run,
    },
    Job {
        name: "register",
        run: register::run,
    },
];

/// The names of the jobs.
pub fn names() -> String {
    let names = JOBS.iter().map(|job| job.name);
    names.collect::<Vec<_>>().join(", ")
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
    if env::var_os(BINARY).is_none() {
        let build = shell::cargo()
            .args(["build", "--release", "--locked", "--bin", "samordna"])
            .status();
        if !build.is_ok_and(|status| status.success()) {
            return Err("Programmet kunde inte byggas".to_owned());
        }
    }
    if !samordna().is_file() {
        return Err(format!("{} finns inte", samordna().display()));
    }
    let mut sections = Vec::new();
    let wanted = |job: &&Job| chosen.is_empty() || chosen.contains(&&job.name.to_owned());
    for job in JOBS.iter().filter(wanted) {
        println!("Mäter: {}", job.name);
        let section = (job.run)()?;
        // A long run that is broken off has still said what it knows.
        for row in &section.rows {
            println!("  {}: {}", row.what, row.figure);
        }
        sections.push(section);
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

/// Names a release build to measure instead of building one.
const BINARY: &str = "SAMORDNA_BENCH_BINARY";

/// The program as people run it.
fn samordna() -> PathBuf {
    env::var_os(BINARY).map_or_else(|| place::target().join("release/samordna"), PathBuf::from)
}

/// The example year in a new database.
fn example(folder: &Path) -> Result<PathBuf, String> {
    let database = folder.join("exempel.db");
    for ending in ["", "-wal", "-shm", "-lock"] {
        let _ = fs::remove_file(format!("{}{ending}", database.display()));
    }
    let mut load = Command::new(samordna());
    load.args(["demo", "--load-only", "--db"]).arg(&database);
    shell::must(&mut load)?;
    Ok(database)
}

/// Runs something with an empty PostgreSQL database that is dropped afterwards.
fn with_database<T>(name: &str, run: impl FnOnce(&str) -> Result<T, String>) -> Result<T, String> {
    let cluster = Cluster::start()?;
    let server = cluster.url().to_owned();
    let psql = |text: String| {
        let mut psql = Command::new("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", &text])
            .arg(&server);
        shell::must(&mut psql)
    };
    psql(format!("drop database if exists {name}"))?;
    psql(format!("create database {name}"))?;
    let (before, _) = server
        .rsplit_once('/')
        .ok_or("adressen till PostgreSQL saknar databas")?;
    let done = run(&format!("{before}/{name}"));
    psql(format!("drop database if exists {name}"))?;
    done
}
