//! The association, its members, insatser and ledger projects.

use chrono::{Datelike, NaiveDate};

use crate::{
    codes::{InsatsKind, MemberKind},
    money::Ore,
    years::YEARS,
};

/// A samordningsförbund.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Association {
    /// Full name.
    pub name: String,
    /// "222000-1859".
    pub org_number: String,
    /// Where the board sits; printed beside dates.
    pub seat: String,
    /// Date of formation.
    pub formed: Option<NaiveDate>,
    /// True while any participation is constructed: then every page and report says so.
    pub constructed: bool,
}

/// A member (2 § lag 2003:1210). Försäkringskassan and Arbetsförmedlingen are one contributor: the
/// state pays through Försäkringskassan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Stable code: municipality code ("0880"), region code or "staten".
    pub code: String,
    /// "Kalmar kommun".
    pub name: String,
    /// Kind.
    pub kind: MemberKind,
    /// Population and its date, for municipalities.
    pub population: Vec<(NaiveDate, i64)>,
}

impl Member {
    /// The population of the last known day of the year before: what a year's contributions are shared
    /// by. An older one is not.
    pub fn population_before(&self, year: i32) -> Option<(NaiveDate, i64)> {
        let before = self.population.iter().filter(|(date, _)| date.year() == year - 1);
        before.max_by_key(|(date, _)| *date).copied()
    }
}

/// A decided contribution of one member for one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The member's code.
    pub member: String,
    /// Year.
    pub year: i32,
    /// Decided amount.
    pub amount: Ore,
    /// Why it differs from the key, if it does.
    pub override_reason: Option<String>,
}

/// An initiative the association finances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insats {
    /// Stable short name ("krus").
    pub slug: String,
    /// Printed name.
    pub name: String,
    /// Individual or structural.
    pub kind: InsatsKind,
    /// The huvudman, as printed.
    pub principal: String,
    /// Municipalities served.
    pub municipalities: Vec<String>,
    /// Decision or agreement, as printed.
    pub decision: String,
    /// Staff, as printed.
    pub staff: String,
    /// Methods, as printed.
    pub methods: String,
    /// Budgeted participants per year.
    pub budgeted_participants: Vec<(i32, i64)>,
    /// Youngest and oldest age, inclusive.
    pub ages: Option<(i32, i32)>,
    /// Whether participations are registered for it (a head-count or structural insats has none).
    pub registers: bool,
}

impl Insats {
    /// The first year its decision or agreement names, if it names one ("projekt 2022").
    pub fn first_year(&self) -> Option<i32> {
        let years = self.decision.split(|c: char| !c.is_ascii_digit());
        years
            .filter(|digits| digits.len() == 4)
            .filter_map(|digits| digits.parse().ok())
            .filter(|year| YEARS.contains(year))
            .min()
    }
}

/// A ledger project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Code in the bookkeeping ("SAMBA-AE").
    pub code: String,
    /// Printed name.
    pub name: String,
    /// The insats it belongs to, if any.
    pub insats: Option<String>,
    /// Municipalities or purpose, as printed.
    pub municipality: String,
}

/// A samverkansteam: takes referrals and holds consultations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team {
    /// Stable key in addresses.
    pub slug: String,
    /// As printed.
    pub name: String,
    /// The municipalities it serves.
    pub municipalities: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_year_is_the_earliest_that_the_decision_names() {
        for (decision, first) in [
            ("projekt 2022", Some(2022)),
            ("projekt 2016-09–2019-08, LIS från 2019-09", Some(2016)),
            ("LIS tillsvidare", None),
            ("dnr 12345", None),
        ] {
            let insats = Insats {
                slug: String::new(),
                name: String::new(),
                kind: InsatsKind::Individual,
                principal: String::new(),
                municipalities: Vec::new(),
                decision: decision.into(),
                staff: String::new(),
                methods: String::new(),
                budgeted_participants: Vec::new(),
                ages: None,
                registers: true,
            };
            assert_eq!(insats.first_year(), first, "{decision}");
        }
    }
}
