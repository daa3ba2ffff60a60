//! The participations of one's own insatser: what is due, and the list.

use app::participation::{Filter, Waiting};
use axum::extract::{Query, State};
use chrono::NaiveDate;
use domain::{
    codes::CodeTable,
    facts::Insats,
    participation::{Due, State as Stands},
};

use super::way;
use crate::{
    address::encode,
    frame::{self, Place},
    page::{Answer, page},
    pages::participation::{DueLine, Line, ParticipationsPage},
    site::Site,
    view::Link,
    visitor::Visitor,
};

/// How many things due are shown; the rest are in the list.
const DUE: usize = 8;

/// States to choose from, by their place in the filter.
const STATES: [&str; 7] = [
    "alla",
    "beviljade, ej startade",
    "i introduktionsgrupp",
    "pågår",
    "avslutade",
    "felregistrerade",
    "anonyma",
];

/// What is asked for: everything stands in the address.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    insats: Option<String>,
    lage: Option<i64>,
    sok: Option<String>,
    fran: Option<i64>,
    besked: Option<String>,
}

/// The page.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let state = asked.lage.filter(|state| (0..=6).contains(state)).unwrap_or(0);
    let query = asked.sok.unwrap_or_default();
    let offset = asked.fran.unwrap_or(0).max(0);
    let today = site.now().date_naive();
    let filter = Filter {
        state,
        reference: query.trim().to_owned(),
    };
    let part = (&filter, offset);
    let insats = asked.insats.as_deref();
    let desk = site
        .app
        .participation_desk(&visitor.actor, insats, part, DUE, site.now())
        .await?;
    let (chosen, listing) = (&desk.chosen, &desk.listing);
    let slug = chosen.insats.slug.as_str();
    let here = |state: i64, offset: i64| {
        format!(
            "/deltagare?insats={slug}&lage={state}&sok={}&fran={offset}",
            encode(query.trim())
        )
    };
    let due = desk.due.iter().map(|waiting| due_line(waiting, today));
    let lines = listing.rows.iter().map(|row| {
        let due = Due::of(&row.fact, &row.made, row.lost, today);
        let due = due.first().copied();
        line(row.reference.as_deref(), &row.public_id, &row.fact, due)
    });
    let shown = listing.rows.len();
    let place = Place::new("Deltagare", "/deltagare").told(asked.besked.as_deref());
    page(&ParticipationsPage {
        shell: frame::shell(&site, &visitor, place).await?,
        insats: chosen.insats.name.clone(),
        slug: slug.to_owned(),
        insatser: desk.own.iter().map(|own| choice(&own.insats, slug)).collect(),
        due: due.collect(),
        due_more: desk.all_due.saturating_sub(desk.due.len()),
        states: (0_i64..)
            .zip(STATES)
            .map(|(code, words)| (code, words, code == state))
            .collect(),
        query: query.clone(),
        lines: lines.collect(),
        summary: summary(shown, offset, listing.more),
        next: listing
            .more
            .then(|| here(state, offset + app::participation::PAGE)),
        enter: chosen.may_edit.then(|| format!("/deltagare/ny?insats={slug}")),
    })
}

fn choice(own: &Insats, shown: &str) -> (Link, bool) {
    let link = Link::new(&own.name, format!("/deltagare?insats={}", own.slug));
    (link, own.slug == shown)
}

fn due_line(waiting: &Waiting, today: NaiveDate) -> DueLine {
    let name = waiting.reference.clone();
    DueLine {
        when: waiting.due.on.to_string(),
        late: waiting.due.on < today,
        text: waiting.due.label(),
        way: Link::new(
            name.unwrap_or_else(|| "deltagandet".into()),
            way(&waiting.public_id),
        ),
    }
}

/// How many are shown, and which.
fn summary(shown: usize, offset: i64, more: bool) -> String {
    match (shown, offset) {
        (0, _) => "Inget deltagande passar urvalet.".into(),
        (_, 0) if !more => format!("{shown} deltaganden, senaste starten först."),
        _ => format!(
            "Visar {}–{}, senaste starten först.",
            offset + 1,
            offset + i64::try_from(shown).unwrap_or(0)
        ),
    }
}

fn line(
    reference: Option<&str>,
    public_id: &str,
    fact: &domain::facts::ParticipationFact,
    due: Option<Due>,
) -> Line {
    let end = fact
        .exit
        .as_ref()
        .map(|exit| exit.date.to_string())
        .unwrap_or_default();
    let sex = fact
        .sex
        .map_or("", |sex| if sex.code() == 1 { "kvinna" } else { "man" });
    let born = fact
        .birth_year
        .map(|year| format!("{year}, "))
        .unwrap_or_default();
    let time = if fact.anonymous {
        fact.entry.format("%Y").to_string()
    } else {
        format!("{}–{end}", fact.entry)
    };
    Line {
        way: way(public_id),
        reference: reference.unwrap_or("Anonymt").to_owned(),
        state: Stands::of(fact).label(),
        due: due.map(Due::label).unwrap_or_default(),
        time,
        person: format!("{born}{sex}"),
    }
}
