//! A report of the example association from the database to PDF, against other ways to set the same
//! content: its own HTML twin by WeasyPrint and by pandoc with LibreOffice, and the same content as
//! plain Typst source by Typst's compiler.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use super::{
    Row, Section, example,
    measure::{self, Starter, Taken},
    page, peer,
    running::Server,
    samordna, scratch,
};
use crate::shell;

/// Turns the HTML twin into Typst source with the same headings, words, tables and diagrams.
const CONVERT: &str = include_str!("twin_to_typst.py");
const TYPST: &str = "import typst; typst.compile('r.typ', output='typst.pdf', pdf_standards=['ua-1'])";
const WEASYPRINT: &str = "import weasyprint; weasyprint.HTML('twin/index.html').write_pdf('weasyprint.pdf', pdf_variant='pdf/ua-1')";
const OFFICE: &str =
    "pandoc twin/index.html -o r.docx && soffice --headless --convert-to pdf r.docx >/dev/null";
/// Rounds of all, one after the other.
const ROUNDS: usize = 3;
/// Which report.
#[derive(Clone, Copy)]
struct Which {
    /// In addresses.
    slug: &'static str,
    /// After `samordna report`.
    command: &'static str,
    year: &'static str,
    title: &'static str,
}

const ANNUAL: Which = Which {
    slug: "arsredovisning",
    command: "annual",
    year: "2022",
    title: "The annual report of the example year as PDF",
};
const PLAN: Which = Which {
    slug: "verksamhetsplan",
    command: "plan",
    year: "2023",
    title: "The operations plan of the example association as PDF",
};

pub fn annual() -> Result<Section, String> {
    run(ANNUAL)
}

pub fn plan() -> Result<Section, String> {
    run(PLAN)
}

fn run(which: Which) -> Result<Section, String> {
    let folder = scratch(which.slug)?;
    let database = example(&folder)?;
    let mut missing = Vec::new();
    let size = prepare(which, &folder, &database)?;

    let mut rivals: Vec<(&str, Starter<'_>)> =
        vec![("ours", Box::new(|| ours(which, &folder, &database, "ett.pdf")))];
    rivals.extend(peers(&folder, &mut missing)?);
    let starters: Vec<Starter<'_>> = rivals.iter_mut().map(|(_, starter)| take(starter)).collect();
    let taken = measure::in_turn(ROUNDS, &starters)?;
    let cold = taken[0];

    let mut rows = vec![Row::plain("the document", size)];
    let figure = format!("{:.2} s", cold.seconds);
    rows.push(Row::plain(
        format!(
            "`samordna report {}`, cold process from the database",
            which.command
        ),
        figure,
    ));
    let held = cold.mebibytes <= 250.0;
    rows.push(Row::goal(
        "its memory",
        format!("{:.0} MiB", cold.mebibytes),
        "≤ 250 MiB",
        held,
    ));
    for ((name, _), theirs) in rivals.iter().zip(&taken).skip(1) {
        against(name, cold, *theirs, &folder, &mut rows)?;
    }
    rows.push(warm(which, &database, cold)?);
    shell::must(&mut ours(which, &folder, &database, "tva.pdf"))?;
    let [one, two] = ["ett.pdf", "tva.pdf"].map(|name| fs::read(folder.join(name)).unwrap_or_default());
    let same = !one.is_empty() && one == two;
    let figure = if same { "identical" } else { "different" };
    rows.push(Row::goal("two runs, byte for byte", figure, "identical", same));
    Ok(Section {
        title: which.title,
        how: "Whole processes, cold, all of them in turn, the best of three rounds. Ours reads the database, computes \
              and checks every figure, and writes PDF/UA-1 and PDF/A-2a. The peers get the content ready: WeasyPrint \
              (PDF/UA-1) and pandoc with LibreOffice the HTML twin, Typst (PDF/UA-1) plain source made from the twin \
              (`xtask/src/bench/twin_to_typst.py`) without our template. Typst is the compiler's Python wheel; the \
              interpreter's own start is subtracted from its time. Warm is `GET …/pdf` from the server, the best of five \
              after the first.",
        rows,
        missing,
    })
}

/// The starters are used by name afterwards only.
fn take<'a>(starter: &mut Starter<'a>) -> Starter<'a> {
    std::mem::replace(starter, Box::new(|| Command::new("true")))
}

fn ours(which: Which, folder: &Path, database: &Path, name: &str) -> Command {
    let mut write = Command::new(samordna());
    write.args(["report", which.command, "--year", which.year, "--out"]);
    write.arg(folder.join(name)).arg("--db").arg(database);
    write
}

