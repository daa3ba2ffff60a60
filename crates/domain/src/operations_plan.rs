//! The operations plan (verksamhetsplan och budget) as a value: ten sections, the year's goals with
//! how they are measured and how it last went, and the budget's tables out of figures. The rules are
//! `docs/rules/verksamhetsplan.md`.
//!
//! It is composed by the same tools as the annual report, and like it never counts anything itself.

mod budget;
mod contributions;
mod decision;
mod equity;
mod goals;
mod insatser;
mod sections;
mod title;
mod version;

pub use sections::SECTIONS;
pub use version::{chosen, facts as facts_of, undecided};

use chrono::{Datelike, NaiveDate};

use crate::{
    document::Document,
    figure::{Figure, MeasureId, Scope},
    plan::Plan,
    refusal::Problem,
    report::{
        Kind, Sources,
        draft::{self, Draft},
        register,
    },
};

/// The year whose outcome a plan can tell of: the last one that was over when it was written.
pub fn outcome_year(year: i32, date: NaiveDate) -> i32 {
    (year - 1).min(date.year() - 1)
}

/// The whole plan, and what is missing or cannot be printed as it stands. The figures are the budget
/// year's, with those of [`outcome_year`] beside them. The same sources give the same document.
pub fn compose(sources: &Sources<'_>) -> (Document, Vec<Problem>) {
    let facts = sources.facts;
    let mut draft = Draft::new(Kind::OperationsPlan, sources);
    purpose(&mut draft);
    goals::part(&mut draft);
    let period = period(&draft);
    draft.heading(1, "", "Budget och flerårsplan", "del-budget");
    draft.heading(2, "10", &format!("Budget {period}"), "budget");
    budget::part(&mut draft);
    contributions::part(&mut draft);
    insatser::part(&mut draft);
    equity::part(&mut draft);
    decision::part(&mut draft);
    draft.unknown_sections();
    let key_figures = title::key_figures(&draft);
    let Draft { blocks, problems, .. } = draft;
    let mut document = Document {
        title: titled_by_state(sources.plan, &period),
        association: facts.association.name.clone(),
        org_number: facts.association.org_number.clone(),
        date: sources.date.to_owned(),
        status: sources.status.clone(),
        data_notice: draft::is_constructed(facts).then(|| draft::DATA_NOTICE.to_owned()),
        key_figures,
        blocks,
    };
    register::append(&mut document, sources, 1);
    (document, problems)
}

/// A plan that is not decided says so in its name.
fn titled_by_state(plan: Option<&Plan>, period: &str) -> String {
    if plan.is_some_and(|plan| plan.version.state.is_open()) {
        format!("Förslag till verksamhetsplan och budget {period}")
    } else {
        format!("Verksamhetsplan och budget {period}")
    }
}

/// Texts of the year before for the sections that have none, and what to do about each.
pub fn carry_on(own: &mut Vec<(String, String)>, before: Vec<(String, String)>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, text) in before {
        let is_section = SECTIONS.iter().any(|spec| spec.id == id);
        if !is_section || text.trim().is_empty() || own.iter().any(|(section, _)| *section == id) {
            continue;
        }
        problems.push(Problem {
            file: id.clone(),
            line: 1,
            code: CARRIED,
            message: "Texten är förra årets. Läs igenom den och spara avsnittet, ändrad eller som den är."
                .into(),
        });
        own.push((id, text));
    }
    problems
}

/// The code of a text that nobody has read through for this year.
pub const CARRIED: &str = "text-forra-aret";

/// Sections 1–8: what the association is for.
fn purpose(draft: &mut Draft<'_>) {
    draft.heading(1, "", "Uppdrag, inriktning och mål", "del-uppdrag");
    for (number, id) in ["inledning", "samordning", "uppgifter", "manniskosyn"]
        .iter()
        .enumerate()
    {
        titled(draft, 2, &(number + 1).to_string(), id);
    }
    draft.heading(2, "5", "Inriktning", "inriktning");
    titled(draft, 3, "5.1", "samverkan");
    titled(draft, 3, "5.2", "individinsatser");
    for (number, id) in ["organisation", "malgrupper", "syfte"].iter().enumerate() {
        titled(draft, 2, &(number + 6).to_string(), id);
    }
}

/// A section under its own heading.
fn titled(draft: &mut Draft<'_>, level: u8, number: &str, id: &str) {
    let title = SECTIONS
        .iter()
        .find(|spec| spec.id == id)
        .map_or(id, |spec| spec.title);
    draft.heading(level, number, title, id);
    draft.section(id);
}

/// The last year that anything is planned for.
const LAST_YEAR: i32 = 2200;

/// The budget year and the plan years after it, as far as there are budgets.
fn years(draft: &Draft<'_>) -> Vec<i32> {
    let first = draft.year();
    let budgeted = |year: &i32| draft.facts().budgets.iter().any(|budget| budget.year == *year);
    std::iter::once(first)
        .chain((first + 1..=LAST_YEAR).take_while(budgeted))
        .collect()
}

/// "2023–2025".
fn period(draft: &Draft<'_>) -> String {
    match years(draft).as_slice() {
        [first, .., last] => format!("{first}–{last}"),
        _ => draft.year().to_string(),
    }
}

/// A figure of any year for the whole association, when it has a value.
fn whole<'a>(draft: &Draft<'a>, measure: MeasureId, year: i32) -> Option<&'a Figure> {
    draft
        .at(measure, year, Scope::all())
        .filter(|figure| figure.value.units().is_some())
}

/// What a diagram draws: whole kronor.
fn kronor(figure: Option<&Figure>) -> Option<i64> {
    Some(figure?.value.units()? / 100)
}
