//! What was typed, by field name: the same names in forms, files and the interface for programs.

use chrono::NaiveDate;

use super::{Answer, codes::Missing};
use crate::{codes::CodeTable, refusal::Refusal};

/// Typed values by field name. A field sent more than once (check boxes) has several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The values of a form, in the order they came. Fields that hold a number of a person are taken
    /// out first; see [`Fields::take`].
    pub fn new(values: Vec<(String, String)>) -> Fields {
        Fields(values)
    }

    /// Takes a field out: its text is here no more.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(key, _)| key == name)?;
        let (_, value) = self.0.remove(at);
        self.0.retain(|(key, _)| key != name);
        Some(value)
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Adds one more value of a field.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Sets a field that nothing was typed in.
    pub fn set_default(&mut self, name: &str, value: impl Into<String>) {
        if self.text(name).is_empty() {
            self.set(name, value);
        }
    }

    /// The text of a field, without space around it; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// Every text of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
    }

    /// Everything, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// A date as ÅÅÅÅ-MM-DD or eight digits; `None` when the field is empty.
    pub(super) fn date(&self, name: &str, problems: &mut Vec<Refusal>) -> Option<NaiveDate> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let read = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .or_else(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
            .filter(|date| (1900..=2200).contains(&chrono::Datelike::year(date)));
        if read.is_none() {
            let message = "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2022-03-14.";
            problems.push(Refusal::at("datum-form", name, message));
        }
        read
    }

    /// A code by its slug; `None` when the field is empty.
    pub(super) fn code<T: CodeTable>(&self, name: &str, problems: &mut Vec<Refusal>) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let read = T::from_slug(text);
        if read.is_none() {
            problems.push(unknown_choice(name));
        }
        read
    }

    /// A code by its slug, or the reason why it is missing. An empty field is not collected.
    pub(super) fn answer<T: CodeTable>(&self, name: &str, problems: &mut Vec<Refusal>) -> Answer<T> {
        match Missing::from_slug(self.text(name)) {
            // A slug of both tables is the value: a reason is chosen only where no value has its name.
            Some(why) if T::from_slug(self.text(name)).is_none() => Answer::Missing(why),
            _ => self.code(name, problems).into(),
        }
    }

    /// A whole number within limits; `None` when the field is empty.
    pub(super) fn number(
        &self,
        name: &str,
        (low, high): (i64, i64),
        problems: &mut Vec<Refusal>,
    ) -> Option<i64> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let read = text
            .strip_suffix('%')
            .unwrap_or(text)
            .trim()
            .parse::<i64>()
            .ok()
            .filter(|value| (low..=high).contains(value));
        if read.is_none() {
            let message = format!("Skriv ett heltal från {low} till {high}.");
            problems.push(Refusal::at("tal-form", name, message));
        }
        read
    }
}

/// A choice that is not one of those offered.
pub(super) fn unknown_choice(name: &str) -> Refusal {
    Refusal::at("val-okant", name, "Välj något av alternativen i listan.")
}

/// A field that must be filled in.
pub(super) fn required(name: &str, message: &str) -> Refusal {
    Refusal::at("uppgift-kravs", name, message)
}
