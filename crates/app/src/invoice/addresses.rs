//! Whom to bill: the association as a seller, and how each member is billed.

use chrono::{DateTime, Utc};
use domain::{facts::Member, giro::OrgNumber, refusal::Refusal};
use store::{AssociationId, Tx, invoice::Billing};

use super::giro;
use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// Settings of the association as a seller: key and the name of its form field.
const SELLER: [(&str, &str); 5] = [
    ("faktura.gatuadress", "gatuadress"),
    ("faktura.postnummer", "postnummer"),
    ("faktura.ort", "ort"),
    ("faktura.giro", "giro"),
    ("faktura.kontakt", "kontakt"),
];

/// The association as a seller, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seller {
    /// Street or box.
    pub street: String,
    /// Post code.
    pub post_code: String,
    /// City.
    pub city: String,
    /// Bankgiro, or "pg" and a plusgiro.
    pub giro: String,
    /// Whom to ask.
    pub contact: String,
}

/// Everything on the page of addresses.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// The association.
    pub seller: Seller,
    /// Each member and its billing, empty when it has none.
    pub members: Vec<(Member, Billing)>,
}

/// The association as a seller, as saved.
pub(super) async fn seller(tx: &mut Tx, association: AssociationId) -> Outcome<Seller> {
    let settings = store::setting::load(tx, association).await?;
    let get = |key: &str| settings.get(key).cloned().unwrap_or_default();
    let [street, post_code, city, giro, contact] = SELLER.map(|(key, _)| get(key));
    Ok(Seller {
        street,
        post_code,
        city,
        giro,
        contact,
    })
}

impl App {
    /// Addresses, references and giro that invoices are made of.
    ///
    /// # Errors
    /// Not found for those who may not.
    pub async fn invoice_addresses(&self, actor: &Actor) -> Outcome<Addresses> {
        require(actor, Act::EditInvoices, On::Association)?;
        let mut tx = self.db().read().await?;
        let loaded = self.load_invoicing(&mut tx).await?;
        let billing = |member: Member| {
            let own = loaded.billing.iter().find(|b| b.member == member.code).cloned();
            let empty = Billing {
                member: member.code.clone(),
                ..Billing::default()
            };
            (member, own.unwrap_or(empty))
        };
        Ok(Addresses {
            members: loaded.members.into_iter().map(billing).collect(),
            seller: loaded.seller,
        })
    }

    /// Saves the association as a seller.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal per field that is empty, and for a wrong giro number.
    pub async fn save_seller(&self, actor: &Actor, seller: &Seller, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditInvoices, On::Association)?;
        let values = [
            &seller.street,
            &seller.post_code,
            &seller.city,
            &seller.giro,
            &seller.contact,
        ];
        let mut refusals = Vec::new();
        for ((_, field), value) in SELLER.iter().zip(values).take(3) {
            refusals.extend(empty(field, value));
        }
        refusals.extend(giro(&seller.giro).err());
        if !refusals.is_empty() {
            return Err(Failure::Refused(refusals));
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        for ((key, _), value) in SELLER.iter().zip(values) {
            store::setting::save(&mut tx, association, key, value.trim()).await?;
        }
        record(
            &mut tx,
            actor,
            ("faktura.avsandare", ""),
            serde_json::json!({}),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Saves how a member is billed.
    ///
    /// # Errors
    /// Not found for those who may not and for a member that does not exist; a refusal per field that is
    /// empty and for a wrong organisation number.
    pub async fn save_billing(&self, actor: &Actor, typed: &Billing, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditInvoices, On::Association)?;
        let fields = [
            ("gata", &typed.street),
            ("postnr", &typed.post_code),
            ("postort", &typed.city),
            ("referens", &typed.reference),
        ];
        let mut refusals: Vec<Refusal> = fields
            .iter()
            .filter_map(|(field, value)| empty(field, value))
            .collect();
        let number = OrgNumber::parse("orgnr", &typed.org_number).map_err(|refusal| refusals.push(refusal));
        let (Ok(number), true) = (number, refusals.is_empty()) else {
            return Err(Failure::Refused(refusals));
        };
        let billing = Billing {
            member: typed.member.clone(),
            org_number: number.digits().to_owned(),
            street: typed.street.trim().to_owned(),
            post_code: typed.post_code.trim().to_owned(),
            city: typed.city.trim().to_owned(),
            reference: typed.reference.trim().to_owned(),
        };
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        match store::invoice::save_billing(&mut tx, association, &billing).await {
            Err(store::Error::Unknown { .. }) => return Err(Failure::NotFound),
            saved => saved?,
        }
        record(
            &mut tx,
            actor,
            ("faktura.mottagare", &billing.member),
            serde_json::json!({}),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

fn empty(field: &str, value: &str) -> Option<Refusal> {
    let message = "Fältet är tomt. Det ska stå på fakturan.";
    value
        .trim()
        .is_empty()
        .then(|| Refusal::at("faktura-falt", field, message))
}
