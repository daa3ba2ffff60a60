//! Contributions taken into a plan from where they are apportioned, so that nobody types them twice.

use super::{Follows, Line, MemberRow, Plan};
use crate::{facts::BudgetGroup, money::Ore};

/// What a member pays in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The member's code.
    pub member: String,
    /// Its name.
    pub name: String,
    /// What the year's amount is shared by, when that is people.
    pub inhabitants: Option<i64>,
    /// The amount: decided, or proposed.
    pub amount: Ore,
}

impl Plan {
    /// The plan with these years' contributions in place of what stood there, and a line that follows them.
    /// Years outside the plan are left; so are the plan's other years.
    #[must_use]
    pub fn with_contributions(mut self, years: &[(i32, Vec<Share>)]) -> Plan {
        for (year, shares) in years {
            let Some(place) = self.place(*year) else {
                continue;
            };
            for row in &mut self.contributions {
                row.amounts[place] = None;
            }
            for share in shares {
                self.take(share, place);
            }
            self.follow(place);
        }
        self.contributions
            .retain(|row| row.amounts.iter().any(Option::is_some));
        self
    }

    fn take(&mut self, share: &Share, place: usize) {
        let at = self
            .contributions
            .iter()
            .position(|row| row.member == share.member);
        let at = at.unwrap_or_else(|| {
            self.contributions.push(MemberRow {
                member: share.member.clone(),
                name: share.name.clone(),
                inhabitants: None,
                amounts: vec![None; self.span],
            });
            self.contributions.len() - 1
        });
        let row = &mut self.contributions[at];
        row.amounts[place] = Some(share.amount);
        if place == 0 {
            row.inhabitants = share.inhabitants;
        }
    }

    /// A line follows the contributions, and has no amount of its own where there are some.
    fn follow(&mut self, place: usize) {
        if !self
            .lines
            .iter()
            .any(|line| line.follows == Follows::Contributions)
        {
            let line = Line {
                group: BudgetGroup::Income,
                label: "Medlemsbidrag".into(),
                follows: Follows::Contributions,
                cost_type: None,
                amounts: vec![None; self.span],
                note: String::new(),
            };
            self.lines.insert(0, line);
        }
        for line in &mut self.lines {
            if line.follows == Follows::Contributions {
                line.amounts[place] = None;
            }
        }
    }
}
