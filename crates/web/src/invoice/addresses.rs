//! Whom to bill: the association's own address and giro, and each member's.

use app::{
    Failure,
    invoice::{Billing, Seller},
};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::refusal::Refusal;

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

#[expect(
    clippy::too_many_lines,
    reason = "the parts of one page or act in the order they are read"
)]
async fn addresses(
    site: &Site,
    visitor: &Visitor,
    chosen: &str,
    typed: Option<&Fields>,
    (refusals, told): (&[Refusal], Option<&str>),
) -> Result<AddressesPage, Trouble> {
    let all = site.app.invoice_addresses(&visitor.actor).await?;
    let refusals = Refusals::of(refusals);
    let value = |name: &str, stands: &str| {
        typed
            .and_then(|typed| typed.get(name))
            .map_or(stands, String::as_str)
            .to_owned()
    };
    let field = |name: &str, label: &str, help: &str, stands: &str| {
        Field::text(name, label)
            .help(help)
            .value(value(name, stands))
            .error(&refusals)
    };
    let mut table = Table::new(
        "mottagarlista",
        "Mottagare",
        &["Medlem", "Organisationsnummer", "Referens", "Adress"],
    );
    for (member, billing) in &all.members {
        let address = format!("{}, {} {}", billing.street, billing.post_code, billing.city);
        let known = !billing.org_number.is_empty();
        table.rows.push(Row::of(vec![
            Cell::link(
                &member.name,
                format!("{PAGE}?medlem={}", crate::address::encode(&member.code)),
            ),
            Cell::text(&billing.org_number),
            Cell::text(&billing.reference),
            if known {
                Cell::text(address)
            } else {
                Cell::badge("saknas", "should")
            },
        ]));
    }
    let found = all.members.iter().find(|(member, _)| member.code == chosen);
    let seller = &all.seller;
    let billing = found.map(|(_, b)| {
        vec![
            field(
                "orgnr",
                "Organisationsnummer",
                "Tio siffror, till exempel 212000-0746. Det är också medlemmens Peppol-adress.",
                &b.org_number,
            ),
            field(
                "referens",
                "Er referens",
                "Den referens medlemmen kräver på sina fakturor.",
                &b.reference,
            ),
            field("gata", "Gatuadress eller box", "", &b.street),
            field("postnr", "Postnummer", "", &b.post_code),
            field("postort", "Ort", "", &b.city),
        ]
    });
    Ok(AddressesPage {
        shell: frame::shell(
            site,
            visitor,
            Place::new("Fakturauppgifter", "/ekonomi")
                .step("Fakturor", super::PAGE)
                .told(told),
        )
        .await?,
        seller: vec![
            field(
                "giro",
                "Bankgiro",
                "Till exempel 5050-1055. Skriv pg före ett plusgiro.",
                &seller.giro,
            ),
            field("gatuadress", "Gatuadress eller box", "", &seller.street),
            field("postnummer", "Postnummer", "", &seller.post_code),
            field("ort", "Ort", "", &seller.city),
            field(
                "kontakt",
                "Kontakt",
                "Vem mottagaren frågar. Får vara tomt.",
                &seller.contact,
            ),
        ],
        member: found.map(|(member, _)| (member.code.clone(), member.name.clone())),
        billing: billing.unwrap_or_default(),
        refusals,
        table,
    })
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
