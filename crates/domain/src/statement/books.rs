//! The ledger's years in whole kronor, account by account: what every statement sums.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ProjectAmount,
    mapping::{Line, Mapping},
    rounding::{round_amounts, round_to},
};
use crate::{
    facts::{Facts, LedgerYear},
    money::Ore,
};

/// Lines of the income statement.
pub(super) const RESULT: &[Line] = &[
    Line::Income,
    Line::ExternalCost,
    Line::PersonnelCost,
    Line::Depreciation,
    Line::FinancialIncome,
    Line::FinancialCost,
    Line::Extraordinary,
];
/// Equity before the year's result: what is booked as result is cleared against it.
pub(super) const EQUITY: &[Line] = &[Line::Equity, Line::BookedResult];

/// Kronor per account, in the ledger's sign.
pub(super) type Kronor = BTreeMap<u32, i64>;

/// One accounting year in whole kronor.
#[derive(Debug)]
pub(super) struct YearBooks<'a> {
    pub ledger: &'a LedgerYear,
    /// Last year's closing balances, result accounts too, or `#IB` where last year is not at hand.
    pub opening: Kronor,
    /// Whether `opening` is `#IB` only.
    pub opening_stated: bool,
    /// Closing balances; for result accounts the year's amount.
    pub closing: Kronor,
    /// How many transactions moved each account.
    pub transactions: BTreeMap<u32, i64>,
}

/// Account → line and label, and the years up to the statements' year.
#[derive(Debug)]
pub(super) struct Books<'a> {
    pub lines: BTreeMap<u32, Line>,
    pub labels: BTreeMap<u32, String>,
    /// The place in the mapping of the range that decides each account: notes are printed in it.
    pub places: BTreeMap<u32, usize>,
    /// Oldest first.
    pub years: Vec<YearBooks<'a>>,
}

impl<'a> Books<'a> {
    pub fn of(facts: &'a Facts, year: i32) -> Books<'a> {
        let mut ledgers: Vec<&LedgerYear> = facts.ledger.years.iter().filter(|l| l.year <= year).collect();
        ledgers.sort_by_key(|l| l.year);
        let mut years: Vec<YearBooks> = Vec::new();
        for ledger in ledgers {
            let last = years.last().filter(|last| last.ledger.year == ledger.year - 1);
            let opening = last.map(|last| last.closing.clone());
            years.push(YearBooks::of(ledger, opening));
        }
        let mut books = Books {
            lines: BTreeMap::new(),
            labels: names(&years, year),
            places: BTreeMap::new(),
            years,
        };
        books.map(&facts.mapping);
        books
    }

    /// Gives every account that occurs its line, its place and its label: the mapping's note row,
    /// else the account's name, else its number.
    fn map(&mut self, mapping: &Mapping) {
        let occurring = self
            .years
            .iter()
            .flat_map(|y| y.closing.keys().chain(y.opening.keys()));
        for account in occurring.copied().collect::<BTreeSet<u32>>() {
            let label = self.labels.entry(account).or_default();
            if let Some((place, range)) = mapping.range_of(account) {
                self.lines.insert(account, range.line);
                self.places.insert(account, place);
                if !range.note_row.is_empty() {
                    label.clone_from(&range.note_row);
                }
            }
            if label.is_empty() {
                *label = format!("Konto {account}");
            }
        }
    }

    pub fn year(&self, year: i32) -> Option<&YearBooks<'a>> {
        self.years.iter().find(|y| y.ledger.year == year)
    }

    /// The sum of some lines, in the ledger's sign.
    pub fn sum(&self, kronor: &Kronor, lines: &[Line]) -> i64 {
        let on_line = |account: &u32| self.lines.get(account).is_some_and(|line| lines.contains(line));
        kronor
            .iter()
            .filter(|(account, _)| on_line(account))
            .map(|(_, amount)| amount)
            .sum()
    }

