//! A consent is withdrawn.

use app::Failure;
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::refusal::Refusal;

use crate::{
    address,
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::withdrawal::{CertificatePage, WithdrawPage},
    site::Site,
    trouble::Trouble,
    view::Refusals,
    visitor::Visitor,
};

/// The form as sent.
#[derive(Debug, serde::Deserialize)]
pub struct Sent {
    #[serde(default)]
    forstatt: String,
}

/// What withdrawing means, and the button.
pub async fn ask(State(site): State<Site>, visitor: Visitor, Path(public_id): Path<String>) -> Answer {
    site.app.seen_by(&visitor.actor, &public_id).await?;
    page(&form(&site, &visitor, &public_id, &[]).await?)
}

/// Withdraws it, and goes on to the certificate.
pub async fn withdraw(
    State(site): State<Site>,
    visitor: Visitor,
    Path(public_id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Trouble> {
    if sent.forstatt != "ja" {
        site.app.seen_by(&visitor.actor, &public_id).await?;
        let message = "Bekräfta att personen har återkallat sitt samtycke. Det går inte att ångra.";
        let refusal = Refusal::at("bekrafta", "forstatt", message);
        return refused(&form(&site, &visitor, &public_id, &[refusal]).await?);
    }
    match site
        .app
        .withdraw_consent(&visitor.actor, &public_id, site.now())
        .await
    {
        Ok(code) => {
            site.desk.forget_waiting();
            Ok(done(&format!("/intyg/{code}"), "aterkallat"))
        }
        Err(Failure::Refused(refusals)) => refused(&form(&site, &visitor, &public_id, &refusals).await?),
        Err(failure) => Err(failure.into()),
    }
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    public_id: &str,
    refusals: &[Refusal],
) -> Result<WithdrawPage, Trouble> {
    let participation = format!("/deltagare/{}", address::encode(public_id));
    let place = Place::new("Återkalla samtycke", "/deltagare").step("Deltagandet", &participation);
    Ok(WithdrawPage {
        shell: frame::shell(site, visitor, place).await?,
        refusals: Refusals::of(refusals),
        action: format!("{participation}/samtycke"),
        back: participation,
    })
}

/// What was done, to print.
pub async fn certificate(
    State(site): State<Site>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let made = site.app.withdrawal_certificate(&visitor.actor, &code).await?;
    let place = Place::new("Intyg om återkallat samtycke", "/deltagare").told(asked.besked.as_deref());
    page(&CertificatePage {
        shell: frame::shell(&site, &visitor, place).await?,
        facts: vec![
            ("Intygets nummer", made.code),
            ("Insats", made.insats),
            ("Återkallat", frame::when(made.at)),
            ("Registrerat av", made.who),
        ],
        removed: made
            .done
            .removed
            .iter()
            .map(|(words, count)| format!("{words}: {count}"))
            .collect(),
        figures: made.done.figures,
        kept: made.done.kept,
        backups: made.done.backups,
    })
}
