//! Every figure of one association and year, against the sum of the raw SQL that counts the same.

use std::process::Command;

use serde_json::Value;

use super::{Row, Section, example, samordna, scratch, with_database};
use crate::{cluster, shell};

pub fn run() -> Result<Section, String> {
    let folder = scratch("tal")?;
    let database = example(&folder)?;
    let mut rows = Vec::new();
    let mut missing = Vec::new();
    measured("SQLite", &database.display().to_string(), &mut rows)?;
    if cluster::binaries().is_some() && shell::find("psql").is_some() {
        with_database("samordna_bench_tal", |url| {
            let mut load = Command::new(samordna());
            shell::must(load.args(["demo", "--load-only", "--db", url]))?;
            measured("PostgreSQL", url, &mut rows)
        })?;
    } else {
        missing.push("PostgreSQL (Debian: postgresql)".to_owned());
    }
    Ok(Section {
        title: "Every figure of one association and year",
        how: "`cargo bench -p store --bench figures` on the example year: one load of the facts and the computing of every \
              figure with its trace, against the plain SQL statements that answer the report's tables, diagrams and \
              statements one by one (they stand in the benchmark). Same connection, in turn, the best of twenty.",
        rows,
        missing,
    })
}

fn measured(name: &str, target: &str, rows: &mut Vec<Row>) -> Result<(), String> {
    let mut bench = shell::cargo();
    bench
        .args([
            "bench", "--locked", "-p", "store", "--bench", "figures", "--", target,
        ])
        .env("SQLX_OFFLINE", "true");
    let said = shell::must(&mut bench)?;
    let answer = said
        .lines()
        .find_map(|line| serde_json::from_str::<Value>(line).ok());
    let answer = answer.ok_or_else(|| format!("mätningen svarade inte: {said}"))?;
    let number = |key: &str| answer[key].as_f64().unwrap_or(f64::NAN);
    let (ours, raw) = (number("ours_us") / 1000.0, number("raw_us") / 1000.0);
    let ratio = ours / raw;
    let figure = format!(
        "{ours:.1} ms for {} figures (load {:.1}, compute {:.1}); raw SQL {raw:.1} ms in {} statements: {ratio:.2} ×",
        number("figures"),
        number("load_us") / 1000.0,
        number("compute_us") / 1000.0,
        number("statements"),
    );
    rows.push(Row::goal(name, figure, "≤ 2 × the raw SQL", ratio <= 2.0));
    Ok(())
}
