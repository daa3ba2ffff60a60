//! The annual report as a value: parts and order after LKBR and RKR R15, tables and diagrams out of
//! figures, texts out of the association's own sections, an annex per insats, and last a register
//! of every figure the report prints. The rules are `docs/rules/arsredovisning.md`.
//!
//! The report asks for figures; it never counts. What is missing is said in its place and named as
//! a [`Problem`], so that a draft can be read at any time.

mod annex;
mod background;
mod caption;
mod cells;
mod companion;
mod draft;
mod exits;
mod goals;
mod management;
mod money;
mod principles;
mod register;
mod sections;
mod statements;
mod tables;
mod text;
mod title;

pub use register::referenced;
pub(crate) use sections::ANNEX;
pub use sections::annex_id;
pub use sections::{SECTIONS, Section, SectionSpec, sections};
pub use text::resolve;

use crate::{
    document::{Document, Status},
    facts::Facts,
    figures::Figures,
    goal::GoalResult,
    refusal::Problem,
};
use draft::Draft;

/// What an annual report is made of. The year is the figures' year.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Names: association, members, insatser, projects.
    pub facts: &'a Facts,
    /// Every number.
    pub figures: &'a Figures,
    /// The year's goals with results, in printed order.
    pub goals: &'a [GoalResult],
    /// Section id and Markdown; see [`sections`] for the ids. A section that is absent is empty.
    pub texts: &'a [(String, String)],
    /// Draft or published.
    pub status: &'a Status,
    /// The date printed on the title page, ISO.
    pub date: &'a str,
}

/// The whole report, and what is missing or cannot be printed as it stands. The same sources give
/// the same document.
pub fn compose(sources: &Sources<'_>) -> (Document, Vec<Problem>) {
    let facts = sources.facts;
    let mut draft = Draft::new(sources);
    draft.problems.extend(sources.figures.problems().iter().cloned());
    title::chair(&mut draft);
    management::part(&mut draft);
    statements::parts(&mut draft);
    principles::part(&mut draft);
    statements::notes(&mut draft);
    title::signatures(&mut draft);
    let annexes = annex::parts(&mut draft);
    draft.unknown_sections();
    let key_figures = title::key_figures(&draft);
    let Draft { blocks, problems, .. } = draft;
    let mut document = Document {
        title: format!("Årsredovisning {}", sources.figures.year()),
        association: facts.association.name.clone(),
        org_number: facts.association.org_number.clone(),
        date: sources.date.to_owned(),
        status: sources.status.clone(),
        data_notice: draft::is_constructed(facts).then(|| draft::DATA_NOTICE.to_owned()),
        key_figures,
        blocks,
    };
    register::append(&mut document, sources, annexes + 1);
    (document, problems)
}
