//! What a file says about each account in the current year.

use crate::{
    books::{Books, ListId, VoucherData},
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

/// Entries by account, found by the symbol of its number without hashing: this is done for each row.
struct Accounts {
    /// For each text of the document, the place of its entry in `stated`, from 1.
    at: Vec<u32>,
    stated: Vec<(Sym, Stated)>,
}

impl Accounts {
    fn of(&mut self, account: Sym) -> Option<&mut Stated> {
        let at = self.at.get_mut(account.0 as usize)?;
        if *at == 0 {
            self.stated.push((account, Stated::default()));
            *at = u32::try_from(self.stated.len()).ok()?;
        }
        self.stated.get_mut(*at as usize - 1).map(|(_, stated)| stated)
    }

    fn balances(&mut self, books: &Books) {
        for balance in &books.balances {
            let amount = Some(i128::from(balance.amount.0));
            let Some(stated) = self.of(balance.account) else {
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

    fn rows(&mut self, books: &Books, at: usize, later: bool) {
        for row in books.rows_of(at).iter().filter(|r| r.kind == RowKind::Posted) {
            let amount = i128::from(row.amount.0);
            let Some(stated) = self.of(row.account) else {
                continue;
            };
            stated.movement += amount;
            stated.later += if later { amount } else { 0 };
            stated.moved = true;
            stated.line = if stated.line == 0 { row.line } else { stated.line };
        }
    }
}

/// What is said of each account, in the order of first mention.
pub(super) fn stated(document: &Document) -> Vec<(Sym, Stated)> {
    let books = &document.books;
    let mut all = Accounts {
        at: vec![0; books.texts.len()],
        stated: Vec::new(),
    };
    all.balances(books);
    let extent = document.header.extent;
    for (at, voucher) in books.vouchers.iter().enumerate() {
        if !of_another_year(document, voucher) {
            let later = extent.is_some_and(|extent| voucher.date.is_some_and(|date| date > extent));
            all.rows(books, at, later);
        }
    }
    all.stated
}

/// Whether a voucher is of another year the file tells of; one of no such year counts as this year's.
fn of_another_year(document: &Document, voucher: &VoucherData) -> bool {
    voucher
        .date
        .is_some_and(|date| document.year(0).is_some() && in_another_year(document, date))
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
