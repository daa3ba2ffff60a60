//! What an insats asks for beyond the common fields: its own questions and outcome labels, decided by
//! the insatsansvarig.

use chrono::{DateTime, Utc};
use domain::{
    codes::ExitReason,
    participation::{ExitLabel, Question},
    personnummer,
    refusal::Refusal,
};

use super::change::refuse_any;
use crate::{
    Actor, App, Outcome, record,
    rights::{Act, On, may, require},
};

impl App {
    /// The insats's own questions and labels, for those who decide them and those who answer them.
    ///
    /// # Errors
    /// Not found for others.
    pub async fn insats_form(&self, actor: &Actor, insats: &str) -> Outcome<(Vec<Question>, Vec<ExitLabel>)> {
        if !may(actor, Act::ReadRows, On::Insats(insats)) {
            require(actor, Act::EditInsatsForm, On::Insats(insats))?;
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        Ok((
            store::register::questions(&mut tx, association, insats).await?,
            store::register::labels(&mut tx, association, insats).await?,
        ))
    }

    /// Adds a question, or sets the last day of one that is there: what its answers mean never changes.
    ///
    /// # Errors
    /// Not found for those who do not decide the insats's questions; what is wrong with the question.
    pub async fn save_question(
        &self,
        actor: &Actor,
        insats: &str,
        question: &Question,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditInsatsForm, On::Insats(insats))?;
        refuse_any(question.problems())?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::register::save_question(&mut tx, association, insats, question).await?;
        let detail = serde_json::json!({ "question": question.slug });
        record(&mut tx, actor, ("insats.fraga", insats), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Adds an outcome label, or sets the last day of one that is there.
    ///
    /// # Errors
    /// As [`App::save_question`].
    pub async fn save_exit_label(
        &self,
        actor: &Actor,
        insats: &str,
        label: &ExitLabel,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditInsatsForm, On::Insats(insats))?;
        let mut problems = Vec::new();
        if !(2..=60).contains(&label.label.chars().count()) || personnummer::is_in(&label.label) {
            let message = "Skriv etiketten med 2 till 60 tecken, till exempel rätt ersättning.";
            problems.push(Refusal::at("etikett-text", "etikett", message));
        }
        if label.reason == ExitReason::Reversed {
            let message = "En etikett räknas som en avslutsanledning. Felregistrering är ingen sådan.";
            problems.push(Refusal::at("etikett-felregistrering", "orsak", message));
        }
        refuse_any(problems)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::register::save_label(&mut tx, association, insats, label).await?;
        let detail = serde_json::json!({ "label": label.slug });
        record(&mut tx, actor, ("insats.etikett", insats), detail, now).await?;
        Ok(tx.commit().await?)
    }
}
