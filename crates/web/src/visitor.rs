//! Who is asking, and the guard in front of every route: session, right, origin and form token.

use app::{
    Actor,
    rights::{Act, On, may, may_somewhere},
    token::Scope,
};
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use crate::{api, cookie, forgery, refill, site::Site, trouble::Trouble};

/// A form of words that is kept for after the log-in is at most this long, in bytes.
const MOST_KEPT: usize = 256 << 10;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Everyone,
    /// Whoever is logged in.
    LoggedIn,
    /// Those who may do this somewhere; for others the page does not exist. The act asks for the
    /// insats or team in the address.
    May(Act),
    /// Those who may do any of these.
    MayAny(&'static [Act]),
    /// Programs with a token of this scope; sessions mean nothing here.
    Token(Scope),
}

impl Access {
    /// Whether this actor passes; the same function that every act asks.
    pub fn lets_in(self, actor: &Actor) -> bool {
        match self {
            Access::Everyone | Access::LoggedIn => true,
            Access::May(act) => may_somewhere(actor, act),
            Access::Token(_) => false,
            Access::MayAny(acts) => acts.iter().any(|act| may_somewhere(actor, *act)),
        }
    }
}

/// A logged-in visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who.
    pub actor: Actor,
    /// The token of every form.
    pub csrf: String,
    /// The session's own token.
    pub token: String,
    /// The facts' revision when the request began.
    pub revision: i64,
}

impl Visitor {
    /// Whether to show the way to an act of the whole association.
    pub fn may(&self, act: Act) -> bool {
        may(&self.actor, act, On::Association)
    }

    /// Whether to show the way to an act on some insats or team of theirs.
    pub fn may_somewhere(&self, act: Act) -> bool {
        may_somewhere(&self.actor, act)
    }

    /// The visitor of a request's cookie, if there is an open session.
    ///
    /// # Errors
    /// The database's own, as trouble.
    pub async fn of(site: &Site, headers: &HeaderMap) -> Result<Option<Visitor>, Trouble> {
        let Some(token) = cookie::read(headers, site.options.secure) else {
            return Ok(None);
        };
        let session = site.app.session(token, site.now()).await?;
        Ok(session.map(|session| Visitor {
            actor: session.actor,
            csrf: session.csrf,
            token: token.to_owned(),
            revision: session.revision,
        }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visitor, Trouble> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        visitor.ok_or_else(|| Trouble::of(StatusCode::UNAUTHORIZED))
    }
}

/// What the guard of one route knows.
#[derive(Clone)]
pub struct Gate {
    /// The site.
    pub site: Site,
    /// Who may pass.
    pub access: Access,
    /// The longest body taken, in bytes.
    pub limit: usize,
}

/// Lets a request through to its handler, or answers in its place.
pub async fn guard(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    if let Access::Token(scope) = gate.access {
        return api::guard::guard(&gate, scope, request, next).await;
    }
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let request = match admit(&gate, request).await {
        Ok(request) => request,
        Err(response) => return *response,
    };
    let visitor = request.extensions().get::<Visitor>();
    match visitor.map(|visitor| visitor.revision).filter(|_| only_reads) {
        Some(revision) => app::as_of(revision, next.run(request)).await,
        None => next.run(request).await,
    }
}

/// The session is gone. If it only ran out, what was typed is kept for after the log-in.
async fn held_back(gate: &Gate, request: Request) -> Box<Response> {
    let (parts, body) = request.into_parts();
    let action = parts
        .uri
        .path_and_query()
        .map_or("/", |whole| whole.as_str())
        .to_owned();
    let kept = match to_bytes(body, gate.limit.min(MOST_KEPT)).await {
        Ok(bytes) => refill::hold(&gate.site, &parts.headers, &action, &bytes).await,
        Err(_) => Ok(false),
    };
    Box::new(match kept {
        Ok(true) => Redirect::to("/logga-in?besked=behallet").into_response(),
        Ok(false) => Trouble::of(StatusCode::UNAUTHORIZED).into_response(),
        Err(trouble) => trouble.into_response(),
    })
}

async fn admit(gate: &Gate, request: Request) -> Result<Request, Box<Response>> {
    let refuse = |trouble: Trouble| Box::new(trouble.into_response());
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && !forgery::from_our_own_page(request.headers()) {
        return Err(refuse(Trouble::of(StatusCode::FORBIDDEN)));
    }
    let visitor = Visitor::of(&gate.site, request.headers()).await.map_err(refuse)?;
    match &visitor {
        None if gate.access == Access::Everyone => {}
        None if changes => return Err(held_back(gate, request).await),
        None => return Err(Box::new(Redirect::to("/logga-in").into_response())),
        Some(visitor) if gate.access.lets_in(&visitor.actor) => {}
        Some(_) => return Err(refuse(Trouble::not_found())),
    }
    let (mut parts, body) = request.into_parts();
    let body = if changes {
        let bytes = to_bytes(body, gate.limit).await;
        let bytes = bytes.map_err(|_| refuse(Trouble::of(StatusCode::PAYLOAD_TOO_LARGE)))?;
        // Without a session there is no token to carry; the log-in link is the secret there.
        if let Some(visitor) = visitor.as_ref().filter(|_| gate.access != Access::Everyone)
            && !forgery::carries_token(&parts.headers, &bytes, &visitor.csrf)
        {
            return Err(refuse(Trouble::of(StatusCode::FORBIDDEN)));
        }
        Body::from(bytes)
    } else {
        body
    };
    if let Some(visitor) = visitor {
        parts.extensions.insert(visitor);
    }
    Ok(Request::from_parts(parts, body))
}
