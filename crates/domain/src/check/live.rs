//! The live figures, checked as a report of theirs would be: printed as tables in the published
//! layout, read back, and held against the same relations as anybody's.

use super::{in_order, run};
use crate::{
    facts::Facts,
    figures::{self, Figures},
    finding::{Finding, Severity},
    published::{Layout, layout::FileKind, read_folder},
};

/// What the checks, or the one named, find in a year's figures. Values published before the register
/// was used are checked as they were printed.
pub fn live(facts: &Facts, figures: &Figures, only: Option<&str>) -> Vec<Finding> {
    let files = figures::tables(facts, figures);
    let (mut folder, _) = read_folder(&files);
    folder.wanted_year = Some(figures.year());
    let mut sheet = folder.sheet();
    let books = facts
        .ledger
        .years
        .iter()
        .filter(|books| books.year <= figures.year());
    sheet.ledger = books.cloned().collect();
    let mut findings = run(&sheet, only);
    for (file, _) in &files {
        if let Some((spec, _)) = Layout::file(file) {
            for finding in &mut findings {
                if is_history(finding, file, spec.kind, figures.year()) {
                    finding.severity = Severity::AnswerOnce;
                }
                rename(finding, file, name(spec.kind));
            }
        }
    }
    in_order(findings)
}

/// Whether the finding is about what earlier years' reports printed: that cannot be corrected
/// afterwards, only explained.
fn is_history(finding: &Finding, file: &str, kind: FileKind, year: i32) -> bool {
    let printed = match kind {
        FileKind::PerYear => &finding.place.row,
        FileKind::Overview => &finding.place.column,
        _ => return false,
    };
    finding.place.table == file && printed.parse::<i32>().is_ok_and(|printed| printed < year)
}

/// Live tables have names, not files.
fn rename(finding: &mut Finding, file: &str, name: &str) {
    if finding.place.table == file {
        name.clone_into(&mut finding.place.table);
    }
    finding.message = finding.message.replace(file, name);
}

const fn name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::PerInsats => "Tabell 1",
        FileKind::PerYear => "Tabell 2",
        FileKind::Background => "Bakgrund",
        FileKind::Annexes => "Bilagor",
        FileKind::Statements => "Bokslut",
        FileKind::Budget => "Budget",
        FileKind::InsatsBudget => "Insatsbudget",
        FileKind::InsatsCosts => "Insatskostnader",
        FileKind::Overview => "Översikt",
        FileKind::Contributions => "Medlemsbidrag",
        FileKind::Goals => "Måltabell",
        FileKind::Insatser => "Insatser",
        FileKind::Population => "Folkmängd",
    }
}
