//! What stands in the way of complete statements.

use super::{
    balance::{ASSETS, EQUITY_AND_LIABILITIES},
    books::{Books, EQUITY, RESULT, YearBooks},
};
use crate::{
    facts::{Facts, LedgerYear},
    money::Ore,
    number::{NBSP, integer},
    refusal::Problem,
};

/// Every problem of the year, and of the year before where it stands in the previous column.
pub(super) fn problems(facts: &Facts, books: &Books, year: i32) -> Vec<Problem> {
    let mut problems = facts.mapping.problems("kontomappning");
    let Some(current) = books.year(year) else {
        problems.push(problem(
            year,
            "bokforing-saknas",
            format!("Det finns ingen bokföring för {year}. Läs in årets SIE-fil."),
        ));
        return problems;
    };
    if !facts.budgets.iter().any(|budget| budget.year == year) {
        let message = format!("Det finns ingen budget för {year}. Lägg in den beslutade budgeten.");
        problems.push(problem(year, "budget-saknas", message));
    }
    for books_of_year in books.year(year - 1).into_iter().chain([current]) {
        problems.extend(unmapped(books, books_of_year));
        problems.extend(result_openings(books, books_of_year.ledger));
        problems.extend(unbalanced(books, books_of_year));
    }
    if let Some(last) = books.year(year - 1) {
        problems.extend(openings(books, last.ledger, current.ledger));
    }
    problems
}

fn problem(year: i32, code: &'static str, message: String) -> Problem {
    let file = format!("Bokföring {year}");
    Problem {
        file,
        line: 0,
        code,
        message,
    }
}

fn kronor(amount: i64) -> String {
    format!("{}{NBSP}kr", integer(amount))
}

fn unmapped(books: &Books, year: &YearBooks) -> Vec<Problem> {
    let name = |account: &u32| books.labels.get(account).map_or("", String::as_str);
    let matters = |(account, balance): &(&u32, &i64)| {
        **balance != 0
            || year.opening.get(account).is_some_and(|o| *o != 0)
            || year.transactions.contains_key(account)
    };
    let accounts = year
        .closing
        .iter()
        .filter(|(account, _)| !books.lines.contains_key(account));
    let say = |(account, balance): (&u32, &i64)| {
        let message = format!(
            "Konto {account} {} (saldo {}) hör inte till någon rad. Lägg till kontot i kontomappningen.",
            name(account),
            kronor(*balance)
        );
        problem(year.ledger.year, "konto-utan-rad", message)
    };
    accounts.filter(matters).map(say).collect()
}

/// A result account starts the year at nothing.
fn result_openings(books: &Books, ledger: &LedgerYear) -> Vec<Problem> {
    let is_result = |account: &u32| books.lines.get(account).is_some_and(|line| RESULT.contains(line));
    let wrong = ledger
        .accounts
        .iter()
        .filter(|a| a.opening != Ore::ZERO && is_result(&a.number));
    let say = |account: &crate::facts::Account| {
        let message = format!(
            "Resultatkonto {} {} har ingående balans {}{NBSP}kr. Rätta kontomappningen eller bokföringen.",
            account.number, account.name, account.opening
        );
        problem(ledger.year, "ingaende-resultatkonto", message)
    };
    wrong.map(say).collect()
}

fn unbalanced(books: &Books, year: &YearBooks) -> Option<Problem> {
    let assets = books.sum(&year.closing, ASSETS);
    let other = -books.sum(&year.closing, EQUITY_AND_LIABILITIES);
    (assets != other).then(|| {
        let message = format!(
            "Balansräkningen går inte jämnt ut: tillgångar {}, eget kapital och skulder {}, skillnad {}. \
             Rätta bokföringen eller lägg till de konton som saknar rad.",
            kronor(assets),
            kronor(other),
            kronor(assets - other)
        );
        problem(year.ledger.year, "balans-stammer-inte", message)
    })
}

/// Last year's closing balance is this year's opening balance: per account, equity as a whole.
fn openings(books: &Books, last: &LedgerYear, current: &LedgerYear) -> Vec<Problem> {
    let is_equity = |account: u32| {
        books
            .lines
            .get(&account)
            .is_some_and(|l| EQUITY.contains(l) || RESULT.contains(l))
    };
    let closing = |account: u32| {
        let opening: Ore = last
            .accounts
            .iter()
            .filter(|a| a.number == account)
            .map(|a| a.opening)
            .sum();
        opening
            + last
                .movements
                .iter()
                .filter(|m| m.account == account)
                .map(|m| m.amount)
                .sum()
    };
    let opening = |account: u32| {
        current
            .accounts
            .iter()
            .filter(|a| a.number == account)
            .map(|a| a.opening)
            .sum::<Ore>()
    };
    let mut problems = Vec::new();
    let mut equity = (Ore::ZERO, Ore::ZERO);
    for (&account, label) in &books.labels {
        let (closed, opened) = (closing(account), opening(account));
        if is_equity(account) {
            equity = (equity.0 + closed, equity.1 + opened);
        } else if closed != opened {
            let what = format!("konto {account} {label}");
            problems.push(opening_differs(current.year, &what, closed, opened));
        }
    }
    if equity.0 != equity.1 {
        let (closed, opened) = (-equity.0, -equity.1);
        problems.push(opening_differs(current.year, "eget kapital", closed, opened));
    }
    problems
}

fn opening_differs(year: i32, what: &str, closed: Ore, opened: Ore) -> Problem {
    let message = format!(
        "Ingående balans för {what} är {opened}{NBSP}kr men föregående års utgående balans är \
         {closed}{NBSP}kr. Läs in den fil som är rätt."
    );
    problem(year, "ingaende-avviker", message)
}
