//! Controls of balances.

use std::collections::HashMap;

use super::{is_equity, is_result, moved};
use crate::{
    facts::LedgerYear,
    intake::{books::Books, brought::Brought},
    money::Ore,
    statement::mapping::Mapping,
};

fn movements(books: &Books) -> HashMap<u32, Ore> {
    let mut sums: HashMap<u32, Ore> = HashMap::new();
    for (account, amount) in books.vouchers.amounts() {
        *sums.entry(account).or_default() += amount;
    }
    sums
}

/// What is said of a file that states nothing the vouchers can be held against; `None` when it does, or
/// when nothing has moved.
pub(super) fn nothing_to_hold_against(books: &Books) -> Option<String> {
    let stated = books.accounts.iter().any(|account| account.stated.is_some());
    (!stated && !books.vouchers.is_empty()).then(|| {
        "Filen anger inga utgående saldon (#UB, #RES), så det går inte att pröva att alla verifikationer är med. Jämför med bokföringens egen rapport, eller be om en fil med saldon.".into()
    })
}

/// Where the file states closing balances (of results: results), they are what the vouchers give. One that
/// is zero may be left out; accounts of class 9 are internal.
pub(super) fn closing(books: &Books) -> Vec<String> {
    let moved = movements(books);
    let mut found = Vec::new();
    let any_stated = |result: bool| {
        let mut of_kind = books
            .accounts
            .iter()
            .filter(|account| is_result(account) == result);
        of_kind.any(|account| account.stated.is_some())
    };
    let (balances, results) = (any_stated(false), any_stated(true));
    for account in &books.accounts {
        let movement = moved.get(&account.number).copied().unwrap_or_default();
        let computed = account.opening + movement;
        let told = if is_result(account) { results } else { balances } && account.number < 9000;
        let stated = account.stated.or(told.then_some(Ore::ZERO));
        if let Some(stated) = stated.filter(|stated| *stated != computed) {
            found.push(format!(
                "Konto {} {}: ingående {} + rörelser {movement} = {computed}, men filen anger {stated}. Verifikationer saknas eller är för många; be om en ny fil.",
                account.number, account.name, account.opening
            ));
        }
    }
    found
}

/// Assets = liabilities + equity at both ends of the year, so that what the income statement shows
/// is what equity changed by.
pub(super) fn result(books: &Books) -> Vec<String> {
    let mut found = Vec::new();
    let balance = || books.accounts.iter().filter(|a| !is_result(a));
    let opening: Ore = balance().map(|a| a.opening).sum();
    if opening != Ore::ZERO {
        found.push(format!(
            "De ingående balanserna summerar till {opening} och inte till noll, och skillnaden är inte föregående års resultat (#RES -1). Be om en ny fil med ingående balanser."
        ));
    }
    let moved = movements(books);
    let closing = |a: &crate::facts::Account| a.opening + moved.get(&a.number).copied().unwrap_or_default();
    let equity: Ore = balance().map(closing).sum();
    let result: Ore = books.accounts.iter().filter(|a| is_result(a)).map(closing).sum();
    if equity + result != Ore::ZERO && opening == Ore::ZERO {
        found.push(format!(
            "Balansräkningen ändras med {equity} men resultaträkningen ger {}. Be om en ny fil ur bokföringen.", -result
        ));
    }
    found
}

/// What is said of last year's result when the file left it outside own capital.
pub(super) fn brought(brought: &Brought) -> String {
    format!(
        "De ingående balanserna summerar till {}, vilket är föregående års resultat (#RES -1) som inte har förts till eget kapital. Det räknas därför in med {} i ingående balans på konto {} {}. Kontrollera att det stämmer, och boka om resultatet i bokföringen.",
        -brought.result, brought.result, brought.account, brought.name
    )
}

/// Each balance account opens with what it closed with the year before. Equity is compared as a
/// whole, the year's result included: it is booked over between equity accounts.
pub(super) fn opening(books: &Books, previous: &LedgerYear, mapping: Option<&Mapping>) -> Vec<String> {
    let closing = |a: &crate::facts::Account| a.opening + moved(&previous.movements, a.number);
    let mut expected: HashMap<u32, Ore> = HashMap::new();
    let mut equity = Ore::ZERO;
    for account in &previous.accounts {
        if is_result(account) || is_equity(account.number, mapping) {
            equity += closing(account);
        } else {
            expected.insert(account.number, closing(account));
        }
    }
    let mut opened = Ore::ZERO;
    let mut found = Vec::new();
    for account in books.accounts.iter().filter(|a| !is_result(a)) {
        if is_equity(account.number, mapping) {
            opened += account.opening;
            continue;
        }
        let closed = expected.remove(&account.number).unwrap_or_default();
        if closed != account.opening {
            found.push(told(
                &format!("Konto {} {}", account.number, account.name),
                account.opening,
                closed,
                previous.year,
            ));
        }
    }
    let mut left: Vec<_> = expected
        .into_iter()
        .filter(|(_, closed)| *closed != Ore::ZERO)
        .collect();
    left.sort_unstable();
    found.extend(
        left.into_iter()
            .map(|(n, closed)| told(&format!("Konto {n}"), Ore::ZERO, closed, previous.year)),
    );
    if opened != equity {
        found.push(told(
            "Eget kapital med årets resultat",
            opened,
            equity,
            previous.year,
        ));
    }
    found
}

fn told(what: &str, opened: Ore, closed: Ore, year: i32) -> String {
    format!(
        "{what}: ingående {opened}, men {year} slutade på {closed}. Läs in {year} på nytt, eller be om en fil med rätt ingående balans."
    )
}
