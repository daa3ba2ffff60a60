//! A file in a few lines: what a person wants to know before taking it in.

use crate::{
    check::check,
    code,
    date::Date,
    document::Document,
    problem::{Problem, Severity},
    read::read,
    view::RowKind,
};

/// What a file is and holds, with everything that is wrong in it. Serialises with these field names.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// "1", "2", "3", "4E" or "4I".
    pub r#type: &'static str,
    /// Program and version that wrote the file; empty if not stated.
    pub program: String,
    /// The company's name.
    pub company: String,
    /// Organisation number as written in the file.
    pub org_number: String,
    /// Financial years in the order of the file.
    pub years: Vec<YearSummary>,
    /// Number of accounts declared.
    pub accounts: usize,
    /// Number of objects declared.
    pub objects: usize,
    /// Number of vouchers.
    pub vouchers: usize,
    /// Number of rows that count (`#TRANS`).
    pub transactions: usize,
    /// Sum of their debit amounts, in hundredths (öre).
    pub debit: i64,
    /// "cp437" (the standard's PC8), "utf-8", "windows-1252", "macintosh", "utf-16le" or "utf-16be".
    pub encoding: &'static str,
    /// "ok", "wrong" or "absent".
    pub checksum: &'static str,
    /// Everything wrong in form or content, by line.
    pub problems: Vec<Problem>,
}

/// A financial year of a [`Summary`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct YearSummary {
    /// 0 for the current year, −1 for the one before.
    pub index: i16,
    /// First day, ISO 8601.
    pub start: Option<Date>,
    /// Last day, ISO 8601.
    pub end: Option<Date>,
}

impl Summary {
    /// Whether anything is so wrong that the books must not be taken in unseen.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|p| p.severity == Severity::Error)
    }
}

/// Sums up a document. The problems are those of [`read`](crate::read) and [`check`](crate::check)
/// together; they are put in the order of lines.
pub fn summary(document: &Document, mut problems: Vec<Problem>) -> Summary {
    problems.sort_by_key(|p| p.line);
    let header = &document.header;
    let posted = document.books.rows.iter().filter(|r| r.kind() == RowKind::Posted);
    let (transactions, debit) = posted.fold((0, 0_i128), |(rows, debit), row| {
        (rows + 1, debit + i128::from(row.amount.0.max(0)))
    });
    Summary {
        r#type: document.file_type().name(),
        program: format!("{} {}", header.program.name.trim(), header.program.version.trim())
            .trim()
            .to_owned(),
        company: header.company.trim().to_owned(),
        org_number: header.org_number.number.trim().to_owned(),
        years: header
            .years
            .iter()
            .map(|y| YearSummary {
                index: y.index,
                start: y.start,
                end: y.end,
            })
            .collect(),
        accounts: document.accounts.iter().filter(|a| a.name.is_some()).count(),
        objects: document.objects.len(),
        vouchers: document.books.vouchers.len(),
        transactions,
        debit: i64::try_from(debit).unwrap_or(i64::MAX),
        encoding: document.source.encoding.name(),
        checksum: document.source.checksum.name(),
        problems,
    }
}

/// Reads, checks and sums up in one go.
pub fn inspect(bytes: &[u8]) -> (Document, Summary) {
    let (document, mut problems) = read(bytes);
    let unread = |p: &Problem| p.code == code::FILE_EMPTY.0 || p.code == code::NOT_SIE.0;
    if !problems.iter().any(unread) {
        problems.extend(check(&document));
    }
    let summary = summary(&document, problems);
    (document, summary)
}
