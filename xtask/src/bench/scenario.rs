//! A scenario of ten years with 30 insats lines, recomputed and drawn.

use serde_json::Value;

use super::{Row, Section};
use crate::shell;

pub fn run() -> Result<Section, String> {
    let mut bench = shell::cargo();
    bench.args(["bench", "--locked", "-p", "reports", "--bench", "scenario"]);
    let said = shell::must(&mut bench)?;
    let answer = said
        .lines()
        .find_map(|line| serde_json::from_str::<Value>(line).ok());
    let answer = answer.ok_or_else(|| format!("mätningen svarade inte: {said}"))?;
    let ms = |key: &str| answer[key].as_f64().unwrap_or(f64::NAN) / 1000.0;
    let (half, most) = (ms("p50_us"), ms("p99_us"));
    let figure = format!("p50 {half:.1} ms, p99 {most:.1} ms");
    Ok(Section {
        title: "Scenarios: ten years, 30 insats lines, recomputed and drawn",
        how: "`cargo bench -p reports --bench scenario`: one amount of the plan is changed, four scenarios are computed over \
              ten years with the last day of a decision each, and three charts are drawn for wide and narrow screens; 500 runs.",
        rows: vec![Row::goal(
            "four scenarios and six drawings",
            figure,
            "≤ 50 ms p99",
            most <= 50.0,
        )],
        missing: Vec::new(),
    })
}
