//! Dated code lists: what a referral asks for and why one is returned or declined. They could not be
//! read in an official form, so they are data that an association can change, never code.

use chrono::NaiveDate;

use crate::refusal::Refusal;

/// The lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// What the sender asks for.
    Need,
    /// Why a referral is sent back.
    Return,
    /// Why somebody is not recommended anything, or does not begin in the insats recommended.
    Decline,
}

impl List {
    /// Every list.
    pub const ALL: [List; 3] = [List::Need, List::Return, List::Decline];

    /// Its name in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            List::Need => "behov",
            List::Return => "aterlamning",
            List::Decline => "avbojd",
        }
    }
}

/// A code with its words and the days it may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedCode {
    /// Which list.
    pub list: List,
    /// Stored.
    pub code: String,
    /// Printed.
    pub label: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open when absent.
    pub to: Option<NaiveDate>,
}

impl DatedCode {
    /// Whether it may be chosen on this day.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The lists an association starts with: `lista;kod;text;fran;till`.
const STANDARD: &str = include_str!("lists.csv");

/// The lists an association starts with.
pub fn standard() -> Vec<DatedCode> {
    let row = |line: &str| {
        let mut fields = line.split(';');
        let list = fields.next()?;
        Some(DatedCode {
            list: List::ALL.into_iter().find(|l| l.slug() == list)?,
            code: fields.next()?.into(),
            label: fields.next()?.into(),
            from: fields.next()?.parse().ok()?,
            to: fields.next().and_then(|to| to.parse().ok()),
        })
    };
    STANDARD.lines().skip(1).filter_map(row).collect()
}

/// The codes of a list that may be chosen on a day.
pub fn in_force(codes: &[DatedCode], list: List, day: NaiveDate) -> impl Iterator<Item = &DatedCode> {
    codes
        .iter()
        .filter(move |code| code.list == list && code.in_force(day))
}

/// A code's words, also when it is no longer in force.
pub fn label<'a>(codes: &'a [DatedCode], list: List, code: &'a str) -> &'a str {
    let found = codes.iter().rev().find(|c| c.list == list && c.code == code);
    found.map_or(code, |c| c.label.as_str())
}

/// The code chosen.
///
/// # Errors
/// A refusal at `place` when the list has no such code on that day.
pub fn chosen(
    codes: &[DatedCode],
    list: List,
    code: &str,
    day: NaiveDate,
    place: &str,
) -> Result<String, Refusal> {
    let found = in_force(codes, list, day).find(|c| c.code == code.trim());
    found.map(|c| c.code.clone()).ok_or_else(|| {
        let message = match list {
            List::Need => "Välj vad frågan gäller.",
            List::Return => "Välj varför remissen återlämnas.",
            List::Decline => "Välj varför det inte blir någon insats.",
        };
        Refusal::at("kod-saknas", place, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_kon_02_codes_are_chosen_while_they_are_in_force_and_read_for_ever() {
        let mut codes = standard();
        assert!(List::ALL.iter().all(|list| codes.iter().any(|c| c.list == *list)));
        assert_eq!(codes.len(), STANDARD.lines().count() - 1, "every row is read");
        let day = |y| NaiveDate::from_ymd_opt(y, 6, 1).unwrap();
        let studies = codes.iter_mut().find(|c| c.code == "studier").unwrap();
        studies.to = Some(day(2025));
        let choose = |on| chosen(&codes, List::Need, "studier", on, "behov");
        assert_eq!(choose(day(2025)).unwrap(), "studier");
        assert_eq!(choose(day(2026)).unwrap_err().place, "behov");
        assert_eq!(label(&codes, List::Need, "studier"), "studier");
        assert!(
            chosen(&codes, List::Return, "studier", day(2025), "skal").is_err(),
            "another list"
        );
    }
}
