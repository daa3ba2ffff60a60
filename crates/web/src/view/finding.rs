//! A finding as a card.

use askama::Template;
use domain::{
    finding::{Finding, Severity},
    number,
};

/// A finding with its answer, if it has one.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/finding.html")]
pub struct FindingCard {
    /// Anchor.
    pub id: String,
    /// The check's Swedish name.
    pub check_name: String,
    /// How serious.
    pub severity: Severity,
    /// Where.
    pub place: String,
    /// What the rule gives.
    pub expected: Option<String>,
    /// What stands there.
    pub found: String,
    /// Cause and next step.
    pub message: String,
    /// The stored answer.
    pub answer: Option<Answer>,
    /// Where it is put right.
    pub way: Option<String>,
}

/// A stored answer to a finding that may be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The reason given.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub when: String,
}

impl FindingCard {
    /// The card of a finding.
    pub fn of(finding: &Finding, number: usize) -> FindingCard {
        FindingCard {
            id: format!("fynd-{number}"),
            check_name: finding.check.to_owned(),
            severity: finding.severity,
            place: finding.place.to_string().replace('_', " "),
            expected: finding.expected.as_deref().map(readable),
            found: readable(&finding.found),
            message: finding.message.clone(),
            answer: None,
            way: None,
        }
    }

    fn class(&self) -> &'static str {
        match (&self.answer, self.severity) {
            (Some(_), _) | (None, Severity::AnswerOnce) => "",
            (None, Severity::MustFix) => "must",
            (None, Severity::ShouldFix) => "should",
        }
    }

    fn severity_words(&self) -> &'static str {
        severity_words(self.severity)
    }
}

/// A value as people write it: long whole numbers with spaces, and years as they are.
fn readable(value: &str) -> String {
    match value.parse::<i64>() {
        Ok(number) if number.abs() >= 10_000 => number::integer(number),
        _ => value.to_owned(),
    }
}

/// The words for a severity.
pub fn severity_words(severity: Severity) -> &'static str {
    match severity {
        Severity::MustFix => "Måste rättas",
        Severity::ShouldFix => "Bör rättas",
        Severity::AnswerOnce => "Kan stämma",
    }
}
