//! One's own account: sessions, password, spare codes.

use app::{Failure, invitation::Chosen};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::refusal::Refusal;

use crate::{
    frame::{self, Place},
    insatser::Asked,
    invitation, login,
    origin::From,
    page::{Answer, done, page, refused},
    pages::account::{AccountPage, SessionRow},
    site::Site,
    trouble::Trouble,
    view::{Field, Link, Refusals},
    visitor::Visitor,
};

const NO_ROLE: &str = "Ingen roll gäller i dag. Be den som bjöd in dig om en.";

/// What the forms send.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Sent {
    nuvarande: String,
    losenord: String,
    igen: String,
    bekrafta: String,
    nyckel: String,
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    page(&account(&site, &visitor, asked.besked.as_deref(), &[]).await?)
}

/// Ends one session, or all of them.
pub async fn end(
    State(site): State<Site>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Result<Response, Trouble> {
    if sent.nyckel.is_empty() {
        site.app.end_sessions(&visitor.actor, site.now()).await?;
        return Ok(login::left(&site, "overallt"));
    }
    let ended = site
        .app
        .end_session(&visitor.actor, &sent.nyckel, site.now())
        .await;
    match ended {
        // It may have ended by itself meanwhile; that is what was asked for.
        Ok(()) | Err(Failure::NotFound) => Ok(done("/konto", "session")),
        Err(failure) => Err(failure.into()),
    }
}

/// Changes the password.
pub async fn password(
    State(site): State<Site>,
    visitor: Visitor,
    from: From,
    Form(sent): Form<Sent>,
) -> Answer {
    let chosen = Chosen {
        password: sent.losenord,
        again: sent.igen,
        code: String::new(),
    };
    let who = (&visitor.actor, visitor.token.as_str());
    let changed = site
        .app
        .change_password(who, &sent.nuvarande, &chosen, &from.origin(), site.now())
        .await;
    match changed {
        Ok(()) => Ok(done("/konto", "losenord")),
        Err(Failure::Refused(refusals)) => refused(&account(&site, &visitor, None, &refusals).await?),
        Err(failure) => Err(failure.into()),
    }
}

/// New spare codes, shown once.
pub async fn codes(State(site): State<Site>, visitor: Visitor, from: From, Form(sent): Form<Sent>) -> Answer {
    let renewed = site
        .app
        .renew_codes(&visitor.actor, &sent.bekrafta, &from.origin(), site.now())
        .await;
    match renewed {
        Ok(codes) => {
            let place = Place::new("Dina reservkoder", "").step("Ditt konto", "/konto");
            let shell = frame::shell(&site, &visitor, place).await?;
            page(&invitation::codes_page(
                shell,
                codes,
                Link::new("Till ditt konto", "/konto"),
            ))
        }
        Err(Failure::Refused(refusals)) => refused(&account(&site, &visitor, None, &refusals).await?),
        Err(failure) => Err(failure.into()),
    }
}

fn session_row(session: app::account::OwnSession) -> SessionRow {
    SessionRow {
        key: session.key,
        begun: frame::when(session.begun),
        method: session.method,
        browser: if session.browser.is_empty() {
            "okänd webbläsare".into()
        } else {
            session.browser
        },
        this: session.this,
    }
}

async fn account(
    site: &Site,
    visitor: &Visitor,
    told: Option<&str>,
    refusals: &[Refusal],
) -> Result<AccountPage, Trouble> {
    let own = site
        .app
        .account(&visitor.actor, &visitor.token, site.now())
        .await?;
    let places = site.app.places().await.unwrap_or_default();
    let roles: Vec<String> = visitor
        .actor
        .assignments
        .iter()
        .map(|role| places.words(role))
        .collect();
    let refusals = Refusals::of(refusals);
    let mut password = Vec::new();
    if own.has_password {
        let old = Field::known(
            "nuvarande",
            "Nuvarande lösenord",
            ("password", "current-password"),
        );
        password.push(old.error(&refusals));
        password.extend(invitation::passwords(&refusals));
    }
    let place = Place::new("Ditt konto", "").step("Ditt konto", "").told(told);
    Ok(AccountPage {
        shell: frame::shell(site, visitor, place).await?,
        facts: vec![
            ("Namn", visitor.actor.name.clone()),
            ("E-postadress", own.email.unwrap_or_else(|| "ingen".into())),
            (
                "Roller",
                if roles.is_empty() {
                    NO_ROLE.into()
                } else {
                    roles.join("; ")
                },
            ),
        ],
        sessions: own.sessions.into_iter().map(session_row).collect(),
        password,
        confirm: Field::known("bekrafta", "Ditt lösenord", ("password", "current-password"))
            .help("De gamla reservkoderna slutar gälla.")
            .error(&refusals),
        codes: match own.codes_left {
            0 => "Du har inga reservkoder kvar.".into(),
            1 => "Du har en reservkod kvar.".into(),
            left => format!("Du har {left} reservkoder kvar."),
        },
        refusals,
    })
}
