//! Indexation: each year is the year before it with a per cent added, rounded to a stated unit.

use super::{Follows, Plan};
use crate::{facts::BudgetGroup, money::Ore, refusal::Refusal};

/// What is indexed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Typed cost lines.
    Costs,
    /// Insats budgets.
    Insatser,
    /// Both.
    #[default]
    Both,
}

/// An indexation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index {
    /// Hundredths of a per cent a year: 250 is 2,5 %.
    pub rate: i64,
    /// Amounts are rounded to whole such units, half away from zero.
    pub unit: Ore,
    /// What it is for.
    pub part: Part,
}

/// Hundredths of a per cent in a whole.
const WHOLE: i128 = 10_000;
/// More than this a year is a slip of the finger.
const MOST: i64 = 5_000;

impl Index {
    /// An indexation as typed.
    ///
    /// # Errors
    /// Refuses a rate that is not a per cent between −50 and 50 with at most two decimals, and a
    /// unit that is not a whole number of kronor.
    pub fn read(rate: &str, unit: &str, part: Part) -> Result<Index, Refusal> {
        let rate_of = |text: &str| crate::number::parse_decimal(text.trim().trim_end_matches('%'), 2);
        let Some(rate) = rate_of(rate).filter(|rate| rate.abs() <= MOST) else {
            let message = format!(
                "”{}” är ingen procentsats mellan −50 och 50. Skriv till exempel 2,5.",
                rate.trim()
            );
            return Err(Refusal::at("plan-index", "procent", message));
        };
        match Ore::parse(unit).filter(|unit| unit.0 >= 100 && unit.0 % 100 == 0) {
            Some(unit) => Ok(Index { rate, unit, part }),
            None => Err(Refusal::at(
                "plan-avrundning",
                "avrundning",
                "Skriv vad beloppen ska avrundas till i hela kronor, till exempel 1 000.",
            )),
        }
    }

    /// An amount a year later.
    pub fn next(&self, amount: Ore) -> Ore {
        let unit = i128::from(self.unit.0.max(1));
        let scaled = i128::from(amount.0) * (WHOLE + i128::from(self.rate));
        let half = if scaled < 0 { -1 } else { 1 };
        // Rounded once, from the exact product.
        let units = (2 * scaled + half * WHOLE * unit) / (2 * WHOLE * unit);
        Ore(i64::try_from(units * unit).unwrap_or(amount.0))
    }

    fn row(&self, amounts: &mut [Option<Ore>]) {
        let mut last = amounts.first().copied().flatten();
        for amount in amounts.iter_mut().skip(1) {
            last = last.map(|last| self.next(last));
            // A row that stops has zero or nothing there, and stays so.
            match *amount {
                Some(stops) if stops == Ore::ZERO => last = Some(Ore::ZERO),
                _ => *amount = last,
            }
        }
    }
}

impl Plan {
    /// The plan years from the budget year's amounts. Zero in a later year means that the row stops;
    /// lines that follow parts are left to their parts.
    #[must_use]
    pub fn indexed(mut self, index: &Index) -> Plan {
        if index.part != Part::Insatser {
            let typed = |line: &&mut super::Line| {
                let cost = matches!(line.group, BudgetGroup::Cost | BudgetGroup::FinancialCost);
                cost && line.follows == Follows::Nothing
            };
            for line in self.lines.iter_mut().filter(typed) {
                index.row(&mut line.amounts);
            }
        }
        if index.part != Part::Costs {
            for row in &mut self.insatser {
                index.row(&mut row.amounts);
            }
        }
        self
    }
}
