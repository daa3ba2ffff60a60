//! Logging in by the organisation's own identity provider.

use app::Failure;
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Redirect,
};

use crate::{
    cookie, login,
    origin::From,
    page::{Answer, refused},
    site::Site,
};

/// What the provider sends back.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Back {
    code: String,
    state: String,
}

/// To the provider.
pub async fn begin(State(site): State<Site>) -> Answer {
    match site.app.begin_outside(site.now()).await {
        Ok((address, kept)) => {
            let cookie = cookie::put(cookie::OUTSIDE, &kept, site.options.secure);
            Ok(login::with_cookie(Redirect::to(&address), cookie))
        }
        Err(Failure::Refused(refusals)) => refused(&login::form(&site, "", "", &refusals)),
        Err(failure) => Err(failure.into()),
    }
}

/// Back from the provider. Whatever it sends, what was kept serves once.
pub async fn back(
    State(site): State<Site>,
    from: From,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Answer {
    let kept = cookie::named(&headers, cookie::OUTSIDE, site.options.secure).unwrap_or("");
    let (origin, now) = (from.origin(), site.now());
    let done = site
        .app
        .finish_outside(kept, (&back.state, &back.code), &origin, now)
        .await;
    let answer = match done {
        Ok(session) => login::landed(&site, &headers, &session).await,
        Err(Failure::Refused(refusals)) => refused(&login::form(&site, "", "", &refusals)),
        Err(failure) => Err(failure.into()),
    };
    answer.map(|answer| login::with_cookie(answer, cookie::remove(cookie::OUTSIDE, site.options.secure)))
}
