//! Vouchers, rows and balances as they are handed out and taken in.
//!
//! Inside a [`Document`](crate::Document) they are stored compactly; these borrow from it, and the
//! same types are given to [`Document::add_voucher`](crate::Document::add_voucher) and its kin.

use std::fmt;

use crate::{
    amount::Amount,
    books::{Books, RowData},
    date::{Date, Period},
    quantity::Quantity,
    text::{Sym, Texts},
};

/// A line number in the file a document came from, 0 when it did not come from one.
///
/// Positions are never equal or unequal: two documents with the same content are equal wherever
/// their records stood.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line(pub u32);

impl PartialEq for Line {
    fn eq(&self, _: &Line) -> bool {
        true
    }
}

impl Eq for Line {}

/// The `#VER` record itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoucherHead<'d> {
    /// Series, such as "A"; empty when the receiving program is to choose.
    pub series: &'d str,
    /// Number within the series; empty when the receiving program is to choose.
    pub number: &'d str,
    /// The voucher's date. Mandatory in the format; absent here only if the file's was unreadable.
    pub date: Option<Date>,
    /// What the voucher is about.
    pub text: &'d str,
    /// When it was registered.
    pub registered: Option<Date>,
    /// Who registered it: a name, a signature or a user id.
    pub sign: &'d str,
    /// Where it stood.
    pub line: Line,
}

/// Whether a row counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// `#TRANS`: an ordinary row, the only kind that counts in sums.
    #[default]
    Posted,
    /// `#RTRANS`: marks that the `#TRANS` after it was added later. Does not count.
    Added,
    /// `#BTRANS`: a row struck out. Does not count.
    Removed,
}

impl RowKind {
    /// The record's label.
    pub const fn label(self) -> &'static str {
        match self {
            RowKind::Posted => "#TRANS",
            RowKind::Added => "#RTRANS",
            RowKind::Removed => "#BTRANS",
        }
    }
}

/// A row of a voucher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row<'d> {
    /// Posted, added or removed.
    pub kind: RowKind,
    /// Account number; text, since leading zeros mean something.
    pub account: &'d str,
    /// The objects (cost centre, project …) the row is for.
    pub objects: Objects<'d>,
    /// Debit positive, credit negative.
    pub amount: Amount,
    /// The row's own date, if it differs from the voucher's or is given all the same.
    pub date: Option<Date>,
    /// The row's own text.
    pub text: &'d str,
    /// Quantity in the account's unit.
    pub quantity: Option<Quantity>,
    /// Who made the row.
    pub sign: &'d str,
    /// Where it stood.
    pub line: Line,
}

/// Which balance record it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BalanceKind {
    /// `#IB`: opening balance of a balance sheet account.
    #[default]
    Opening,
    /// `#UB`: closing balance of a balance sheet account.
    Closing,
    /// `#OIB`: opening balance of an object on an account.
    ObjectOpening,
    /// `#OUB`: closing balance of an object on an account.
    ObjectClosing,
    /// `#RES`: the year's sum of an income or cost account.
    Result,
    /// `#PSALDO`: a month's change.
    Period,
    /// `#PBUDGET`: a month's budgeted change.
    Budget,
}

impl BalanceKind {
    /// The record's label.
    pub const fn label(self) -> &'static str {
        match self {
            BalanceKind::Opening => "#IB",
            BalanceKind::Closing => "#UB",
            BalanceKind::ObjectOpening => "#OIB",
            BalanceKind::ObjectClosing => "#OUB",
            BalanceKind::Result => "#RES",
            BalanceKind::Period => "#PSALDO",
            BalanceKind::Budget => "#PBUDGET",
        }
    }

    /// Whether the record names a month.
    pub const fn has_period(self) -> bool {
        matches!(self, BalanceKind::Period | BalanceKind::Budget)
    }

    /// Whether the record has an object list.
    pub const fn has_objects(self) -> bool {
        matches!(self, BalanceKind::ObjectOpening | BalanceKind::ObjectClosing) || self.has_period()
    }
}

