//! Two versions beside each other: only what differs.

use axum::extract::{Path, Query, State};
use domain::{
    money::Ore,
    plan::{Plan, difference::Content, form::shown},
};

use super::{Address, LIST, known, part, row, way};
use crate::{
    frame::{self, Place},
    page::{Answer, page},
    pages::plan::{Notice, PlanPage},
    site::Site,
    view::{Cell, Link, Row, RowKind, Table},
    visitor::Visitor,
};

/// Which version to compare with.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Against {
    mot: String,
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Query(against): Query<Against>,
) -> Answer {
    let old = known(&against.mot)?;
    let (old, new, difference) = site
        .app
        .plan_difference(&visitor.actor, (old, address), site.now())
        .await?;
    let own = way(address);
    let place = Place::new("Skillnad mellan versioner", "/ekonomi")
        .step("Plan och budget", LIST)
        .step(new.title(), &own);
    let mut parts = Vec::new();
    let mut sums = heads("summor", "Summor som skiljer, kronor");
    for sum in &difference.sums {
        let change = sum.old.zip(sum.new).map(|(old, new)| new - old);
        let label = format!("{} {}", capital(sum.sum.label()), sum.year);
        sums.rows.push(row(
            label,
            [amount(sum.old), amount(sum.new), amount(change), Cell::default()],
        ));
    }
    let mut rows = heads("rader", "Rader som skiljer, kronor");
    for change in &difference.rows {
        let content = change.new.as_ref().or(change.old.as_ref());
        rows.rows.push(Row {
            kind: RowKind::Group,
            cells: vec![Cell::text(content.map_or_else(String::new, Content::label))],
        });
        let at = |content: &Option<Content>, place: usize| {
            content
                .as_ref()
                .and_then(|c| c.amounts().get(place).copied().flatten())
        };
        let note = change.new.as_ref().map_or("", Content::note);
        for (place, year) in new.years().into_iter().enumerate() {
            let (old, new) = (at(&change.old, place), at(&change.new, place));
            if old != new {
                let less = old.unwrap_or(Ore::ZERO);
                let step = (old.is_some() || new.is_some()).then(|| new.unwrap_or(Ore::ZERO) - less);
                rows.rows.push(row(
                    year.to_string(),
                    [amount(old), amount(new), amount(step), Cell::text(note)],
                ));
            }
        }
    }
    for (id, title, table) in [("summorna", "Summor", sums), ("raderna", "Rader", rows)] {
        if !table.rows.is_empty() {
            parts.push(part(id, title, vec![table]));
        }
    }
    let notices = if difference.is_empty() {
        vec![Notice {
            title: "Versionerna är lika".into(),
            lines: vec!["Inget belopp, ingen not och ingen rad skiljer.".into()],
            ..Notice::default()
        }]
    } else {
        Vec::new()
    };
    page(&PlanPage {
        shell: frame::shell(&site, &visitor, place).await?,
        lede: format!(
            "Från {} till {}. Bara det som skiljer visas.",
            name(&old),
            name(&new)
        ),
        actions: Vec::new(),
        refusals: crate::view::Refusals::default(),
        conflict: None,
        notices,
        ways: vec![Link::new(format!("Tillbaka till {}", name(&new)), own)],
        parts,
    })
}

fn name(plan: &Plan) -> String {
    format!(
        "{}, version {} ({})",
        plan.period(),
        plan.version.number,
        plan.version.state.word()
    )
}

fn heads(id: &str, caption: &str) -> Table {
    Table::new(id, caption, &["Rad", "Före#", "Efter#", "Ändring#", "Not"])
}

fn amount(amount: Option<Ore>) -> Cell {
    Cell::text(shown(amount))
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
