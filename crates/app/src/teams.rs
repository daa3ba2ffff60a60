//! The samverkansteam that take referrals.

use chrono::{DateTime, Utc};
use domain::facts::Team;

use crate::{
    Actor, App, Outcome, record,
    rights::{Act, On, require},
};

impl App {
    /// Saves teams in printed order; a team of the same slug is replaced, those not named stay.
    ///
    /// # Errors
    /// Not found for those who may not; a fault for two teams of one name.
    pub async fn save_teams(&self, actor: &Actor, teams: &[Team], now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditSettings, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::team::save(&mut tx, association, teams).await?;
        let names: Vec<&str> = teams.iter().map(|team| team.slug.as_str()).collect();
        let detail = serde_json::json!({ "teams": names });
        record(&mut tx, actor, ("team.spara", "samverkansteam"), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// The teams in printed order.
    ///
    /// # Errors
    /// Not found for somebody without a role.
    pub async fn teams(&self, actor: &Actor) -> Outcome<Vec<Team>> {
        require(actor, Act::ReadFigures, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        Ok(store::team::load(&mut tx, association).await?)
    }
}
