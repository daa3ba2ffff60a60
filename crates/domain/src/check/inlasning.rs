//! `inlasning`: tables that cannot be read as they stand.

use crate::{
    finding::{Finding, Place, Severity::MustFix},
    published::table::Fault,
};

/// The check's name.
pub const NAME: &str = "inlasning";

/// Oddities that change no number: they are told, but are no finding.
const HARMLESS: [&str; 5] = ["kodning", "avgransare", "kolumn-okand", "fil-okand", "mapp-tom"];

/// A finding per fault that keeps a number from being read or makes it ambiguous.
pub fn findings(faults: &[Fault]) -> Vec<Finding> {
    let serious = |f: &&Fault| !HARMLESS.contains(&f.problem.code);
    faults.iter().filter(serious).map(finding).collect()
}

fn finding(fault: &Fault) -> Finding {
    let row = match (fault.row.as_str(), fault.problem.line) {
        ("", 0) => "hela filen".into(),
        ("", line) => format!("rad {line}"),
        (row, _) => row.to_owned(),
    };
    Finding {
        check: NAME,
        severity: MustFix,
        place: Place {
            table: fault.problem.file.clone(),
            row,
            column: fault.column.clone(),
        },
        expected: None,
        found: fault.found.clone(),
        message: fault.problem.message.clone(),
    }
}
