//! What the economy counts, each on made-up input of its own: apportionment, three-way match, account
//! statement.

use serde_json::Value;

use super::{Row, Section};
use crate::shell;

pub fn run() -> Result<Section, String> {
    let mut rows = Vec::new();
    apportion(&mut rows)?;
    matching(&mut rows)?;
    statement(&mut rows)?;
    Ok(Section {
        title: "Contributions, three-way match, account statement",
        how: "`cargo bench -p domain --bench apportion` and `--bench matching`, `cargo bench -p payment --bench statement`: \
              290 municipalities apportioned by largest remainder (the median of a hundred); requisitions matched to ten \
              vouchers each (the best of five); camt.053 read from memory, and once more from disk in a process of its own \
              for the memory.",
        rows,
        missing: Vec::new(),
    })
}

/// The lines of JSON that a benchmark prints.
fn printed(package: &str, bench: &str) -> Result<Vec<Value>, String> {
    let mut run = shell::cargo();
    run.args(["bench", "--locked", "-p", package, "--bench", bench]);
    let said = shell::must(&mut run)?;
    let lines: Vec<Value> = said
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if lines.is_empty() {
        return Err(format!("mätningen svarade inte: {said}"));
    }
    Ok(lines)
}

fn number(line: &Value, key: &str) -> f64 {
    line[key].as_f64().unwrap_or(f64::NAN)
}

fn apportion(rows: &mut Vec<Row>) -> Result<(), String> {
    for line in printed("domain", "apportion")? {
        let one = number(&line, "apportion_us") / 1000.0;
        let figure = format!(
            "{one:.3} ms; with state and region, key and shares {:.3} ms",
            number(&line, "contributions_us") / 1000.0
        );
        rows.push(Row::goal(
            "290 municipalities apportioned",
            figure,
            "≤ 1 ms",
            one <= 1.0,
        ));
    }
    Ok(())
}

fn matching(rows: &mut Vec<Row>) -> Result<(), String> {
    let lines = printed("domain", "matching")?;
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Ok(());
    };
    let time = number(last, "milliseconds");
    let what = format!(
        "{} requisitions matched to {} vouchers",
        number(last, "requisitions"),
        number(last, "vouchers")
    );
    rows.push(Row::goal(&what, format!("{time:.1} ms"), "≤ 1 s", time <= 1000.0));
    let times = time / number(first, "milliseconds");
    let size = number(last, "requisitions") / number(first, "requisitions");
    let figure = format!("{times:.1} × the time for {size:.0} × the requisitions and vouchers");
    rows.push(Row::goal(
        "the match grows linearly",
        figure,
        "linear",
        times <= size * 1.25,
    ));
    Ok(())
}

fn statement(rows: &mut Vec<Row>) -> Result<(), String> {
    let lines = printed("payment", "statement")?;
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Ok(());
    };
    let speed = number(last, "megabytes_a_second");
    let what = format!("camt.053 of {} entries", number(last, "entries"));
    let figure = format!("{:.1} MB at {speed:.0} MB/s", number(last, "megabytes"));
    rows.push(Row::goal(&what, figure, "≥ 50 MB/s", speed >= 50.0));
    let (small, large) = (
        number(first, "peak_kib") / 1024.0,
        number(last, "peak_kib") / 1024.0,
    );
    let figure = format!("{large:.1} MiB, {small:.1} MiB for a tenth of the file");
    rows.push(Row::goal(
        "memory of the reading process",
        figure,
        "bounded",
        large <= small + 4.0,
    ));
    Ok(())
}
