//! Contributions taken into a version from where they are apportioned.

use chrono::{DateTime, Utc};
use domain::{plan::apportioned::Share, refusal::Refusal};
use store::plan::Key;

use crate::{
    Actor, App, Outcome,
    rights::{Act, On, require},
};

impl App {
    /// Takes the contributions of the plan's years from where they are apportioned; answers with the years.
    ///
    /// # Errors
    /// As [`App::save_plan`]; a refusal when no year of the plan has been apportioned.
    pub async fn apportion_plan(
        &self,
        actor: &Actor,
        key: Key,
        revision: i64,
        now: DateTime<Utc>,
    ) -> Outcome<Vec<i32>> {
        require(actor, Act::EditPlan, On::Association)?;
        let span = self.plan(actor, key, now).await?.held.plan.years();
        let mut years = Vec::new();
        for year in span {
            let sheet = self.contributions(actor, year).await?;
            let shares: Vec<Share> = sheet.rows.iter().filter_map(share).collect();
            let is_there = sheet.is_decided || sheet.version > 0;
            if is_there && !shares.is_empty() && shares.len() == sheet.rows.len() {
                years.push((year, shares));
            }
        }
        let taken: Vec<i32> = years.iter().map(|(year, _)| *year).collect();
        if taken.is_empty() {
            let message =
                "Inget av planens år har bidrag som är fördelade. Fördela dem under Medlemsbidrag först.";
            return Err(Refusal::new("plan-utan-bidrag", message).into());
        }
        let open = self.open_plan(actor, Act::EditPlan, key).await?;
        let plan = open.held.plan.clone().with_contributions(&years);
        let detail = serde_json::json!({ "år": taken });
        self.write_plan(actor, open, (plan, revision), ("plan.bidrag", detail), now)
            .await?;
        Ok(taken)
    }
}

fn share(row: &crate::contribution::Row) -> Option<Share> {
    Some(Share {
        member: row.member.code.clone(),
        name: row.member.name.clone(),
        inhabitants: row.inhabitants,
        amount: row.amount()?,
    })
}
