//! Measures: the one definition of every number. Pages, goals, checks, reports and exports ask for
//! figures ([`crate::figures::Figures`]) and never count anything themselves.
//!
//! A measure is a line of the registry with its metadata and a pure function. `docs/measures.md` is
//! written from it.

pub mod bands;

mod area;
mod axis;
mod background;
mod budget;
mod count;
mod exits;
mod flow;
mod goals;
mod inputs;
mod insats;
mod markdown;
mod plan;
mod referrals;
mod select;
mod share;
mod since;
mod statements;
mod trace;
mod training;
mod volume;
mod words;

pub(crate) use budget::group as budget_group;
pub(crate) use count::{count, filter};
pub(crate) use statements::overview;
pub(crate) use training::is_training;

pub use area::Area;
pub use inputs::Inputs;
pub use markdown::markdown;
pub use select::participations;
pub use words::words;

use chrono::Datelike;

use crate::{
    facts::Facts,
    figure::{Figure, MeasureId},
    figures::Figures,
    unit::Unit,
};

/// Who may see a figure when its counts are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disclosure {
    /// No person behind it: money, budgets, counts of teams' work.
    Open,
    /// Counts of participations without personal background, and how many have an answer at all:
    /// published as they are.
    Flow,
    /// Counts by coded background, support or outcome: small cells are withheld outside the insats.
    Background,
    /// Counts and waiting times of referrals: small cells are withheld outside the team.
    Referrals,
}

impl Disclosure {
    /// In plain Swedish.
    pub const fn label(self) -> &'static str {
        match self {
            Disclosure::Open => "öppen",
            Disclosure::Flow => "öppen (antal deltaganden)",
            Disclosure::Background => "bakgrund (små grupper skyddas)",
            Disclosure::Referrals => "remisser (små grupper skyddas)",
        }
    }

    /// Whether it is computed from participations.
    pub const fn is_of_participations(self) -> bool {
        matches!(self, Disclosure::Flow | Disclosure::Background)
    }
}

/// Computes every figure of one measure for the inputs' year; earlier measures' figures are at hand.
pub type Eval = fn(&Inputs<'_>, &Measure, &Figures) -> Vec<Figure>;

/// A definition.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Stable id.
    pub id: MeasureId,
    /// Swedish name.
    pub name: &'static str,
    /// What it counts or measures.
    pub unit: Unit,
    /// Which records or entries it is about.
    pub universe: &'static str,
    /// How a record belongs to a year.
    pub period: &'static str,
    /// What happens to records without an answer.
    pub missing: &'static str,
    /// Who may see small counts.
    pub disclosure: Disclosure,
    /// Raised when the definition changes.
    pub version: u32,
    /// The definition in plain Swedish.
    pub definition: &'static str,
    /// Whether it is given for the whole association.
    pub whole: bool,
    /// Scopes it is given for: dimensions joined by "+".
    pub scopes: &'static [&'static str],
    eval: Eval,
}

impl Measure {
    const fn new(
        id: MeasureId,
        name: &'static str,
        unit: Unit,
        definition: &'static str,
        eval: Eval,
    ) -> Measure {
        Measure {
            id,
            name,
            unit,
            universe: "",
            period: "kalenderåret",
            missing: "ingår inte",
            disclosure: Disclosure::Open,
            version: 1,
            definition,
            whole: true,
            scopes: &[],
            eval,
        }
    }

    const fn of(mut self, universe: &'static str, disclosure: Disclosure) -> Measure {
        self.universe = universe;
        self.disclosure = disclosure;
        self
    }

    const fn in_unit(mut self, unit: Unit) -> Measure {
        self.unit = unit;
        self
    }

    const fn when(mut self, period: &'static str) -> Measure {
        self.period = period;
        self
    }

    const fn without_answer(mut self, missing: &'static str) -> Measure {
        self.missing = missing;
        self
    }

    const fn by(mut self, scopes: &'static [&'static str]) -> Measure {
        self.scopes = scopes;
        self
    }

    /// Given for these scopes only, not for the whole association.
    const fn only_by(mut self, scopes: &'static [&'static str]) -> Measure {
        self.whole = false;
        self.by(scopes)
    }

    /// Every figure of this measure for the inputs' year.
    pub fn figures(&self, inputs: &Inputs<'_>, earlier: &Figures) -> Vec<Figure> {
        (self.eval)(inputs, self, earlier)
    }
}

/// Every measure, in the order they are computed and documented.
pub fn registry() -> impl Iterator<Item = &'static Measure> {
    of_one_year().chain(plan::MEASURES)
}

/// Measures that look at their own year only.
pub(crate) fn of_one_year() -> impl Iterator<Item = &'static Measure> {
    let parts: [&'static [Measure]; 12] = [
        flow::MEASURES,
        since::MEASURES,
        background::MEASURES,
        exits::MEASURES,
        volume::MEASURES,
        referrals::MEASURES,
        statements::MEASURES,
        statements::NOTES,
        budget::MEASURES,
        insats::MEASURES,
        training::MEASURES,
        goals::MEASURES,
    ];
    parts.into_iter().flatten()
}

/// Measures of flows: cheap enough to have for every year the register holds.
pub(crate) fn yearly() -> &'static [Measure] {
    flow::MEASURES
}

/// Measures that disclosure control decides on, with the bases they need.
pub(crate) fn controlled() -> impl Iterator<Item = &'static Measure> {
    [flow::MEASURES, background::MEASURES, exits::MEASURES]
        .into_iter()
        .flatten()
}

/// Measures of the bookkeeping, the budget and the insatser's cost.
pub(crate) fn economic() -> impl Iterator<Item = &'static Measure> {
    [
        statements::MEASURES,
        statements::NOTES,
        budget::MEASURES,
        insats::MEASURES,
        training::MEASURES,
    ]
    .into_iter()
    .flatten()
}

/// Measures of budgets and contributions, for the years of a plan: decided amounts, then what is
/// made of them.
pub(crate) fn of_plan() -> impl Iterator<Item = &'static Measure> {
    let decided = insats::MEASURES
        .iter()
        .filter(|measure| measure.id == "insats.budget");
    budget::MEASURES.iter().chain(decided).chain(plan::MEASURES)
}

/// The first year of which anything is registered or decided.
pub(crate) fn first_year(facts: &Facts) -> i32 {
    let counted = facts.participations.iter().filter(|p| p.is_counted());
    let entries = counted.map(|p| p.entry.year());
    let consultations = facts.consultations.iter().map(|c| c.year);
    let budgets = facts
        .insatser
        .iter()
        .flat_map(|i| &i.budgeted_participants)
        .map(|(year, _)| *year);
    entries
        .chain(consultations)
        .chain(budgets)
        .min()
        .unwrap_or(i32::MAX)
}

/// The year of the first exit: before it the register holds only those who stayed on.
pub(crate) fn first_exit(facts: &Facts) -> Option<i32> {
    facts
        .participations
        .iter()
        .filter(|p| p.is_counted())
        .filter_map(|p| p.exit.as_ref())
        .map(|exit| exit.date.year())
        .min()
}

/// The measure with this id.
pub fn find(id: &str) -> Option<&'static Measure> {
    registry().find(|measure| measure.id == id)
}
