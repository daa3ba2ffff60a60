//! A participation from entry to follow-up: what is recorded, what is refused, what is missing and
//! why. No name, number or free text about a person has a place in these types.
//!
//! The text of a form, a file or a program is read by the functions called `read` out of [`Fields`];
//! what they answer with is checked again by `problems`, which also judges values made otherwise.

mod answer;
pub mod codes;
mod entry;
mod exit;
mod fields;
mod interim;
mod overlap;
mod question;
mod read;
mod record;
mod rules;
mod write;

pub use answer::Answer;
pub use codes::{
    ActivityKind, AgeReason, AnswerKind, Contact, ExcessReason, Field, GoalStatus, Language, Missing, Moment,
    Months, PlanArea, ReversalReason, Stage,
};
pub use entry::{Anonymous, Consent, Entry, Named};
pub use exit::{Exit, ExitLabel, FollowUp, OutcomeList, OutcomeRule, default_lists};
pub use fields::Fields;
pub use interim::{Activity, Interim, PlanGoal};
pub use overlap::{Same, Span, overlaps};
pub use question::{OwnAnswer, Question};
pub use record::{Due, Keys, Record, Reversal, State};
pub use rules::{OTHER_MUNICIPALITY, Rules};
pub use write::{Words, occupation_words, support_words};

#[cfg(test)]
mod tests;
