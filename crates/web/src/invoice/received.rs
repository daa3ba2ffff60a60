//! Invoices that came to the association.

use app::{Failure, import::Upload, invoice::ReceivedInvoice, rights::Act};
use axum::{
    extract::{Multipart, Path, Query, State},
    http::StatusCode,
};
use domain::{number, refusal::Refusal};

use super::{XML, numbered, paper};
use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{self, Answer, done, refused},
    pages::invoice::{InvoicePage, ReceivedPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// The list's address.
const PAGE: &str = "/ekonomi/fakturor/mottagna";

/// The list.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    page::page(&received(&site, &visitor, &[], asked.besked.as_deref()).await?)
}

async fn received(
    site: &Site,
    visitor: &Visitor,
    refusals: &[Refusal],
    told: Option<&str>,
) -> Result<ReceivedPage, Trouble> {
    let all = site.app.received_invoices(&visitor.actor).await?;
    let refusals = Refusals {
        title: "Fakturan lästes inte in".into(),
        ..Refusals::of(refusals)
    };
    let file = || {
        let help = "Peppol BIS Billing 3 eller annan EN 16931-faktura i UBL (.xml).";
        Field::file("fil", "Faktura", ".xml").help(help).error(&refusals)
    };
    let place = Place::new("Mottagna fakturor", "/ekonomi")
        .step("Fakturor", super::PAGE)
        .told(told);
    Ok(ReceivedPage {
        shell: frame::shell(site, visitor, place).await?,
        file: visitor.may(Act::EditInvoices).then(file),
        refusals,
        table: table(&all),
    })
}

fn table(all: &[ReceivedInvoice]) -> Table {
    let heads = [
        "Avsändare",
        "Nummer",
        "Datum",
        "Förfaller",
        "Belopp#",
        "Mottagen",
        "Granskning",
    ];
    let mut table = Table::new("mottagna", "Mottagna fakturor, senaste först", &heads);
    for one in all {
        let day =
            |day: Option<chrono::NaiveDate>| Cell::text(day.map(|day| day.to_string()).unwrap_or_default());
        let unit = if one.currency == "SEK" {
            ""
        } else {
            one.currency.as_str()
        };
        let sender = if one.seller.is_empty() {
            "okänd avsändare"
        } else {
            one.seller.as_str()
        };
        table.rows.push(Row::of(vec![
            Cell::link(sender, format!("{PAGE}/{}", one.id)),
            Cell::text(&one.number),
            day(one.issued),
            day(one.due),
            Cell::text(
                format!("{} {unit}", number::decimal(one.amount.0, 2))
                    .trim()
                    .to_owned(),
            ),
            Cell::text(frame::when(one.at)),
            if one.problems == 0 {
                Cell::badge("stämmer", "good")
            } else {
                Cell::badge("stämmer inte", "must")
            },
        ]));
    }
    table
}

/// A file was sent.
pub async fn send(State(site): State<Site>, visitor: Visitor, mut form: Multipart) -> Answer {
    let broken = || Trouble::because(StatusCode::BAD_REQUEST, "Filen kom inte fram hel. Försök igen.");
    let mut upload = None;
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| broken())?.to_vec();
        if !name.is_empty() {
            upload = Some(Upload { name, bytes });
        }
    }
    let kept = match upload {
        Some(upload) => {
            site.app
                .receive_invoice(&visitor.actor, &upload, site.now())
                .await
        }
        None => Err(Refusal::at("import-fil", "fil", "Välj en fil.").into()),
    };
    match kept {
        Ok(id) => Ok(done(&format!("{PAGE}/{id}"), "faktura-mottagen")),
        Err(Failure::Refused(refusals)) => refused(&received(&site, &visitor, &refusals, None).await?),
        Err(failure) => Err(failure.into()),
    }
}

/// One of them.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let letter = site.app.received_invoice(&visitor.actor, numbered(&id)?).await?;
    let paper = paper::of(&letter.invoice);
    let title = format!(
        "{} {} från {}",
        paper.kind, letter.invoice.number, letter.invoice.seller.name
    );
    let place = Place::new(title, "/ekonomi")
        .step("Fakturor", super::PAGE)
        .step("Mottagna fakturor", PAGE)
        .told(asked.besked.as_deref());
    let wrong = letter.problems.iter().map(|problem| match problem.line {
        0 => problem.message.clone(),
        line => format!("Rad {line}: {}", problem.message),
    });
    page::page(&InvoicePage {
        shell: frame::shell(&site, &visitor, place).await?,
        state: if letter.problems.is_empty() {
            Cell::badge("stämmer", "good")
        } else {
            Cell::badge("stämmer inte", "must")
        },
        lede: format!("Mottagen {}.", frame::when(letter.at)),
        ways: vec![Link::new("Hämta filen", format!("{PAGE}/{id}/xml"))],
        refusals: Refusals::default(),
        problems: wrong.collect(),
        paper,
        action: String::new(),
        marks: Vec::new(),
        credit: None,
    })
}

/// The file as it came.
pub async fn file(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id = numbered(&id)?;
    let bytes = site.app.received_file(&visitor.actor, id).await?;
    Ok(page::file(&format!("mottagen-{id}.xml"), XML, bytes))
}
