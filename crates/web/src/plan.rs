//! Plan and budget: the list with its calendar, one version, the grid, differences; scenarios and own
//! capital beside them.

mod difference;
mod edit;
pub mod equity;
mod list;
mod many;
mod one;
pub mod scenario;
mod tables;

pub use difference::show as difference;
pub use edit::{apportion, index, paste, save, show as edit};
pub use list::{create, show as list};
pub use one::{csv, decide, remove, send, show as one, xlsx};

use axum::extract::{Form, Path};
use domain::{
    money::Ore,
    plan::{Plan, form::shown},
    refusal::Refusal,
};

use crate::{
    pages::plan::{Notice, PlanPart},
    trouble::Trouble,
    view::{Cell, Link, Refusals, Row, Table},
};

/// A form as sent.
type Sent = Form<Vec<(String, String)>>;
/// A version's address: budget year and number.
type Address = Path<(i32, u32)>;
/// Budget year and number.
type Key = (i32, u32);

/// Where the versions are.
const LIST: &str = "/ekonomi/plan";

fn sent(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}

fn number(fields: &[(String, String)], name: &str) -> i64 {
    sent(fields, name).parse().unwrap_or(0)
}

fn way((first, number): Key) -> String {
    format!("{LIST}/{first}/{number}")
}

fn key(plan: &Plan) -> Key {
    (plan.first, plan.version.number)
}

/// "2023-1" as a version's key.
fn read_key(text: &str) -> Option<Key> {
    let (first, number) = text.split_once('-')?;
    Some((first.parse().ok()?, number.parse().ok()?))
}

fn key_text((first, number): Key) -> String {
    format!("{first}-{number}")
}

fn kronor(amount: Ore) -> Cell {
    Cell::text(shown(Some(amount)))
}

/// Refusals as a page shows them; those of fields that are not on the page lead nowhere.
fn refusals(title: &str, lines: &[Refusal], fields: &[&str]) -> Refusals {
    let mut shown = Refusals::of(lines);
    title.clone_into(&mut shown.title);
    for line in &mut shown.lines {
        if !fields.contains(&line.place.as_str()) {
            line.place.clear();
        }
    }
    shown
}

fn part(id: &str, title: &str, tables: Vec<Table>) -> PlanPart {
    PlanPart {
        id: id.into(),
        title: title.into(),
        tables,
        ..PlanPart::default()
    }
}

fn notice(class: &'static str, title: &str, lines: &[Refusal]) -> Option<Notice> {
    (!lines.is_empty()).then(|| Notice {
        class,
        title: title.into(),
        lines: lines.iter().map(|line| line.message.clone()).collect(),
    })
}

fn row(label: impl Into<String>, cells: impl IntoIterator<Item = Cell>) -> Row {
    Row::of(std::iter::once(Cell::text(label)).chain(cells).collect())
}

fn ways(current: &str) -> Vec<Link> {
    let all = [
        ("Plan och budget", LIST),
        ("Scenarier", scenario::LIST),
        ("Eget kapital och riktlinje", equity::PAGE),
    ];
    let others = all.into_iter().filter(|(_, href)| *href != current);
    others.map(|(label, href)| Link::new(label, href)).collect()
}

fn known(text: &str) -> Result<Key, Trouble> {
    read_key(text).ok_or_else(Trouble::not_found)
}
