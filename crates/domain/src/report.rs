//! What reports have in common: the kinds there are, what one is made of, its text sections, and
//! the tools they are composed with. The rules are `docs/rules/arsredovisning.md` and
//! `docs/rules/verksamhetsplan.md`.

pub(crate) mod caption;
pub(crate) mod cells;
pub(crate) mod draft;
pub(crate) mod register;
mod text;

pub use register::referenced;
pub use text::resolve;

use crate::{
    annual_report,
    document::{Document, Status},
    facts::Facts,
    figures::Figures,
    goal::GoalResult,
    operations_plan,
    plan::Plan,
    refusal::Problem,
};

/// A kind of report that is written together and published once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Årsredovisning: what the year came to.
    AnnualReport,
    /// Verksamhetsplan och budget: what the year is to come to.
    OperationsPlan,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 2] = [Kind::AnnualReport, Kind::OperationsPlan];

    /// In addresses, file names and the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Kind::AnnualReport => "arsredovisning",
            Kind::OperationsPlan => "verksamhetsplan",
        }
    }

    /// The kind with this slug.
    pub fn from_slug(slug: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// As people say it.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::AnnualReport => "Årsredovisning",
            Kind::OperationsPlan => "Verksamhetsplan",
        }
    }

    /// "Årsredovisning 2022".
    pub fn title(self, year: i32) -> String {
        format!("{} {year}", self.name())
    }

    /// The sections every report of the kind has, in the order they are printed.
    pub const fn specs(self) -> &'static [SectionSpec] {
        match self {
            Kind::AnnualReport => annual_report::SECTIONS,
            Kind::OperationsPlan => operations_plan::SECTIONS,
        }
    }

    /// Every section of this association's report, in the order they are printed.
    pub fn sections(self, facts: &Facts) -> Vec<Section> {
        match self {
            Kind::AnnualReport => annual_report::sections(facts),
            Kind::OperationsPlan => self.specs().iter().map(Section::from).collect(),
        }
    }

    /// The whole report, and what is missing or cannot be printed as it stands. The same sources
    /// give the same document.
    pub fn compose(self, sources: &Sources<'_>) -> (Document, Vec<Problem>) {
        match self {
            Kind::AnnualReport => annual_report::compose(sources),
            Kind::OperationsPlan => operations_plan::compose(sources),
        }
    }
}

/// What a report is made of. The year is the figures' year.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Names: association, members, insatser, projects.
    pub facts: &'a Facts,
    /// Every number.
    pub figures: &'a Figures,
    /// The year's goals with results, in printed order.
    pub goals: &'a [GoalResult],
    /// Section id and Markdown; see [`Kind::sections`] for the ids. A section that is absent is empty.
    pub texts: &'a [(String, String)],
    /// The version of the budget an operations plan is printed from, where there are versions. The
    /// facts and figures are that version's ([`operations_plan::facts_of`]).
    pub plan: Option<&'a Plan>,
    /// Draft or published.
    pub status: &'a Status,
    /// The date printed on the title page, ISO.
    pub date: &'a str,
}

impl Sources<'_> {
    /// The annual report of the figures' year, as a source names it.
    pub(crate) fn own_title(&self) -> String {
        Kind::AnnualReport.title(self.figures.year())
    }
}

/// A section that every report of a kind has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionSpec {
    /// Stable id, also the file's name without `.md`.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What belongs there, for the editor.
    pub help: &'static str,
    /// Whether an empty one is a problem.
    pub required: bool,
}

impl SectionSpec {
    /// One that may not be empty.
    pub(crate) const fn required(id: &'static str, title: &'static str, help: &'static str) -> SectionSpec {
        let required = true;
        SectionSpec {
            id,
            title,
            help,
            required,
        }
    }

    /// One that may.
    pub(crate) const fn optional(id: &'static str, title: &'static str, help: &'static str) -> SectionSpec {
        let required = false;
        SectionSpec {
            id,
            title,
            help,
            required,
        }
    }
}

/// A section of one association's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Stable id, also the file's name without `.md`.
    pub id: String,
    /// Its heading, with the insats it is about.
    pub title: String,
    /// What belongs there, for the editor.
    pub help: &'static str,
    /// Whether an empty one is a problem.
    pub required: bool,
}

impl From<&SectionSpec> for Section {
    fn from(spec: &SectionSpec) -> Section {
        Section {
            id: spec.id.to_owned(),
            title: spec.title.to_owned(),
            help: spec.help,
            required: spec.required,
        }
    }
}
