//! The margins a constructed year has to meet.

use crate::codes::{Education, ExitReason, ReferringAuthority};

/// Margins of one year. What is `None` is free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// The year.
    pub year: i32,
    /// The table per insats, in printed order.
    pub insatser: Vec<InsatsTarget>,
    /// Background of the new participations.
    pub new: NewTargets,
    /// Closed participations; must equal the table's sum.
    pub closed: Option<i64>,
    /// Closed to work (also subsidised) or study.
    pub closed_to_work_or_study: Option<i64>,
    /// Closed as jobseekers, not counted in the former.
    pub closed_as_jobseekers: Option<i64>,
    /// Consultations in the year.
    pub consultations: Option<i64>,
}

/// One row of the table per insats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InsatsTarget {
    /// The insats's slug.
    pub insats: String,
    /// Open on any day of the year.
    pub total: i64,
    /// Entered in the year.
    pub new: i64,
    /// Ended in the year.
    pub closed: i64,
    /// Open on 31 December.
    pub ongoing: i64,
    /// What its annex says: kept where it agrees with the table.
    pub annex: AnnexWishes,
}

/// Background margins of the participations that began in the year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTargets {
    /// All of them; must equal the table's sum.
    pub count: Option<i64>,
    /// Women, men.
    pub by_sex: Option<(i64, i64)>,
    /// How many were under 30 at entry.
    pub under_30: Option<i64>,
    /// Mean age at entry in tenths of a year.
    pub mean_age: Option<i64>,
    /// The age span with most entries, for women and for men: first and last age.
    pub most_common_age: [Option<(i32, i32)>; 2],
    /// Whole per cent of those with known education.
    pub education: Vec<(Education, i64)>,
    /// Whole per cent of the known with more than one year in public support.
    pub over_1_year: Option<i64>,
    /// Whole per cent of the known with more than five years in public support.
    pub over_5_years: Option<i64>,
}

/// What an insats says of itself in its annex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnnexWishes {
    /// New participations by referring authority.
    pub referrers: Vec<(ReferringAuthority, i64)>,
    /// Closed to work or study.
    pub work_or_study: Option<i64>,
    /// Closed by reason.
    pub reasons: Vec<(ExitReason, i64)>,
    /// Consultations.
    pub consultations: Option<i64>,
    /// Anonymous participations.
    pub anonymous: i64,
}

impl AnnexWishes {
    /// Closed for this reason, if the annex says.
    pub(super) fn reason(&self, reason: ExitReason) -> Option<i64> {
        self.reasons.iter().find(|(r, _)| *r == reason).map(|(_, n)| *n)
    }
}
