//! Workbooks: 100 000 rows of 14 columns written and read, and workbooks made to break the reader.

use std::{fs, path::Path, process::Command};

use super::{Row, Section, measure, peer, scratch};
use crate::{place, shell};

const ROWS: &str = "100000";
/// Ways to break a reader; see `ark_peers.py`.
const BOMBS: [&str; 7] = ["far", "spaces", "cells", "wide", "count", "strings", "repeat"];
const PEERS: &str = include_str!("ark_peers.py");

pub fn run() -> Result<Section, String> {
    let build = [
        "build",
        "--release",
        "--locked",
        "-p",
        "sheets",
        "--example",
        "ark",
    ];
    shell::must(shell::cargo().args(build))?;
    let ours = place::target().join("release/examples/ark");
    let folder = scratch("ark")?;
    let script = folder.join("peers.py");
    fs::write(&script, PEERS).map_err(|e| e.to_string())?;
    let (own, other) = (folder.join("own.xlsx"), folder.join("other.xlsx"));
    let (mut rows, mut missing) = (Vec::new(), Vec::new());

    let written = measure::process(3, || command(&ours, &["write"], &own, Some(ROWS)))?;
    let figure = |taken: &measure::Taken| format!("{:.2} s, {:.0} MiB", taken.seconds, taken.mebibytes);
    if let Some(python) = peer::python_with("xlsxwriter") {
        let peer = measure::process(1, || {
            python_command(&python, &script, &["write"], &other, Some(ROWS))
        })?;
        rows.push(Row::plain("xlsxwriter writes", figure(&peer)));
        let times = peer.seconds / written.seconds;
        let words = format!("{}, {times:.0} × faster", figure(&written));
        rows.push(Row::goal(
            "written",
            words,
            "≥ 10 × faster than xlsxwriter",
            times >= 10.0,
        ));
    } else {
        rows.push(Row::plain("written", figure(&written)));
        missing.push("xlsxwriter (PyPI)".to_owned());
    }
    let read = measure::process(3, || command(&ours, &["read"], &own, None))?;
    if let Some(python) = peer::python_with("python_calamine") {
        let peer = measure::process(3, || python_command(&python, &script, &["read"], &own, None))?;
        rows.push(Row::plain("calamine reads", figure(&peer)));
        let met = read.seconds <= peer.seconds;
        rows.push(Row::goal(
            "measured and read",
            figure(&read),
            "no slower than calamine",
            met,
        ));
    } else {
        rows.push(Row::plain("measured and read", figure(&read)));
        missing.push("python-calamine (PyPI)".to_owned());
    }
    rows.push(bombs(&ours, &script, &folder)?);
    Ok(Section {
        title: "Workbooks: 100 000 rows of 14 columns",
        how: "Whole processes: `crates/sheets/examples/ark` against xlsxwriter (constant memory) and calamine's Python \
              module on the same file; then seven workbooks made to break a reader, the slowest and the largest told.",
        rows,
        missing,
    })
}

/// The worst of the workbooks made to break the reader.
fn bombs(ours: &Path, script: &Path, folder: &Path) -> Result<Row, String> {
    let python = Path::new("python3");
    let (mut seconds, mut mebibytes) = (0.0_f64, 0.0_f64);
    for kind in BOMBS {
        let bomb = folder.join(format!("{kind}.xlsx"));
        shell::must(&mut python_command(python, script, &["bomb", kind], &bomb, None))?;
        let said = shell::must(&mut command(ours, &["read"], &bomb, None))?;
        if !said.starts_with("xlsx-") {
            return Err(format!("{kind}: avvisades inte: {said}"));
        }
        let taken = measure::process(1, || command(ours, &["read"], &bomb, None))?;
        seconds = seconds.max(taken.seconds);
        mebibytes = mebibytes.max(taken.mebibytes);
    }
    let words = format!("{seconds:.2} s, {mebibytes:.0} MiB");
    let met = seconds <= 1.0 && mebibytes <= 200.0;
    Ok(Row::goal(
        "hostile workbooks refused",
        words,
        "≤ 1 s, ≤ 200 MiB",
        met,
    ))
}

fn command(program: &Path, words: &[&str], file: &Path, last: Option<&str>) -> Command {
    let mut command = Command::new(program);
    command.args(words).arg(file).args(last);
    command
}

fn python_command(python: &Path, script: &Path, words: &[&str], file: &Path, last: Option<&str>) -> Command {
    let mut command = Command::new(python);
    command.arg(script).args(words).arg(file).args(last);
    command
}
