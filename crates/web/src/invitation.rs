//! Choosing a password: invited, or because it was forgotten.

use app::{
    Failure,
    invitation::{Chosen, Invited},
};
use axum::{
    extract::{Form, Path, State},
    http::HeaderMap,
    response::Redirect,
};
use domain::refusal::Refusal;

use crate::{
    cookie, frame, login,
    origin::From,
    page::{Answer, page, refused},
    pages::login::{ChoosePage, CodesPage, ForgotPage, Telephone},
    site::Site,
    view::{Field, Link, Refusals, Shell},
};

/// What was chosen.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Sent {
    losenord: String,
    igen: String,
    kod: String,
}

impl Sent {
    fn chosen(self) -> Chosen {
        Chosen {
            password: self.losenord,
            again: self.igen,
            code: self.kod,
        }
    }
}

/// An address.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    epost: String,
}

/// An invitation was opened.
pub async fn show(State(site): State<Site>, Path(link): Path<String>) -> Answer {
    match site.app.invitation(&link, site.now()).await {
        Ok(invited) => page(&invitation(&link, invited, &[])),
        Err(Failure::NotFound) => login::spent(),
        Err(failure) => Err(failure.into()),
    }
}

/// Password and telephone were chosen: shows the spare codes.
pub async fn accept(
    State(site): State<Site>,
    from: From,
    headers: HeaderMap,
    Path(link): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    let (now, secure) = (site.now(), site.options.secure);
    match site.app.accept(&link, &sent.chosen(), &from.origin(), now).await {
        Ok((session, codes)) => {
            if let Some(old) = cookie::read(&headers, secure) {
                site.app.log_out(old).await?;
            }
            let shown = codes_page(
                frame::outside("Dina reservkoder"),
                codes,
                Link::new("Fortsätt", "/"),
            );
            Ok(login::with_cookie(page(&shown)?, cookie::set(&session, secure)))
        }
        Err(Failure::Refused(refusals)) => {
            let invited = site.app.invitation(&link, now).await?;
            refused(&invitation(&link, invited, &refusals))
        }
        Err(Failure::NotFound) => login::spent(),
        Err(failure) => Err(failure.into()),
    }
}

/// The page that shows spare codes.
pub fn codes_page(shell: Shell, codes: Vec<String>, way: Link) -> CodesPage {
    CodesPage { shell, codes, way }
}

fn invitation(link: &str, invited: Invited, refusals: &[Refusal]) -> ChoosePage {
    let refusals = Refusals::of(refusals);
    let (path, side) = invited.square.unwrap_or_default();
    ChoosePage {
        shell: frame::outside("Välkommen"),
        lede: format!(
            "Du är inbjuden som {}. Välj lösenord och koppla din telefon.",
            invited.actor.name
        ),
        action: format!("/inbjudan/{link}"),
        email: invited.email,
        passwords: passwords(&refusals),
        telephone: Some(Telephone {
            secret: invited.secret,
            address: invited.address,
            path,
            side,
        }),
        code: Field::known("kod", "Koden som appen visar", ("text", "one-time-code"))
            .help("Visar att kopplingen fungerar.")
            .error(&refusals),
        button: "Spara och logga in",
        refusals,
    }
}

/// The two fields of a new password.
pub fn passwords(refusals: &Refusals) -> Vec<Field> {
    vec![
        Field::known("losenord", "Nytt lösenord", ("password", "new-password"))
            .help("Minst 12 tecken. Fyra ord efter varandra är lätta att minnas och svåra att gissa.")
            .error(refusals),
        Field::known("igen", "Samma lösenord igen", ("password", "new-password")).error(refusals),
    ]
}

/// The password is forgotten.
pub async fn ask(State(site): State<Site>) -> Answer {
    page(&forgot(&site, false, "", &[]))
}

/// An address was sent. The answer is the same whoever it belongs to.
pub async fn forgotten(State(site): State<Site>, from: From, Form(asked): Form<Asked>) -> Answer {
    match site.app.forgot(&asked.epost, &from.origin(), site.now()).await {
        Ok(()) => page(&forgot(&site, true, "", &[])),
        Err(Failure::Refused(refusals)) => refused(&forgot(&site, false, &asked.epost, &refusals)),
        Err(failure) => Err(failure.into()),
    }
}

fn forgot(site: &Site, done: bool, email: &str, refusals: &[Refusal]) -> ForgotPage {
    let refusals = Refusals {
        title: "Det gick inte att skicka".into(),
        ..Refusals::of(refusals)
    };
    ForgotPage {
        shell: frame::outside(if done {
            "Se efter i din e-post"
        } else {
            "Glömt lösenordet"
        }),
        email: Field::known("epost", "E-postadress", ("email", "username"))
            .help("Den som du loggar in med.")
            .first()
            .value(email),
        refusals,
        done,
        letters: site.app.sends_letters(),
    }
}

/// A link from a letter was opened.
pub async fn open_reset(State(site): State<Site>, Path(link): Path<String>) -> Answer {
    match site.app.reset_holder(&link, site.now()).await {
        Ok(email) => page(&reset_page(&link, email, &[])),
        Err(Failure::NotFound) => login::spent(),
        Err(failure) => Err(failure.into()),
    }
}

/// A new password was chosen.
pub async fn reset(
    State(site): State<Site>,
    from: From,
    Path(link): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    let now = site.now();
    match site.app.reset(&link, &sent.chosen(), &from.origin(), now).await {
        Ok(()) => Ok(login::with_cookie(
            Redirect::to("/logga-in?besked=losenord"),
            cookie::clear(site.options.secure),
        )),
        Err(Failure::Refused(refusals)) => {
            let email = site.app.reset_holder(&link, now).await?;
            refused(&reset_page(&link, email, &refusals))
        }
        Err(Failure::NotFound) => login::spent(),
        Err(failure) => Err(failure.into()),
    }
}

fn reset_page(link: &str, email: String, refusals: &[Refusal]) -> ChoosePage {
    let refusals = Refusals::of(refusals);
    ChoosePage {
        shell: frame::outside("Nytt lösenord"),
        lede: "Alla dina sessioner avslutas när lösenordet byts.".into(),
        action: format!("/aterstall/{link}"),
        email,
        passwords: passwords(&refusals),
        telephone: None,
        code: Field::known("kod", "Engångskod", ("text", "one-time-code"))
            .help("Sex siffror från appen i din telefon, eller en reservkod.")
            .error(&refusals),
        button: "Byt lösenord",
        refusals,
    }
}
