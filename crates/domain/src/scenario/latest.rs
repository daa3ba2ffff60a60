//! The latest day on which a decision still helps: the changes are moved later, month by month, until
//! they no longer do.

use chrono::NaiveDate;

use super::{Change, Month, Outcome, Scenario, compute::computed};
use crate::{
    money::Ore,
    plan::{Plan, YearSum},
};

/// Until when a decision helps, and with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Latest {
    /// The plan without changes neither runs out of money nor ends above the guideline.
    NotNeeded,
    /// Own capital at the beginning is not known.
    Unknown,
    /// The changes do not mend it even at once.
    NotEnough(Trouble),
    /// The last day to decide, and the last month the first change may have effect.
    By(Trouble, NaiveDate, Month),
}

/// What the changes are to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Own capital or liquid funds run out.
    RunsOut,
    /// Own capital ends above the guideline.
    AboveGuideline,
}

impl Trouble {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Trouble::RunsOut => "pengarna tar slut",
            Trouble::AboveGuideline => "det egna kapitalet hamnar över riktlinjen",
        }
    }

    fn is_in(self, outcome: &Outcome) -> bool {
        match self {
            Trouble::RunsOut => {
                let closings = outcome.years.iter().filter_map(|year| year.closing);
                closings
                    .chain(outcome.liquid.iter().copied())
                    .any(|amount| amount < Ore::ZERO)
            }
            Trouble::AboveGuideline => outcome.years.last().is_some_and(|year| {
                year.closing
                    .zip(year.most)
                    .is_some_and(|(closing, most)| closing > most)
            }),
        }
    }
}

/// The latest day to decide a scenario of a plan.
pub fn latest(plan: &Plan, scenario: &Scenario, guideline: &dyn Fn(&YearSum) -> Option<Ore>) -> Latest {
    if plan.opening.is_none() {
        return Latest::Unknown;
    }
    let without = Scenario {
        changes: Vec::new(),
        ..scenario.clone()
    };
    let base = computed(plan, &without, guideline);
    let Some(trouble) = [Trouble::RunsOut, Trouble::AboveGuideline]
        .into_iter()
        .find(|t| t.is_in(&base))
    else {
        return Latest::NotNeeded;
    };
    let helps = |months: i32| !trouble.is_in(&computed(plan, &moved(scenario, months), guideline));
    if scenario.changes.is_empty() || !helps(0) {
        return Latest::NotEnough(trouble);
    }
    let horizon = i32::try_from(scenario.span * 12).unwrap_or(0);
    let last = (1..horizon)
        .take_while(|months| helps(*months))
        .last()
        .unwrap_or(0);
    let begins = scenario.changes.iter().map(|change| change.begins(plan)).min();
    let effect = begins
        .unwrap_or(Month {
            year: plan.first,
            month: 1,
        })
        .plus(last);
    let notice = i32::try_from(scenario.notice).unwrap_or(0);
    effect
        .plus(-notice)
        .first_day()
        .map_or(Latest::NotEnough(trouble), |day| Latest::By(trouble, day, effect))
}

/// The scenario with its changes so many months later; what begins with a year moves when the months
/// have made one.
fn moved(scenario: &Scenario, months: i32) -> Scenario {
    let years = (months + 11).div_euclid(12);
    let mut later = scenario.clone();
    for change in &mut later.changes {
        match change {
            Change::Start { from, .. } | Change::Stop { from, .. } => *from = from.plus(months),
            Change::Delay { .. } => {}
            Change::Allotment { from, .. } | Change::Index { from, .. } | Change::Vacancy { from, .. } => {
                *from += years;
            }
        }
    }
    later
}
