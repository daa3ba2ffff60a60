//! Balances against vouchers, and the result against equity.

use super::{
    Checking,
    tally::{Stated, Used},
};
use crate::{amount::swedish, code, document::FileType, text::Sym, view::BalanceKind};

impl Checking<'_> {
    pub(super) fn balances(&mut self, accounts: &[Used]) {
        if self.file_type == FileType::Import {
            return;
        }
        let vouchers = self.file_type == FileType::Export && !self.document.books.vouchers.is_empty();
        if vouchers && self.has(BalanceKind::Closing) {
            self.closing(accounts);
        }
        if vouchers && self.has(BalanceKind::Result) {
            self.results(accounts);
        }
        if self.has(BalanceKind::Closing) {
            self.equity(accounts);
        }
    }

    fn number(&self, account: Sym) -> &str {
        self.document.books.texts.get(account)
    }

    /// Opening balance + movement = closing balance. A balance of zero may be left out. A file may
    /// leave out the opening balances and give last year's closing ones (SIE 4B, 5.16).
    fn closing(&mut self, all: &[Used]) {
        let opened = self.has(BalanceKind::Opening);
        for Used { account, stated, .. } in all {
            if stated.opening.is_none() && stated.closing.is_none() {
                continue;
            }
            let closing = stated.closing.unwrap_or(0);
            let previous = if opened { None } else { stated.previous };
            let opening = stated.opening.or(previous).unwrap_or(0);
            let fits = |opening| stated.leads(opening, closing);
            if fits(opening) || fits(stated.opening.unwrap_or(0)) {
                continue;
            }
            let number = self.number(*account).to_owned();
            self.problems.add(code::CLOSING_BALANCE, stated.line, "#UB", || {
                format!(
                    "Konto {number}: ingående {} + årets verifikationer {} = {}, men utgående balans är {}. Kontrollera att alla verifikationer kom med i exporten.",
                    swedish(opening),
                    swedish(stated.movement),
                    swedish(opening + stated.movement),
                    swedish(closing)
                )
            });
        }
    }

    /// The movement of an income or cost account is its result. Accounts of class 9 and others the
    /// file states nothing about are internal and left alone.
    fn results(&mut self, all: &[Used]) {
        for Used { account, stated, .. } in all {
            let balance_account = stated.opening.is_some() || stated.closing.is_some();
            let number = self.number(*account);
            let internal = !number.starts_with(|c| ('3'..='8').contains(&c));
            let expected = match stated.result {
                Some(result) => result,
                None if balance_account || !stated.moved || internal => continue,
                None => 0,
            };
            if stated.leads(0, expected) {
                continue;
            }
            let number = number.to_owned();
            self.problems.add(code::RESULT_BALANCE, stated.line, "#RES", || {
                format!(
                    "Konto {number}: årets verifikationer summerar till {}, men resultatet är {}. Kontrollera att alla verifikationer kom med i exporten.",
                    swedish(stated.movement),
                    swedish(expected)
                )
            });
        }
    }

    /// The change of all balance sheet accounts is the result with reversed sign. Accounts the file
    /// gives no balance count with what is known of them.
    fn equity(&mut self, all: &[Used]) {
        let sum = |opening: fn(&Stated) -> Option<i128>| -> i128 {
            all.iter()
                .map(|Used { stated, .. }| stated.change(opening(stated)))
                .sum()
        };
        let difference = sum(|stated| stated.opening);
        let opened = self.has(BalanceKind::Opening);
        if difference == 0 || (!opened && sum(|stated| stated.previous) == 0) {
            return;
        }
        let balances = &self.document.books.balances;
        let first = balances.iter().find(|b| b.kind == BalanceKind::Closing);
        self.problems.add(code::RESULT_AND_EQUITY, first.map_or(1, |b| b.line), "#UB", || {
            format!(
                "Årets resultat och förändringen av tillgångar, skulder och eget kapital skiljer sig med {}. Kontrollera saldona i bokföringsprogrammet.",
                swedish(difference)
            )
        });
    }
}
