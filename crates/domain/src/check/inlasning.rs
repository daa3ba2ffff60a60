//! `inlasning`: tables that cannot be read as they stand.

use crate::{
    finding::{
        Finding, Place,
        Severity::{MustFix, ShouldFix},
    },
    published::table::Fault,
};

/// The check's name.
pub const NAME: &str = "inlasning";

/// Oddities that change no number: they are told, but are no finding.
const HARMLESS: [&str; 4] = ["kodning", "avgransare", "kolumn-okand", "mapp-tom"];
/// What leaves the numbers that were read certain, while others were not read at all.
const UNREAD: [&str; 4] = ["fil-okand", "fil-utan-rader", "nyckel-tom", "ord-som-tal"];

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
        severity: if UNREAD.contains(&fault.problem.code) {
            ShouldFix
        } else {
            MustFix
        },
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
