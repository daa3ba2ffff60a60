//! What stands in the way of complete statements.

use std::collections::BTreeMap;

use super::{
    Restoration,
    books::{Books, Chart, MOST, YearBooks},
    lines::{ASSETS, CLOSING_EQUITY, EQUITY_AND_LIABILITIES, RESULT},
};
use crate::{
    facts::Facts,
    money::Ore,
    number::{NBSP, integer},
    refusal::Problem,
};

/// Every problem of the year, and of the year before where it stands in the previous column.
pub(super) fn problems(facts: &Facts, books: &Books) -> Vec<Problem> {
    let year = books.year;
    let mut problems = facts.mapping.problems("kontomappning");
    let Some(current) = books.current() else {
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
    for books_of_year in books.previous().into_iter().chain([current]) {
        problems.extend(absurd(books, books_of_year));
        problems.extend(unmapped(books, books_of_year));
        problems.extend(result_openings(books, books_of_year));
        problems.extend(unbalanced(books_of_year));
    }
    if let Some(last) = books.previous() {
        problems.extend(openings(&books.chart, last, current));
    }
    problems
}

/// Deficits that should have been restored by the end of the year.
pub(super) fn overdue(year: i32, restorations: &[Restoration]) -> Vec<Problem> {
    let say = |r: &Restoration| {
        let message = format!(
            "Underskottet från {} skulle ha återställts senast {}; {} återstår. Återställ det eller ange \
             styrelsens synnerliga skäl (kommunallagen 11 kap. 13 §).",
            r.year,
            r.latest,
            kronor(r.remaining().to_kronor())
        );
        problem(year, "underskott-kvar", message)
    };
    restorations
        .iter()
        .filter(|r| r.is_overdue(year))
        .map(say)
        .collect()
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

fn absurd(books: &Books, year: &YearBooks) -> Vec<Problem> {
    let balances = year.opening_ore.iter().chain(&year.closing_ore);
    let say = |(account, balance): (&u32, &Ore)| {
        let message = format!(
            "Konto {account} {} har balansen {balance}{NBSP}kr, som är orimligt stor. Rätta filen.",
            books.chart.label(*account)
        );
        problem(year.ledger.year, "balans-orimlig", message)
    };
    balances.filter(|(_, ore)| ore.abs() > MOST).map(say).collect()
}

fn unmapped(books: &Books, year: &YearBooks) -> Vec<Problem> {
    let matters = |account: &u32| {
        let balance = |kronor: &BTreeMap<u32, Ore>| kronor.get(account).is_some_and(|ore| *ore != Ore::ZERO);
        balance(&year.opening_ore) || year.transactions.contains_key(account)
    };
    let unmapped = books
        .chart
        .accounts()
        .filter(|account| books.chart.line(*account).is_none());
    let say = |account: u32| {
        let balance = year.closing_ore.get(&account).copied().unwrap_or_default();
        let message = format!(
            "Konto {account} {} (saldo {balance}{NBSP}kr) hör inte till någon rad. \
             Lägg till kontot i kontomappningen.",
            books.chart.label(account)
        );
        problem(year.ledger.year, "konto-utan-rad", message)
    };
    unmapped.filter(matters).map(say).collect()
}

/// A result account starts the year at nothing.
fn result_openings(books: &Books, year: &YearBooks) -> Vec<Problem> {
    let is_result = |account: u32| {
        books
            .chart
            .line(account)
            .is_some_and(|line| RESULT.contains(&line))
    };
    let wrong = year
        .opening_ore
        .iter()
        .filter(|(account, ore)| ore.0 != 0 && is_result(**account));
    let say = |(account, ore): (&u32, &Ore)| {
        let message = format!(
            "Resultatkonto {account} {} har ingående balans {ore}{NBSP}kr. \
             Rätta kontomappningen eller bokföringen.",
            books.chart.label(*account)
        );
        problem(year.ledger.year, "ingaende-resultatkonto", message)
    };
    wrong.map(say).collect()
}

fn unbalanced(year: &YearBooks) -> Option<Problem> {
    let assets = year.closing.sum(ASSETS);
    let other = -year.closing.sum(EQUITY_AND_LIABILITIES);
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
fn openings(chart: &Chart, last: &YearBooks, current: &YearBooks) -> Vec<Problem> {
    let is_equity = |account| chart.line(account).is_some_and(|l| CLOSING_EQUITY.contains(&l));
    let year = current.ledger.year;
    let mut problems = Vec::new();
    let mut equity = (Ore::ZERO, Ore::ZERO);
    for account in chart.accounts() {
        let closed = last.closing_ore.get(&account).copied().unwrap_or_default();
        let opened = current.opening_ore.get(&account).copied().unwrap_or_default();
        if is_equity(account) {
            equity = (equity.0 + closed, equity.1 + opened);
        } else if closed != opened {
            let what = format!("konto {account} {}", chart.label(account));
            problems.push(opening_differs(year, &what, closed, opened));
        }
    }
    if equity.0 != equity.1 {
        problems.push(opening_differs(year, "eget kapital", -equity.0, -equity.1));
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
