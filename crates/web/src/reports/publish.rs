//! Publishing: refused, with its findings, while anything must be fixed.

use app::{Failure, report::Which};
use axum::{
    extract::{Form, Path, State},
    response::Response,
};
use domain::{finding::Severity, number, refusal::Refusal};

use super::{must_fix, named, way};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::reports::PublishPage,
    site::Site,
    trouble::Trouble,
    view::{FindingCard, Refusals},
    visitor::Visitor,
};

/// What is sent.
#[derive(serde::Deserialize)]
pub struct Sent {
    forstatt: Option<String>,
}

/// What publishing means, or what stops it.
pub async fn ask(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year)): Path<(String, i32)>,
) -> Answer {
    page(&form(&site, &visitor, named((&kind, year))?, &[]).await?)
}

/// Publishes.
pub async fn publish(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year)): Path<(String, i32)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Trouble> {
    let which = named((&kind, year))?;
    let published = if sent.forstatt.is_some() {
        site.app.publish_report(&visitor.actor, which, site.now()).await
    } else {
        let message = "Kryssa för att styrelsen har godkänt rapporten.";
        Err(Refusal::at("publicera-godkand", "forstatt", message).into())
    };
    match published {
        Ok(_) => Ok(done(&way(which), "publicerad")),
        Err(Failure::Refused(refusals)) => refused(&form(&site, &visitor, which, &refusals).await?),
        Err(failure) => Err(failure.into()),
    }
}

/// What was refused: what stands outside this page is said without a link.
pub fn told(title: &str, refusals: &[Refusal]) -> Refusals {
    let here = |refusal: &Refusal| match refusal.place.as_str() {
        "" | "forstatt" => refusal.clone(),
        place => Refusal::new(refusal.code, format!("{place}: {}", refusal.message)),
    };
    Refusals {
        title: title.into(),
        lines: refusals.iter().map(here).collect(),
    }
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    which: Which,
    refusals: &[Refusal],
) -> Result<PublishPage, Trouble> {
    let findings = site.app.findings(&visitor.actor, which.year, None).await?;
    let stops = findings
        .iter()
        .filter(|found| found.finding.severity == Severity::MustFix);
    let stops: Vec<FindingCard> = stops
        .enumerate()
        .map(|(i, found)| FindingCard::of(&found.finding, i + 1))
        .collect();
    let waiting = findings
        .iter()
        .filter(|found| found.may_be_answered() && found.is_open())
        .count();
    let title = format!("Publicera {}", which.title().to_lowercase());
    let place = Place::new(&title, "/rapporter").step(which.title(), way(which));
    Ok(PublishPage {
        shell: frame::shell(site, visitor, place).await?,
        refusals: told("Rapporten publicerades inte", refusals),
        words: "När rapporten publiceras låses dess tal och texter. Ett fingeravtryck av innehållet trycks i rapporten. Senare ändringar i bokföring eller register ändrar inte den publicerade rapporten; avvikelser visas i granskningen.",
        agreed: "Styrelsen har godkänt rapporten för publicering",
        button: "Publicera och lås",
        stops_words: match must_fix(&findings) {
            1 => "Ett fynd måste rättas vid källan först.".into(),
            n => format!("{} fynd måste rättas vid källan först.", number::integer(n)),
        },
        stops,
        open: match waiting {
            0 => String::new(),
            1 => "Ett fynd som kan stämma är inte besvarat. Det hindrar inte publicering.".into(),
            n => format!("{n} fynd som kan stämma är inte besvarade. De hindrar inte publicering."),
        },
        action: format!("{}/publicera", way(which)),
        back: way(which),
    })
}
