//! The facts that every figure is computed from: one load of one association, all years at hand.
//!
//! `store` fills this with a few scans; nothing else is aggregated in SQL. Participations are
//! coded rows without identity; they leave this crate only as counts.

pub mod association;
pub mod carried;
pub mod economy;
pub mod ledger;
pub mod participation;
pub mod published;

pub use association::{Association, Contribution, Insats, Member, Project, Team};
pub use carried::{Carried, Difference, PeriodCell};
pub use economy::{
    Budget, BudgetGroup, BudgetLine, Goal, GoalDirection, GoalLevel, GoalOutcome, InsatsBudget,
    Requisitioned, Thresholds,
};
pub use ledger::{Account, AccountKind, Ledger, LedgerYear, Movement};
pub use participation::{ConsultationFact, ExitFact, OccupationShare, ParticipationFact, SupportShare};
pub use published::{Published, Source};

use crate::{
    head_count::HeadCount,
    plan::{Opening, Plan},
    requisition::Requisition,
    statement::{Adjustment, mapping::Mapping},
    waiting::Course,
};

/// Everything a year's figures need.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Who.
    pub association: Association,
    /// The members, in the order they are printed.
    pub members: Vec<Member>,
    /// Decided contributions.
    pub contributions: Vec<Contribution>,
    /// The insatser, in the order they are printed.
    pub insatser: Vec<Insats>,
    /// Ledger projects (SIE dimension 6) and the insats each belongs to.
    pub projects: Vec<Project>,
    /// Participations; `insats` indexes `insatser`.
    pub participations: Vec<ParticipationFact>,
    /// Consultations, counted per insats and month.
    pub consultations: Vec<ConsultationFact>,
    /// The teams, in the order they are printed.
    pub teams: Vec<Team>,
    /// The course of every referral, without its reference.
    pub courses: Vec<Course>,
    /// People counted without registration.
    pub head_counts: Vec<HeadCount>,
    /// What figures keep of records that became anonymous.
    pub carried: Carried,
    /// Plans in every version, by budget year and number.
    pub plans: Vec<Plan>,
    /// Adjustments of balanskravsresultatet, by year.
    pub adjustments: Vec<(i32, Adjustment)>,
    /// The association's budgets, latest decided version per year.
    pub budgets: Vec<Budget>,
    /// Insats budgets, latest decided version per year.
    pub insats_budgets: Vec<InsatsBudget>,
    /// Requisitioned outcome per project and year.
    pub requisitioned: Vec<Requisitioned>,
    /// Registered requisitions of every year, in whatever state.
    pub requisitions: Vec<Requisition>,
    /// Bookkeeping, one entry per accounting year.
    pub ledger: Ledger,
    /// Account → report line.
    pub mapping: Mapping,
    /// Values published in earlier years, without rows.
    pub published: Vec<Published>,
    /// Goals of every year.
    pub goals: Vec<Goal>,
    /// Own capital when a year begins, as one version of a plan has it; without it the last known
    /// closing is rolled forward.
    pub opening: Option<(i32, Opening)>,
}

impl Facts {
    /// The requisitions that make up what insatser claimed in a year (R-REK-11): attested ones; none of an
    /// insats whose year was stated as a sum, which then holds.
    pub fn claims(&self, year: i32) -> impl Iterator<Item = &Requisition> {
        let stated = move |insats: &str| {
            let mut of_year = self.requisitioned.iter().filter(|r| r.year == year);
            of_year.any(|r| r.insats.as_deref() == Some(insats))
        };
        let of_year = self.requisitions.iter().filter(move |r| r.period.year() == year);
        of_year.filter(move |r| r.is_claimed() && !stated(&r.insats))
    }

    /// The insats with this slug, with its index.
    pub fn insats(&self, slug: &str) -> Option<(usize, &Insats)> {
        self.insatser.iter().enumerate().find(|(_, i)| i.slug == slug)
    }
}
