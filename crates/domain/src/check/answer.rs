//! Answers to findings that may be true: given once, with a reason, and kept.

use crate::{
    finding::{Finding, Severity},
    refusal::Refusal,
};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Answer {
    /// [`Finding::key`].
    pub key: String,
    /// What was found when it was answered.
    pub found: String,
    /// What was expected when it was answered.
    pub expected: Option<String>,
    /// Why it is as it should be.
    pub reason: String,
    /// By whom: a user's public id.
    pub by: String,
    /// When, ISO.
    pub at: String,
}

/// The answer that settles a finding: the same check and place with the same values. A changed
/// value opens the question again.
pub fn of<'a>(finding: &Finding, answers: &'a [Answer]) -> Option<&'a Answer> {
    let key = finding.key();
    let settles = |a: &&Answer| a.key == key && a.found == finding.found && a.expected == finding.expected;
    answers
        .iter()
        .filter(|_| finding.severity == Severity::AnswerOnce)
        .find(settles)
}

/// The findings that still stand.
pub fn open<'a>(findings: &'a [Finding], answers: &[Answer]) -> Vec<&'a Finding> {
    findings.iter().filter(|f| of(f, answers).is_none()).collect()
}

/// Whether a report may not be published while these stand.
pub fn blocks_publishing(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::MustFix)
}

/// An answer to a finding.
///
/// # Errors
/// Refuses an empty reason, and a finding that has to be corrected instead.
pub fn answer(finding: &Finding, reason: &str, by: &str, at: &str) -> Result<Answer, Refusal> {
    if finding.severity != Severity::AnswerOnce {
        let message = "Fyndet kan inte besvaras utan måste rättas. Rätta uppgiften där den står.";
        return Err(Refusal::at(
            "fynd-maste-rattas",
            finding.place.to_string(),
            message,
        ));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        let message = "Skriv varför uppgiften stämmer; skälet sparas med fyndet.";
        return Err(Refusal::at("fynd-utan-skal", "skäl", message));
    }
    Ok(Answer {
        key: finding.key(),
        found: finding.found.clone(),
        expected: finding.expected.clone(),
        reason: reason.to_owned(),
        by: by.to_owned(),
        at: at.to_owned(),
    })
}
