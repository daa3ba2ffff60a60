//! One participation: what has happened, what is recorded, what is missing and what is due.

use app::participation::Seen;
use axum::extract::{Path, Query, State};
use chrono::NaiveDate;
use domain::{
    codes::CodeTable,
    participation::{Contact, Moment, Record, State as Stands},
};

use super::{called, way};
use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, page},
    pages::participation::{Event, ParticipationPage},
    site::Site,
    view::{Cell, Link, Row, Table},
    visitor::Visitor,
};

/// The page.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(public_id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let seen = site
        .app
        .participation(&visitor.actor, &public_id, site.now())
        .await?;
    let record = &seen.record;
    let place = Place::new(called(&seen), "/deltagare").told(asked.besked.as_deref());
    let (first, others, grave) = acts(record);
    page(&ParticipationPage {
        shell: frame::shell(&site, &visitor, place).await?,
        lede: format!("{}, {}.", seen.insats.name, record.state().label()),
        elsewhere: seen.elsewhere,
        reversed: record.reversal.map(|reversal| {
            let why = reversal.reason.map_or("", |reason| reason.label());
            format!(
                "Felregistrerad {}: {why}. Deltagandet ingår inte i något antal.",
                reversal.on
            )
        }),
        first,
        others,
        grave,
        events: events(record, site.now().date_naive()),
        entry: record.entry_words(),
        exit: record.exit_words(),
        outcomes: outcomes(&seen),
        answers: answers(&seen),
        missing: missing(record),
        changed: format!(
            "Version {}, {} {} av {}.",
            record.keys.version,
            if record.keys.version == 1 {
                "registrerad"
            } else {
                "senast ändrad"
            },
            frame::when(record.keys.changed_at),
            seen.changed_by
        ),
    })
}

/// The one thing to do next, the others, and those that cannot be undone.
fn acts(record: &Record) -> (Option<Link>, Vec<Link>, Vec<Link>) {
    let own = way(&record.keys.public_id);
    let link = |words: &str, part: &str| Link::new(words, format!("{own}/{part}"));
    let named = record.entry.named().is_some();
    let first = match record.state() {
        Stands::Granted | Stands::Introduction => Some(link("Starta", "starta")),
        Stands::Open | Stands::Anonymous { closed: false } => Some(link("Avsluta", "avsluta")),
        Stands::Closed => Some(link("Följ upp", "uppfoljning")),
        Stands::Reversed | Stands::Anonymous { closed: true } => None,
    };
    let mut others = Vec::new();
    let mut grave: Vec<Link> = named
        .then(|| link("Återkalla samtycke", "samtycke"))
        .into_iter()
        .collect();
    if record.state() == Stands::Reversed {
        others.push(link("Vem har sett deltagandet", "logg"));
        return (first, others, grave);
    }
    if matches!(record.state(), Stands::Granted | Stands::Introduction) {
        others.push(link("Avsluta", "avsluta"));
    }
    if named {
        others.push(link("Plan och aktiviteter", "plan"));
    }
    if record.state() == Stands::Closed && record.transferred_to.is_none() {
        let address = format!("/deltagare/ny?fran={}", record.keys.public_id);
        others.push(Link::new("Gå vidare till en annan insats", address));
    }
    others.push(link("Rätta", "ratta"));
    others.push(link("Vem har sett deltagandet", "logg"));
    grave.push(link("Felregistrera", "felregistrera"));
    (first, others, grave)
}

/// What has happened and what is due, in order.
fn events(record: &Record, today: NaiveDate) -> Vec<Event> {
    let mut events = Vec::new();
    begun(record, &mut events);
    meanwhile(record, &mut events);
    ended(record, &mut events);
    let due = record.due(today).into_iter().map(|due| Event {
        on: due.on.to_string(),
        what: format!("Att göra: {}", due.label()),
        link: None,
        due: true,
        late: due.on < today,
    });
    events.extend(due);
    events.sort_by(|a, b| a.on.cmp(&b.on));
    events
}

fn event(on: NaiveDate, what: String, link: Option<Link>) -> Event {
    Event {
        on: on.to_string(),
        what,
        link,
        due: false,
        late: false,
    }
}