    /// The accounts of some lines that have a balance or moved this year or the year before.
    pub fn accounts(&self, year: i32, lines: &[Line]) -> Vec<u32> {
        let used: BTreeSet<u32> = [year, year - 1]
            .into_iter()
            .filter_map(|y| self.year(y))
            .flat_map(YearBooks::used)
            .collect();
        let on_line = |account: &u32| self.lines.get(account).is_some_and(|line| lines.contains(line));
        used.into_iter().filter(on_line).collect()
    }

    /// How many transactions moved these accounts in the year.
    pub fn transactions(&self, year: i32, accounts: &[u32]) -> i64 {
        self.year(year).map_or(0, |y| {
            accounts
                .iter()
                .filter_map(|account| y.transactions.get(account))
                .sum()
        })
    }

    /// Result accounts split on projects.
    pub fn projects(&self, year: i32) -> Vec<ProjectAmount> {
        let Some(books) = self.year(year) else {
            return Vec::new();
        };
        let is_result = |account: &u32| self.lines.get(account).is_some_and(|line| RESULT.contains(line));
        let accounts = books.closing.iter().filter(|(account, _)| is_result(account));
        accounts
            .flat_map(|(account, kronor)| books.split(*account, *kronor))
            .collect()
    }
}

impl<'a> YearBooks<'a> {
    fn of(ledger: &'a LedgerYear, last_closing: Option<Kronor>) -> YearBooks<'a> {
        let stated: BTreeMap<u32, Ore> = ledger.accounts.iter().map(|a| (a.number, a.opening)).collect();
        let mut closing = stated.clone();
        let mut transactions = BTreeMap::new();
        for movement in &ledger.movements {
            *closing.entry(movement.account).or_default() += movement.amount;
            *transactions.entry(movement.account).or_default() += movement.transactions;
        }
        YearBooks {
            ledger,
            opening_stated: last_closing.is_none(),
            opening: last_closing.unwrap_or_else(|| in_kronor(stated)),
            closing: in_kronor(closing),
            transactions,
        }
    }

    fn used(&self) -> impl Iterator<Item = u32> {
        let nonzero = |(account, amount): (&u32, &i64)| (*amount != 0).then_some(*account);
        let balances = self.opening.iter().chain(&self.closing).filter_map(nonzero);
        balances.chain(self.transactions.keys().copied())
    }

    /// One account's projects; an opening balance, which a result account should not have, counts
    /// as no project.
    fn split(&self, account: u32, kronor: i64) -> Vec<ProjectAmount> {
        let mut parts: BTreeMap<&str, (Ore, i64)> = BTreeMap::new();
        for movement in self.ledger.movements.iter().filter(|m| m.account == account) {
            let part = parts.entry(&movement.project).or_default();
            part.0 += movement.amount;
            part.1 += movement.transactions;
        }
        let opening = self
            .ledger
            .accounts
            .iter()
            .find(|a| a.number == account)
            .map(|a| a.opening);
        if let Some(opening) = opening.filter(|opening| *opening != Ore::ZERO) {
            parts.entry("").or_default().0 += opening;
        }
        let amounts: Vec<(&str, Ore)> = parts.iter().map(|(project, (ore, _))| (*project, *ore)).collect();
        let rounded = round_to(i128::from(kronor), &amounts);
        let split = parts
            .iter()
            .zip(rounded)
            .map(|((project, (_, transactions)), kronor)| ProjectAmount {
                account,
                project: (*project).to_owned(),
                amount: Ore::kronor(kronor),
                transactions: *transactions,
            });
        split.collect()
    }
}

fn in_kronor(ore: BTreeMap<u32, Ore>) -> Kronor {
    let amounts: Vec<(u32, Ore)> = ore.into_iter().collect();
    let kronor = round_amounts(&amounts);
    amounts
        .into_iter()
        .map(|(account, _)| account)
        .zip(kronor)
        .collect()
}

/// Account names, from the newest of the two years that are printed.
fn names(years: &[YearBooks], year: i32) -> BTreeMap<u32, String> {
    let recent = years.iter().filter(|y| y.ledger.year >= year - 1);
    let named = recent
        .flat_map(|y| &y.ledger.accounts)
        .filter(|account| !account.name.is_empty());
    named
        .map(|account| (account.number, account.name.clone()))
        .collect()
}
