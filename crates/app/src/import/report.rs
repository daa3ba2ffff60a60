//! What an import found and did, or would do.

use domain::{
    intake::{books::Voucher, controls::Control, difference::Difference},
    number,
    refusal::Problem,
};

use super::Published;

/// More changed vouchers than this are counted, not listed.
const LISTED: usize = 100;

/// The answer of an import, dry or real.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct ImportReport {
    /// File name, or the folder's tables as one.
    pub file: String,
    /// SHA-256 of the file, hexadecimal; empty for tables.
    pub sha256: String,
    /// Nothing was changed because nothing was to be.
    pub dry_run: bool,
    /// The same file stands already: nothing was changed.
    pub identical: bool,
    /// Whether the import is, or would be, refused.
    pub refused: bool,
    /// The accounting year, for bookkeeping.
    pub year: Option<i32>,
    /// What was read, in Swedish.
    pub counts: Vec<Count>,
    /// Controls with their outcome.
    pub controls: Vec<Control>,
    /// Oddities of form, by file and line.
    pub problems: Vec<Problem>,
    /// Accounts that no report line takes up.
    pub unmapped: Vec<Unmapped>,
    /// What changes against the bookkeeping that stands.
    pub difference: Option<VoucherDifference>,
    /// Published annual reports that print what is changed.
    pub published: Vec<Published>,
}

/// So many of something.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// What, in Swedish.
    pub what: &'static str,
    /// How many.
    pub count: usize,
}

/// An account without report line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unmapped {
    /// Number.
    pub account: u32,
    /// Name.
    pub name: String,
}

/// A difference as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct VoucherDifference {
    /// How many vouchers are new.
    pub added: usize,
    /// How many have other content.
    pub changed: usize,
    /// How many are gone.
    pub removed: usize,
    /// The first of them.
    pub listed: Vec<Change>,
}

/// One voucher that differs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// "A 12".
    pub voucher: String,
    /// How.
    pub kind: Kind,
    /// As it stands.
    pub before: Option<Note>,
    /// As the file has it.
    pub after: Option<Note>,
}

/// How a voucher differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Not there before.
    Added,
    /// Other content.
    Changed,
    /// Not in the new file.
    Removed,
}

/// A voucher in short.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// ISO date.
    pub date: String,
    /// Text.
    pub text: String,
    /// Each transaction as "4010 KRUS 1 200,00".
    pub lines: Vec<String>,
}

impl VoucherDifference {
    pub(super) fn of(difference: &Difference<'_>) -> VoucherDifference {
        let added = difference
            .added
            .iter()
            .map(|v| change(Kind::Added, None, Some(*v)));
        let changed = difference
            .changed
            .iter()
            .map(|(old, new)| change(Kind::Changed, Some(*old), Some(*new)));
        let removed = difference
            .removed
            .iter()
            .map(|v| change(Kind::Removed, Some(*v), None));
        VoucherDifference {
            added: difference.added.len(),
            changed: difference.changed.len(),
            removed: difference.removed.len(),
            // What was changed or removed is what a person must look at.
            listed: changed.chain(removed).chain(added).take(LISTED).collect(),
        }
    }
}

fn change(kind: Kind, before: Option<Voucher<'_>>, after: Option<Voucher<'_>>) -> Change {
    let name = after
        .or(before)
        .map(|v| format!("{} {}", v.series, v.number).trim().to_owned());
    Change {
        voucher: name.unwrap_or_default(),
        kind,
        before: before.as_ref().map(note),
        after: after.as_ref().map(note),
    }
}

fn note(voucher: &Voucher<'_>) -> Note {
    let line = |line: domain::intake::books::VoucherLine<'_>| {
        let project = if line.project.is_empty() {
            String::new()
        } else {
            format!(" {}", line.project)
        };
        format!("{}{project} {}", line.account, number::decimal(line.amount.0, 2))
    };
    Note {
        date: voucher.date.to_string(),
        text: voucher.text.to_owned(),
        lines: voucher.lines().map(line).collect(),
    }
}
