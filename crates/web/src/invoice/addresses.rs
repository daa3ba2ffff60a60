//! Whom to bill: the association's own address and giro, and each member's.

use app::{
    Failure,
    invoice::{Billing, Seller},
};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{facts::Member, refusal::Refusal};

use super::paper::hyphened;
use crate::{
    contribution::{Fields, get},
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::invoice::AddressesPage,
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// The page's address.
const PAGE: &str = "/ekonomi/fakturor/uppgifter";

/// The page; a member is chosen in the address.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Fields>) -> Answer {
    let told = asked.get("besked").map(String::as_str);
    page(&addresses(&site, &visitor, &get(&asked, "medlem"), None, (&[], told)).await?)
}

async fn addresses(
    site: &Site,
    visitor: &Visitor,
    chosen: &str,
    typed: Option<&Fields>,
    (refusals, told): (&[Refusal], Option<&str>),
) -> Result<AddressesPage, Trouble> {
    let all = site.app.invoice_addresses(&visitor.actor).await?;
    let refusals = Refusals::of(refusals);
    let found = all.members.iter().find(|(member, _)| member.code == chosen);
    let fields = |fields: [(&str, &str, &str, &str); 5]| {
        fields
            .map(|(name, label, help, stands)| {
                let typed = typed.and_then(|typed| typed.get(name));
                Field::text(name, label)
                    .help(help)
                    .value(typed.map_or(stands, String::as_str))
                    .error(&refusals)
            })
            .into()
    };
    let place = Place::new("Fakturauppgifter", "/ekonomi")
        .step("Fakturor", super::PAGE)
        .told(told);
    Ok(AddressesPage {
        shell: frame::shell(site, visitor, place).await?,
        seller: fields(own(&all.seller)),
        member: found.map(|(member, _)| (member.code.clone(), member.name.clone())),
        billing: found.map_or_else(Vec::new, |(_, billing)| fields(theirs(billing))),
        table: table(&all.members),
        refusals,
    })
}

/// The association's own fields: name, label, help and what stands.
fn own(seller: &Seller) -> [(&'static str, &'static str, &'static str, &str); 5] {
    [
        (
            "giro",
            "Bankgiro",
            "Till exempel 5050-1055. Skriv pg före ett plusgiro.",
            &seller.giro,
        ),
        ("gatuadress", "Gatuadress eller box", "", &seller.street),
        ("postnummer", "Postnummer", "", &seller.post_code),
        ("ort", "Ort", "", &seller.city),
        (
            "kontakt",
            "Kontakt",
            "Vem mottagaren frågar. Får vara tomt.",
            &seller.contact,
        ),
    ]
}

/// A member's, likewise.
fn theirs(billing: &Billing) -> [(&'static str, &'static str, &'static str, &str); 5] {
    [
        (
            "orgnr",
            "Organisationsnummer",
            "Tio siffror, till exempel 212000-0746. Det är också medlemmens Peppol-adress.",
            &billing.org_number,
        ),
        (
            "referens",
            "Er referens",
            "Den referens medlemmen kräver på sina fakturor.",
            &billing.reference,
        ),
        ("gata", "Gatuadress eller box", "", &billing.street),
        ("postnr", "Postnummer", "", &billing.post_code),
        ("postort", "Ort", "", &billing.city),
    ]
}

fn table(members: &[(Member, Billing)]) -> Table {
    let mut table = Table::new(
        "mottagarlista",
        "Mottagare",
        &["Medlem", "Organisationsnummer", "Referens", "Adress"],
    );
    for (member, billing) in members {
        let address = format!("{}, {} {}", billing.street, billing.post_code, billing.city);
        let known = !billing.org_number.is_empty();
        table.rows.push(Row::of(vec![
            Cell::link(
                &member.name,
                format!("{PAGE}?medlem={}", crate::address::encode(&member.code)),
            ),
            Cell::text(hyphened(&billing.org_number)),
            Cell::text(&billing.reference),
            if known {
                Cell::text(address)
            } else {
                Cell::badge("saknas", "should")
            },
        ]));
    }
    table
}

/// Saves the association, or a member.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(typed): Form<Fields>,
) -> Result<Response, Trouble> {
    let member = get(&typed, "medlem");
    let saved = if member.is_empty() {
        let seller = Seller {
            street: get(&typed, "gatuadress"),
            post_code: get(&typed, "postnummer"),
            city: get(&typed, "ort"),
            giro: get(&typed, "giro"),
            contact: get(&typed, "kontakt"),
        };
        site.app.save_seller(&visitor.actor, &seller, site.now()).await
    } else {
        let billing = Billing {
            member: member.clone(),
            org_number: get(&typed, "orgnr"),
            street: get(&typed, "gata"),
            post_code: get(&typed, "postnr"),
            city: get(&typed, "postort"),
            reference: get(&typed, "referens"),
        };
        site.app.save_billing(&visitor.actor, &billing, site.now()).await
    };
    match saved {
        Ok(()) => Ok(done(PAGE, "fakturauppgifter")),
        Err(Failure::Refused(refusals)) => {
            refused(&addresses(&site, &visitor, &member, Some(&typed), (&refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}
