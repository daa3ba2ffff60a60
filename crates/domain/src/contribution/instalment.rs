//! The payment plan of a year: when the members pay, and how much each time.

use chrono::{Datelike, NaiveDate};

use crate::{money::Ore, refusal::Refusal};

/// The most instalments of a year.
pub const MOST: usize = 12;

/// A year's due dates, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan(Vec<NaiveDate>);

impl Plan {
    /// A plan with these due dates.
    ///
    /// # Errors
    /// Refuses none and more than twelve, dates outside the year, and dates that do not come one after
    /// the other.
    pub fn new(year: i32, dues: Vec<NaiveDate>) -> Result<Plan, Refusal> {
        let refuse = |code, message: String| Err(Refusal::at(code, "forfallodagar", message));
        if dues.is_empty() || dues.len() > MOST {
            return refuse(
                "betalplan-antal",
                format!(
                    "Betalplanen har {} förfallodagar. Ange en till tolv, en per rad.",
                    dues.len()
                ),
            );
        }
        if let Some(outside) = dues.iter().find(|due| due.year() != year) {
            return refuse(
                "betalplan-ar",
                format!("Förfallodagen {outside} ligger inte i {year}. Rätta datumet."),
            );
        }
        if !dues.is_sorted_by(|a, b| a < b) {
            return refuse(
                "betalplan-ordning",
                "Förfallodagarna ska komma i ordning och var och en en gång. Rätta datumen.".into(),
            );
        }
        Ok(Plan(dues))
    }

    /// A plan with so many instalments, due on the last day of each period's first month; quarterly
    /// for a number that does not divide the year.
    pub fn regular(year: i32, instalments: u32) -> Plan {
        let count = if instalments > 0 && 12 % instalments == 0 {
            instalments
        } else {
            4
        };
        let due = |number: u32| last_of_month(year, 1 + number * (12 / count));
        Plan((0..count).filter_map(due).collect())
    }

    /// Reads due dates, one per line.
    ///
    /// # Errors
    /// Refuses what is no date, and as [`Plan::new`].
    pub fn parse(year: i32, text: &str) -> Result<Plan, Refusal> {
        let lines = text.split(['\n', ',', ';']).map(str::trim);
        let date = |line: &str| {
            NaiveDate::parse_from_str(line, "%Y-%m-%d").map_err(|_| {
                let message = format!("”{line}” är inget datum. Skriv ÅÅÅÅ-MM-DD, en förfallodag per rad.");
                Refusal::at("betalplan-datum", "forfallodagar", message)
            })
        };
        let dues = lines.filter(|line| !line.is_empty()).map(date);
        Plan::new(year, dues.collect::<Result<_, _>>()?)
    }

    /// The due dates.
    pub fn dues(&self) -> &[NaiveDate] {
        &self.0
    }

    /// What is paid each time by those who pay these amounts together.
    pub fn sums(&self, amounts: impl IntoIterator<Item = Ore>) -> Vec<Ore> {
        let mut sums = vec![Ore::ZERO; self.0.len()];
        for amount in amounts {
            for (sum, part) in sums.iter_mut().zip(self.amounts(amount)) {
                *sum += part;
            }
        }
        sums
    }

    /// What is paid each time: whole kronor when the amount is, the first ones a krona more when it
    /// does not divide; together exactly the amount.
    pub fn amounts(&self, amount: Ore) -> Vec<Ore> {
        let parts = u32::try_from(self.0.len()).unwrap_or(1);
        if amount.0 % 100 == 0 {
            let kronor = Ore(amount.0 / 100).split(parts);
            kronor.into_iter().map(|part| Ore::kronor(part.0)).collect()
        } else {
            amount.split(parts)
        }
    }
}

fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let (next_year, next) = if month >= 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    NaiveDate::from_ymd_opt(next_year, next, 1)?.pred_opt()
}
