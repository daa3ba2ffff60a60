//! The annual report as a value: parts and order after LKBR and RKR R15, tables and diagrams out of
//! figures, texts out of the association's own sections, an annex per insats, and last a register
//! of every figure the report prints. The rules are `docs/rules/arsredovisning.md`.
//!
//! The report asks for figures; it never counts. What is missing is said in its place and named as
//! a [`Problem`], so that a draft can be read at any time.

mod annex;
mod background;
mod companion;
mod exits;
pub(crate) mod goals;
mod management;
mod money;
mod principles;
mod sections;
mod statements;
mod tables;
mod title;

pub(crate) use sections::ANNEX;
pub use sections::annex_id;
pub use sections::{SECTIONS, sections};

use crate::{
    document::Document,
    refusal::Problem,
    report::{
        Kind, Sources, caption, cells,
        draft::{self, Draft},
        register,
    },
};

/// The whole report, and what is missing or cannot be printed as it stands. The same sources give
/// the same document.
pub fn compose(sources: &Sources<'_>) -> (Document, Vec<Problem>) {
    let facts = sources.facts;
    let mut draft = Draft::new(Kind::AnnualReport, sources);
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
        title: Kind::AnnualReport.title(sources.figures.year()),
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
