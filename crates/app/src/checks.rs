//! What the checks find in the database, and the answers given to it.

use chrono::{DateTime, Utc};
use domain::{finding::Finding, refusal::Refusal};
use store::finding::Answer;

use crate::{
    Actor, App, Failure, Outcome, published, record,
    rights::{Act, On, require},
};

/// A finding with the answer it was given, if any.
#[derive(Clone, Debug)]
pub struct Found {
    /// What was found.
    pub finding: Finding,
    /// The answer; it counts while the values are those it was given for.
    pub answer: Option<Answer>,
}

impl Found {
    /// Whether nobody has answered it, or what it was about has changed since.
    pub fn is_open(&self) -> bool {
        let answers = |a: &Answer| a.found == self.finding.found && a.expected == self.finding.expected;
        !self.answer.as_ref().is_some_and(answers)
    }

    /// Whether it may be answered: only what may be true can be explained away.
    pub fn may_be_answered(&self) -> bool {
        self.finding.severity == domain::finding::Severity::AnswerOnce
    }
}

impl App {
    /// What the checks, or the named one, find in a year; answered findings too.
    ///
    /// # Errors
    /// Not found for those who may not read checks; a refusal for an unknown check.
    pub async fn findings(&self, actor: &Actor, year: i32, only: Option<&str>) -> Outcome<Vec<Found>> {
        require(actor, Act::ReadChecks, On::Association)?;
        published::known(only)?;
        self.found(actor, year, only).await
    }

    /// As [`App::findings`], for acts that need them whoever acts.
    pub(crate) async fn found(&self, actor: &Actor, year: i32, only: Option<&str>) -> Outcome<Vec<Found>> {
        let computed = self.year(actor, year).await?;
        let findings = computed.findings(only);
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let answers = store::finding::load(&mut tx, association, year).await?;
        let found = |finding: Finding| {
            let key = finding.key();
            Found {
                answer: answers.iter().find(|a| a.finding == key).cloned(),
                finding,
            }
        };
        Ok(findings.into_iter().map(found).collect())
    }

    /// Answers a finding that may be true: the reason is stored and the finding stays answered until
    /// one of its values changes.
    ///
    /// # Errors
    /// Not found for an actor who may not, or a finding that is not there any more; refusals for one
    /// that has to be corrected instead, and for an answer without a reason.
    pub async fn answer_finding(
        &self,
        actor: &Actor,
        year: i32,
        key: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::AnswerFinding, On::Association)?;
        let found = self.found(actor, year, None).await?;
        let found = found
            .into_iter()
            .find(|f| f.finding.key() == key)
            .ok_or(Failure::NotFound)?;
        if !found.may_be_answered() {
            let message = "Fyndet är ett fel som ska rättas vid källan; det kan inte besvaras bort.";
            return Err(Refusal::at("fynd-rattas", "fynd", message).into());
        }
        let reason = reason.trim();
        if reason.chars().count() < 10 {
            let message =
                "Skriv varför siffran stämmer, minst tio tecken, så att den som läser senare förstår.";
            return Err(Refusal::at("skal-saknas", "skal", message).into());
        }
        let answer = Answer {
            finding: key.into(),
            expected: found.finding.expected,
            found: found.finding.found,
            reason: reason.into(),
            answered_at: now,
            answered_by: actor.id.clone(),
        };
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::finding::save(&mut tx, association, year, &answer).await?;
        record(
            &mut tx,
            actor,
            ("fynd.svar", key),
            serde_json::json!({ "year": year }),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}
