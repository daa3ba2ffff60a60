//! Sums of a plan: computed from the parts each time, never stored.

use super::{Follows, GROUPS, Line, Plan, Sum};
use crate::{facts::BudgetGroup, money::Ore, unit::ratio};

/// A year's sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearSum {
    /// The year.
    pub year: i32,
    /// Intäkter.
    pub income: Ore,
    /// Finansiella intäkter.
    pub financial_income: Ore,
    /// Kostnader.
    pub cost: Ore,
    /// Finansiella kostnader.
    pub financial_cost: Ore,
    /// Insats budgets; the line that follows them where the year has none.
    pub insatser: Ore,
    /// Contributions; the line that follows them where the year has none.
    pub contributions: Ore,
}

impl YearSum {
    /// Income, financial income counted.
    pub fn all_income(&self) -> Ore {
        self.income + self.financial_income
    }

    /// Cost, financial cost counted.
    pub fn all_cost(&self) -> Ore {
        self.cost + self.financial_cost
    }

    /// Income less cost, financial items counted.
    pub fn result(&self) -> Ore {
        self.all_income() - self.all_cost()
    }

    /// One of the sums.
    pub fn of(&self, sum: Sum) -> Ore {
        match sum {
            Sum::Income => self.income,
            Sum::FinancialIncome => self.financial_income,
            Sum::Cost => self.cost,
            Sum::FinancialCost => self.financial_cost,
            Sum::Result => self.result(),
            Sum::Insatser => self.insatser,
            Sum::Contributions => self.contributions,
        }
    }

    /// Insatser as a share of the contributions, in tenths of a per cent.
    pub fn insats_share(&self) -> Option<i64> {
        ratio(self.insatser.0, self.contributions.0, 100, 1)
    }
}

/// Own capital over a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EquityYear {
    /// The year.
    pub year: i32,
    /// When it begins; `None` while the budget year's is not known.
    pub opening: Option<Ore>,
    /// The year's planned result.
    pub result: Ore,
    /// When it ends.
    pub closing: Option<Ore>,
}

/// An insats with all its cost types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsatsSum {
    /// The insats, if it is one of the list.
    pub insats: Option<String>,
    /// As printed.
    pub label: String,
    /// Its sum for each year.
    pub amounts: Vec<Ore>,
    /// Its rows' places in [`Plan::insatser`].
    pub rows: Vec<usize>,
}

impl Plan {
    /// What a line amounts to in the year at a place: its parts where it follows some and there are
    /// any, otherwise what was typed.
    pub fn amount(&self, line: &Line, place: usize) -> Ore {
        let parts = match line.follows {
            Follows::Nothing => None,
            Follows::Insatser => self.insatser_at(place),
            Follows::Contributions => self.contributions_at(place),
        };
        parts.unwrap_or_else(|| typed(&line.amounts, place))
    }

    /// The insats budgets' sum in the year at a place; `None` when the year has none.
    pub fn insatser_at(&self, place: usize) -> Option<Ore> {
        sum_at(self.insatser.iter().map(|row| &row.amounts), place)
    }

    /// The contributions' sum in the year at a place; `None` when the year has none.
    pub fn contributions_at(&self, place: usize) -> Option<Ore> {
        sum_at(self.contributions.iter().map(|row| &row.amounts), place)
    }

    /// A group's lines.
    pub fn group(&self, group: BudgetGroup) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.group == group)
    }

    /// Every year's sums.
    pub fn sums(&self) -> Vec<YearSum> {
        let year = |(place, year)| {
            let group = |group| {
                self.group(group)
                    .map(|line| self.amount(line, place))
                    .sum::<Ore>()
            };
            let [income, financial_income, cost, financial_cost] = GROUPS.map(group);
            let following = |follows| {
                let lines = self.lines.iter().filter(|line| line.follows == follows);
                lines.map(|line| self.amount(line, place)).sum::<Ore>()
            };
            YearSum {
                year,
                income,
                financial_income,
                cost,
                financial_cost,
                insatser: self
                    .insatser_at(place)
                    .unwrap_or_else(|| following(Follows::Insatser)),
                contributions: self
                    .contributions_at(place)
                    .unwrap_or_else(|| following(Follows::Contributions)),
            }
        };
        self.years().into_iter().enumerate().map(year).collect()
    }

    /// Own capital rolled forward: each year's opening is the year before's closing.
    pub fn equity(&self) -> Vec<EquityYear> {
        let mut opening = self.opening.as_ref().map(|opening| opening.amount);
        let mut years = Vec::with_capacity(self.span);
        for sum in self.sums() {
            let closing = opening.map(|opening| opening + sum.result());
            years.push(EquityYear {
                year: sum.year,
                opening,
                result: sum.result(),
                closing,
            });
            opening = closing;
        }
        years
    }

    /// Insats by insats, in printed order, cost types added.
    pub fn insats_sums(&self) -> Vec<InsatsSum> {
        let mut sums: Vec<InsatsSum> = Vec::new();
        for (at, row) in self.insatser.iter().enumerate() {
            let same = |sum: &InsatsSum| (&sum.insats, &sum.label) == (&row.insats, &row.label);
            let place = sums.iter().position(same).unwrap_or_else(|| {
                sums.push(InsatsSum {
                    insats: row.insats.clone(),
                    label: row.label.clone(),
                    amounts: vec![Ore::ZERO; self.span],
                    rows: Vec::new(),
                });
                sums.len() - 1
            });
            sums[place].rows.push(at);
            for (year, amount) in sums[place].amounts.iter_mut().enumerate() {
                *amount += typed(&row.amounts, year);
            }
        }
        sums
    }
}

/// What stands at a place; an empty field is nothing.
pub(super) fn typed(amounts: &[Option<Ore>], place: usize) -> Ore {
    amounts.get(place).copied().flatten().unwrap_or(Ore::ZERO)
}

fn sum_at<'a>(rows: impl Iterator<Item = &'a Vec<Option<Ore>>>, place: usize) -> Option<Ore> {
    let amounts: Vec<Ore> = rows.filter_map(|row| row.get(place).copied().flatten()).collect();
    (!amounts.is_empty()).then(|| amounts.into_iter().sum())
}
