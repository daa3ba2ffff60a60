//! The association's outcome lists: named, dated, decided by the office.

use chrono::{DateTime, Utc};
use domain::participation::OutcomeList;

use super::change::refuse_any;
use crate::{
    Actor, App, Outcome, record,
    rights::{Act, On, require},
};

impl App {
    /// The outcome lists, oldest first.
    ///
    /// # Errors
    /// Not found for somebody without a role.
    pub async fn outcome_lists(&self, actor: &Actor) -> Outcome<Vec<OutcomeList>> {
        require(actor, Act::ReadFigures, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        Ok(store::register::lists(&mut tx, association).await?)
    }

    /// Adds a list, or sets the last day of one that is there: what it means never changes.
    ///
    /// # Errors
    /// Not found for those who may not; what is wrong with the list.
    pub async fn save_outcome_list(
        &self,
        actor: &Actor,
        list: &OutcomeList,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditSettings, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        // The common lists become the association's own with the first that is added to them.
        let mut lists = store::register::lists(&mut tx, association).await?;
        refuse_any(list.problems(&lists))?;
        lists.retain(|other| other.slug != list.slug);
        lists.push(list.clone());
        store::register::save_lists(&mut tx, association, &lists).await?;
        let detail = serde_json::json!({ "lista": list.slug });
        record(&mut tx, actor, ("utfall.spara", &list.slug), detail, now).await?;
        Ok(tx.commit().await?)
    }
}
