//! Participations for the insats's own system: the same acts as the pages.

use app::{
    Failure,
    participation::{Correction, Sending},
};
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{StatusCode, header},
    response::Response,
};
use domain::{
    codes::CodeTable,
    participation::{Entry, Exit, ReversalReason, Rules},
    refusal::Refusal,
};
use serde_json::{Map, Value, json};

use super::{
    body::{self, Sent},
    guard::Caller,
    once::{Done, once, tag},
    problem::Problem,
    record, schema,
};
use crate::{page::json as json_text, site::Site};

/// Which participations.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    lage: Option<String>,
    #[serde(default)]
    referens: String,
    #[serde(default)]
    fran: i64,
}

/// The states a list can be narrowed to, by the number the list knows them by.
pub const STATES: [&str; 7] = [
    "",
    "beviljad",
    "introduktion",
    "deltar",
    "avslutad",
    "felregistrerad",
    "anonym",
];

/// The participations of an insats, newest entry first.
pub async fn list(
    State(site): State<Site>,
    caller: Caller,
    Path(insats): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    caller.of_insats(&insats)?;
    let wrong = |detail: &str| Problem::new(StatusCode::BAD_REQUEST, "parameter", detail);
    let Query(asked) = asked.map_err(|_| wrong("Parametrarna är lage, referens och fran (ett tal)."))?;
    // The list knows all states by nought; asked for by name is one of them.
    let named = |lage: &String| STATES.iter().skip(1).position(|state| state == lage);
    let state = match &asked.lage {
        None => Some(0),
        Some(lage) => named(lage).map(|place| place + 1),
    };
    let state = state.ok_or_else(|| {
        wrong("lage är någon av beviljad, introduktion, deltar, avslutad, felregistrerad, anonym.")
    })?;
    if asked.referens.chars().any(char::is_control) || asked.referens.chars().count() > 40 {
        return Err(wrong("referens är en del av en beteckning, högst 40 tecken."));
    }
    if !(0..=10_000_000).contains(&asked.fran) {
        return Err(wrong("fran är antalet som hoppas över, från 0."));
    }
    let filter = app::participation::Filter {
        state: i64::try_from(state).unwrap_or(0),
        reference: asked.referens,
    };
    let actor = &caller.bearer.actor;
    let listing = site
        .app
        .show_participations(actor, &insats, (&filter, asked.fran), site.now())
        .await?;
    let rows: Vec<Value> = listing
        .rows
        .iter()
        .map(|row| record::line(&row.public_id, row.reference.as_deref(), &row.fact))
        .collect();
    Ok(json_text(&json!({ "deltaganden": rows, "fler": listing.more })))
}

/// One participation.
pub async fn one(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let seen = site
        .app
        .participation(&caller.bearer.actor, &id, site.now())
        .await?;
    let mut response = json_text(&record::whole(&seen.record));
    let version = tag(seen.record.keys.version);
    response.headers_mut().insert(header::ETAG, version);
    Ok(response)
}

/// Enters a participation.
pub async fn enter(
    State(site): State<Site>,
    caller: Caller,
    Path(insats): Path<String>,
) -> Result<Response, Problem> {
    caller.of_insats(&insats)?;
    let object = body::object(&caller)?;
    let act = async {
        let actor = &caller.bearer.actor;
        let sent = Sent::read(object, &schema::registered(), "")?;
        let named = sent.fields.text(schema::RECOMMENDATION);
        if !named.is_empty() {
            waits(&site, &caller, (&insats, named)).await?;
        }
        let sending = Sending {
            recommendation: Some(named).filter(|key| !key.is_empty()),
            ..Sending::default()
        };
        let read = |rules: &Rules| Entry::read(&sent.fields, &sent.person, rules);
        let entered = site.app.send_entry(actor, &insats, read, sending, site.now());
        let id = entered.await.map_err(|failure| sent.failed(failure))?;
        Ok(Done::created(id))
    };
    once(&site, &caller, act).await
}

/// Puts a corrected entry, and exit, in place of what stands.
pub async fn correct(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    let act = async {
        let actor = &caller.bearer.actor;
        let seen = site.app.participation(actor, &id, site.now()).await?;
        let correction = correction(object, &seen.rules)?;
        let version = site
            .app
            .correct_participation(actor, (&id, version), correction, site.now())
            .await?;
        Ok(Done::changed(&id, version))
    };
    once(&site, &caller, act).await
}

/// Refuses a recommendation that does not wait for the insats.
async fn waits(site: &Site, caller: &Caller, (insats, key): (&str, &str)) -> Result<(), Problem> {
    let found = site
        .app
        .recommendation(&caller.bearer.actor, key, site.now())
        .await;
    match found {
        Ok(waiting) if waiting.insats == insats => Ok(()),
        Ok(_) | Err(Failure::NotFound) => {
            let message = "Ingen sådan rekommendation väntar på insatsen. Hämta listan över rekommendationer igen, eller utelämna fältet.";
            let place = schema::RECOMMENDATION;
            Err(Problem::fields(vec![Refusal::at(
                "rekommendation-okand",
                place,
                message,
            )]))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The path to the fields of the exit inside a participation.
const EXIT_AT: &str = "utregistrering.";

fn correction(mut object: Map<String, Value>, rules: &Rules) -> Result<Correction, Problem> {
    let exit = match object.remove(record::EXIT) {
        None => None,
        Some(Value::Object(exit)) => Some(exit),
        Some(_) => {
            let message = "Skicka utregistreringen som ett objekt.";
            return Err(Problem::fields(vec![Refusal::at(
                "falt-form",
                record::EXIT,
                message,
            )]));
        }
    };
    let sent = Sent::read(object, &schema::entry(), "")?;
    let entry = Entry::read(&sent.fields, &sent.person, rules).map_err(|faults| sent.refused(faults))?;
    let exit = match exit {
        None => None,
        Some(exit) => {
            let sent = Sent::read(exit, &schema::exit(), EXIT_AT)?;
            let read = Exit::read(&sent.fields, entry.start(), rules);
            Some(read.map_err(|faults| sent.refused(faults))?)
        }
    };
    Ok(Correction { entry, exit })
}

/// Closes a participation.
pub async fn close(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    let act = async {
        let actor = &caller.bearer.actor;
        let seen = site.app.participation(actor, &id, site.now()).await?;
        let sent = Sent::read(object, &schema::exit(), "")?;
        let start = seen.record.entry.start();
        let exit = Exit::read(&sent.fields, start, &seen.rules).map_err(|faults| sent.refused(faults))?;
        let version = site
            .app
            .close_participation(actor, (&id, version), exit, site.now())
            .await
            .map_err(|failure| sent.failed(failure))?;
        Ok(Done::changed(&id, version))
    };
    once(&site, &caller, act).await
}

/// Reverses a participation that was registered by mistake.
pub async fn reverse(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    let act = async {
        let actor = &caller.bearer.actor;
        let sent = Sent::read(object, &schema::reversal(), "")?;
        let reason = ReversalReason::from_slug(sent.fields.text("skal"));
        let reason = reason.ok_or_else(Problem::not_found)?;
        let version = site
            .app
            .reverse_participation(actor, (&id, version), reason, site.now())
            .await?;
        Ok(Done::changed(&id, version))
    };
    once(&site, &caller, act).await
}
