//! Checking a folder of tables that somebody else printed; no database and no rights are involved.

use std::path::Path;

use domain::{
    check,
    finding::{Finding, Place, Severity},
    published::{Layout, read_folder},
    refusal::{Problem, Refusal},
};

use crate::{Outcome, bookkeeping, files};

/// Runs the checks, or the named one, over a folder in the layout of `examples/kalmar`. The folder is
/// about `year`, or the latest year in its names; earlier years in it may be questions. Bookkeeping
/// files `bokforing-ÅÅÅÅ.se` in it are compared with the statements.
///
/// # Errors
/// A refusal for a folder that cannot be read, one without any table, or an unknown check.
pub fn check_folder(dir: &Path, year: Option<i32>, only: Option<&str>) -> Outcome<Vec<Finding>> {
    known(only)?;
    let (read, passed) = files::read_folder(dir)?;
    let is_table = |name: &str| Layout::file(name).is_some() || Layout::ledger_year(name).is_some();
    if !read.iter().any(|(name, _)| is_table(name)) {
        let message = "Mappen innehåller ingen tabell som programmet känner igen. Filerna ska heta som i examples/kalmar, till exempel budget.csv och bokslut.csv.";
        return Err(Refusal::at("mapp-tom", dir.display().to_string(), message).into());
    }
    let (mut folder, _) = read_folder(&read);
    folder.wanted_year = year;
    let (mut ledger, mut unread, mut before) = (Vec::new(), Vec::new(), Vec::new());
    for (name, bytes) in read
        .iter()
        .filter(|(name, _)| Layout::ledger_year(name).is_some())
    {
        let (document, summary) = sie::inspect(bytes);
        unread.extend(summary.problems.into_iter().map(|p| of_file(name, p)));
        if let Some(books) = bookkeeping::ledger_year(&document, "") {
            before.push((books.year, bookkeeping::previous_year(&document)));
            ledger.push(books);
        }
    }
    let mut findings = check::published(&folder, &ledger, only);
    if only.is_none_or(|name| name == check::BOOKS) {
        for (year, stated) in &before {
            let own = ledger.iter().filter(|books| books.year == year - 1);
            findings.extend(own.flat_map(|books| check::restated(books, *year, stated)));
        }
    }
    if only.is_none_or(|name| name == check::READING) {
        findings.extend(unread);
        findings.extend(passed.into_iter().map(not_read));
    }
    findings.sort_by(|a, b| (a.severity, &a.place, a.check).cmp(&(b.severity, &b.place, b.check)));
    Ok(findings)
}

/// What looks like a file and is none, as a finding.
fn not_read(problem: Problem) -> Finding {
    Finding {
        check: check::READING,
        severity: Severity::ShouldFix,
        place: Place {
            table: problem.file,
            row: "hela filen".into(),
            column: String::new(),
        },
        expected: None,
        found: problem.code.to_owned(),
        message: problem.message,
    }
}

/// What is wrong in a bookkeeping file, as a finding at its line.
fn of_file(file: &str, problem: sie::Problem) -> Finding {
    let severity = match problem.severity {
        sie::Severity::Error => Severity::MustFix,
        sie::Severity::Warning => Severity::ShouldFix,
    };
    Finding {
        check: check::READING,
        severity,
        place: Place {
            table: file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned(),
            row: format!("rad {}", problem.line),
            column: problem.record.into_owned(),
        },
        expected: None,
        found: problem.code.to_owned(),
        message: problem.message,
    }
}

/// Refuses a check that does not exist.
pub(crate) fn known(only: Option<&str>) -> Outcome<()> {
    match only {
        Some(name) if !check::names().contains(&name) => {
            let message = format!(
                "Kontrollen finns inte. Välj en av: {}.",
                check::names().join(", ")
            );
            Err(Refusal::at("okand-kontroll", name, message).into())
        }
        _ => Ok(()),
    }
}
