//! What entries and exits are judged by: the day, the insats's limits, its questions and lists.

use chrono::NaiveDate;

use super::{ExitLabel, OutcomeList, Question};
use crate::refusal::Refusal;

/// What one insats's participations are judged by.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Today: nothing that is registered has happened later.
    pub today: NaiveDate,
    /// Youngest and oldest age at entry, inclusive.
    pub ages: Option<(i32, i32)>,
    /// Municipalities a participant may live in: a name outside the list is not kept.
    pub municipalities: Vec<String>,
    /// The insats's own questions.
    pub questions: Vec<Question>,
    /// The insats's own outcome labels.
    pub labels: Vec<ExitLabel>,
    /// The association's outcome lists.
    pub lists: Vec<OutcomeList>,
}

/// The municipality of those who live outside the association's own.
pub const OTHER_MUNICIPALITY: &str = "Annan kommun";

impl Rules {
    /// Rules without limits, questions or lists.
    pub fn on(today: NaiveDate) -> Rules {
        Rules {
            today,
            ages: None,
            municipalities: Vec::new(),
            questions: Vec::new(),
            labels: Vec::new(),
            lists: super::default_lists(),
        }
    }

    /// Refuses a day that has not come.
    pub(super) fn not_future(&self, place: &str, what: &str, date: NaiveDate) -> Option<Refusal> {
        (date > self.today).then(|| {
            let message = format!(
                "{what} {date} har inte varit än. Skriv ett datum till och med i dag, {}.",
                self.today
            );
            Refusal::at("datum-framtid", place, message)
        })
    }

    /// Refuses a day so long ago that it must be a slip of the pen.
    pub(super) fn not_ancient(place: &str, what: &str, date: NaiveDate) -> Option<Refusal> {
        use chrono::Datelike;
        (date.year() < 2000).then(|| {
            let message = format!("{what} {date} är för länge sedan. Kontrollera årtalet.");
            Refusal::at("datum-gammalt", place, message)
        })
    }
}
