//! Whether the books in a document hang together: the questions a bookkeeper asks of a file.

mod balances;
mod chart;
mod header;
mod tally;
mod vouchers;

use crate::{
    document::{Document, FileType},
    problem::{Collector, Problem},
    view::BalanceKind,
};

/// Checks that vouchers balance and are numbered and dated as they should, that balances agree with
/// vouchers and with each other, that what is used is declared, and that the mandatory records are
/// there. Problems of form were told by [`read`](crate::read) and are not repeated.
///
/// What a type of file cannot contain is not asked for: a 4I file has no balances, and may use
/// accounts only the receiving program knows.
pub fn check(document: &Document) -> Vec<Problem> {
    let mut checking = Checking::new(document);
    checking.header();
    let tally = checking.vouchers();
    checking.chart(&tally);
    checking.balances(&tally.accounts);
    checking.problems.finish()
}

struct Checking<'d> {
    document: &'d Document,
    file_type: FileType,
    problems: Collector,
}

impl<'d> Checking<'d> {
    fn new(document: &'d Document) -> Self {
        Checking {
            document,
            file_type: document.file_type(),
            problems: Collector::content(),
        }
    }

    /// Whether there is any balance of a kind for the current year.
    fn has(&self, kind: BalanceKind) -> bool {
        self.document
            .books
            .balances
            .iter()
            .any(|b| b.kind == kind && b.year == 0)
    }
}

/// Where a whole-document remark is placed when there is no better line.
const TOP: u32 = 1;
