//! A requisition beside its budget: period, accumulated, budget and remaining by cost type, the five
//! per cent rule, and the forecast.

use super::{Requisition, State};
use crate::{cost_type::CostType, money::Ore};

/// More than this many hundredths from the plan is flagged (the association's five per cent rule).
const HUNDREDTHS: i128 = 5;

/// What was decided for an insats and a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Budgeted {
    /// The whole insats; `None` when nothing is decided for it alone.
    pub whole: Option<Ore>,
    /// By cost type, where the budget is divided so.
    pub costs: Vec<(CostType, Ore)>,
    /// The decision it comes from, as written.
    pub source: String,
}

impl Budgeted {
    /// What is decided for a cost type.
    pub fn of(&self, cost: CostType) -> Option<Ore> {
        let found = self.costs.iter().find(|(own, _)| *own == cost);
        found.map(|(_, amount)| *amount)
    }
}

/// One line of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which; `None` for the sum.
    pub cost: Option<CostType>,
    /// Claimed for the period.
    pub period: Ore,
    /// Claimed from January to the period's end.
    pub accumulated: Ore,
    /// Decided for the year.
    pub budget: Option<Ore>,
}

impl Row {
    /// What is left of the budget.
    pub fn remaining(&self) -> Option<Ore> {
        self.budget.map(|budget| budget - self.accumulated)
    }
}

/// What the year is expected to end at: what was claimed, and the plan for the months that were not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Claimed so far.
    pub accumulated: Ore,
    /// The budget's share of the months not yet claimed.
    pub remaining_plan: Ore,
    /// The year's budget.
    pub budget: Ore,
    /// A final requisition has come: nothing more is expected.
    pub closed: bool,
}

impl Forecast {
    /// How the forecast is made, in words.
    pub const METHOD: &'static str = "Prognosen är det som rekvirerats hittills plus budgetens andel för de månader som inte rekvirerats än (en tolftedel per månad). Efter en slutrekvisition är den det som rekvirerats.";

    /// The year's expected end.
    pub fn whole(&self) -> Ore {
        self.accumulated + self.remaining_plan
    }

    /// Above the budget (positive) or below.
    pub fn deviation(&self) -> Ore {
        self.whole() - self.budget
    }
}

/// A requisition, or a year, beside its budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Cost types that were claimed or budgeted.
    pub rows: Vec<Row>,
    /// Their sum; the budget is the insats's whole.
    pub total: Row,
    /// The budget's share of the months claimed.
    pub planned: Option<Ore>,
    /// The expected end of the year.
    pub forecast: Option<Forecast>,
}

impl Sheet {
    /// Claimed above (positive) or below the budget's share.
    pub fn deviation(&self) -> Option<Ore> {
        self.planned.map(|planned| self.total.accumulated - planned)
    }

    /// Hundredths of a per cent that the deviation is of the plan, truncated.
    pub fn deviation_share(&self) -> Option<i64> {
        let planned = self.planned.filter(|planned| planned.0 > 0)?;
        let share = i128::from(self.deviation()?.0) * 10_000 / i128::from(planned.0);
        i64::try_from(share).ok()
    }

    /// Whether it is more than five per cent above or below the plan; exactly five is within.
    pub fn is_flagged(&self) -> bool {
        match (self.planned, self.deviation()) {
            (Some(planned), Some(deviation)) => {
                i128::from(deviation.abs().0) * 100 > HUNDREDTHS * i128::from(planned.0)
            }
            _ => false,
        }
    }
}

/// A requisition beside its insats's budget and the year's other claims; drafts of others do not count.
pub fn sheet(requisition: &Requisition, others: &[Requisition], budget: &Budgeted) -> Sheet {
    let end = *requisition.period.months().end();
    let before = others.iter().filter(|other| {
        other.number != requisition.number
            && other.insats == requisition.insats
            && other.period.year() == requisition.period.year()
            && *other.period.months().end() <= end
            && other.is_claimed()
    });
    let mut counted: Vec<&Requisition> = before.collect();
    if requisition.state() != State::Void {
        counted.push(requisition);
    }
    build(Some(requisition), &counted, budget)
}

/// A year's claims of an insats beside its budget.
pub fn year_sheet(insats: &str, year: i32, all: &[Requisition], budget: &Budgeted) -> Sheet {
    let own = all
        .iter()
        .filter(|r| r.insats == insats && r.period.year() == year && r.is_claimed());
    build(None, &own.collect::<Vec<_>>(), budget)
}

fn build(shown: Option<&Requisition>, counted: &[&Requisition], budget: &Budgeted) -> Sheet {
    let accumulated = |cost: CostType| counted.iter().map(|r| r.of(cost)).sum::<Ore>();
    let row = |cost: CostType| Row {
        cost: Some(cost),
        period: shown.map_or(Ore::ZERO, |r| r.of(cost)),
        accumulated: accumulated(cost),
        budget: budget.of(cost),
    };
    let used = |row: &Row| {
        row.period != Ore::ZERO || row.accumulated != Ore::ZERO || row.budget.is_some_and(|b| b != Ore::ZERO)
    };
    let rows: Vec<Row> = CostType::ALL.into_iter().map(row).filter(used).collect();
    let total = Row {
        cost: None,
        period: rows.iter().map(|row| row.period).sum(),
        accumulated: rows.iter().map(|row| row.accumulated).sum(),
        budget: budget.whole,
    };
    let months = covered(counted);
    let planned = budget.whole.map(|whole| share(whole, &months));
    let closed = counted.iter().any(|r| r.last);
    let forecast = budget.whole.map(|whole| Forecast {
        accumulated: total.accumulated,
        remaining_plan: if closed {
            Ore::ZERO
        } else {
            whole - share(whole, &months)
        },
        budget: whole,
        closed,
    });
    Sheet {
        rows,
        total,
        planned: if closed { budget.whole } else { planned },
        forecast,
    }
}

/// The months claimed, 1 to 12, each once.
fn covered(counted: &[&Requisition]) -> Vec<u8> {
    let claimed = |month: &u8| counted.iter().any(|r| r.period.months().contains(month));
    (1..=12).filter(claimed).collect()
}

/// The year's budget in twelve equal parts, of which these months.
fn share(whole: Ore, months: &[u8]) -> Ore {
    let parts = whole.spread(12);
    let of = |month: &u8| {
        parts
            .get(usize::from(*month).wrapping_sub(1))
            .copied()
            .unwrap_or_default()
    };
    months.iter().map(of).sum()
}
