//! Invoices: the list, one of them, whom to bill, and those that came.

mod addresses;
mod paper;
mod received;

pub use addresses::{save as save_address, show as addresses};
use app::{
    Failure,
    invoice::{Listed, open},
    rights::Act,
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{number, refusal::Refusal};
pub use received::{file as received_file, list as received, one as received_one, send as receive};

use crate::{
    contribution::{Fields, get},
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, file, page, refused},
    pages::invoice::{InvoicePage, InvoicesPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// The list's address.
pub const PAGE: &str = "/ekonomi/fakturor";
/// What is sent and received.
const XML: &str = "application/xml; charset=utf-8";

/// A number in an address.
fn numbered(text: &str) -> Result<i64, Trouble> {
    text.parse().map_err(|_| Trouble::not_found())
}

/// The list.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    page(&invoices(&site, &visitor, &[], asked.besked.as_deref()).await?)
}

fn badge(listed: &Listed, site: &Site) -> Cell {
    let state = listed.state(site.now().date_naive());
    let class = match state {
        "betald" => "good",
        "förfallen" => "must",
        "inte skickad" => "should",
        _ => "plain",
    };
    Cell::badge(state, class)
}

async fn invoices(
    site: &Site,
    visitor: &Visitor,
    refusals: &[Refusal],
    told: Option<&str>,
) -> Result<InvoicesPage, Trouble> {
    let all = site.app.invoices(&visitor.actor).await?;
    let may_edit = visitor.may(Act::EditInvoices);
    let mut ways = vec![
        Link::new("Medlemsbidrag", crate::contribution::PAGE),
        Link::new("Mottagna fakturor", "/ekonomi/fakturor/mottagna"),
    ];
    if may_edit {
        ways.push(Link::new("Fakturauppgifter", "/ekonomi/fakturor/uppgifter"));
    }
    Ok(InvoicesPage {
        shell: frame::shell(site, visitor, Place::new("Fakturor", "/ekonomi").told(told)).await?,
        lede: if all.is_empty() {
            String::new()
        } else {
            format!(
                "{} fakturor. Skickat och inte betalt: {}\u{a0}kr.",
                all.len(),
                open(&all, site.now().date_naive()).rounded()
            )
        },
        ways,
        refusals: Refusals {
            title: "Fakturorna skapades inte".into(),
            ..Refusals::of(refusals)
        },
        table: table(&all, site),
        ready: if may_edit {
            ready(site, visitor, &all).await?
        } else {
            Vec::new()
        },
    })
}

fn table(all: &[Listed], site: &Site) -> Table {
    let heads = [
        "Nummer",
        "Medlem",
        "Avser",
        "Utställd",
        "Förfaller",
        "Belopp#",
        "Läge",
    ];
    let mut table = Table::new("fakturor", "Fakturor, senaste först, kronor", &heads);
    for listed in all {
        let invoice = &listed.invoice;
        table.rows.push(Row::of(vec![
            Cell::link(invoice.number.to_string(), format!("{PAGE}/{}", invoice.number)),
            Cell::text(&listed.member),
            Cell::text(format!("{}, del {}", invoice.year, invoice.instalment)),
            Cell::text(invoice.issued.to_string()),
            Cell::text(invoice.due.to_string()),
            Cell::text(listed.claimed().to_string()),
            badge(listed, site),
        ]));
    }
    table
}

/// The next instalment of each decided year that was not invoiced.
async fn ready(site: &Site, visitor: &Visitor, all: &[Listed]) -> Result<Vec<(i32, u8, String)>, Trouble> {
    let mut ready = Vec::new();
    for year in site.app.contribution_years(&visitor.actor).await? {
        let sheet = site.app.contributions(&visitor.actor, year).await?;
        let Some(plan) = sheet.plan.filter(|_| sheet.decided.is_some()) else {
            continue;
        };
        let made = |number: u8| {
            all.iter()
                .any(|l| l.invoice.year == year && l.invoice.instalment == number)
        };
        let next = (1_u8..).zip(plan.dues()).find(|(number, _)| !made(*number));
        if let Some((number, due)) = next {
            let words = format!(
                "Medlemsbidrag {year}, del {number} av {}, förfaller {due}.",
                plan.dues().len()
            );
            ready.push((year, number, words));
        }
    }
    Ok(ready)
}

/// Makes an instalment's invoices.
pub async fn make(
    State(site): State<Site>,
    visitor: Visitor,
    Form(typed): Form<Fields>,
) -> Result<Response, Trouble> {
    let year = get(&typed, "ar").parse().map_err(|_| Trouble::not_found())?;
    let instalment = get(&typed, "del").parse().map_err(|_| Trouble::not_found())?;
    match site
        .app
        .make_invoices(&visitor.actor, (year, instalment), site.now())
        .await
    {
        Ok(_) => Ok(done(PAGE, "fakturor-skapade")),
        Err(Failure::Refused(refusals)) => {
            // Their places are members, not fields of this page.
            let bare = refusals.iter().map(|r| Refusal::new(r.code, r.message.clone()));
            refused(&invoices(&site, &visitor, &bare.collect::<Vec<_>>(), None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// One invoice.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let number = numbered(&number)?;
    page(
        &invoice(
            &site,
            &visitor,
            number,
            &Fields::new(),
            &[],
            asked.besked.as_deref(),
        )
        .await?,
    )
}

async fn invoice(
    site: &Site,
    visitor: &Visitor,
    number: i64,
    typed: &Fields,
    refusals: &[Refusal],
    told: Option<&str>,
) -> Result<InvoicePage, Trouble> {
    let opened = site.app.invoice(&visitor.actor, number).await?;
    let (listed, stored) = (&opened.listed, &opened.listed.invoice);
    let refusals = Refusals::of(refusals);
    let paper = paper::of(&opened.invoice);
    let may_edit = visitor.may(Act::EditInvoices);
    let day = |name: &str, label: &str, stands: Option<chrono::NaiveDate>| {
        let stands = stands.map(|day| day.to_string()).unwrap_or_default();
        let value = typed.get(name).cloned().unwrap_or(stands);
        Field::text(name, label)
            .help("ÅÅÅÅ-MM-DD; tomt när det inte har skett.")
            .value(value)
            .error(&refusals)
    };
    let mut ways = vec![Link::new("Hämta filen (Peppol)", format!("{PAGE}/{number}/xml"))];
    let other = stored.credits.map(|n| ("Fakturan som krediteras", n));
    let other = other.or_else(|| listed.credited_by.map(|n| ("Kreditfakturan", n)));
    ways.extend(other.map(|(words, n)| Link::new(words, format!("{PAGE}/{n}"))));
    let may_credit = may_edit && stored.credits.is_none() && listed.credited_by.is_none();
    let place = Place::new(format!("{} {number}", paper.kind), "/ekonomi")
        .step("Fakturor", PAGE)
        .told(told);
    Ok(InvoicePage {
        shell: frame::shell(site, visitor, place).await?,
        state: badge(listed, site),
        lede: format!(
            "{}, {}\u{a0}kr.",
            listed.member,
            number::decimal(stored.amount.0, 2)
        ),
        ways,
        problems: Vec::new(),
        action: if may_edit {
            format!("{PAGE}/{number}")
        } else {
            String::new()
        },
        marks: vec![
            day("skickad", "Skickad", stored.sent),
            day("betald", "Betald", stored.paid),
        ],
        credit: may_credit.then(|| {
            Field::text("skal", "Skäl")
                .help("Hela fakturan krediteras. Skälet skrivs på kreditfakturan.")
                .value(get(typed, "skal"))
                .error(&refusals)
        }),
        refusals,
        paper,
    })
}

/// Notes that it was sent or paid.
pub async fn mark(
    State(site): State<Site>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(typed): Form<Fields>,
) -> Result<Response, Trouble> {
    let number = numbered(&number)?;
    let (sent, paid) = (get(&typed, "skickad"), get(&typed, "betald"));
    match site
        .app
        .mark_invoice(&visitor.actor, number, (&sent, &paid), site.now())
        .await
    {
        Ok(()) => Ok(done(&format!("{PAGE}/{number}"), "faktura-markerad")),
        Err(Failure::Refused(refusals)) => {
            refused(&invoice(&site, &visitor, number, &typed, &refusals, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Credits it.
pub async fn credit(
    State(site): State<Site>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(typed): Form<Fields>,
) -> Result<Response, Trouble> {
    let number = numbered(&number)?;
    match site
        .app
        .credit_invoice(&visitor.actor, number, &get(&typed, "skal"), site.now())
        .await
    {
        Ok(note) => Ok(done(&format!("{PAGE}/{note}"), "faktura-krediterad")),
        Err(Failure::Refused(refusals)) => {
            refused(&invoice(&site, &visitor, number, &typed, &refusals, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The file that is sent.
pub async fn xml(State(site): State<Site>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    let number = numbered(&number)?;
    let xml = site.app.invoice_xml(&visitor.actor, number).await?;
    Ok(file(&format!("faktura-{number}.xml"), XML, xml.into_bytes()))
}
