//! One voucher, and the way on to requisition, budget and decision.

use app::matching::{Entry, Match};
use axum::extract::{Path, State};
use chrono::Datelike;
use domain::money::Ore;

use super::WAY;
use crate::{
    frame::{self, Place},
    page::{Answer, page},
    pages::work::{WorkLine, WorkPage, WorkPart},
    requisition::JOB,
    site::Site,
    source,
    view::{Cell, Refusals, Row, Table},
    visitor::Visitor,
};

/// One voucher, and the way on to requisition, budget and decision.
pub async fn voucher(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, voucher)): Path<(i32, String)>,
) -> Answer {
    let (series, number) = voucher.rsplit_once('-').unwrap_or(("", voucher.as_str()));
    let lines = site.app.voucher(&visitor.actor, year, (series, number)).await?;
    let found = site.app.matching(&visitor.actor, year, site.now()).await?;
    let name = format!("{series} {number}").trim().to_owned();
    let on = onward(&found, &name, year);
    let date = lines
        .first()
        .map(|line| line.date.to_string())
        .unwrap_or_default();
    let place = Place::new(format!("Verifikation {name}"), "/ekonomi")
        .step("Trevägsmatchning", format!("{WAY}?ar={year}"));
    page(&WorkPage {
        shell: frame::shell(&site, &visitor, place).await?,
        state: Cell::default(),
        lede: format!("Bokförd {date}."),
        links: Vec::new(),
        primary: None,
        ways: Vec::new(),
        refusals: Refusals::default(),
        notice: Default::default(),
        parts: vec![
            WorkPart {
                id: "rader-del".into(),
                title: "Rader".into(),
                tables: vec![table(&lines)],
                ..WorkPart::default()
            },
            WorkPart {
                id: "vidare".into(),
                title: "Till rekvisition, budget och beslut".into(),
                words: if on.is_empty() {
                    vec!["Verifikationen hör inte till någon rekvisition.".into()]
                } else {
                    Vec::new()
                },
                lines: on,
                ..WorkPart::default()
            },
        ],
    })
}

fn table(lines: &[Entry]) -> Table {
    let mut table = Table::new(
        "rader",
        "Verifikationens rader, kronor".to_owned(),
        &["Konto", "Namn", "Projekt", "Text", "Belopp#"],
    );
    for line in lines {
        table.rows.push(Row::of(vec![
            Cell::text(line.account.to_string()),
            Cell::text(&line.account_name),
            Cell::text(&line.project),
            Cell::text(&line.text),
            Cell::text(Ore(line.amount).to_string()),
        ]));
    }
    table.notes.push("Debet är plus, kredit minus.".into());
    table
}

/// The requisitions a voucher pays, and the budget they were decided in.
fn onward(found: &Match, name: &str, year: i32) -> Vec<WorkLine> {
    let own: Vec<usize> = found
        .bookings
        .iter()
        .enumerate()
        .filter(|(_, b)| b.voucher == name && b.date.year() == year)
        .map(|(index, _)| index)
        .collect();
    let rows = found.quarters.iter().flat_map(|q| &q.rows);
    let matched = rows.flat_map(|(_, line, _)| {
        let mine = line
            .claims
            .iter()
            .filter(|m| m.bookings.iter().any(|b| own.contains(b)));
        mine.map(move |m| (m, line))
    });
    let mut on: Vec<WorkLine> = matched
        .filter_map(|(m, line)| {
            let claim = found.claims.get(m.claim)?;
            let budget = line
                .budget
                .map_or_else(String::new, |b| format!(", budget {b}\u{a0}kr"));
            Some(WorkLine {
                words: format!("Rekvisition {}, {}", claim.number, claim.period.label()),
                href: format!("{JOB}/{}", claim.number),
                note: format!("{}\u{a0}kr, {}{budget}", claim.amount, m.how.label()),
                ..WorkLine::default()
            })
        })
        .collect();
    if !found.source.is_empty() {
        on.push(WorkLine {
            words: format!("Budget {year}"),
            href: "/ekonomi/plan".into(),
            note: source::words(&found.source),
            ..WorkLine::default()
        });
    }
    on
}
