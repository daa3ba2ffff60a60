//! A scenario computed: the changed plan, own capital by year and liquid funds by month.

use super::{Change, Month, PAID_IN, Scenario};
use crate::{
    cost_type::CostType,
    facts::BudgetGroup,
    money::Ore,
    plan::{Follows, Index, InsatsRow, Plan, Version, YearSum, index::Part},
};

/// A year of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Year {
    /// Sums.
    pub sum: YearSum,
    /// Own capital at its end; `None` when the plan's opening is not known.
    pub closing: Option<Ore>,
    /// The guideline, where one is known.
    pub most: Option<Ore>,
}

/// What a scenario gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The plan it makes, over all its years.
    pub plan: Plan,
    /// Year by year.
    pub years: Vec<Year>,
    /// Liquid funds at each month's end; empty when the beginning is not known.
    pub liquid: Vec<Ore>,
}

impl Outcome {
    /// The month with the least liquid funds.
    pub fn lowest(&self) -> Option<(Month, Ore)> {
        let least = self
            .liquid
            .iter()
            .enumerate()
            .min_by_key(|(at, amount)| (**amount, *at))?;
        Some((month(self.plan.first, least.0), *least.1))
    }
}

pub(super) fn month(first: i32, at: usize) -> Month {
    let start = Month {
        year: first,
        month: 1,
    };
    start.plus(i32::try_from(at).unwrap_or(0))
}

/// The scenario over its years. `guideline` gives the most own capital of a year by its sums.
pub fn computed(plan: &Plan, scenario: &Scenario, guideline: &dyn Fn(&YearSum) -> Option<Ore>) -> Outcome {
    let plan = changed(plan, scenario);
    let sums = plan.sums();
    let years = sums.iter().zip(plan.equity()).map(|(sum, equity)| Year {
        sum: *sum,
        closing: equity.closing,
        most: guideline(sum),
    });
    let years = years.collect();
    let liquid = liquid(&plan, scenario, &sums);
    Outcome { plan, years, liquid }
}

/// The plan with the scenario's changes, as a proposal.
fn changed(plan: &Plan, scenario: &Scenario) -> Plan {
    let mut plan = longer(plan, scenario.span);
    let years = plan.years();
    plan.stated.clear();
    plan.version = Version {
        source: format!("Scenariot {}", scenario.name),
        ..Version::default()
    };
    for change in &scenario.changes {
        if let Change::Start { label, yearly, .. } = change {
            plan.insatser.push(InsatsRow {
                insats: None,
                label: label.clone(),
                cost_type: None,
                amounts: vec![Some(*yearly); plan.span],
                note: change.words(),
            });
        }
    }
    for change in &scenario.changes {
        match change {
            Change::Index { from, rate } => index(&mut plan, &years, (*from, *rate)),
            Change::Allotment { from, total } => allot(&mut plan, &years, *from, *total),
            Change::Vacancy { from, rate } => vacate(&mut plan, &years, (*from, *rate), scenario.personnel),
            Change::Start { .. } | Change::Stop { .. } | Change::Delay { .. } => {}
        }
    }
    by_months(&mut plan, scenario);
    // The parts have changed, so a typed sum of them has no meaning.
    for place in 0..plan.span {
        let has = [
            plan.insatser_at(place).is_some(),
            plan.contributions_at(place).is_some(),
        ];
        for line in &mut plan.lines {
            if (line.follows == Follows::Insatser && has[0])
                || (line.follows == Follows::Contributions && has[1])
            {
                line.amounts[place] = None;
            }
        }
    }
    plan
}

/// The plan over more years: each row goes on with its last year's amount.
fn longer(plan: &Plan, span: usize) -> Plan {
    let own = plan.span;
    let mut plan = plan.clone().over(plan.first, span);
    let go_on = |amounts: &mut Vec<Option<Ore>>| {
        let last = own
            .checked_sub(1)
            .and_then(|last| amounts.get(last).copied().flatten());
        for amount in amounts.iter_mut().skip(own) {
            *amount = last;
        }
    };
    plan.lines.iter_mut().for_each(|row| go_on(&mut row.amounts));
    plan.insatser.iter_mut().for_each(|row| go_on(&mut row.amounts));
    plan.contributions
        .iter_mut()
        .for_each(|row| go_on(&mut row.amounts));
    plan
}

/// On top of what the plan has, compounded from the first year.
fn index(plan: &mut Plan, years: &[i32], (from, rate): (i32, i64)) {
    let index = Index {
        rate,
        unit: Ore::kronor(1),
        part: Part::Both,
    };
    let raise = |amounts: &mut [Option<Ore>]| {
        for (amount, year) in amounts.iter_mut().zip(years) {
            for _ in from..=*year {
                *amount = amount.map(|amount| index.next(amount));
            }
        }
    };
    for line in &mut plan.lines {
        if matches!(line.group, BudgetGroup::Cost | BudgetGroup::FinancialCost) {
            raise(&mut line.amounts);
        }
    }
    plan.insatser.iter_mut().for_each(|row| raise(&mut row.amounts));
}

