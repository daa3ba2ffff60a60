//! Referrals for a team's own system: the same acts as the pages.

use app::referral::{Filter, Listing, Step, TeamDesk};
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use domain::referral::{Draft, Stage};
use serde_json::{Value, json};

use super::{
    body::{self, Sent},
    course::with_version,
    guard::Caller,
    once::{Done, once},
    problem::Problem,
    record,
    schema::{self, Field},
};
use crate::{page::json as json_text, site::Site};

/// Which referrals.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    skede: Option<String>,
    #[serde(default)]
    referens: String,
    #[serde(default)]
    fran: i64,
}

/// What can be named in a team's referrals, meetings and consultations.
pub async fn choices(
    State(site): State<Site>,
    caller: Caller,
    Path(team): Path<String>,
) -> Result<Response, Problem> {
    caller.of_team(&team)?;
    let choices = site.app.referral_choices(&caller.bearer.actor, &team).await?;
    Ok(json_text(&record::choices(&choices)))
}

/// The referrals of a team, newest first.
pub async fn list(
    State(site): State<Site>,
    caller: Caller,
    Path(team): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    caller.of_team(&team)?;
    let wrong = |detail: &str| Problem::new(StatusCode::BAD_REQUEST, "parameter", detail);
    let Query(asked) = asked.map_err(|_| wrong("Parametrarna är skede, referens och fran (ett tal)."))?;
    let stage = asked.skede.as_deref();
    if stage.is_some_and(|stage| !Stage::SLUGS.contains(&stage)) {
        let detail = format!("skede är någon av {}.", Stage::SLUGS.join(", "));
        return Err(wrong(&detail));
    }
    if asked.referens.chars().any(char::is_control) || asked.referens.chars().count() > 40 {
        return Err(wrong("referens är en del av en referens, högst 40 tecken."));
    }
    let filter = Filter {
        stage: asked.skede.unwrap_or_default(),
        reference: asked.referens,
    };
    let part = (&filter, skipped(asked.fran)?);
    let actor = &caller.bearer.actor;
    let Listing { rows, more } = site.app.list_referrals(actor, &team, part, site.now()).await?;
    let rows: Vec<Value> = rows.iter().map(record::referral_line).collect();
    Ok(json_text(&json!({ "remisser": rows, "fler": more })))
}

/// How many of a list are skipped, as asked.
pub fn skipped(asked: i64) -> Result<i64, Problem> {
    if (0..=10_000_000).contains(&asked) {
        return Ok(asked);
    }
    let detail = "fran är antalet som hoppas över, från 0.";
    Err(Problem::new(StatusCode::BAD_REQUEST, "parameter", detail))
}

/// Registers a referral.
pub async fn register(
    State(site): State<Site>,
    caller: Caller,
    Path(team): Path<String>,
) -> Result<Response, Problem> {
    caller.of_team(&team)?;
    let object = body::object(&caller)?;
    let act = async {
        let sent = Sent::read(object, &schema::referral(), "")?;
        let text = |name: &str| sent.fields.text(name).to_owned();
        let draft = Draft {
            reference: text("referens"),
            unit: text("enhet"),
            authority: text("myndighet"),
            new_unit: text("ny-enhet"),
            need: text("behov"),
            municipality: text("kommun"),
            received: text("mottagen"),
        };
        let actor = &caller.bearer.actor;
        let added = site.app.add_referral(actor, &team, ("", &draft), site.now());
        Ok(Done::created(
            added.await.map_err(|failure| sent.failed(failure))?,
        ))
    };
    once(&site, &caller, act).await
}

/// One referral with what has happened to it.
pub async fn one(
    State(site): State<Site>,
    caller: Caller,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let actor = &caller.bearer.actor;
    let TeamDesk { desk, .. } = site.app.desk_of(actor, &key, site.now()).await?;
    let referral = desk.referral(&key).ok_or_else(Problem::not_found)?;
    let version = desk.version(referral);
    Ok(with_version(&record::referral(&desk, referral), version))
}

/// The team takes a referral up.
pub async fn accept(site: State<Site>, caller: Caller, key: Path<String>) -> Result<Response, Problem> {
    step(site, caller, key, ("ta-emot", &schema::day())).await
}

/// The team sends a referral back, for a reason.
pub async fn send_back(site: State<Site>, caller: Caller, key: Path<String>) -> Result<Response, Problem> {
    step(site, caller, key, ("aterlamna", &schema::returned())).await
}

/// The sender takes a referral back.
pub async fn withdraw(site: State<Site>, caller: Caller, key: Path<String>) -> Result<Response, Problem> {
    step(site, caller, key, ("aterta", &schema::day())).await
}

async fn step(
    State(site): State<Site>,
    caller: Caller,
    Path(key): Path<String>,
    (what, fields): (&str, &[Field]),
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    let act = async {
        let sent = Sent::read(object, fields, "")?;
        let step = Step {
            what: what.to_owned(),
            on: sent.fields.text("datum").to_owned(),
            reason: sent.fields.text("skal").to_owned(),
        };
        let seen = (key.as_str(), Some(version));
        let actor = &caller.bearer.actor;
        let taken = site.app.step_referral(actor, seen, &step, site.now());
        Ok(Done::changed(
            &key,
            taken.await.map_err(|failure| sent.failed(failure))?,
        ))
    };
    once(&site, &caller, act).await
}
