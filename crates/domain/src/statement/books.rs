//! The ledger's years in whole kronor, account by account: what every statement sums.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ProjectAmount,
    lines::RESULT,
    mapping::{Line, Mapping},
    rounding::{round_amounts, round_to},
};
use crate::{
    facts::{Facts, LedgerYear},
    money::Ore,
};

/// A balance beyond this, ten thousand billion kronor, is a fault in the file. It is cut there, so
/// that sums of kronor stay far inside an `i64`, and named.
pub(super) const MOST: Ore = Ore(1_000_000_000_000_000);

/// Balances of one day in whole kronor, in the ledger's sign.
#[derive(Clone, Debug, Default)]
pub(super) struct Kronor {
    accounts: BTreeMap<u32, i64>,
    lines: [i64; Line::ALL.len()],
}

impl Kronor {
    /// What is booked as result is rounded as one amount: whether and on which accounts a year's
    /// result is booked then changes nothing that is printed.
    fn of(ore: &BTreeMap<u32, Ore>, chart: &Chart) -> Kronor {
        let mut booked: Option<u32> = None;
        let mut amounts: BTreeMap<u32, Ore> = BTreeMap::new();
        for (&account, &amount) in ore {
            let is_booked = chart.line(account) == Some(Line::BookedResult);
            let key = if is_booked {
                *booked.get_or_insert(account)
            } else {
                account
            };
            *amounts.entry(key).or_default() += amount;
        }
        let cut = |(account, ore): (u32, Ore)| (account, ore.clamp(-MOST, MOST));
        let amounts: Vec<(u32, Ore)> = amounts.into_iter().map(cut).collect();
        let mut kronor = Kronor::default();
        for ((account, _), amount) in amounts.iter().zip(round_amounts(&amounts)) {
            kronor.accounts.insert(*account, amount);
            if let Some(line) = chart.line(*account) {
                kronor.lines[line as usize] += amount;
            }
        }
        kronor
    }

    /// The sum of some lines.
    pub fn sum(&self, lines: &[Line]) -> i64 {
        lines.iter().map(|line| self.lines[*line as usize]).sum()
    }

    /// One account; zero when it has no balance.
    pub fn account(&self, account: u32) -> i64 {
        self.accounts.get(&account).copied().unwrap_or_default()
    }

    fn used(&self) -> impl Iterator<Item = u32> {
        self.accounts
            .iter()
            .filter(|(_, amount)| **amount != 0)
            .map(|(account, _)| *account)
    }
}

/// What the mapping and the chart of accounts say of the accounts that occur.
#[derive(Debug, Default)]
pub(super) struct Chart {
    /// Line and place in the mapping.
    lines: BTreeMap<u32, (Line, usize)>,
    labels: BTreeMap<u32, String>,
}

impl Chart {
    /// The label is the mapping's note row, else the account's name in the newest of `ledgers`,
    /// which are in order, else its number.
    fn of(mapping: &Mapping, ledgers: &[&LedgerYear]) -> Chart {
        let mut chart = Chart::default();
        for account in ledgers.iter().flat_map(|l| &l.accounts) {
            let label = chart.labels.entry(account.number).or_default();
            if !account.name.is_empty() {
                label.clone_from(&account.name);
            }
        }
        for movement in ledgers.iter().flat_map(|l| &l.movements) {
            chart.labels.entry(movement.account).or_default();
        }
        for (account, label) in &mut chart.labels {
            if let Some((place, range)) = mapping.range_of(*account) {
                chart.lines.insert(*account, (range.line, place));
                if !range.note_row.is_empty() {
                    label.clone_from(&range.note_row);
                }
            }
            if label.is_empty() {
                *label = format!("Konto {account}");
            }
        }
        chart
    }

    /// The account's line; `None` when the mapping has none.
    pub fn line(&self, account: u32) -> Option<Line> {
        self.lines.get(&account).map(|(line, _)| *line)
    }

    /// Where in the mapping its range stands: notes are printed in that order.
    pub fn place(&self, account: u32) -> usize {
        self.lines.get(&account).map_or(usize::MAX, |(_, place)| *place)
    }

    pub fn label(&self, account: u32) -> &str {
        self.labels.get(&account).map_or("", String::as_str)
    }

    /// Every account that occurs, in number order.
    pub fn accounts(&self) -> impl Iterator<Item = u32> {
        self.labels.keys().copied()
    }
}

/// One accounting year.
#[derive(Debug)]
pub(super) struct YearBooks<'a> {
    pub ledger: &'a LedgerYear,
    /// Last year's closing balances, result accounts too, or `#IB` where last year is not at hand.
    pub opening: Kronor,
    /// Whether `opening` is `#IB` only.
    pub opening_stated: bool,
    /// Closing balances; for result accounts the year's amount.
    pub closing: Kronor,
    /// `#IB`, to the öre.
    pub opening_ore: BTreeMap<u32, Ore>,
    /// Closing balances, to the öre.
    pub closing_ore: BTreeMap<u32, Ore>,
    /// How many transactions moved each account.
    pub transactions: BTreeMap<u32, i64>,
}

