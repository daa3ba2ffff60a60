//! The association, its members, what has happened.

use app::{Failure, rights::Act};
use axum::extract::{Query, State};

use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, page},
    pages::settings::SettingsPage,
    site::Site,
    view::{Cell, Door, Doors, Row, Table},
    visitor::Visitor,
};

/// Events shown here; the log has them all.
const SHOWN: u32 = 8;

const PEOPLE: &[Door] = &[
    (
        "Användare och roller",
        "/installningar/anvandare",
        "Bjud in, ge och ta tillbaka roller.",
    ),
    (
        "Nycklar för program",
        "/installningar/nycklar",
        "Låt insatsernas egna system skriva hit.",
    ),
    (
        "Vad rollerna får göra",
        "/installningar/rattigheter",
        "Hela listan, och roller som utesluter varandra.",
    ),
];

const RULES: &[Door] = &[
    (
        "Konton och rader",
        "/installningar/konton",
        "Vilket konto som hör till vilken rad i räkenskaperna.",
    ),
    (
        "Röjandekontroll",
        "/installningar/rojande",
        "Den minsta grupp som visas utanför insatsen.",
    ),
    (
        "Utfallslistor",
        "/installningar/utfall",
        "Vad som räknas som stegförflyttning, insats för insats.",
    ),
    (
        "Nationell uppföljning",
        "/installningar/insatser",
        "Insatserna i den nationella uppföljningens ord.",
    ),
];

const LOGS: &[Door] = &[
    (
        "Logg",
        "/granskning/logg",
        "Ändringar och läsningar, kedjade så att inget kan tas bort.",
    ),
    (
        "Gallring",
        "/gallring",
        "Hur länge uppgifter sparas, och protokoll över vad som tagits bort.",
    ),
];

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let place = Place::new("Inställningar", "/installningar")
        .in_year(shown, "/installningar?ar=")
        .told(asked.besked.as_deref());
    let association = year.association();
    let facts = [
        ("Namn", association.name.clone()),
        ("Organisationsnummer", association.org_number.clone()),
        ("Säte", association.seat.clone()),
        (
            "Bildat",
            association.formed.map(|day| day.to_string()).unwrap_or_default(),
        ),
    ];
    page(&SettingsPage {
        shell: frame::shell(&site, &visitor, place).await?,
        facts: facts.into_iter().filter(|(_, words)| !words.is_empty()).collect(),
        groups: Doors::open(
            &visitor,
            &[
                ("behorigheter", "Behörigheter", PEOPLE),
                ("regler", "Regler", RULES),
                ("loggar", "Loggar och gallring", LOGS),
            ],
        ),
        may_read_log: visitor.may(Act::ReadAudit),
        events: match site.app.events(&visitor.actor, SHOWN).await {
            Ok(events) => event_table(&events),
            Err(Failure::NotFound) => Table::default(),
            Err(failure) => return Err(failure.into()),
        },
    })
}

fn event_table(events: &[app::pages::Happening]) -> Table {
    let mut table = Table::new("handelselista", "De åtta senaste", &["När", "Vem", "Vad"]);
    for event in events {
        table.rows.push(Row::of(vec![
            Cell::text(frame::when(event.at)),
            Cell::text(&event.who),
            Cell::text(&event.what),
        ]));
    }
    table
}
