//! A change is made once, however often it is sent: each names a key, and the same key and content
//! get the same answer for a day.

use app::token::Asked;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{guard::Caller, problem::Problem};
use crate::site::Site;

/// What a change came to: keys and version, never what was sent.
pub struct Done {
    status: StatusCode,
    id: String,
    version: i64,
}

impl Done {
    /// Something new, in its first version.
    pub fn created(id: String) -> Done {
        Done {
            status: StatusCode::CREATED,
            id,
            version: 1,
        }
    }

    /// What was there, in a new version.
    pub fn changed(id: &str, version: i64) -> Done {
        Done {
            status: StatusCode::OK,
            id: id.to_owned(),
            version,
        }
    }
}

/// The idempotency key of a request.
///
/// # Errors
/// 400 without one that can be used.
pub(super) fn key(caller: &Caller) -> Result<String, Problem> {
    let sent = caller.headers.get("idempotency-key");
    let text = sent.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fits = (8..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if fits {
        return Ok(text.to_owned());
    }
    let detail = "Skicka Idempotency-Key med 8–64 bokstäver, siffror, - eller _, en ny för varje ändring. Då görs ändringen en gång även om den skickas flera.";
    Err(Problem::new(StatusCode::BAD_REQUEST, "idempotens", detail))
}

/// Makes a change under its key, or answers with what it came to before. A refusal frees the key: the
/// corrected content may be sent under it.
///
/// # Errors
/// The change's own; 409 while the same is under way, 422 for other content under the same key.
pub async fn once(
    site: &Site,
    caller: &Caller,
    act: impl Future<Output = Result<Done, Problem>>,
) -> Result<Response, Problem> {
    let key = key(caller)?;
    let version = caller.headers.get(header::IF_MATCH).map(HeaderValue::as_bytes);
    let content = [
        caller.target.as_bytes(),
        version.unwrap_or_default(),
        &caller.body,
    ]
    .join(&0);
    let claim = (key.as_str(), caller.secret.as_str(), content.as_slice());
    let app = &site.app;
    match app.claim_request(&caller.bearer, claim, site.now()).await? {
        Asked::First => {}
        Asked::Answered(status, answer) => return Ok(again(caller, status, &answer)),
        Asked::UnderWay => {
            let detail = "Samma begäran utförs redan. Vänta några sekunder och fråga igen.";
            return Err(Problem::new(StatusCode::CONFLICT, "pagar", detail));
        }
        Asked::Other => {
            let detail =
                "Nyckeln i Idempotency-Key är redan använd för ett annat innehåll. Välj en ny nyckel.";
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotens-annat",
                detail,
            ));
        }
    }
    match act.await {
        Ok(done) => {
            let answer = json!({ "id": done.id, "version": done.version }).to_string();
            let status = done.status.as_u16();
            app.answer_request(&caller.bearer, &key, Some((status, &answer)))
                .await?;
            Ok(again(caller, status, &answer))
        }
        Err(problem) => {
            app.answer_request(&caller.bearer, &key, None).await?;
            Err(problem)
        }
    }
}

/// The answer, the first time and every other.
fn again(caller: &Caller, status: u16, answer: &str) -> Response {
    let read: serde_json::Value = serde_json::from_str(answer).unwrap_or_default();
    let id = read["id"].as_str().unwrap_or_default();
    let version = read["version"].as_i64().unwrap_or_default();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let mut response = (status, kind, answer.to_owned()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag(version));
    let own = caller.target.split_once(' ').map_or("", |(_, path)| path);
    if let Ok(place) = HeaderValue::from_str(&place(own, id)) {
        headers.insert(header::LOCATION, place);
    }
    response
}

/// Where what was changed is read. A sheet of head counts is where it was put, a consultation at its
/// meeting, a recommendation in its insats's list; the rest have addresses of their own.
fn place(own: &str, id: &str) -> String {
    let parts: Vec<&str> = own.trim_start_matches("/api/v1/").split('/').collect();
    match parts.as_slice() {
        [_, _, "volym", ..] => own.to_owned(),
        ["insatser", insats, "rekommendationer", ..] => format!("/api/v1/insatser/{insats}/rekommendationer"),
        ["team", _, list] => format!("/api/v1/{list}/{id}"),
        [list @ ("remisser" | "moten"), key, ..] => format!("/api/v1/{list}/{key}"),
        _ => format!("/api/v1/deltaganden/{id}"),
    }
}

/// A version as an entity tag.
pub fn tag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}
