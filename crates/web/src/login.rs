//! Logging in and out.

use app::Failure;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    cookie, frame,
    page::{Answer, page},
    pages::login::{LoginPage, LoginState},
    site::Site,
    trouble::Trouble,
    visitor::Visitor,
};

/// Why somebody came to the log-in page.
#[derive(serde::Deserialize)]
pub struct Asked {
    besked: Option<String>,
}

/// The log-in page.
pub async fn ask(Query(asked): Query<Asked>) -> Answer {
    show(if asked.besked.is_some() {
        LoginState::Ended
    } else {
        LoginState::Ask
    })
}

/// A link was opened. Looking does not use it: the button does.
pub async fn link(State(site): State<Site>, Path(token): Path<String>) -> Answer {
    match site.app.link_holder(&token, site.now()).await {
        Ok(actor) => {
            let roles: Vec<&str> = actor.assignments.iter().map(|a| a.role.label()).collect();
            show(LoginState::Ready {
                address: format!("/logga-in/{token}"),
                name: actor.name,
                role: roles.join(", "),
            })
        }
        Err(Failure::NotFound) => spent(),
        Err(failure) => Err(failure.into()),
    }
}

/// The button was pressed.
pub async fn enter(State(site): State<Site>, Path(token): Path<String>) -> Answer {
    match site.app.log_in(&token, site.now()).await {
        Ok(session) => Ok(with_cookie(
            Redirect::to("/"),
            cookie::set(&session, site.options.secure),
        )),
        Err(Failure::NotFound) => spent(),
        Err(failure) => Err(failure.into()),
    }
}

/// Out, and everything of the session is forgotten.
pub async fn leave(State(site): State<Site>, visitor: Visitor) -> Result<Response, Trouble> {
    site.app.log_out(&visitor.token).await?;
    let mut response = with_cookie(
        Redirect::to("/logga-in?besked=ut"),
        cookie::clear(site.options.secure),
    );
    let headers = response.headers_mut();
    headers.insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}

fn spent() -> Answer {
    let mut response = show(LoginState::Spent)?;
    *response.status_mut() = axum::http::StatusCode::NOT_FOUND;
    Ok(response)
}

fn show(state: LoginState) -> Answer {
    page(&LoginPage {
        shell: frame::outside("Logga in"),
        state,
    })
}

fn with_cookie(redirect: Redirect, cookie: Option<HeaderValue>) -> Response {
    let mut response = redirect.into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
