//! Last year's result where a file leaves it outside own capital. Some programs bring it in first when
//! somebody books it over: until then the opening balances lack it, and their sum is that result.

use super::{
    books::Books,
    controls::{is_equity, is_result},
};
use crate::{
    facts::{Account, AccountKind},
    money::Ore,
    statement::mapping::{Line, Mapping},
};

/// Where the year's result stands in the charts of the BAS family.
const BOOKED_RESULT: u32 = 2099;

/// Last year's result, and the account it was taken to open on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// In the ledger's sign: a surplus is negative.
    pub result: Ore,
    /// Account of own capital.
    pub account: u32,
    /// Its name.
    pub name: String,
}

/// Adds last year's result to own capital, where the opening balances balance together with it only
/// (Σ#IB + Σ#RES −1 = 0). `None`, and nothing changed, where they balance without it or not even with it.
///
/// What the file states as the account's closing balance lacks the result likewise, and gets it too.
pub fn bring(books: &mut Books, mapping: &Mapping) -> Option<Brought> {
    let balance = books.accounts.iter().filter(|account| !is_result(account));
    let opening: Ore = balance.clone().map(|account| account.opening).sum();
    let result = books.previous_result?;
    if opening == Ore::ZERO || opening + result != Ore::ZERO {
        return None;
    }
    let closings = balance.clone().any(|account| account.stated.is_some());
    let at = place(books, mapping)?;
    let account = &mut books.accounts[at];
    account.opening += result;
    let stated = account.stated.or(closings.then_some(Ore::ZERO));
    account.stated = stated.map(|stated| stated + result);
    Some(Brought {
        result,
        account: account.number,
        name: account.name.clone(),
    })
}

/// The file's own account for the year's result, else the first of own capital, else one that is added.
fn place(books: &mut Books, mapping: &Mapping) -> Option<usize> {
    let of = |number: u32| mapping.line_of(number).map(|range| range.line);
    let equity = |account: &Account| !is_result(account) && is_equity(account.number, Some(mapping));
    let booked = |account: &Account| of(account.number) == Some(Line::BookedResult);
    let accounts = &mut books.accounts;
    let found = accounts
        .iter()
        .position(|account| equity(account) && booked(account))
        .or_else(|| accounts.iter().position(equity));
    if found.is_some() || !is_equity(BOOKED_RESULT, Some(mapping)) {
        return found;
    }
    let at = accounts.partition_point(|account| account.number < BOOKED_RESULT);
    accounts.insert(
        at,
        Account {
            number: BOOKED_RESULT,
            name: "Årets resultat".into(),
            kind: Some(AccountKind::Liability),
            opening: Ore::ZERO,
            stated: None,
        },
    );
    Some(at)
}