fn begun(record: &Record, events: &mut Vec<Event>) {
    let mut add = |on: NaiveDate, what: &str, link: Option<Link>| events.push(event(on, what.into(), link));
    if let Some(from) = &record.transferred_from {
        add(
            record.entry.start(),
            "Övergång från en annan insats",
            Some(Link::new("Öppna det förra", way(from))),
        );
    }
    if let Some(day) = record.granted {
        add(day, "Beviljad plats", None);
    }
    if let Some(day) = record.introduced {
        add(day, "Introduktionsgrupp", None);
    }
    let begun = matches!(record.fact(0).stage, domain::participation::Stage::Participating);
    if begun {
        add(record.entry.start(), "Inregistrering", None);
    }
}

fn meanwhile(record: &Record, events: &mut Vec<Event>) {
    let mut add = |on: NaiveDate, what: String| events.push(event(on, what, None));
    for goal in &record.interim.goals {
        let kind = if goal.parent.is_some() { "Delmål" } else { "Mål" };
        add(
            goal.set_on,
            format!("{kind}: {} ({})", goal.area.label(), goal.status.label()),
        );
    }
    for activity in &record.interim.activities {
        let until = activity.to.map(|to| format!(" till {to}")).unwrap_or_default();
        add(
            activity.from,
            format!(
                "{}, {} timmar i veckan{until}",
                activity.kind.label(),
                activity.hours
            ),
        );
    }
}

fn ended(record: &Record, events: &mut Vec<Event>) {
    let mut add = |on: NaiveDate, what: String, link: Option<Link>| events.push(event(on, what, link));
    if let Some(exit) = &record.exit {
        add(exit.date, "Utregistrering".into(), None);
    }
    for follow_up in &record.follow_ups {
        let found = match follow_up.contact {
            Contact::Reached => follow_up.words(),
            other => other.label().to_owned(),
        };
        add(
            follow_up.on,
            format!("Uppföljning efter {}: {found}", follow_up.months.label()),
            None,
        );
    }
    if let Some(to) = &record.transferred_to {
        let day = record
            .exit
            .as_ref()
            .map_or(record.entry.start(), |exit| exit.date);
        add(
            day,
            "Gick vidare till en annan insats".into(),
            Some(Link::new("Öppna det nya", way(to))),
        );
    }
}

fn outcomes(seen: &Seen) -> Vec<String> {
    let exit = seen
        .record
        .exit
        .as_ref()
        .filter(|_| seen.record.entry.named().is_some());
    let lists = exit
        .map(|exit| exit.outcomes(&seen.rules.lists))
        .unwrap_or_default();
    lists.into_iter().map(|list| list.name.clone()).collect()
}

fn answers(seen: &Seen) -> Vec<(String, String)> {
    let entry = seen
        .record
        .entry
        .named()
        .map(|named| (Moment::Entry, &named.answers));
    let exit = seen
        .record
        .exit
        .as_ref()
        .map(|exit| (Moment::Exit, &exit.answers));
    let follow_ups = seen
        .record
        .follow_ups
        .iter()
        .map(|f| (Moment::FollowUp, &f.answers));
    let between = [(Moment::Interim, &seen.record.interim.answers)];
    let all = entry.into_iter().chain(between).chain(exit).chain(follow_ups);
    let words = |(moment, answers): (Moment, &Vec<domain::participation::OwnAnswer>)| {
        answers
            .iter()
            .filter_map(|answer| {
                let question = seen.rules.questions.iter().find(|q| q.slug == answer.question)?;
                Some((
                    format!("{} ({})", question.text, moment.label()),
                    question.words(answer.value),
                ))
            })
            .collect::<Vec<_>>()
    };
    all.flat_map(words).collect()
}

fn missing(record: &Record) -> Table {
    let mut table = Table::new("saknas", "Uppgifter som saknas", &["Uppgift", "Varför"]);
    for (field, why) in record.missing() {
        table
            .rows
            .push(Row::of(vec![Cell::text(field.label()), Cell::text(why.label())]));
    }
    if record.entry.named().is_some() && record.exit.is_none() && record.reversal.is_none() {
        let due = "ej aktuellt ännu";
        table
            .rows
            .push(Row::of(vec![Cell::text("Uppgifter vid avslut"), Cell::text(due)]));
    }
    table
}