/// A balance of any kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance<'d> {
    /// Which record.
    pub kind: BalanceKind,
    /// 0 for the current year, −1 for the one before, and so on.
    pub year: i16,
    /// The month of `#PSALDO` and `#PBUDGET`.
    pub period: Option<Period>,
    /// Account number.
    pub account: &'d str,
    /// The object of `#OIB`, `#OUB`, `#PSALDO` and `#PBUDGET`; none means the account as a whole.
    pub objects: Objects<'d>,
    /// Debit positive, credit negative.
    pub amount: Amount,
    /// Quantity in the account's unit.
    pub quantity: Option<Quantity>,
    /// Where it stood.
    pub line: Line,
}

/// Pairs of dimension number and object code.
#[derive(Clone, Copy)]
pub struct Objects<'d>(Pairs<'d>);

#[derive(Clone, Copy)]
enum Pairs<'d> {
    Given(&'d [(u32, &'d str)]),
    Stored(&'d [(u32, Sym)], &'d Texts),
}

impl<'d> Objects<'d> {
    pub(crate) const fn stored(pairs: &'d [(u32, Sym)], texts: &'d Texts) -> Self {
        Objects(Pairs::Stored(pairs, texts))
    }

    /// The pairs in the order of the file.
    pub fn iter(self) -> impl ExactSizeIterator<Item = (u32, &'d str)> {
        (0..self.len()).map(move |i| self.pair(i))
    }

    /// The object code in a dimension: `row.objects.get(6)` is the project.
    pub fn get(self, dimension: u32) -> Option<&'d str> {
        self.iter()
            .find(|(held, _)| *held == dimension)
            .map(|(_, object)| object)
    }

    /// How many pairs there are.
    pub const fn len(self) -> usize {
        match self.0 {
            Pairs::Given(pairs) => pairs.len(),
            Pairs::Stored(pairs, _) => pairs.len(),
        }
    }

    /// Whether the record is for the account as a whole.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    fn pair(self, i: usize) -> (u32, &'d str) {
        match self.0 {
            Pairs::Given(pairs) => pairs.get(i).copied().unwrap_or_default(),
            Pairs::Stored(pairs, texts) => pairs
                .get(i)
                .map(|(dimension, sym)| (*dimension, texts.get(*sym)))
                .unwrap_or_default(),
        }
    }
}

impl<'d> From<&'d [(u32, &'d str)]> for Objects<'d> {
    fn from(pairs: &'d [(u32, &'d str)]) -> Self {
        Objects(Pairs::Given(pairs))
    }
}

impl Default for Objects<'_> {
    fn default() -> Self {
        Objects(Pairs::Given(&[]))
    }
}

impl PartialEq for Objects<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Objects<'_> {}

impl fmt::Debug for Objects<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A voucher with its rows.
#[derive(Clone, Copy)]
pub struct Voucher<'d> {
    /// The `#VER` record.
    pub head: VoucherHead<'d>,
    pub(crate) rows: &'d [RowData],
    pub(crate) books: &'d Books,
}

impl<'d> Voucher<'d> {
    /// Every row in the order of the file, added and removed ones too.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'d>> + use<'d> {
        let books = self.books;
        self.rows.iter().map(move |row| books.row(row))
    }

    /// The rows that count: `#TRANS`.
    pub fn posted(&self) -> impl Iterator<Item = Row<'d>> + use<'d> {
        self.rows().filter(|row| row.kind == RowKind::Posted)
    }

    /// Sum of the rows that count, in hundredths; zero in a voucher that balances.
    pub fn difference(&self) -> i128 {
        self.rows
            .iter()
            .filter(|row| row.kind() == RowKind::Posted)
            .map(|row| i128::from(row.amount.0))
            .sum()
    }

    /// "A 12", "serie 1 nr 12", "nr 12" or "utan nummer": the voucher as a person names it.
    pub fn name(&self) -> String {
        name(self.head.series, self.head.number)
    }
}

pub(crate) fn name(series: &str, number: &str) -> String {
    match (series, number) {
        ("", "") => "utan nummer".to_owned(),
        ("", number) => format!("nr {number}"),
        (series, "") => format!("{series} utan nummer"),
        (series, number) if series.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("serie {series} nr {number}")
        }
        (series, number) => format!("{series} {number}"),
    }
}

impl PartialEq for Voucher<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.head == other.head && self.rows().eq(other.rows())
    }
}

impl fmt::Debug for Voucher<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Voucher")
            .field("head", &self.head)
            .field("rows", &self.rows().collect::<Vec<_>>())
            .finish()
    }
}
