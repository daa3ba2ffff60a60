//! A team's meetings and the consultations held there, for its own system; and the recommendations they
//! came to, for the insats's.

use app::referral::{Listing, TeamDesk, form_key};
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use domain::{
    consultation::{Draft, Party},
    participation::Fields,
};
use serde_json::{Value, json};

use super::{
    body::{self, Sent},
    course::with_version,
    guard::Caller,
    once::{Done, once},
    problem::Problem,
    record,
    referrals::skipped,
    schema,
};
use crate::{page::json as json_text, site::Site};

/// Which meetings.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    fran: i64,
}

/// The meetings of a team, the latest first.
pub async fn list(
    State(site): State<Site>,
    caller: Caller,
    Path(team): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    caller.of_team(&team)?;
    let Query(asked) = asked.map_err(|_| {
        let detail = "Parametern är fran (ett tal).";
        Problem::new(StatusCode::BAD_REQUEST, "parameter", detail)
    })?;
    let actor = &caller.bearer.actor;
    let from = skipped(asked.fran)?;
    let Listing { rows, more } = site.app.list_meetings(actor, &team, from).await?;
    let rows: Vec<Value> = rows.iter().map(record::held).collect();
    Ok(json_text(&json!({ "moten": rows, "fler": more })))
}

fn parties(fields: &Fields) -> Vec<Party> {
    let sent = |party: &Party| fields.all("parter").any(|slug| slug == party.slug());
    Party::ALL.into_iter().filter(sent).collect()
}

/// Plans or registers a meeting.
pub async fn create(
    State(site): State<Site>,
    caller: Caller,
    Path(team): Path<String>,
) -> Result<Response, Problem> {
    caller.of_team(&team)?;
    let object = body::object(&caller)?;
    let act = async {
        let sent = Sent::read(object, &schema::meeting(), "")?;
        let typed = ("", sent.fields.text("dag"), parties(&sent.fields));
        let actor = &caller.bearer.actor;
        let added = site.app.add_meeting(actor, &team, typed, site.now());
        Ok(Done::created(
            added.await.map_err(|failure| sent.failed(failure))?,
        ))
    };
    once(&site, &caller, act).await
}

/// One meeting with its consultations.
pub async fn one(
    State(site): State<Site>,
    caller: Caller,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let actor = &caller.bearer.actor;
    let TeamDesk { desk, .. } = site.app.desk_of(actor, &key, site.now()).await?;
    let meeting = desk.meeting(&key).ok_or_else(Problem::not_found)?;
    Ok(with_version(&record::meeting(&desk, meeting), meeting.version))
}

/// Saves who took part in a meeting.
pub async fn save_parties(
    State(site): State<Site>,
    caller: Caller,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    let act = async {
        let sent = Sent::read(object, &schema::parties(), "")?;
        let seen = (key.as_str(), Some(version));
        let actor = &caller.bearer.actor;
        let saved = site
            .app
            .set_parties(actor, seen, parties(&sent.fields), site.now());
        Ok(Done::changed(
            &key,
            saved.await.map_err(|failure| sent.failed(failure))?,
        ))
    };
    once(&site, &caller, act).await
}

/// Registers a consultation at a meeting; with a recommendation its referral is answered.
pub async fn consult(
    State(site): State<Site>,
    caller: Caller,
    Path(meeting): Path<String>,
) -> Result<Response, Problem> {
    let object = body::object(&caller)?;
    let act = async {
        let sent = Sent::read(object, &schema::consultation(), "")?;
        let text = |name: &str| sent.fields.text(name).to_owned();
        let draft = Draft {
            referral: text("remiss"),
            kind: text("rekommendation"),
            insats: text("insats"),
            reason: text("skal"),
            answered: text("svar"),
        };
        let key = form_key("")?;
        let actor = &caller.bearer.actor;
        let added = site
            .app
            .add_consultation(actor, &meeting, (&key, &draft), site.now());
        added.await.map_err(|failure| sent.failed(failure))?;
        Ok(Done::created(key))
    };
    once(&site, &caller, act).await
}

/// The recommendations that wait for an insats, the one that has waited longest first.
pub async fn recommended(
    State(site): State<Site>,
    caller: Caller,
    Path(insats): Path<String>,
) -> Result<Response, Problem> {
    caller.of_insats(&insats)?;
    let actor = &caller.bearer.actor;
    let list = site
        .app
        .recommendations_waiting(actor, &insats, site.now())
        .await?;
    let rows: Vec<Value> = list.waiting.iter().map(record::waiting).collect();
    Ok(json_text(&json!({ "rekommendationer": rows })))
}

/// Says that a recommendation did not become a participation.
pub async fn not_taken(
    State(site): State<Site>,
    caller: Caller,
    Path((insats, key)): Path<(String, String)>,
) -> Result<Response, Problem> {
    caller.of_insats(&insats)?;
    let object = body::object(&caller)?;
    let act = async {
        let sent = Sent::read(object, &schema::not_taken(), "")?;
        let why = (sent.fields.text("datum"), sent.fields.text("skal"));
        let actor = &caller.bearer.actor;
        let closed = site.app.close_recommendation(actor, &key, why, site.now());
        closed.await.map_err(|failure| sent.failed(failure))?;
        Ok(Done::changed(&key, 1))
    };
    once(&site, &caller, act).await
}
