//! The controls a year's bookkeeping passes before it is taken in (DOMAIN 6). Each is named and
//! answers for itself, so that a person sees what was looked at and not only what was wrong.

mod balances;
mod vouchers;

use crate::{
    facts::{LedgerYear, Movement},
    intake::{books::Books, brought::Brought},
    money::Ore,
    statement::mapping::{Line, Mapping},
};

/// How a control came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing to say.
    Passed,
    /// To be looked at; the import goes on.
    Warned,
    /// Nothing is imported.
    Refused,
}

/// One control with what it found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Control {
    /// Stable code, also of the refusal.
    pub code: &'static str,
    /// What is controlled, in Swedish.
    pub name: &'static str,
    /// The outcome.
    pub verdict: Verdict,
    /// Place, cause and next step of each thing found, in Swedish; the first ones when there are many.
    pub found: Vec<String>,
}

/// What the file is compared with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing<'a> {
    /// The association's organisation number; empty when there is no association yet.
    pub org_number: &'a str,
    /// Whether the file's year is closed.
    pub closed: bool,
    /// The year before, and whether it is closed.
    pub previous: Option<(&'a LedgerYear, bool)>,
    /// Tells equity accounts from others.
    pub mapping: Option<&'a Mapping>,
    /// Last year's result, where it was added to own capital.
    pub brought: Option<&'a Brought>,
}

/// More findings of one control than this are counted, not listed.
const LISTED: usize = 20;

/// Every control, in the order they are told.
pub fn run(books: &Books, standing: &Standing<'_>) -> Vec<Control> {
    vec![
        control(
            "sie-orgnr",
            "Organisationsnumret är förbundets",
            org_number(books, standing.org_number),
        ),
        control(
            "sie-stangt-ar",
            "Räkenskapsåret är öppet",
            closed(books, standing.closed),
        ),
        control(
            "sie-obalans",
            "Varje verifikation balanserar",
            vouchers::unbalanced(books),
        ),
        control(
            "sie-nummer",
            "Varje verifikation har ett eget nummer",
            vouchers::numbers(books),
        ),
        warning(
            "sie-lucka",
            "Nummerserierna är utan luckor",
            vouchers::gaps(books),
        ),
        control(
            "sie-datum",
            "Verifikationerna är daterade inom året",
            vouchers::outside_year(books),
        ),
        control(
            "sie-konto",
            "Använda konton finns i kontoplanen",
            vouchers::undeclared(books),
        ),
        closing(books),
        control(
            "sie-resultat",
            "Resultatet är förändringen av eget kapital",
            balances::result(books),
        ),
        warning(
            "sie-fjolarets-resultat",
            "Föregående års resultat ingår i eget kapital",
            standing.brought.map(balances::brought).into_iter().collect(),
        ),
        previous(books, standing),
    ]
}

/// Whether any control refuses.
pub fn refuses(controls: &[Control]) -> bool {
    controls.iter().any(|c| c.verdict == Verdict::Refused)
}

fn control(code: &'static str, name: &'static str, found: Vec<String>) -> Control {
    with(code, name, found, Verdict::Refused)
}

fn warning(code: &'static str, name: &'static str, found: Vec<String>) -> Control {
    with(code, name, found, Verdict::Warned)
}

fn with(code: &'static str, name: &'static str, mut found: Vec<String>, worst: Verdict) -> Control {
    let verdict = if found.is_empty() { Verdict::Passed } else { worst };
    if found.len() > LISTED {
        let more = found.len() - LISTED;
        found.truncate(LISTED);
        found.push(format!("… och {more} till."));
    }
    Control {
        code,
        name,
        verdict,
        found,
    }
}

/// Without anything to hold the vouchers against that is said; it may still be right.
fn closing(books: &Books) -> Control {
    let (code, name) = ("sie-saldo", "Ingående saldo + rörelser = utgående saldo");
    match balances::nothing_to_hold_against(books) {
        Some(unknown) => warning(code, name, vec![unknown]),
        None => control(code, name, balances::closing(books)),
    }
}

/// Opening balances of a closed year cannot have changed; those of an open one may still do.
fn previous(books: &Books, standing: &Standing<'_>) -> Control {
    let (code, name) = ("sie-ingaende", "Ingående balans = föregående års utgående balans");
    let Some((year, closed)) = standing.previous else {
        return control(code, name, Vec::new());
    };
    let found = balances::opening(books, year, standing.mapping);
    if closed {
        control(code, name, found)
    } else {
        warning(code, name, found)
    }
}

fn org_number(books: &Books, expected: &str) -> Vec<String> {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    // Some programs write the century of a legal person, 16, before the number.
    let plain = |text: &str| {
        let digits = digits(text);
        digits
            .strip_prefix("16")
            .filter(|d| d.len() == 10)
            .map_or(digits.clone(), ToOwned::to_owned)
    };
    if expected.is_empty() || plain(&books.org_number) == plain(expected) {
        return Vec::new();
    }
    let found = if books.org_number.is_empty() {
        "inget organisationsnummer"
    } else {
        &books.org_number
    };
    vec![format!(
        "Filen har {found}, men förbundet har {expected}. Kontrollera att det är rätt företags bokföring."
    )]
}

fn closed(books: &Books, closed: bool) -> Vec<String> {
    let message = || {
        format!(
            "Räkenskapsåret {} är stängt och ändras inte. Öppna året först, om filen ska läsas in.",
            books.year
        )
    };
    closed.then(message).into_iter().collect()
}

/// An account that belongs in the income statement: by its kind, else by its number.
pub(super) fn is_result(account: &crate::facts::Account) -> bool {
    use crate::facts::AccountKind::{Asset, Cost, Income, Liability};
    match account.kind {
        Some(Income | Cost) => true,
        Some(Asset | Liability) => false,
        None => account.number >= 3000,
    }
}

pub(super) fn is_equity(account: u32, mapping: Option<&Mapping>) -> bool {
    match mapping.and_then(|m| m.line_of(account)) {
        Some(range) => matches!(range.line, Line::Equity | Line::BookedResult),
        None => (2000..2100).contains(&account),
    }
}

fn moved(movements: &[Movement], account: u32) -> Ore {
    movements
        .iter()
        .filter(|m| m.account == account)
        .map(|m| m.amount)
        .sum()
}

#[cfg(test)]
mod tests;