/// Writes the HTML twin; answers with how large the document is.
fn prepare(which: Which, folder: &Path, database: &Path) -> Result<String, String> {
    let twin = folder.join("twin");
    let _ = fs::remove_dir_all(&twin);
    shell::must(ours(which, folder, database, "ett.pdf").arg("--html").arg(&twin))?;
    let page = fs::read_to_string(twin.join("index.html")).map_err(|e| e.to_string())?;
    let count = |what: &str| page.matches(what).count();
    let pages = pages(&folder.join("ett.pdf")).unwrap_or_default();
    Ok(format!(
        "{pages}{} tables, {} rows, {} diagrams",
        count("<table"),
        count("<tr"),
        count("class=\"chart-wide\"")
    ))
}

/// "65 pages, " where `pdfinfo` is installed.
fn pages(file: &Path) -> Option<String> {
    let said = shell::quiet(Command::new("pdfinfo").arg(file)).ok()?;
    let line = said.text.lines().find_map(|line| line.strip_prefix("Pages:"))?;
    Some(format!("{} pages, ", line.trim()))
}

fn peers<'a>(
    folder: &'a Path,
    missing: &mut Vec<String>,
) -> Result<Vec<(&'static str, Starter<'a>)>, String> {
    let mut found: Vec<(&'static str, Starter<'a>)> = Vec::new();
    let run = |python: PathBuf, script: &'static str| -> Starter<'a> {
        Box::new(move || {
            let mut command = Command::new(&python);
            command.args(["-c", script]).current_dir(folder);
            command
        })
    };
    match peer::python_with("typst") {
        Some(python) => {
            let mut convert = Command::new(&python);
            shell::must(
                convert
                    .args(["-c", CONVERT, "twin/index.html", "r.typ"])
                    .current_dir(folder),
            )?;
            found.push(("Typst", run(python, TYPST)));
        }
        None => missing.push("Typst (PyPI: typst)".to_owned()),
    }
    match peer::python_with("weasyprint") {
        Some(python) => found.push(("WeasyPrint, PDF/UA", run(python, WEASYPRINT))),
        None => missing.push("WeasyPrint (PyPI: weasyprint)".to_owned()),
    }
    if let Err(lacking) = peer::office() {
        missing.push(lacking);
    } else {
        let office: Starter<'a> = Box::new(move || {
            let mut command = Command::new("sh");
            command.args(["-c", OFFICE]).current_dir(folder);
            command
        });
        found.push(("pandoc with LibreOffice", office));
    }
    Ok(found)
}

fn against(name: &str, ours: Taken, theirs: Taken, folder: &Path, rows: &mut Vec<Row>) -> Result<(), String> {
    let mut seconds = theirs.seconds;
    if name == "Typst" {
        seconds -= interpreter(folder)?;
    }
    let (goal, most) = match name {
        "Typst" => ("≤ 2 ×", 2.0),
        "WeasyPrint, PDF/UA" => ("≥ 12 times as fast", 1.0 / 12.0),
        _ => ("≥ 7 times as fast", 1.0 / 7.0),
    };
    let ratio = ours.seconds / seconds;
    rows.push(Row::plain(name, format!("{seconds:.2} s")));
    rows.push(Row::goal(
        format!("ours against {name}"),
        page::against(ratio),
        goal,
        ratio <= most,
    ));
    Ok(())
}

/// The start of Python with the wheel loaded.
fn interpreter(folder: &Path) -> Result<f64, String> {
    let python = peer::python_with("typst").ok_or("python försvann")?;
    let start = measure::process(5, || {
        let mut command = Command::new(&python);
        command.args(["-c", "import typst"]).current_dir(folder);
        command
    })?;
    Ok(start.seconds)
}

/// The same PDF from the running server.
fn warm(which: Which, database: &Path, cold: Taken) -> Result<Row, String> {
    let mut server = Server::start(database)?;
    server.log_in(None)?;
    let address = format!("/rapporter/{}/{}/pdf", which.slug, which.year);
    let mut best = f64::INFINITY;
    for round in 0..6 {
        let begun = Instant::now();
        let answer = server.get(&address)?;
        let seconds = begun.elapsed().as_secs_f64();
        if !answer.contains("%PDF-") {
            let head = answer.lines().next().unwrap_or_default();
            return Err(format!("{address} svarade {head}"));
        }
        if round > 0 {
            best = best.min(seconds);
        }
    }
    let share = best / cold.seconds;
    let figure = format!("{best:.2} s, {share:.2} of cold");
    Ok(Row::goal(
        "warm in the server",
        figure,
        "≤ 0.5 of cold",
        share <= 0.5,
    ))
}
