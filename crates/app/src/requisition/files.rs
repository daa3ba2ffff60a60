//! Vouchers and ledger extracts beside a requisition.

use chrono::{DateTime, Utc};
use domain::{
    refusal::Refusal,
    requisition::{Did, accept_file},
};
use sha2::{Digest, Sha256};

use super::one;
use crate::{
    Actor, App, Failure, Outcome, hex, record,
    rights::{Act, On, require},
};

impl App {
    /// Adds a file.
    ///
    /// # Errors
    /// Not found for those who do not fill in for the insats; refusals of the file, and once the
    /// requisition has left the huvudman.
    pub async fn add_requisition_file(
        &self,
        actor: &Actor,
        number: &str,
        (name, bytes): (&str, &[u8]),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let requisition = one(&mut tx, association, actor, number).await?;
        require(actor, Act::EditRequisition, On::Insats(&requisition.insats))?;
        domain::requisition::next(requisition.state(), Did::Filled, &actor.id, now, "")?;
        let held = store::requisition::files(&mut tx, association, number).await?;
        let (name, kind) = accept_file(name, bytes, held.len())?;
        let sha256 = hex(&Sha256::digest(bytes));
        if held.iter().any(|file| file.sha256 == sha256) {
            let message = "Samma fil finns redan bland underlagen. Välj en annan.";
            return Err(Refusal::at("underlag-dubbelt", "fil", message).into());
        }
        let file = (name.as_str(), kind.media_type(), sha256.as_str(), bytes);
        store::requisition::add_file(&mut tx, association, number, file, (&actor.id, now)).await?;
        let detail = serde_json::json!({ "file": name, "sha256": sha256, "bytes": bytes.len() });
        record(&mut tx, actor, ("rekvisition.underlag", number), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a file.
    ///
    /// # Errors
    /// As [`App::add_requisition_file`].
    pub async fn remove_requisition_file(
        &self,
        actor: &Actor,
        (number, key): (&str, i64),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let requisition = one(&mut tx, association, actor, number).await?;
        require(actor, Act::EditRequisition, On::Insats(&requisition.insats))?;
        domain::requisition::next(requisition.state(), Did::Filled, &actor.id, now, "")?;
        let held = store::requisition::files(&mut tx, association, number).await?;
        let file = held.iter().find(|file| file.id == key).ok_or(Failure::NotFound)?;
        store::requisition::remove_file(&mut tx, association, number, key).await?;
        let detail = serde_json::json!({ "file": file.name, "sha256": file.sha256 });
        record(&mut tx, actor, ("rekvisition.underlag-bort", number), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// A file's name, media type and bytes.
    ///
    /// # Errors
    /// Not found for those who may not read the requisition.
    pub async fn requisition_file(
        &self,
        actor: &Actor,
        (number, key): (&str, i64),
    ) -> Outcome<(String, String, Vec<u8>)> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        one(&mut tx, association, actor, number).await?;
        let file = store::requisition::file(&mut tx, association, number, key).await?;
        file.ok_or(Failure::NotFound)
    }
}
