//! A made-up report of 100 tables set by our writer alone, against Typst's own compiler, WeasyPrint and
//! pandoc with LibreOffice.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::{
    Row, Section,
    measure::{self, Taken},
    page, peer, scratch,
};
use crate::shell;

const TYPST: &str =
    "import typst; typst.compile('r.typ', output='typst.pdf', pdf_standards=['ua-1', 'a-2a'])";
const WEASYPRINT: &str =
    "import weasyprint; weasyprint.HTML('r.html').write_pdf('weasyprint.pdf', pdf_variant='pdf/ua-1')";

pub fn run() -> Result<Section, String> {
    let folder = scratch("rapport")?;
    let bench = program()?;
    shell::must(Command::new(&bench).arg("prepare").arg(&folder))?;
    let file = folder.join("samordna.pdf");
    let cold = measure::process(5, || {
        let mut cold = Command::new(&bench);
        cold.arg("cold").arg(&file);
        cold
    })?;
    let once = fs::read(&file).map_err(|e| e.to_string())?;
    shell::must(Command::new(&bench).arg("cold").arg(&file))?;
    let identical = fs::read(&file).is_ok_and(|twice| twice == once);
    let answer = shell::must(Command::new(&bench).args(["warm", "10"]))?;
    let warm: Value = serde_json::from_str(answer.trim()).map_err(|e| format!("{answer}: {e}"))?;
    let warm_time = warm["warm_s"].as_f64().unwrap_or(f64::INFINITY);

    let mut rows = vec![Row::plain("our writer, cold process", seconds(cold))];
    rows.push(Row::goal(
        "memory",
        format!("{:.0} MiB", cold.mebibytes),
        "≤ 250 MiB",
        cold.mebibytes <= 250.0,
    ));
    let share = warm_time / cold.seconds;
    let figure = format!("{warm_time:.3} s, {share:.2} of cold");
    rows.push(Row::goal(
        "warm in one process",
        figure,
        "≤ 0.5 of cold",
        share <= 0.5,
    ));
    let same = identical && warm["identical"].as_bool() == Some(true);
    let figure = if same { "identical" } else { "different" };
    rows.push(Row::goal("two runs, byte for byte", figure, "identical", same));
    let mut missing = Vec::new();
    peers(&folder, cold, &mut rows, &mut missing)?;
    Ok(Section {
        title: "A report of 25 chapters, 100 tables and 20 diagrams as PDF",
        how: "The same words, contents, tables and charts set by our writer (PDF/UA-1 and PDF/A-2a, source in \
              `crates/reports/benches/report`) and by the peers in a plain layout; whole processes, \
              the best of five (peers of two). Typst is the compiler's Python wheel, started like a command.",
        rows,
        missing,
    })
}

fn peers(folder: &Path, cold: Taken, rows: &mut Vec<Row>, missing: &mut Vec<String>) -> Result<(), String> {
    let mut against = |name: &str, theirs: Taken, goal: &str, held: &dyn Fn(f64) -> bool| {
        let ratio = cold.seconds / theirs.seconds;
        rows.push(Row::plain(name, seconds(theirs)));
        rows.push(Row::goal(
            format!("ours against {name}"),
            page::against(ratio),
            goal,
            held(ratio),
        ));
    };
    for (name, module, script, goal, most) in [
        ("Typst", "typst", TYPST, "≤ 2 ×", 2.0),
        (
            "WeasyPrint, PDF/UA",
            "weasyprint",
            WEASYPRINT,
            "≥ 12 times as fast",
            1.0 / 12.0,
        ),
    ] {
        let Some(python) = peer::python_with(module) else {
            missing.push(format!("{name} (PyPI: {module})"));
            continue;
        };
        let theirs = measure::process(2, || {
            let mut command = Command::new(&python);
            command.args(["-c", script]).current_dir(folder);
            command
        })?;
        against(name, theirs, goal, &|ratio| ratio <= most);
    }
    if let Err(lacking) = peer::office() {
        missing.push(lacking);
        return Ok(());
    }
    let theirs = measure::process(2, || {
        let mut command = Command::new("sh");
        let line = "pandoc r.html -o r.docx && soffice --headless --convert-to pdf r.docx >/dev/null";
        command.args(["-c", line]).current_dir(folder);
        command
    })?;
    against(
        "pandoc with LibreOffice",
        theirs,
        "≥ 7 times as fast",
        &|ratio| ratio <= 1.0 / 7.0,
    );
    Ok(())
}

/// Builds the benchmark and answers where it lies.
fn program() -> Result<PathBuf, String> {
    let said = shell::must(shell::cargo().args([
        "bench", "--locked", "-p", "reports", "--bench", "report", "--no-run",
    ]))?;
    let line = said
        .lines()
        .find(|line| line.contains("Executable"))
        .unwrap_or_default();
    let path = line
        .rsplit_once('(')
        .map(|(_, path)| path.trim_end().trim_end_matches(')'));
    path.map(|path| crate::place::root().join(path))
        .ok_or_else(|| format!("oväntat svar från cargo: {said}"))
}

fn seconds(taken: Taken) -> String {
    format!("{:.2} s", taken.seconds)
}
