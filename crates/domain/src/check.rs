//! Granskning: named checks, each runnable alone, over cells from anywhere.
//!
//! A check says what must hold as relations between cells ([`relation`]); [`diagnose`] finds out
//! which do not hold and which cell is most likely wrong, so that one error gives one finding at
//! the place nearest to it. The same list runs over published tables, the live figures and a
//! draft report.

pub mod answer;
mod diagnose;
mod document;
pub mod registry;
pub mod relation;
pub mod sheet;
mod wording;

mod bidrag;
mod bilaga;
mod bokforing;
mod budgetsumma;
mod delar;
mod eget_kapital;
mod floden;
mod fordelning;
mod granser;
mod inlasning;
mod kassaflode;
mod live;
mod maluppfyllelse;
pub mod markdown;
mod namn;
mod procent;
mod resultat;
mod samma_varde;
mod skillnad;
mod tusental;
mod tvarsumma;

pub use bokforing::{NAME as BOOKS, restated};
pub use document::findings as document;
pub use inlasning::NAME as READING;
pub use live::live;
pub use namn::NAME as NAMING;
pub use registry::{Check, all, names};

use crate::{facts::LedgerYear, finding::Finding, published::PublishedFolder};
use relation::Relation;
use sheet::Sheet;

/// What a check gives: relations to be tested, and findings that need no relation.
#[derive(Debug, Default)]
pub struct Out {
    /// What must hold.
    pub relations: Vec<Relation>,
    /// What is plainly wrong already.
    pub findings: Vec<Finding>,
}

/// Checks a folder of published tables, with the bookkeeping where there is any. `only` runs one
/// check alone; an unknown name finds nothing (the caller asks [`names`] first).
pub fn published(folder: &PublishedFolder, ledger: &[LedgerYear], only: Option<&str>) -> Vec<Finding> {
    let sheet = bokforing::with_ledger(folder.sheet(), ledger);
    let mut findings = run(&sheet, only);
    if only.is_none_or(|name| name == inlasning::NAME) {
        findings.extend(inlasning::findings(&folder.faults));
    }
    if only.is_none_or(|name| name == namn::NAME) {
        findings.extend(namn::findings(folder));
    }
    in_order(findings)
}

/// Runs the checks over a sheet.
pub fn run(sheet: &Sheet, only: Option<&str>) -> Vec<Finding> {
    let mut out = Out::default();
    // Unit mistakes are seen in what breaks other relations, so that check needs them all.
    let wanted = only.filter(|name| *name != wording::UNIT_CHECK);
    for check in all().iter().filter(|c| wanted.is_none_or(|name| c.name == name)) {
        (check.run)(sheet, &mut out);
    }
    out.relations
        .retain(|r| r.cells().iter().all(|cell| !sheet.unknown.contains(cell)));
    let (in_kronor, relations, mut findings) = tusental::in_kronor(sheet.clone(), out.relations);
    findings.extend(diagnose::diagnose(&in_kronor, &relations, wanted));
    findings.extend(out.findings);
    if let Some(name) = only {
        findings.retain(|f| f.check == name);
    }
    in_order(findings)
}

/// Most serious first, then by place; one finding per check and place.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (a.severity, &a.place, a.check).cmp(&(b.severity, &b.place, b.check)));
    findings.dedup_by(|a, b| (a.check, &a.place, &a.found) == (b.check, &b.place, &b.found));
    findings
}
