//! The books of a part of a year, through the statements.

use std::collections::BTreeMap;

use crate::{
    facts::{Facts, LedgerYear},
    money::Ore,
    statement::{ProjectAmount, Statements, rounding::round_amounts},
};

/// The facts as they were at the end of a month: the year's later movements are left out, and so is
/// all that no statement asks for. Participations are not among them.
pub fn part_year(facts: &Facts, year: i32, month: u8) -> Facts {
    let part = |ledger: &LedgerYear| {
        let mut ledger = ledger.clone();
        if ledger.year == year && month < 12 {
            ledger.movements.retain(|movement| movement.month <= month);
            for account in &mut ledger.accounts {
                account.stated = None;
            }
        }
        ledger
    };
    let near = facts
        .ledger
        .years
        .iter()
        .filter(|ledger| (year - 1..=year).contains(&ledger.year));
    Facts {
        association: facts.association.clone(),
        insatser: facts.insatser.clone(),
        projects: facts.projects.clone(),
        budgets: facts.budgets.clone(),
        insats_budgets: facts.insats_budgets.clone(),
        mapping: facts.mapping.clone(),
        ledger: crate::facts::Ledger {
            years: near.map(part).collect(),
        },
        ..Facts::default()
    }
}

/// The statements of the year's first months.
pub fn statements(facts: &Facts, year: i32, month: u8) -> Statements {
    Statements::of(&part_year(facts, year, month), year).0
}

/// Whole kronor per account and project of one month alone, in the ledger's sign. They are rounded
/// from the month's öre such that they add up, so that a month without vouchers is nothing.
pub(super) fn of_month(facts: &Facts, year: i32, month: u8) -> Vec<ProjectAmount> {
    let Some(ledger) = facts.ledger.year(year) else {
        return Vec::new();
    };
    let mut sums: BTreeMap<(u32, &str), (Ore, i64)> = BTreeMap::new();
    for movement in ledger.movements.iter().filter(|m| m.month == month) {
        let sum = sums.entry((movement.account, &movement.project)).or_default();
        sum.0 += movement.amount;
        sum.1 += movement.transactions;
    }
    let amounts: Vec<((u32, &str), Ore)> = sums.iter().map(|(key, (ore, _))| (*key, *ore)).collect();
    let kronor = round_amounts(&amounts);
    let row =
        |(((account, project), (_, transactions)), kronor): (((u32, &str), (Ore, i64)), i64)| ProjectAmount {
            account,
            project: project.to_owned(),
            amount: Ore::kronor(kronor),
            transactions,
        };
    sums.into_iter().zip(kronor).map(row).collect()
}
