//! Changing which line of the statements an account belongs to.

use chrono::{DateTime, Utc};
use domain::{refusal::Refusal, statement::mapping::Mapping};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

impl App {
    /// Saves a mapping in place of the one that stands; every statement follows it from then on.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal per ambiguous range, placed at `rad-N`, where N
    /// counts ranges from 1.
    pub async fn save_mapping(&self, actor: &Actor, mapping: &Mapping, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditMapping, On::Association)?;
        let problems = mapping.problems("");
        if !problems.is_empty() {
            let refusal =
                |p: domain::refusal::Problem| Refusal::at(p.code, format!("rad-{}", p.line), p.message);
            return Err(Failure::Refused(problems.into_iter().map(refusal).collect()));
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::mapping::save(&mut tx, association, mapping).await?;
        let detail = serde_json::json!({ "ranges": mapping.ranges.len() });
        record(
            &mut tx,
            actor,
            ("koppling.andra", "räkenskapernas rader"),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}
