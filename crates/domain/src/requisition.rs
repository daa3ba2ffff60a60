//! Requisitions: what a huvudman claims for an insats and a period, from draft to paid. The rules are
//! `docs/rules/rekvisition.md` and `docs/rules/attest.md`.
//!
//! A requisition keeps every step taken with it; its state is read from them and never typed.

mod account;
mod attachment;
pub mod attest;
mod draft;
mod missing;
mod period;
mod sheet;
mod state;

pub use account::iban;
pub use attachment::{Kind as AttachmentKind, MOST_BYTES, MOST_FILES, accept as accept_file};
pub use draft::{Draft, Filled, odd, read};
pub use missing::{Missing, missing, months_left};
pub use period::Period;
pub use sheet::{Budgeted, Forecast, Row, Sheet, sheet, year_sheet};
pub use state::{Did, State, Step, next};

use chrono::NaiveDate;

use crate::{cost_type::CostType, money::Ore};

/// Who is paid, and where to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipient {
    /// Name, as on the payment.
    pub name: String,
    /// Organisation number, "212000-0746".
    pub org_number: String,
    /// "bankgiro", "plusgiro" or "iban".
    pub account_kind: String,
    /// The number, as written.
    pub account: String,
    /// OCR or the recipient's own reference; empty when there is none.
    pub reference: String,
}

/// A requisition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requisition {
    /// "R2022-014": its year and a number without gaps.
    pub number: String,
    /// The insats, by slug.
    pub insats: String,
    /// The months claimed.
    pub period: Period,
    /// Slutrekvisition: nothing more comes for the year.
    pub last: bool,
    /// The decision or agreement it rests on, as written.
    pub decision: String,
    /// Who is paid.
    pub recipient: Recipient,
    /// Amounts by cost type; each at most once.
    pub amounts: Vec<(CostType, Ore)>,
    /// The huvudman's words to the office.
    pub words: String,
    /// What was done with it, oldest first.
    pub steps: Vec<Step>,
}

impl Requisition {
    /// The sum of its cost types.
    pub fn total(&self) -> Ore {
        self.amounts.iter().map(|(_, amount)| *amount).sum()
    }

    /// What it claims for a cost type.
    pub fn of(&self, cost: CostType) -> Ore {
        let own = self.amounts.iter().filter(|(own, _)| *own == cost);
        own.map(|(_, amount)| *amount).sum()
    }

    /// How it stands.
    pub fn state(&self) -> State {
        State::of(&self.steps)
    }

    /// Who did this since it was last filled in; a returned requisition is attested anew.
    pub fn signed(&self, did: Did) -> Option<&Step> {
        let round = self.steps.iter().rposition(|step| step.did == Did::Filled);
        let round = self.steps.get(round.unwrap_or(0)..).unwrap_or_default();
        round.iter().rev().find(|step| step.did == did)
    }

    /// Whether the association counts it as claimed: the huvudman stands for it.
    pub fn is_claimed(&self) -> bool {
        !matches!(self.state(), State::Draft | State::Returned | State::Void)
    }

    /// The day it was paid.
    pub fn paid_on(&self) -> Option<NaiveDate> {
        let paid = self.steps.iter().rev().find(|step| step.did == Did::Paid);
        paid.filter(|_| self.state() == State::Paid)
            .and_then(|step| NaiveDate::parse_from_str(&step.words, "%Y-%m-%d").ok())
    }
}

/// What requisitions amount to together.
pub fn together<'a>(requisitions: impl IntoIterator<Item = &'a Requisition>) -> Ore {
    requisitions.into_iter().map(Requisition::total).sum()
}

/// What the association counts as claimed of them: drafts, returned and void ones are left out.
pub fn claimed<'a>(requisitions: impl IntoIterator<Item = &'a Requisition>) -> Ore {
    together(requisitions.into_iter().filter(|r| r.is_claimed()))
}

#[cfg(test)]
mod tests;
