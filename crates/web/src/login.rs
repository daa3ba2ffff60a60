//! Logging in and out.

use app::{Failure, login::Typed};
use axum::{
    extract::{Form, Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::refusal::Refusal;

use crate::{
    cookie, frame,
    origin::From,
    page::{Answer, page, refused},
    pages::login::{LoginForm, LoginPage, LoginState},
    site::Site,
    trouble::Trouble,
    view::{Field, Refusals},
    visitor::Visitor,
};

/// Why somebody came to the log-in page.
#[derive(serde::Deserialize)]
pub struct Asked {
    besked: Option<String>,
}

/// What was typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Sent {
    epost: String,
    losenord: String,
    kod: String,
}

/// The log-in page.
pub async fn ask(State(site): State<Site>, Query(asked): Query<Asked>) -> Answer {
    let note = match asked.besked.as_deref() {
        Some("behallet") => {
            "Sessionen hade gått ut. Det du skrev är inte sparat men finns kvar: logga in så får du tillbaka det."
        }
        Some("losenord") => "Lösenordet är bytt. Logga in med det nya.",
        Some("overallt") => "Du är utloggad överallt.",
        Some(_) => {
            "Du är utloggad. Sessionen avslutas av sig själv efter en stund utan aktivitet. Det du hade skrivit i ett avsnitt av en rapport finns kvar som utkast."
        }
        None => "",
    };
    page(&form(&site, note, "", &[]))
}

/// Address, password and code were sent.
pub async fn try_in(
    State(site): State<Site>,
    from: From,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Answer {
    let typed = Typed {
        email: sent.epost,
        password: sent.losenord,
        code: sent.kod,
    };
    let origin = from.origin();
    match site.app.log_in_with_password(&typed, &origin, site.now()).await {
        Ok(session) => landed(&site, &headers, &session).await,
        Err(Failure::Refused(refusals)) => refused(&form(&site, "", &typed.email, &refusals)),
        Err(failure) => Err(failure.into()),
    }
}

/// The log-in page with what was wrong.
pub fn form(site: &Site, note: &str, email: &str, refusals: &[Refusal]) -> LoginPage {
    let refusals = Refusals {
        title: "Det gick inte att logga in".into(),
        ..Refusals::of(refusals)
    };
    let fields = vec![
        Field::known("epost", "E-postadress", ("email", "username"))
            .first()
            .value(email)
            .error(&refusals),
        Field::known("losenord", "Lösenord", ("password", "current-password")),
        Field::known("kod", "Engångskod", ("text", "one-time-code"))
            .help("Sex siffror från appen i din telefon, eller en reservkod."),
    ];
    LoginPage {
        shell: frame::outside("Logga in"),
        state: LoginState::Ask(Box::new(LoginForm {
            note: note.to_owned(),
            refusals,
            fields,
            provider: site.app.provider_name().map(str::to_owned),
        })),
    }
}

/// In: to the page with the half-typed form, if one waits; otherwise to the start page. A session that
/// the browser had is ended.
pub async fn landed(site: &Site, headers: &HeaderMap, session: &str) -> Answer {
    let secure = site.options.secure;
    if let Some(old) = cookie::read(headers, secure) {
        site.app.log_out(old).await?;
    }
    let open = site.app.session(session, site.now()).await?;
    let held = match &open {
        Some(open) => site.app.held(&open.actor, site.now()).await?,
        None => None,
    };
    let to = held.as_ref().map_or("/", |held| held.page.as_str());
    let mut response = with_cookie(Redirect::to(to), cookie::set(session, secure));
    if held.is_some()
        && let Some(cookie) = cookie::put(cookie::HELD, "1", secure)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
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
pub async fn enter(State(site): State<Site>, headers: HeaderMap, Path(token): Path<String>) -> Answer {
    match site.app.log_in(&token, site.now()).await {
        Ok(session) => landed(&site, &headers, &session).await,
        Err(Failure::NotFound) => spent(),
        Err(failure) => Err(failure.into()),
    }
}

/// Out, and everything of the session is forgotten.
pub async fn leave(State(site): State<Site>, visitor: Visitor) -> Result<Response, Trouble> {
    site.app.log_out(&visitor.token).await?;
    Ok(left(&site, "ut"))
}

/// The answer to somebody who is out; `told` is the code of what the log-in page says.
pub fn left(site: &Site, told: &str) -> Response {
    let mut response = with_cookie(
        Redirect::to(&format!("/logga-in?besked={told}")),
        cookie::clear(site.options.secure),
    );
    let headers = response.headers_mut();
    headers.insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    response
}

/// A link that is used or too old.
pub fn spent() -> Answer {
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

/// An answer that sets a cookie.
pub fn with_cookie(answer: impl IntoResponse, cookie: Option<HeaderValue>) -> Response {
    let mut response = answer.into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
