//! Random cross-tabs: the cube's cells must be those of PostgreSQL's plain GROUP BY.

use std::{fs, path::Path, process::Command};

use super::{Row, scratch, with_database};
use crate::shell;

/// How many.
const COUNT: usize = 200;
const TABLE: &str = "create table e (id int, assoc int, person int, activity int, sex text, birth_year int, start text,
 \"end\" text, education text, support_before text, support_after text, referrer text, outcome text, hours int);";

/// Compares them all; the first difference is the error.
pub fn rows(table: &Path) -> Result<Row, String> {
    let folder = scratch("korstabell")?;
    let mut bench = shell::cargo();
    bench
        .args(["bench", "--locked", "-p", "domain", "--bench", "cross_tab", "--"])
        .arg(table)
        .args(["--random", &COUNT.to_string()])
        .arg(&folder);
    shell::must(&mut bench)?;
    let load = folder.join("load.sql");
    let text = format!(
        "{TABLE}\n\\copy e from '{}' with (format csv, header)\nanalyze e;\n\\i '{}'\n",
        table.display(),
        folder.join("queries.sql").display()
    );
    fs::write(&load, text).map_err(|e| e.to_string())?;
    let theirs = with_database("samordna_bench_korstabell", |url| {
        let mut psql = Command::new("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f"])
            .arg(&load)
            .arg(url);
        shell::must(&mut psql)
    })?;
    let ours = fs::read_to_string(folder.join("cube.txt")).map_err(|e| e.to_string())?;
    let (ours, theirs) = (blocks(&ours), blocks(&theirs));
    let cells: usize = ours.iter().map(|(_, lines)| lines.len()).sum();
    if ours.len() != COUNT || theirs.len() != COUNT {
        return Err(format!(
            "{} och {} korstabeller av {COUNT}",
            ours.len(),
            theirs.len()
        ));
    }
    for ((number, ours), (_, theirs)) in ours.iter().zip(&theirs) {
        if ours != theirs {
            let first = ours.iter().zip(theirs).find(|(a, b)| a != b);
            return Err(format!("korstabell {number} skiljer sig: {first:?}"));
        }
    }
    Ok(Row::goal(
        "cells equal to PostgreSQL's plain GROUP BY (counts, sums, persons)",
        format!("{COUNT} random cross-tabs, {cells} cells"),
        "≥ 200 cross-tabs",
        true,
    ))
}

/// Number and sorted lines of each cross-tab.
fn blocks(text: &str) -> Vec<(String, Vec<&str>)> {
    let mut blocks: Vec<(String, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("# ") {
            Some(number) => blocks.push((number.to_owned(), Vec::new())),
            None => {
                if let Some((_, lines)) = blocks.last_mut() {
                    lines.push(line);
                }
            }
        }
    }
    for (_, lines) in &mut blocks {
        lines.sort_unstable();
    }
    blocks
}
