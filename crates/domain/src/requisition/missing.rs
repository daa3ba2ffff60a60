//! Quarters whose requisition has not come.

use chrono::NaiveDate;

use super::Requisition;
use crate::quarter::Quarter;

/// An insats that has not claimed a quarter's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The insats, by slug.
    pub insats: String,
    /// The quarter.
    pub quarter: Quarter,
    /// The months without a requisition, 1 to 12.
    pub months: Vec<u8>,
    /// When it should have come.
    pub by: NaiveDate,
    /// That day has passed.
    pub overdue: bool,
}

impl Missing {
    /// "mars 2023" and so on.
    pub fn words(&self) -> String {
        super::Period::list(self.quarter.year(), &self.months)
    }
}

/// The months of a quarter that an insats has not claimed, once the quarter is over; a final
/// requisition says that nothing more comes that year.
pub fn missing(
    insats: &str,
    requisitions: &[Requisition],
    quarter: Quarter,
    today: NaiveDate,
) -> Option<Missing> {
    if !quarter.has_ended(today) {
        return None;
    }
    let months = months_left(insats, requisitions, quarter);
    let by = quarter.answer_by();
    (!months.is_empty()).then(|| Missing {
        insats: insats.to_owned(),
        quarter,
        months,
        by,
        overdue: today > by,
    })
}

/// The months of a quarter that no claimed requisition of the insats covers.
pub fn months_left(insats: &str, requisitions: &[Requisition], quarter: Quarter) -> Vec<u8> {
    let own = || {
        requisitions
            .iter()
            .filter(|r| r.insats == insats && r.period.year() == quarter.year() && r.is_claimed())
    };
    let covered = |month: u8| {
        own().any(|r| r.period.months().contains(&month) || (r.last && *r.period.months().end() < month))
    };
    quarter.months().filter(|month| !covered(*month)).collect()
}
