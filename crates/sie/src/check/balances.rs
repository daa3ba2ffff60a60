//! Balances against vouchers, and the result against equity.

use super::Checking;
use crate::{
    amount::swedish,
    books::ListId,
    code,
    document::FileType,
    text::Sym,
    view::{BalanceKind, RowKind},
};

/// What the file says about one account in the current year, in hundredths.
#[derive(Clone, Copy, Default)]
struct Stated {
    opening: Option<i128>,
    closing: Option<i128>,
    result: Option<i128>,
    periods: Option<i128>,
    movement: i128,
    moved: bool,
    /// Line of the record that states the closing balance or the result, or of the first movement.
    line: u32,
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
}

impl Checking<'_> {
    pub(super) fn balances(&mut self) {
        if self.file_type == FileType::Import {
            return;
        }
        let accounts = self.stated();
        let vouchers = self.file_type == FileType::Export && !self.document.books.vouchers.is_empty();
        if vouchers && self.has(BalanceKind::Closing) {
            self.closing(&accounts);
        }
        if vouchers && self.has(BalanceKind::Result) {
            self.results(&accounts);
        }
        if self.has(BalanceKind::Closing) {
            self.equity(&accounts);
        }
    }

    /// What is said of each account, in the order of first mention.
    fn stated(&self) -> Vec<(Sym, Stated)> {
        let books = &self.document.books;
        let mut all = Accounts {
            at: vec![0; books.texts.len()],
            stated: Vec::new(),
        };
        for balance in books.balances.iter().filter(|b| b.year == 0) {
            let Some(stated) = all.of(balance.account) else {
                continue;
            };
            let amount = i128::from(balance.amount.0);
            let whole = balance.objects == ListId::default();
            match balance.kind {
                BalanceKind::Opening => {
                    stated.opening = Some(amount);
                    stated.line = stated.line.max(balance.line);
                }
                BalanceKind::Closing => {
                    stated.closing = Some(amount);
                    stated.line = balance.line;
                }
                BalanceKind::Result => {
                    stated.result = Some(amount);
                    stated.line = balance.line;
                }
                BalanceKind::Period if whole => *stated.periods.get_or_insert(0) += amount,
                _ => {}
            }
        }
        for row in books.rows.iter().filter(|r| r.kind == RowKind::Posted) {
            if let Some(stated) = all.of(row.account) {
                stated.movement += i128::from(row.amount.0);
                stated.moved = true;
                stated.line = if stated.line == 0 { row.line } else { stated.line };
            }
        }
        all.stated
    }

    fn named<'s>(&self, all: &'s [(Sym, Stated)]) -> impl Iterator<Item = (&str, &'s Stated)> {
        let texts = &self.document.books.texts;
        all.iter()
            .map(move |(account, stated)| (texts.get(*account), stated))
    }

    /// Opening balance + movement = closing balance. A balance of zero may be left out.
    fn closing(&mut self, all: &[(Sym, Stated)]) {
        let mut found = Vec::new();
        for (account, stated) in self.named(all) {
            if stated.opening.is_none() && stated.closing.is_none() {
                continue;
            }
            let (opening, closing) = (stated.opening.unwrap_or(0), stated.closing.unwrap_or(0));
            if opening + stated.movement != closing {
                found.push((stated.line, account.to_owned(), opening, stated.movement, closing));
            }
        }
        for (line, account, opening, movement, closing) in found {
            self.problems.add(code::CLOSING_BALANCE, line, "#UB", || {
                format!(
                    "Konto {account}: ingående {} + årets verifikationer {} = {}, men utgående balans är {}. Kontrollera att alla verifikationer kom med i exporten.",
                    swedish(opening),
                    swedish(movement),
                    swedish(opening + movement),
                    swedish(closing)
                )
            });
        }
    }

    /// The movement of an income or cost account is its result. Accounts of class 9 and others the
    /// file states nothing about are internal and left alone.
    fn results(&mut self, all: &[(Sym, Stated)]) {
        let mut found = Vec::new();
        for (account, stated) in self.named(all) {
            let balance_account = stated.opening.is_some() || stated.closing.is_some();
            let expected = match stated.result {
                Some(result) => result,
                None if balance_account
                    || !stated.moved
                    || !account.starts_with(|c| ('3'..='8').contains(&c)) =>
                {
                    continue;
                }
                None => 0,
            };
            if stated.movement != expected {
                found.push((stated.line, account.to_owned(), stated.movement, expected));
            }
        }
        for (line, account, movement, expected) in found {
            self.problems.add(code::RESULT_BALANCE, line, "#RES", || {
                format!(
                    "Konto {account}: årets verifikationer summerar till {}, men resultatet är {}. Kontrollera att alla verifikationer kom med i exporten.",
                    swedish(movement),
                    swedish(expected)
                )
            });
        }
    }

    /// The change of all balance sheet accounts is the result with reversed sign. Accounts the file
    /// gives no balance count with what is known of them.
    fn equity(&mut self, all: &[(Sym, Stated)]) {
        let change = |stated: &Stated| match (stated.result, stated.opening, stated.closing) {
            (Some(result), ..) => result,
            (None, None, None) if stated.moved => stated.movement,
            (None, None, None) => stated.periods.unwrap_or(0),
            (None, opening, closing) => closing.unwrap_or(0) - opening.unwrap_or(0),
        };
        let difference: i128 = all.iter().map(|(_, stated)| change(stated)).sum();
        if difference == 0 {
            return;
        }
        let line = self
            .document
            .books
            .balances
            .iter()
            .find(|b| b.kind == BalanceKind::Closing)
            .map_or(1, |b| b.line);
        self.problems.add(code::RESULT_AND_EQUITY, line, "#UB", || {
            format!(
                "Årets resultat och förändringen av tillgångar, skulder och eget kapital skiljer sig med {}. Kontrollera saldona i bokföringsprogrammet.",
                swedish(difference)
            )
        });
    }
}
