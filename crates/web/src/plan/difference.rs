//! Two versions beside each other: only what differs.

use axum::extract::{Path, Query, State};
use domain::{
    money::Ore,
    plan::{Difference, Plan, difference::Content, form::shown},
    words::capital,
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
    let (sums, rows) = (sums(&difference), rows(&difference, &new));
    for (id, title, table) in [("summorna", "Summor", sums), ("raderna", "Rader", rows)] {
        if !table.rows.is_empty() {
            parts.push(part(id, title, vec![table]));
        }
    }
    let shared = new.years().iter().any(|year| old.years().contains(year));
    if !shared {
        parts.clear();
    }
    let notices = if !shared {
        vec![Notice {
            title: "Versionerna har inget gemensamt år".into(),
            lines: vec![format!(
                "{} gäller andra år än {}. Välj en version för samma år att jämföra med.",
                name(&old),
                name(&new)
            )],
            ..Notice::default()
        }]
    } else if difference.is_empty() {
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

fn sums(difference: &Difference) -> Table {
    let mut sums = heads("summor", "Summor som skiljer, kronor");
    for sum in &difference.sums {
        let change = sum.old.zip(sum.new).map(|(old, new)| new - old);
        let label = format!("{} {}", capital(sum.sum.label()), sum.year);
        let cells = [amount(sum.old), amount(sum.new), amount(change), Cell::default()];
        sums.rows.push(row(label, cells));
    }
    sums
}

/// Row by row, only the years that differ.
fn rows(difference: &Difference, new: &Plan) -> Table {
    let mut rows = heads("rader", "Rader som skiljer, kronor");
    for change in &difference.rows {
        let content = change.new.as_ref().or(change.old.as_ref());
        rows.rows.push(Row {
            kind: RowKind::Group,
            cells: vec![Cell::text(content.map_or_else(String::new, Content::label))],
        });
        let at = |content: Option<&Content>, place: usize| content?.amounts().get(place).copied().flatten();
        let note = change.new.as_ref().map_or("", Content::note);
        let before = rows.rows.len();
        for (place, year) in new.years().into_iter().enumerate() {
            let (old, new) = (at(change.old.as_ref(), place), at(change.new.as_ref(), place));
            if old != new {
                let step = new.unwrap_or(Ore::ZERO) - old.unwrap_or(Ore::ZERO);
                let cells = [amount(old), amount(new), amount(Some(step)), Cell::text(note)];
                rows.rows.push(row(year.to_string(), cells));
            }
        }
        if rows.rows.len() == before {
            let words = match (&change.old, &change.new) {
                (None, _) => "ny rad",
                (_, None) => "borttagen rad",
                _ => "not eller slag ändrat",
            };
            let empty = [
                Cell::default(),
                Cell::default(),
                Cell::default(),
                Cell::text(note),
            ];
            rows.rows.push(row(words, empty));
        }
    }
    rows
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