fn allot(plan: &mut Plan, years: &[i32], from: i32, total: Ore) {
    for (place, _) in years.iter().enumerate().filter(|(_, year)| **year >= from) {
        for row in &mut plan.contributions {
            row.amounts[place] = None;
        }
        let mut first = true;
        for line in plan
            .lines
            .iter_mut()
            .filter(|l| l.follows == Follows::Contributions)
        {
            line.amounts[place] = Some(if first { total } else { Ore::ZERO });
            first = false;
        }
    }
}

fn vacate(plan: &mut Plan, years: &[i32], (from, rate): (i32, i64), personnel: i64) {
    let less = |amounts: &mut [Option<Ore>], share: i64| {
        for (amount, _) in amounts.iter_mut().zip(years).filter(|(_, year)| **year >= from) {
            *amount = amount.map(|amount| amount - part(amount, rate, share));
        }
    };
    for line in &mut plan.lines {
        if line.group == BudgetGroup::Cost && line.cost_type == Some(CostType::Personnel) {
            less(&mut line.amounts, 10_000);
        }
    }
    for row in &mut plan.insatser {
        match row.cost_type {
            Some(CostType::Personnel) => less(&mut row.amounts, 10_000),
            None => less(&mut row.amounts, personnel),
            Some(_) => {}
        }
    }
}

/// A rate of a share of an amount, in whole kronor, both hundredths of a per cent.
fn part(amount: Ore, rate: i64, share: i64) -> Ore {
    let scaled = i128::from(amount.0) * i128::from(rate) * i128::from(share);
    let kronor = (scaled / 10_000 / 10_000 + 50) / 100;
    Ore::kronor(i64::try_from(kronor).unwrap_or(0))
}

/// Starts, stops and delays, month by month.
fn by_months(plan: &mut Plan, scenario: &Scenario) {
    let first = plan.first;
    for row in &mut plan.insatser {
        let own: Vec<&Change> = scenario
            .changes
            .iter()
            .filter(|change| touches(change, &row.label))
            .collect();
        if own.is_empty() {
            continue;
        }
        let mut months: Vec<Ore> = row
            .amounts
            .iter()
            .flat_map(|amount| amount.unwrap_or(Ore::ZERO).spread(12))
            .collect();
        for change in own {
            match change {
                Change::Start { from, .. } => {
                    let until = from.place(first).min(months.len());
                    months[..until].fill(Ore::ZERO);
                }
                Change::Stop { from, .. } => {
                    let from = from.place(first).min(months.len());
                    months[from..].fill(Ore::ZERO);
                }
                Change::Delay { months: by, .. } => {
                    let by = (*by).min(months.len());
                    months.rotate_right(by);
                    months[..by].fill(Ore::ZERO);
                }
                Change::Allotment { .. } | Change::Index { .. } | Change::Vacancy { .. } => {}
            }
        }
        for (amount, months) in row.amounts.iter_mut().zip(months.chunks(12)) {
            let sum: Ore = months.iter().copied().sum();
            *amount = (amount.is_some() || sum != Ore::ZERO).then_some(sum);
        }
    }
}

fn touches(change: &Change, row: &str) -> bool {
    match change {
        Change::Start { label, .. } | Change::Stop { label, .. } | Change::Delay { label, .. } => {
            label == row
        }
        Change::Allotment { .. } | Change::Index { .. } | Change::Vacancy { .. } => false,
    }
}

/// Contributions come a quarter at a time, requisitions of a quarter are paid in the month after it, all
/// else evenly. What the association owed when it began is paid in the first month.
fn liquid(plan: &Plan, scenario: &Scenario, sums: &[YearSum]) -> Vec<Ore> {
    let Some(equity) = plan.opening.as_ref().map(|opening| opening.amount) else {
        return Vec::new();
    };
    let mut funds = scenario.liquid.unwrap_or(equity);
    let mut owed = funds - equity;
    let mut months = Vec::with_capacity(plan.span * 12);
    for sum in sums {
        let paid = sum.contributions.spread(4);
        let insatser = sum.insatser.spread(4);
        let other_in = (sum.all_income() - sum.contributions).spread(12);
        let other_out = (sum.all_cost() - sum.insatser).spread(12);
        for month in 0..12 {
            if let Some(quarter) = PAID_IN.iter().position(|own| *own == month) {
                funds += paid[quarter];
                funds = funds - owed;
                owed = insatser[quarter];
            }
            funds = funds + other_in[month] - other_out[month];
            months.push(funds);
        }
    }
    months
}
