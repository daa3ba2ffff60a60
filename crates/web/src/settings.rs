//! The association, its members, what has happened.

use app::{Failure, rights::Act};
use axum::extract::{Query, State};

use crate::{
    economy,
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, page},
    pages::settings::SettingsPage,
    site::Site,
    view::{Cell, Row, Table},
    visitor::Visitor,
};

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let place = Place::new("Inställningar", "/installningar")
        .in_year(shown, "/installningar?ar=")
        .told(asked.besked.as_deref());
    let association = year.association();
    let mapping = year.mapping();
    let may_map = visitor.may(Act::ReadEconomy);
    page(&SettingsPage {
        shell: frame::shell(&site, &visitor, place).await?,
        facts: vec![
            ("Namn", association.name.clone()),
            ("Organisationsnummer", association.org_number.clone()),
            ("Säte", association.seat.clone()),
            (
                "Bildat",
                association.formed.map(|day| day.to_string()).unwrap_or_default(),
            ),
        ],
        members: economy::contributions(&year),
        mapping: may_map.then(|| {
            format!(
                "{} intervall av konton, från mallen {}.",
                mapping.ranges.len(),
                mapping.preset
            )
        }),
        users: visitor.may(Act::ManageUsers),
        reviews: visitor.may(Act::ReadAudit),
        events: match site.app.events(&visitor.actor, 20).await {
            Ok(events) => event_table(&events),
            Err(Failure::NotFound) => Table::default(),
            Err(failure) => return Err(failure.into()),
        },
    })
}

fn event_table(events: &[app::pages::Happening]) -> Table {
    let mut table = Table::new("handelselista", "De tjugo senaste", &["När", "Vem", "Vad"]);
    for event in events {
        table.rows.push(Row::of(vec![
            Cell::text(frame::when(event.at)),
            Cell::text(&event.who),
            Cell::text(&event.what),
        ]));
    }
    table
}
