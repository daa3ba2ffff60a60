//! A value, or the reason why there is none.

use super::codes::Missing;

/// A value that was asked for: known, or missing for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// Known.
    Known(T),
    /// Missing, and why.
    Missing(Missing),
}

impl<T> Default for Answer<T> {
    fn default() -> Answer<T> {
        Answer::Missing(Missing::NotCollected)
    }
}

impl<T> From<Option<T>> for Answer<T> {
    fn from(value: Option<T>) -> Answer<T> {
        value.map_or_else(Answer::default, Answer::Known)
    }
}

impl<T> Answer<T> {
    /// The value.
    pub fn known(&self) -> Option<&T> {
        match self {
            Answer::Known(value) => Some(value),
            Answer::Missing(_) => None,
        }
    }

    /// Why there is none.
    pub fn missing(&self) -> Option<Missing> {
        match self {
            Answer::Known(_) => None,
            Answer::Missing(why) => Some(*why),
        }
    }

    /// A stored value with the stored reason for its absence.
    pub fn stored(value: Option<T>, why: Option<Missing>) -> Answer<T> {
        match value {
            Some(value) => Answer::Known(value),
            None => Answer::Missing(why.unwrap_or(Missing::NotCollected)),
        }
    }
}
