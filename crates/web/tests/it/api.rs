//! The interface for programs: tokens, answers, refusals; and a fuzzer that reads its description.

mod course;
mod fuzz;
mod referrals;
mod rows;
mod tokens;

use app::{
    Actor, Role,
    token::{Holder, NewToken, Scope},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use testkit::clock;
use tower::ServiceExt;

use crate::site::{Answer, Site, persona, read};

/// A token for krus with these scopes.
pub async fn token(site: &Site, scopes: &[Scope]) -> String {
    token_for(site, "krus", scopes).await
}

pub async fn token_for(site: &Site, insats: &str, scopes: &[Scope]) -> String {
    token_at(site, insats, scopes, clock::now()).await
}

/// A token that works by the real clock.
pub async fn fresh_token(site: &Site, scopes: &[Scope], now: DateTime<Utc>) -> String {
    token_at(site, "krus", scopes, now).await
}

async fn token_at(site: &Site, insats: &str, scopes: &[Scope], now: DateTime<Utc>) -> String {
    let holder = Holder::Insats(insats.into());
    made(site, (Role::ParticipantManager, &holder), scopes, now).await
}

/// A token for a team, made by one of its own.
pub async fn team_token(site: &Site, team: &str, scopes: &[Scope], now: DateTime<Utc>) -> String {
    made(site, (Role::Team, &Holder::Team(team.into())), scopes, now).await
}

/// Somebody of this role at the holder's place.
pub async fn person(site: &Site, role: Role, holder: &Holder) -> Actor {
    let given = match holder {
        Holder::Insats(insats) => (Some(insats.as_str()), None),
        Holder::Team(team) => (None, Some(team.as_str())),
        Holder::Association => (None, None),
    };
    let mut persona = *persona(role);
    if given.1 == Some("soder") {
        // A persona's id says its insats, never its team.
        persona.id = "annat-team";
    }
    let user = site.app.add_persona(&persona, given, clock::now()).await;
    site.app.actor(&user.unwrap(), clock::today()).await.unwrap()
}

/// A token that somebody of this role made.
pub async fn made(
    site: &Site,
    (role, holder): (Role, &Holder),
    scopes: &[Scope],
    now: DateTime<Utc>,
) -> String {
    let actor = person(site, role, holder).await;
    let new = NewToken {
        name: "Journalen".into(),
        scopes: scopes.to_vec(),
        days: 30,
    };
    site.app.create_token(&actor, holder, &new, now).await.unwrap()
}

/// A request of a program.
pub struct Call<'a> {
    pub method: &'a str,
    pub address: &'a str,
    pub token: &'a str,
    pub key: &'a str,
    pub version: &'a str,
    pub body: Option<Value>,
}

impl Default for Call<'_> {
    fn default() -> Self {
        Call {
            method: "GET",
            address: "",
            token: "",
            key: "",
            version: "",
            body: None,
        }
    }
}

pub async fn call(site: &Site, call: Call<'_>) -> (Answer, Value) {
    let mut request = Request::builder().method(call.method).uri(call.address);
    for (name, value) in [("idempotency-key", call.key), ("if-match", call.version)] {
        if !value.is_empty() {
            request = request.header(name, value);
        }
    }
    if !call.token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", call.token));
    }
    if call.body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let body = call
        .body
        .map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let request = request.body(body).unwrap();
    let answer = read(site.router.clone().oneshot(request).await.unwrap()).await;
    let value = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
    (answer, value)
}

pub const ROWS: &str = "/api/v1/insatser/krus/deltaganden";

/// An entry that is right.
pub fn entry(reference: &str) -> Value {
    json!({
        "underlag": "skriftligt", "referens": reference, "start": "2022-05-02", "kon": "kvinna", "fodelsear": 1990,
        "remittent": "forsakringskassan", "utbildning": "gymnasium", "tid": "1_2_ar",
        "forsorjning": { "sjukpenning": 50, "forsorjningsstod": 50 }, "samtycke-datum": "2022-05-02",
    })
}
