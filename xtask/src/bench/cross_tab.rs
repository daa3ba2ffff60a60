//! National cross-tabs over a million participations, against DuckDB and SQLite.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::Command,
};

use serde_json::Value;

use super::{Row, Section, cross_tab_equal, page, peer, random::Random, scratch};
use crate::{cluster, shell};

const ROWS: u64 = 1_000_000;
/// A peer, its Python module, the most we may take of its time, and that in words.
const PEER_GOALS: &[(&str, &str, f64, &str)] = &[
    ("DuckDB in memory", "duckdb", 1.5, "≤ 1.5 ×"),
    (
        "SQLite, GROUP BY on text columns",
        "sqlite3",
        0.1,
        "≥ 10 times as fast",
    ),
];
const PEERS: &str = include_str!("cross_tab_peers.py");

pub fn run() -> Result<Section, String> {
    let table = scratch("korstabell")?.join("deltaganden.csv");
    if !table.is_file() {
        write(&table).map_err(|e| format!("{}: {e}", table.display()))?;
    }
    let mut bench = shell::cargo();
    bench
        .args(["bench", "--locked", "-p", "domain", "--bench", "cross_tab", "--"])
        .arg(&table);
    let said = shell::must(&mut bench)?;
    let ours = said
        .lines()
        .find_map(|line| serde_json::from_str::<Value>(line).ok());
    let ours = ours.ok_or("mätningen av korstabeller svarade inte")?;
    let (our_time, memory) = (
        milliseconds(&ours),
        ours["bytes"].as_f64().unwrap_or(f64::INFINITY) / 1_048_576.0,
    );
    let mut rows = vec![
        Row::plain("our cube, five cross-tabs", format!("{our_time:.1} ms")),
        Row::goal(
            "memory of the cube",
            format!("{memory:.0} MiB"),
            "≤ 100 MiB",
            memory <= 100.0,
        ),
    ];
    let mut missing = Vec::new();
    for peer in PEER_GOALS {
        against(peer, &table, &ours, &mut rows, &mut missing)?;
    }
    if cluster::binaries().is_some() && shell::find("psql").is_some() {
        rows.push(cross_tab_equal::rows(&table)?);
    } else {
        missing.push("equality with PostgreSQL's GROUP BY (Debian: postgresql)".to_owned());
    }
    Ok(Section {
        title: "National cross-tabs over 1 000 000 participations",
        how: "The sum of five cross-tabs, the best of five runs of each; every engine must give the same number of cells.",
        rows,
        missing,
    })
}

fn against(
    (engine, module, most, goal): &(&str, &str, f64, &str),
    table: &Path,
    ours: &Value,
    rows: &mut Vec<Row>,
    missing: &mut Vec<String>,
) -> Result<(), String> {
    let Some(python) = peer::python_with(module) else {
        missing.push(format!("{engine} (PyPI: {module})"));
        return Ok(());
    };
    let said = shell::must(Command::new(python).args(["-c", PEERS, module]).arg(table))?;
    let theirs = said
        .lines()
        .find_map(|line| serde_json::from_str::<Value>(line).ok());
    let theirs = theirs.ok_or_else(|| format!("{engine} svarade inte: {said}"))?;
    if cells(&theirs) != cells(ours) {
        return Err(format!(
            "{engine} gav andra celler: {:?} mot våra {:?}",
            cells(&theirs),
            cells(ours)
        ));
    }
    let ratio = milliseconds(ours) / milliseconds(&theirs);
    rows.push(Row::plain(*engine, format!("{:.1} ms", milliseconds(&theirs))));
    rows.push(Row::goal(
        format!("ours against {engine}"),
        page::against(ratio),
        goal,
        ratio <= *most,
    ));
    Ok(())
}

/// The sum of the queries' times.
fn milliseconds(answer: &Value) -> f64 {
    let queries = answer["queries"].as_array().into_iter().flatten();
    queries.filter_map(|query| query["us"].as_f64()).sum::<f64>() / 1000.0
}

fn cells(answer: &Value) -> Vec<i64> {
    answer["queries"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|query| query["cells"].as_i64())
        .collect()
}

/// Made-up participations of 80 associations over 20 years.
fn write(path: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(
        out,
        "id,assoc,person,activity,sex,birth_year,start,end,education,support_before,support_after,referrer,outcome,hours"
    )?;
    let mut random = Random::new(20);
    let education = ["forgymnasial", "gymnasial", "eftergymnasial", "saknas", "okand"];
    let support = [
        "sjukpenning",
        "aktivitetsersattning",
        "forsorjningsstod",
        "a-kassa",
        "aktivitetsstod",
        "lon",
        "studiemedel",
        "ingen",
    ];
    let referrer = ["kommun", "region", "fk", "af", "egen", "annan"];
    let outcome = [
        "arbete",
        "studier",
        "arbetssokande",
        "fortsatt_rehab",
        "avbrott",
        "flytt",
    ];
    for id in 0..ROWS {
        // The smaller of two draws: some associations are much larger than others.
        let association = random.below(80).min(random.below(80));
        let (year, month, day) = (
            2006 + random.below(20),
            random.between(1, 12),
            random.between(1, 28),
        );
        let sex = if random.below(100) < 56 { "K" } else { "M" };
        let born = year - 16 - random.below(50);
        let [education, before] = [*random.pick(&education), *random.pick(&support)];
        let [after, referrer, outcome] = [
            *random.pick(&support),
            *random.pick(&referrer),
            *random.pick(&outcome),
        ];
        writeln!(
            out,
            "{id},{association},{},{},{sex},{born},{year}-{month:02}-{day:02},,{education},{before},{after},{referrer},{outcome},{}",
            random.below(ROWS * 7 / 10),
            association * 25 + random.below(25),
            random.below(40)
        )?;
    }
    out.flush()
}
