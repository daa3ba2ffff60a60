//! What happens to a participation between entry and exit, and after: its start, its plan, its follow-ups.

use axum::{
    extract::{Path, State},
    http::header,
    response::Response,
};
use domain::{
    codes::CodeTable,
    participation::{FollowUp, Interim, Stage},
    refusal::Refusal,
};
use serde_json::{Value, json};

use super::{
    body::{self, Sent},
    guard::Caller,
    once::{Done, once, tag},
    problem::Problem,
    record, schema,
};
use crate::{page::json as json_text, site::Site};

/// An answer with its version in ETag.
pub fn with_version(value: &Value, version: i64) -> Response {
    let mut response = json_text(value);
    response.headers_mut().insert(header::ETAG, tag(version));
    response
}

/// Begins: from granted to introduction or participating.
pub async fn start(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    let act = async {
        let sent = Sent::read(object, &schema::start(), "")?;
        let stage = Stage::from_slug(sent.fields.text("lage")).ok_or_else(Problem::not_found)?;
        let day = sent.fields.text("start").parse().map_err(|_| {
            let message = "Skicka datumet som ÅÅÅÅ-MM-DD.";
            Problem::fields(vec![Refusal::at("datum-form", "start", message)])
        })?;
        let actor = &caller.bearer.actor;
        let begun = site
            .app
            .begin_participation(actor, (&id, version), (stage, day), site.now());
        Ok(Done::changed(
            &id,
            begun.await.map_err(|failure| sent.failed(failure))?,
        ))
    };
    once(&site, &caller, act).await
}

/// The plan.
pub async fn plan(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let seen = site
        .app
        .participation(&caller.bearer.actor, &id, site.now())
        .await?;
    let version = seen.record.keys.version;
    Ok(with_version(&record::plan(&seen.record.interim), version))
}

/// Puts a plan in place of what stands.
pub async fn save_plan(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    let act = async {
        let actor = &caller.bearer.actor;
        let seen = site.app.participation(actor, &id, site.now()).await?;
        let sent = Sent::read(object, &schema::plan(), "")?;
        let start = seen.record.entry.start();
        let plan = Interim::read(&sent.fields, start, &seen.rules);
        let plan = plan.map_err(|faults| sent.refused(faults))?;
        let saved = site.app.save_interim(actor, (&id, version), plan, site.now());
        Ok(Done::changed(
            &id,
            saved.await.map_err(|failure| sent.failed(failure))?,
        ))
    };
    once(&site, &caller, act).await
}

/// The follow-ups made.
pub async fn follow_ups(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let seen = site
        .app
        .participation(&caller.bearer.actor, &id, site.now())
        .await?;
    let made: Vec<Value> = seen.record.follow_ups.iter().map(record::follow_up).collect();
    let version = seen.record.keys.version;
    Ok(with_version(&json!({ "uppfoljningar": made }), version))
}

/// Saves a follow-up.
pub async fn follow_up(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    let act = async {
        let actor = &caller.bearer.actor;
        let seen = site.app.participation(actor, &id, site.now()).await?;
        let sent = Sent::read(object, &schema::follow_up(), "")?;
        let exit = seen.record.exit.as_ref();
        let left = exit.map_or(seen.rules.today, |exit| exit.date);
        let made = FollowUp::read(&sent.fields, left, &seen.rules);
        let made = made.map_err(|faults| sent.refused(faults))?;
        let saved = site.app.save_follow_up(actor, (&id, version), made, site.now());
        Ok(Done::changed(
            &id,
            saved.await.map_err(|failure| sent.failed(failure))?,
        ))
    };
    once(&site, &caller, act).await
}
