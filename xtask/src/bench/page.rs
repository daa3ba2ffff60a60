//! The page of results.

use std::{fmt::Write, fs, process::Command};

use crate::shell;

/// One line of a table.
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The figure with its unit.
    pub figure: String,
    /// What was to be reached, and whether it was; none for a peer's own line.
    pub goal: Option<(String, bool)>,
}

impl Row {
    /// A line without a goal.
    pub fn plain(what: impl Into<String>, figure: impl Into<String>) -> Row {
        Row {
            what: what.into(),
            figure: figure.into(),
            goal: None,
        }
    }

    /// A line with a goal.
    pub fn goal(what: impl Into<String>, figure: impl Into<String>, goal: &str, held: bool) -> Row {
        Row {
            what: what.into(),
            figure: figure.into(),
            goal: Some((goal.to_owned(), held)),
        }
    }
}

/// Our time as a part of a peer's, said so that it can be read: how many times it takes, or how many times as fast.
pub fn against(ratio: f64) -> String {
    if ratio > 0.5 {
        format!("{ratio:.2} × its time")
    } else {
        format!("{:.1} times as fast", 1.0 / ratio)
    }
}

/// A job's results.
pub struct Section {
    /// Heading.
    pub title: &'static str,
    /// How it was done, in a sentence or two.
    pub how: &'static str,
    /// The lines.
    pub rows: Vec<Row>,
    /// Peers that were not there and goals that were not measured.
    pub missing: Vec<String>,
}

/// The whole page as Markdown.
pub fn write(sections: &[Section]) -> String {
    let mut page = String::from(
        "# Benchmarks\n\nWritten by `cargo xtask bench`; do not edit. All lines of a table come from one run on one \
         machine, and only the ratios mean anything on another. `cargo xtask bench --install` fetches the peers; \
         `SAMORDNA_BENCH_BINARY=FILE` measures a release build that is there already. How long the first build takes \
         stands in the README.\n",
    );
    let _ = write!(page, "\n{}\n", machine());
    for section in sections {
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\n| what | measured | goal | |\n|---|--:|---|---|\n",
            section.title, section.how
        );
        for Row { what, figure, goal } in &section.rows {
            let (goal, mark) = match goal {
                Some((goal, true)) => (goal.as_str(), "reached"),
                Some((goal, false)) => (goal.as_str(), "**not reached**"),
                None => ("", ""),
            };
            let _ = writeln!(page, "| {what} | {figure} | {goal} | {mark} |");
        }
        for line in &section.missing {
            let _ = write!(page, "\nNot measured: {line}.\n");
        }
    }
    page
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let said = |program: &str, argument: &str| {
        let heard = shell::quiet(Command::new(program).arg(argument));
        heard
            .map(|heard| heard.text.trim().to_owned())
            .unwrap_or_default()
    };
    let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, name)| name);
    let day = said("date", "+%Y-%m-%d");
    let commit = shell::quiet(Command::new("git").args(["rev-parse", "--short", "HEAD"]));
    let commit = commit
        .map(|heard| heard.text.trim().to_owned())
        .unwrap_or_default();
    format!(
        "{day}, commit {commit}, {cores} cores, {model}, {}.",
        said("rustc", "--version")
    )
}
