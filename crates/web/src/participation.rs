//! Participations as pages: the list, one of them, and the forms that change it. The number of a
//! person is the one field that never comes back in a page.

mod change;
mod entry;
mod fields;
mod list;
mod one;
mod outcomes;
mod questions;

pub use change::{
    ask_correct, ask_exit, ask_follow_up, ask_plan, ask_reversal, ask_start, correct, exit, follow_up, plan,
    reverse, start,
};
pub use entry::{ask, enter};
pub use list::list;
pub use one::one;
pub use outcomes::{keys, lists, new_key, save_list};
pub use questions::{questions, save_question};

use app::{Failure, participation::Seen};
use domain::{participation::Fields, refusal::Refusal};

use crate::{
    frame::{self, Place},
    page::Answer,
    pages::participation::{FormPage, Group, OtherVersion},
    site::Site,
    trouble::Trouble,
    view::{Field, FieldKind, Link, Refusals, Shell},
    visitor::Visitor,
};

/// The address of a participation.
fn way(public_id: &str) -> String {
    format!("/deltagare/{}", crate::address::encode(public_id))
}

/// How a participation is called on its pages.
fn called(seen: &Seen) -> String {
    seen.record
        .entry
        .reference()
        .map_or_else(|| "Anonymt deltagande".to_owned(), str::to_owned)
}

/// A form about one participation, before its fields.
async fn about(
    site: &Site,
    visitor: &Visitor,
    seen: &Seen,
    title: &str,
    part: &str,
) -> Result<FormPage, Trouble> {
    let own = way(&seen.record.keys.public_id);
    let place = Place::new(title, "/deltagare").step(called(seen), own.clone());
    Ok(FormPage {
        lede: format!("{}, {}.", called(seen), seen.insats.name),
        action: format!("{own}/{part}"),
        hidden: vec![("version".into(), seen.record.keys.version.to_string())],
        back: Link::new("Avbryt", own),
        ..blank(frame::shell(site, visitor, place).await?)
    })
}

fn blank(shell: Shell) -> FormPage {
    FormPage {
        shell,
        lede: String::new(),
        refusals: Refusals::default(),
        notes: Vec::new(),
        conflict: None,
        links: Vec::new(),
        tables: Vec::new(),
        folded: Vec::new(),
        cannot_be_undone: false,
        action: String::new(),
        hidden: Vec::new(),
        groups: Vec::new(),
        button: "Spara".into(),
        back: Link::default(),
    }
}

/// The version a form was filled in from.
fn version(fields: &Fields) -> i64 {
    fields.text("version").parse().unwrap_or(0)
}

/// What became of a form that changes a participation: on to it, or the form again.
async fn answered(
    outcome: Result<i64, Failure>,
    (seen, told): (&Seen, &str),
    again: impl AsyncFnOnce(Vec<Refusal>, Option<OtherVersion>) -> Result<FormPage, Trouble>,
) -> Answer {
    let there = way(&seen.record.keys.public_id);
    crate::page::answered(outcome.map(drop), (&there, told), async |refusals, theirs| {
        let other = theirs.map(|(text, version)| OtherVersion {
            by: seen.changed_by.clone(),
            when: frame::when(seen.record.keys.changed_at),
            text,
            version,
        });
        again(refusals, other).await
    })
    .await
}

/// The form with what was wrong, and with the version that stands after a conflict.
fn finished(mut form: FormPage, refusals: &[Refusal], conflict: Option<OtherVersion>) -> FormPage {
    form.refusals = Refusals::of(refusals);
    for group in &mut form.groups {
        group.open |= group.has_something();
    }
    if let Some(other) = conflict {
        form.hidden.retain(|(name, _)| name != "version");
        form.hidden.push(("version".into(), other.version.to_string()));
        form.conflict = Some(other);
    }
    form
}

impl Group {
    /// Whether anything in a folded group must be seen: something typed or chosen, or wrong.
    fn has_something(&self) -> bool {
        let usual = |field: &Field| match &field.kind {
            FieldKind::Choice(options) => options.first().is_some_and(|(code, _)| *code == field.value),
            _ => false,
        };
        self.fields
            .iter()
            .any(|field| !field.error.is_empty() || !(field.value.is_empty() || usual(field)))
    }
}
