//! A SIE document as the domain's bookkeeping.

use std::collections::BTreeMap;

use domain::{
    facts::{Account, AccountKind, LedgerYear, Movement},
    money::Ore,
};
use sie::{BalanceKind, Document};
pub use sie::{Date, Summary};

/// The dimension projects are booked on (SIE reserves 6 for it).
pub const PROJECT: u32 = 6;

/// The year of a document (its `#RAR 0`), summed per account, project and month; `None` when the
/// file names no year, or an account is not a number.
pub fn ledger_year(document: &Document, file_hash: &str) -> Option<LedgerYear> {
    let year = document.year(0)?.end?.year();
    let mut accounts: BTreeMap<u32, Account> = BTreeMap::new();
    for declared in &document.accounts {
        let number = declared.number.parse().ok()?;
        let name = declared.name.clone().unwrap_or_else(|| declared.number.clone());
        accounts.insert(
            number,
            Account {
                number,
                name,
                kind: declared.kind.map(kind),
                opening: Ore::ZERO,
                stated: None,
            },
        );
    }
    for balance in document.balances().filter(|b| b.year == 0) {
        let number = balance.account.parse().ok()?;
        let account = accounts.entry(number).or_insert_with(|| undeclared(number));
        match balance.kind {
            BalanceKind::Opening => account.opening = Ore(balance.amount.0),
            BalanceKind::Closing | BalanceKind::Result => account.stated = Some(Ore(balance.amount.0)),
            _ => {}
        }
    }
    let movements = movements(document)?;
    for movement in &movements {
        accounts
            .entry(movement.account)
            .or_insert_with(|| undeclared(movement.account));
    }
    Some(LedgerYear {
        year: i32::try_from(year).ok()?,
        accounts: accounts.into_values().collect(),
        movements,
        vouchers: i64::try_from(document.vouchers().len()).ok()?,
        file_hash: file_hash.into(),
    })
}

/// Closing balances and results of the year before, as the file repeats them (`#UB -1`, `#RES -1`).
pub fn previous_year(document: &Document) -> Vec<(u32, Ore)> {
    document
        .balances()
        .filter(|b| b.year == -1 && matches!(b.kind, BalanceKind::Closing | BalanceKind::Result))
        .filter_map(|b| Some((b.account.parse().ok()?, Ore(b.amount.0))))
        .collect()
}

fn undeclared(number: u32) -> Account {
    Account {
        number,
        name: number.to_string(),
        kind: None,
        opening: Ore::ZERO,
        stated: None,
    }
}

fn movements(document: &Document) -> Option<Vec<Movement>> {
    let mut sums: BTreeMap<(u32, String, u8), (i64, i64)> = BTreeMap::new();
    for voucher in document.vouchers() {
        for row in voucher.posted() {
            let date = row.date.or(voucher.head.date);
            let month = date.and_then(|d| u8::try_from(d.month()).ok()).unwrap_or(12);
            let project = row.objects.get(PROJECT).unwrap_or_default().to_owned();
            let sum = sums
                .entry((row.account.parse().ok()?, project, month))
                .or_default();
            sum.0 += row.amount.0;
            sum.1 += 1;
        }
    }
    let movement = |((account, project, month), (amount, transactions))| Movement {
        account,
        project,
        month,
        amount: Ore(amount),
        transactions,
    };
    Some(sums.into_iter().map(movement).collect())
}

fn kind(kind: sie::AccountKind) -> AccountKind {
    match kind {
        sie::AccountKind::Asset => AccountKind::Asset,
        sie::AccountKind::Liability => AccountKind::Liability,
        sie::AccountKind::Income => AccountKind::Income,
        sie::AccountKind::Cost => AccountKind::Cost,
    }
}

/// A file in a few lines, with everything that is wrong in it.
pub fn examine(bytes: &[u8]) -> Summary {
    sie::inspect(bytes).1
}
