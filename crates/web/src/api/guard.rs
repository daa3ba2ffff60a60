//! The guard in front of every route for programs: token, pace, scope.

use app::token::{Bearer, Holder, Scope};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts, Request},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{once, problem::Problem};
use crate::visitor::Gate;

/// The program that asks.
#[derive(Clone)]
pub struct Caller {
    /// Whoever the token stands for.
    pub bearer: Bearer,
    /// The token itself: it keys what is kept of a request.
    pub secret: String,
    /// What was sent.
    pub body: Bytes,
    /// The headers, for key and version.
    pub headers: HeaderMap,
    /// Method and path.
    pub target: String,
}

impl Caller {
    /// Asks whether the token is for this insats; others are not found.
    ///
    /// # Errors
    /// Not found.
    pub fn of_insats(&self, insats: &str) -> Result<(), Problem> {
        match self.bearer.holder() {
            Holder::Insats(own) if own == insats => Ok(()),
            _ => Err(Problem::not_found()),
        }
    }

    /// Asks whether the token is for this team; others are not found.
    ///
    /// # Errors
    /// Not found.
    pub fn of_team(&self, team: &str) -> Result<(), Problem> {
        match self.bearer.holder() {
            Holder::Team(own) if own == team => Ok(()),
            _ => Err(Problem::not_found()),
        }
    }

    /// The version named by If-Match.
    ///
    /// # Errors
    /// 400 without an idempotency key, or for a version that cannot be; 428 without one.
    pub fn version(&self) -> Result<i64, Problem> {
        once::key(self)?;
        let Some(sent) = self.headers.get(header::IF_MATCH) else {
            let detail = "Skicka If-Match med den version du har läst, till exempel If-Match: \"3\".";
            return Err(Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "version-saknas",
                detail,
            ));
        };
        let text = sent.to_str().unwrap_or_default().trim();
        let digits = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| {
            let detail = "If-Match ska vara en version som den står i ETag, till exempel \"3\".";
            Problem::new(StatusCode::BAD_REQUEST, "version-form", detail)
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Caller, Problem> {
        parts
            .extensions
            .get::<Caller>()
            .cloned()
            .ok_or_else(Problem::unauthorized)
    }
}

/// Lets a program's request through to its handler, or answers in its place.
pub async fn guard(gate: &Gate, scope: Scope, request: Request, next: Next) -> Response {
    match admit(gate, scope, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn admit(gate: &Gate, scope: Scope, request: Request) -> Result<Request, Problem> {
    let (mut parts, body) = request.into_parts();
    let secret = token(&parts.headers)
        .ok_or_else(Problem::unauthorized)?
        .to_owned();
    let now = gate.site.now();
    let bearer = gate.site.app.bearer(&secret, now).await?;
    let bearer = bearer.ok_or_else(Problem::unauthorized)?;
    gate.site
        .pace
        .take(bearer.key(), now)
        .map_err(Problem::too_fast)?;
    if !bearer.has(scope) {
        return Err(Problem::beyond(scope));
    }
    let body = if matches!(parts.method, Method::GET | Method::HEAD) {
        Bytes::new()
    } else {
        to_bytes(body, gate.limit).await.map_err(|_| {
            let detail = format!("Högst {} kB tas emot.", gate.limit >> 10);
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "storlek", detail)
        })?
    };
    parts.extensions.insert(Caller {
        bearer,
        secret,
        body,
        headers: parts.headers.clone(),
        target: format!("{} {}", parts.method, parts.uri.path()),
    });
    Ok(Request::from_parts(parts, Body::empty()))
}

/// The token of an Authorization header.
fn token(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
