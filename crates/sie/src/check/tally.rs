//! What a file uses, and says about each account in the current year: one pass over its rows, which
//! are too many to be fetched from memory once for each question.

use crate::{
    books::{Books, ListId, RowData},
    date::Date,
    document::Document,
    text::Sym,
    view::{BalanceKind, RowKind},
};

/// One account in the current year, in hundredths.
#[derive(Clone, Copy, Default)]
pub(super) struct Stated {
    pub opening: Option<i128>,
    /// Last year's closing balance.
    pub previous: Option<i128>,
    pub closing: Option<i128>,
    pub result: Option<i128>,
    pub periods: Option<i128>,
    /// Sum of the year's rows.
    pub movement: i128,
    /// The part of it after the day the balances are stated for (`#OMFATTN`).
    pub later: i128,
    pub moved: bool,
    /// Line of the record that states the closing balance or the result, or of the first movement.
    pub line: u32,
}

impl Stated {
    /// Whether the movement leads from one balance to the other, with or without what came after
    /// the day the balances are for: programs do it either way.
    pub fn leads(&self, from: i128, to: i128) -> bool {
        let moved = to - from;
        moved == self.movement || moved == self.movement - self.later
    }

    fn moved(&mut self, row: &RowData, later: bool) {
        let amount = i128::from(row.amount.0);
        self.movement += amount;
        if later {
            self.later += amount;
        }
        self.moved = true;
        self.line = if self.line == 0 { row.line() } else { self.line };
    }

    /// The year's change as the balances state it, given the opening balance.
    pub fn change(&self, opening: Option<i128>) -> i128 {
        match (self.result, opening, self.closing) {
            (Some(result), ..) => result,
            (None, None, None) if self.moved => self.movement,
            (None, None, None) => self.periods.unwrap_or(0),
            (None, opening, closing) => closing.unwrap_or(0) - opening.unwrap_or(0),
        }
    }
}

/// A record in which something is used for the first time: its line and label.
pub(super) type First = (u32, &'static str);

fn first_row(row: &RowData) -> First {
    (row.line(), row.kind().label())
}

/// An account in use.
pub(super) struct Used {
    pub account: Sym,
    pub first: Option<First>,
    pub stated: Stated,
}

/// How the rows of a voucher count in the year's movement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    Yes,
    /// After the day the balances are stated for.
    Later,
    /// The voucher is of another year.
    No,
}

/// The rows of one voucher together.
#[derive(Default)]
pub(super) struct Sum {
    pub difference: i128,
    /// There is a row that counts.
    pub posted: bool,
    /// There is a row marked as added later.
    pub added: bool,
}

/// Accounts and object lists in use, found by their numbers without hashing: this is done for each row.
pub(super) struct Tally {
    /// For each text of the document, the place of its entry in `accounts`, from 1.
    at: Vec<u32>,
    /// In the order of first mention, balances first.
    pub accounts: Vec<Used>,
    /// Whether the list with this number has been seen.
    seen: Vec<bool>,
    /// Lists that are not empty, in the order of first use by a row that counts, then by a balance.
    pub lists: Vec<(ListId, First)>,
}

impl Tally {
    /// What the balances say; the rows come after.
    pub(super) fn new(books: &Books) -> Self {
        // The empty list names no object and need not be looked at.
        let mut seen = vec![true];
        seen.resize(books.lists(), false);
        let mut tally = Tally {
            at: vec![0; books.texts.len()],
            accounts: Vec::new(),
            seen,
            lists: Vec::new(),
        };
        tally.balances(books);
        tally
    }

    fn of(&mut self, account: Sym) -> Option<&mut Used> {
        let at = self.at.get_mut(account.0 as usize)?;
        if *at == 0 {
            let (first, stated) = (None, Stated::default());
            self.accounts.push(Used {
                account,
                first,
                stated,
            });
            *at = u32::try_from(self.accounts.len()).ok()?;
        }
        self.accounts.get_mut(*at as usize - 1)
    }

    #[inline]
    fn list(&mut self, list: ListId, first: impl FnOnce() -> First) {
        if let Some(seen @ false) = self.seen.get_mut(list.0 as usize) {
            *seen = true;
            self.lists.push((list, first()));
        }
    }

    fn balances(&mut self, books: &Books) {
        for balance in &books.balances {
            let amount = Some(i128::from(balance.amount.0));
            let Some(Used { stated, .. }) = self.of(balance.account) else {
                continue;
            };
            match (balance.kind, balance.year) {
                (BalanceKind::Closing, -1) => stated.previous = amount,
                (BalanceKind::Opening, 0) => {
                    stated.opening = amount;
                    stated.line = stated.line.max(balance.line);
                }
                (BalanceKind::Closing, 0) => {
                    stated.closing = amount;
                    stated.line = balance.line;
                }
                (BalanceKind::Result, 0) => {
                    stated.result = amount;
                    stated.line = balance.line;
                }
                (BalanceKind::Period, 0) if balance.objects == ListId::default() => {
                    *stated.periods.get_or_insert(0) += i128::from(balance.amount.0);
                }
                _ => {}
            }
        }
    }

    /// Takes in the rows of one voucher.
    pub(super) fn rows(&mut self, rows: &[RowData], counts: Counts) -> Sum {
        let mut sum = Sum::default();
        for row in rows {
            let posted = row.kind() == RowKind::Posted;
            if posted {
                sum.posted = true;
                sum.difference += i128::from(row.amount.0);
                self.list(row.objects, || first_row(row));
            }
            sum.added |= row.kind() == RowKind::Added;
            let Some(used) = self.of(row.account) else {
                continue;
            };
            used.first.get_or_insert_with(|| first_row(row));
            if posted && counts != Counts::No {
                used.stated.moved(row, counts == Counts::Later);
            }
        }
        sum
    }

    /// After the rows: what only balances use.
    pub(super) fn finish(&mut self, books: &Books) {
        for balance in &books.balances {
            let first = (balance.line, balance.kind.label());
            self.list(balance.objects, || first);
            if let Some(used) = self.of(balance.account) {
                used.first.get_or_insert(first);
            }
        }
    }
}

/// Whether a day is in a stated year other than the current one, and not in that.
pub(super) fn in_another_year(document: &Document, date: Date) -> bool {
    let within = |index: i16, start: Option<Date>, end: Option<Date>, other: bool| {
        (index != 0) == other && start.is_some_and(|s| s <= date) && end.is_some_and(|e| date <= e)
    };
    // A handful of years; a file made to have thousands is not to cost a search for each voucher.
    let years = || document.header.years.iter().take(20);
    !years().any(|y| within(y.index, y.start, y.end, false))
        && years().any(|y| within(y.index, y.start, y.end, true))
}
