//! The server: cold start to the first page, memory at rest, one table under load, all figures.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{Row, Section, example, measure, running::Server, scratch, wrk::Aim};
use crate::shell;

pub fn run() -> Result<Section, String> {
    let folder = scratch("server")?;
    let database = example(&folder)?;
    let mut rows = Vec::new();
    let mut missing = Vec::new();

    let mut start = f64::INFINITY;
    for _ in 0..3 {
        let begun = Instant::now();
        Server::start(&database)?.get("/")?;
        start = start.min(begun.elapsed().as_secs_f64());
    }
    let mut server = Server::start(&database)?;
    server.get("/")?;
    rows.push(Row::goal(
        "start to the first page",
        format!("{start:.2} s"),
        "≤ 0.5 s",
        start <= 0.5,
    ));
    thread::sleep(Duration::from_secs(2));
    let rest = measure::memory(server.id(), "VmRSS:").unwrap_or(f64::INFINITY);
    rows.push(Row::goal(
        "memory at rest after it",
        format!("{rest:.0} MiB"),
        "≤ 64 MiB",
        rest <= 64.0,
    ));
    load(&mut server, &mut rows, &mut missing)?;

    Ok(Section {
        title: "The server on the example year",
        how: "`samordna demo` on a file that is already loaded, from starting the process to the whole first page, the best \
              of three; then `wrk` (one thread, four connections, ten seconds) on the table of insatser as a logged-in \
              person of the office.",
        rows,
        missing,
    })
}

fn load(server: &mut Server, rows: &mut Vec<Row>, missing: &mut Vec<String>) -> Result<(), String> {
    server.log_in(None)?;
    let session = server.session.clone().unwrap_or_default();
    if shell::find("wrk").is_none() {
        missing.push("one table over HTTP (Debian: wrk)".to_owned());
        return Ok(());
    }
    let aim = Aim {
        url: format!("http://{}/insatser", server.address),
        cookie: &session,
        script: None,
    };
    let load = aim.load(4, 10)?;
    let figure = format!("{:.1} ms", load.slowest);
    rows.push(Row::goal(
        "one table over HTTP, p99",
        figure,
        "≤ 10 ms",
        load.slowest <= 10.0,
    ));
    Ok(())
}
