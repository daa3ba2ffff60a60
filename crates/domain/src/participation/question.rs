//! Questions of an insats's own: yes or no, a scale, a choice or a number. Never words.

use chrono::NaiveDate;

use super::{
    Fields, Rules,
    codes::{AnswerKind, Moment},
};
use crate::{personnummer, refusal::Refusal};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Stable key within the insats.
    pub slug: String,
    /// As it is asked.
    pub text: String,
    /// When it is asked.
    pub moment: Moment,
    /// How it is answered.
    pub kind: AnswerKind,
    /// Least and greatest number of a scale or a number.
    pub limits: (i64, i64),
    /// What to choose from, in order.
    pub choices: Vec<String>,
    /// First day it is asked.
    pub from: NaiveDate,
    /// Last day it is asked.
    pub to: Option<NaiveDate>,
}

/// An answer: 1 and 0 for yes and no, the place of a choice from 1, otherwise the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAnswer {
    /// The question's key.
    pub question: String,
    /// The answer.
    pub value: i64,
}

impl Question {
    /// Whether it is asked on a day at this moment.
    pub fn asked(&self, moment: Moment, day: NaiveDate) -> bool {
        self.moment == moment && self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// The name of its field.
    pub fn field(&self) -> String {
        format!("fraga-{}", self.slug)
    }

    /// The answer in words.
    pub fn words(&self, value: i64) -> String {
        match self.kind {
            AnswerKind::YesNo => (if value == 1 { "ja" } else { "nej" }).into(),
            AnswerKind::Choice => usize::try_from(value - 1)
                .ok()
                .and_then(|at| self.choices.get(at))
                .cloned()
                .unwrap_or_default(),
            AnswerKind::Scale | AnswerKind::Number => crate::number::integer(value),
        }
    }

    /// What may be answered.
    fn range(&self) -> (i64, i64) {
        match self.kind {
            AnswerKind::YesNo => (0, 1),
            AnswerKind::Choice => (1, i64::try_from(self.choices.len()).unwrap_or(0)),
            AnswerKind::Scale | AnswerKind::Number => self.limits,
        }
    }

    /// What is wrong with the question itself.
    pub fn problems(&self) -> Vec<Refusal> {
        let mut problems = Vec::new();
        let length = self.text.chars().count();
        if !(3..=200).contains(&length) {
            let message = "Skriv frågan med 3 till 200 tecken.";
            problems.push(Refusal::at("fraga-text", "text", message));
        }
        if self.to.is_some_and(|to| to < self.from) {
            let message = "Sista dagen är före den första. Rätta datumen.";
            problems.push(Refusal::at("fraga-period", "till", message));
        }
        let (low, high) = self.limits;
        let limited = matches!(self.kind, AnswerKind::Scale | AnswerKind::Number);
        if limited && low >= high {
            let message = "Det största talet ska vara större än det minsta.";
            problems.push(Refusal::at("fraga-granser", "hogst", message));
        }
        if self.kind == AnswerKind::Scale && high - low > 10 {
            let message = "En skala har högst elva steg. Välj heltal om svaret är ett antal.";
            problems.push(Refusal::at("fraga-granser", "hogst", message));
        }
        if self.kind == AnswerKind::Choice && !(2..=20).contains(&self.choices.len()) {
            let message = "Skriv mellan två och tjugo alternativ, ett på varje rad.";
            problems.push(Refusal::at("fraga-val", "val", message));
        }
        if self.choices.iter().any(|choice| personnummer::is_in(choice)) || personnummer::is_in(&self.text) {
            let message = "Frågan innehåller något som liknar ett personnummer. Ta bort det.";
            problems.push(Refusal::at("personnummer-i-text", "text", message));
        }
        problems
    }
}

impl OwnAnswer {
    /// The answers typed on a day, and what is wrong with them.
    pub(super) fn read(
        fields: &Fields,
        (moment, day): (Moment, NaiveDate),
        rules: &Rules,
        problems: &mut Vec<Refusal>,
    ) -> Vec<OwnAnswer> {
        let asked = rules
            .questions
            .iter()
            .filter(|question| question.asked(moment, day));
        asked
            .filter_map(|question| {
                let value = fields.number(&question.field(), question.range(), problems)?;
                Some(OwnAnswer {
                    question: question.slug.clone(),
                    value,
                })
            })
            .collect()
    }

    /// Answers to questions that are not there, or outside their range.
    pub(super) fn problems(answers: &[OwnAnswer], rules: &Rules) -> Vec<Refusal> {
        let wrong = |answer: &&OwnAnswer| {
            let question = rules.questions.iter().find(|q| q.slug == answer.question);
            question.is_none_or(|q| {
                let (low, high) = q.range();
                !(low..=high).contains(&answer.value)
            })
        };
        let refusal = |answer: &OwnAnswer| {
            let place = format!("fraga-{}", answer.question);
            Refusal::at(
                "svar-okant",
                place,
                "Svaret ryms inte bland frågans svar. Välj något av dem.",
            )
        };
        answers.iter().filter(wrong).map(refusal).collect()
    }
}
