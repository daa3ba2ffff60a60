//! Invoices that come to the association: read, kept as they came, and shown.

use chrono::{DateTime, Utc};
use domain::{
    audit::sha256,
    refusal::{Problem, Refusal},
};
use einvoice::Invoice;
pub use store::invoice::Received as ReceivedInvoice;

use crate::{
    Actor, App, Failure, Outcome,
    import::Upload,
    record,
    rights::{Act, On, require},
};

/// A received invoice to be read.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its number in our list.
    pub id: i64,
    /// When it came.
    pub at: DateTime<Utc>,
    /// What it says.
    pub invoice: Invoice,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl App {
    /// Keeps an invoice that came; answers with its number in the list. One with wrong sums is kept and
    /// shown with what is wrong: paying it is somebody's decision.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal for a file that is no invoice, has a document type or
    /// entities, or was kept already.
    pub async fn receive_invoice(&self, actor: &Actor, file: &Upload, now: DateTime<Utc>) -> Outcome<i64> {
        require(actor, Act::EditInvoices, On::Association)?;
        let (read, problems) = einvoice::read(file.base_name(), &file.bytes);
        let Some(invoice) = read else {
            let refusal = |p: Problem| Refusal::at(p.code, "fil", format!("{}: {}", p.place(), p.message));
            return Err(Failure::Refused(problems.into_iter().map(refusal).collect()));
        };
        let received = ReceivedInvoice {
            id: 0,
            seller: invoice.seller.name.clone(),
            number: invoice.number.clone(),
            issued: invoice.issued,
            due: invoice.due,
            amount: if invoice.is_credit() {
                -invoice.totals.payable
            } else {
                invoice.totals.payable
            },
            currency: invoice.currency.clone(),
            problems: i64::try_from(problems.len()).unwrap_or(i64::MAX),
            at: now,
        };
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let hash = sha256(&file.bytes);
        let id = match store::invoice::receive(&mut tx, association, &received, &hash, &file.bytes).await {
            Err(store::Error::Duplicate(_)) => {
                let message = format!(
                    "Fakturan {} från {} är redan mottagen.",
                    received.number, received.seller
                );
                return Err(Refusal::at("faktura-mottagen", "fil", message).into());
            }
            kept => kept?,
        };
        let detail = serde_json::json!({ "sha256": hash, "problems": received.problems });
        record(&mut tx, actor, ("faktura.mottag", &id.to_string()), detail, now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The invoices that came, newest first.
    ///
    /// # Errors
    /// Not found for those who may not read the economy.
    pub async fn received_invoices(&self, actor: &Actor) -> Outcome<Vec<ReceivedInvoice>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        Ok(store::invoice::received(&mut tx, association).await?)
    }

    /// One of them, read anew from the file.
    ///
    /// # Errors
    /// Not found for those who may not read the economy, and for a number that does not exist.
    pub async fn received_invoice(&self, actor: &Actor, id: i64) -> Outcome<Letter> {
        let all = self.received_invoices(actor).await?;
        let listed = all
            .into_iter()
            .find(|one| one.id == id)
            .ok_or(Failure::NotFound)?;
        let bytes = self.received_file(actor, id).await?;
        let (read, problems) = einvoice::read("faktura.xml", &bytes);
        Ok(Letter {
            id,
            at: listed.at,
            invoice: read.ok_or(Failure::NotFound)?,
            problems,
        })
    }

    /// The file as it came.
    ///
    /// # Errors
    /// As [`App::received_invoice`].
    pub async fn received_file(&self, actor: &Actor, id: i64) -> Outcome<Vec<u8>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let bytes = store::invoice::received_bytes(&mut tx, association, id).await?;
        bytes.ok_or(Failure::NotFound)
    }
}