impl<'a> YearBooks<'a> {
    fn of(ledger: &'a LedgerYear, last: Option<&YearBooks>, chart: &Chart) -> YearBooks<'a> {
        let mut opening_ore: BTreeMap<u32, Ore> = BTreeMap::new();
        for account in &ledger.accounts {
            *opening_ore.entry(account.number).or_default() += account.opening;
        }
        let mut closing_ore = opening_ore.clone();
        let mut transactions = BTreeMap::new();
        for movement in &ledger.movements {
            *closing_ore.entry(movement.account).or_default() += movement.amount;
            *transactions.entry(movement.account).or_default() += movement.transactions;
        }
        YearBooks {
            ledger,
            opening_stated: last.is_none(),
            opening: last.map_or_else(|| Kronor::of(&opening_ore, chart), |last| last.closing.clone()),
            closing: Kronor::of(&closing_ore, chart),
            opening_ore,
            closing_ore,
            transactions,
        }
    }

    fn used(&self) -> impl Iterator<Item = u32> {
        let balances = self.opening.used().chain(self.closing.used());
        balances.chain(self.transactions.keys().copied())
    }
}

/// All years up to the statements' year.
#[derive(Debug)]
pub(super) struct Books<'a> {
    pub chart: Chart,
    /// Oldest first.
    pub years: Vec<YearBooks<'a>>,
    /// The statements' year.
    pub year: i32,
    /// The accounts of each line that have a balance or moved in the two printed years.
    behind: [Vec<u32>; Line::ALL.len()],
}

impl<'a> Books<'a> {
    pub fn of(facts: &'a Facts, year: i32) -> Books<'a> {
        let mut ledgers: Vec<&LedgerYear> = facts.ledger.years.iter().filter(|l| l.year <= year).collect();
        ledgers.sort_by_key(|l| l.year);
        let chart = Chart::of(&facts.mapping, &ledgers);
        let mut years: Vec<YearBooks> = Vec::new();
        for ledger in ledgers {
            let last = years.last().filter(|last| last.ledger.year == ledger.year - 1);
            let next = YearBooks::of(ledger, last, &chart);
            years.push(next);
        }
        let printed = years.iter().filter(|y| y.ledger.year >= year - 1);
        let mut behind: [Vec<u32>; Line::ALL.len()] = Default::default();
        for account in printed.flat_map(YearBooks::used).collect::<BTreeSet<u32>>() {
            if let Some(line) = chart.line(account) {
                behind[line as usize].push(account);
            }
        }
        Books {
            chart,
            years,
            year,
            behind,
        }
    }

    /// The books of one year.
    pub fn at(&self, year: i32) -> Option<&YearBooks<'a>> {
        self.years.iter().find(|y| y.ledger.year == year)
    }

    /// The books of the statements' year.
    pub fn current(&self) -> Option<&YearBooks<'a>> {
        self.at(self.year)
    }

    /// The books of the year before.
    pub fn previous(&self) -> Option<&YearBooks<'a>> {
        self.at(self.year - 1)
    }

    /// This year's `#IB` when last year is not at hand.
    pub fn stated_opening(&self) -> Option<&Kronor> {
        let year = self.current()?;
        year.opening_stated.then_some(&year.opening)
    }

    /// The accounts of some lines that have a balance or moved this year or the year before.
    pub fn accounts(&self, lines: &[Line]) -> Vec<u32> {
        let mut accounts: Vec<u32> = lines
            .iter()
            .flat_map(|line| &self.behind[*line as usize])
            .copied()
            .collect();
        accounts.sort_unstable();
        accounts
    }

    /// How many transactions moved these accounts this year.
    pub fn transactions(&self, accounts: &[u32]) -> i64 {
        let count = |year: &YearBooks| accounts.iter().filter_map(|a| year.transactions.get(a)).sum();
        self.current().map_or(0, count)
    }

    /// This year's result accounts split on projects, each account's parts adding up to its kronor.
    pub fn projects(&self) -> Vec<ProjectAmount> {
        let Some(year) = self.current() else {
            return Vec::new();
        };
        let mut parts: BTreeMap<u32, BTreeMap<&str, (Ore, i64)>> = BTreeMap::new();
        let is_result = |account: u32| {
            self.chart
                .line(account)
                .is_some_and(|line| RESULT.contains(&line))
        };
        for movement in year.ledger.movements.iter().filter(|m| is_result(m.account)) {
            let part = parts
                .entry(movement.account)
                .or_default()
                .entry(&movement.project)
                .or_default();
            part.0 += movement.amount;
            part.1 += movement.transactions;
        }
        // A result account should have no opening balance; if it has, it belongs to no project.
        for (&account, &ore) in year
            .opening_ore
            .iter()
            .filter(|(a, ore)| ore.0 != 0 && is_result(**a))
        {
            parts.entry(account).or_default().entry("").or_default().0 += ore;
        }
        let split = |(account, parts)| split(account, year.closing.account(account), parts);
        parts.into_iter().flat_map(split).collect()
    }
}

/// An account's kronor over its projects, each with its öre and transactions.
fn split(account: u32, kronor: i64, parts: BTreeMap<&str, (Ore, i64)>) -> Vec<ProjectAmount> {
    let amounts: Vec<(&str, Ore)> = parts.iter().map(|(project, part)| (*project, part.0)).collect();
    let rounded = round_to(i128::from(kronor), &amounts);
    let split = parts.into_iter().zip(rounded);
    let part = |((project, (_, transactions)), kronor): ((&str, (Ore, i64)), i64)| ProjectAmount {
        account,
        project: project.to_owned(),
        amount: Ore::kronor(kronor),
        transactions,
    };
    split.map(part).collect()
}
