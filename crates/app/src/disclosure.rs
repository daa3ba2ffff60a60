//! The board's smallest cell, and the memory of what has left the insatser.

use chrono::{DateTime, Utc};
use domain::{disclosure::Policy, refusal::Refusal};
use store::{AssociationId, Tx};

use crate::{
    Actor, App, Outcome, record,
    rights::{Act, On, require},
};

/// Setting: the smallest cell.
const MINIMUM: &str = "rojande.minsta";
/// Setting: the decision it rests on.
const DECISION: &str = "rojande.beslut";

/// The policy with the decision it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The smallest cell.
    pub policy: Policy,
    /// "Styrelsen 2026-10-02 § 61"; empty without a decision.
    pub decision: String,
}

/// The policy as stored; one that cannot be read is the default, which is never laxer than allowed.
pub(crate) async fn stored(tx: &mut Tx, association: AssociationId) -> Outcome<Policy> {
    let settings = store::setting::load(tx, association).await?;
    let minimum = settings.get(MINIMUM).and_then(|text| text.parse().ok());
    Ok(minimum
        .and_then(|minimum| Policy::new(minimum).ok())
        .unwrap_or_default())
}

impl App {
    /// The smallest cell and the decision behind it.
    ///
    /// # Errors
    /// Not found for somebody without a role; a refusal when the database is empty.
    pub async fn smallest_cell(&self, actor: &Actor) -> Outcome<Decided> {
        require(actor, Act::ReadFigures, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let settings = store::setting::load(&mut tx, association).await?;
        Ok(Decided {
            policy: stored(&mut tx, association).await?,
            decision: settings.get(DECISION).cloned().unwrap_or_default(),
        })
    }

    /// Changes the smallest cell, with the board's decision. What was withheld before stays withheld.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal for a minimum outside the limits or without a decision.
    pub async fn decide_smallest_cell(
        &self,
        actor: &Actor,
        minimum: i64,
        decision: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditSettings, On::Association)?;
        let policy = Policy::new(minimum)?;
        let decision = decision.trim();
        if decision.is_empty() || decision.len() > 200 {
            let message =
                "Ange styrelsens beslut, till exempel ”Styrelsen 2026-10-02 § 61”, med högst 200 tecken.";
            return Err(Refusal::at("rojande-beslut", "beslut", message).into());
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::setting::save(&mut tx, association, MINIMUM, &policy.minimum().to_string()).await?;
        store::setting::save(&mut tx, association, DECISION, decision).await?;
        let detail = serde_json::json!({ "minsta": minimum, "beslut": decision });
        record(
            &mut tx,
            actor,
            ("rojande.andra", &minimum.to_string()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}
