//! Which years' figures an import changes, so that who published them is told.

use std::collections::BTreeSet;

use super::{books::Books, tables::Intake};
use crate::{
    facts::{Account, Facts},
    money::Ore,
};

/// The first year that something read differs from what stands; `None` when nothing does. What stands and
/// was not read is left alone by an import.
pub fn first_year(intake: &Intake, standing: &Facts) -> Option<i32> {
    let mut years = BTreeSet::new();
    years.extend(differing(&intake.contributions, &standing.contributions, |c| {
        c.year
    }));
    years.extend(differing(&intake.requisitioned, &standing.requisitioned, |r| {
        r.year
    }));
    years.extend(differing(&intake.published, &standing.published, |p| p.year));
    years.extend(differing(&intake.goals, &standing.goals, |g| g.year));
    years.extend(differing(&intake.insats_budgets, &standing.insats_budgets, |b| {
        b.year
    }));
    let budget = |year: i32| standing.budgets.iter().find(|budget| budget.year == year);
    let budgets = intake.budgets.iter().filter(|read| {
        // Version and source are the import's own.
        budget(read.year).is_none_or(|stands| stands.lines != read.lines)
    });
    years.extend(budgets.map(|budget| budget.year));
    years.first().copied()
}

fn differing<'a, T: PartialEq>(
    read: &'a [T],
    standing: &'a [T],
    year: fn(&T) -> i32,
) -> impl Iterator<Item = i32> + 'a {
    let new = read.iter().filter(|one| !standing.contains(one));
    new.map(year)
}

/// Whether a year opens otherwise than it stands.
pub fn opens_otherwise(books: &Books, standing: &[Account]) -> bool {
    let opening = |accounts: &[Account]| -> BTreeSet<(u32, Ore)> {
        let moved = accounts.iter().filter(|account| account.opening != Ore::ZERO);
        moved.map(|account| (account.number, account.opening)).collect()
    };
    opening(&books.accounts) != opening(standing)
}
