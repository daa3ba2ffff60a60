//! The local reference: what a team calls a referral among themselves. It may not tell who it is
//! about, so what looks like a personal number or a name is refused.

use std::fmt;

use crate::refusal::Refusal;

/// The longest reference, in characters.
const LONGEST: usize = 24;
/// The most letters in a row: enough for "NORR", too few for most surnames.
const LETTERS: usize = 4;

/// A checked reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalReference(String);

impl LocalReference {
    /// A reference as typed.
    ///
    /// # Errors
    /// A refusal at `place` that never repeats what was typed when it looks like a personal number.
    pub fn parse(text: &str, place: &str) -> Result<LocalReference, Refusal> {
        let text = text.trim();
        if looks_like_personal_number(text) {
            let message = "Referensen liknar ett personnummer eller samordningsnummer och sparas inte. Skriv teamets eget löpnummer, till exempel N-26-014.";
            return Err(Refusal::at("referens-personnummer", place, message));
        }
        let allowed = |c: char| c.is_alphanumeric() || "-/._".contains(c);
        let length = text.chars().count();
        if length == 0
            || length > LONGEST
            || !text.chars().all(allowed)
            || !text.chars().any(|c| c.is_ascii_digit())
        {
            let message = format!(
                "Skriv teamets eget löpnummer: högst {LONGEST} bokstäver, siffror och bindestreck, minst en siffra och inga mellanslag. Till exempel N-26-014."
            );
            return Err(Refusal::at("referens-form", place, message));
        }
        if letters_in_a_row(text) > LETTERS {
            let message = format!(
                "Referensen får ha högst {LETTERS} bokstäver i rad, så att den inte kan vara ett namn. Till exempel N-26-014."
            );
            return Err(Refusal::at("referens-namn", place, message));
        }
        Ok(LocalReference(text.to_owned()))
    }

    /// A reference that was checked when it was stored.
    pub fn stored(text: String) -> LocalReference {
        LocalReference(text)
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LocalReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The next free reference of a year: "26-014" after thirteen of 2026.
pub fn next<'a>(taken: impl Iterator<Item = &'a LocalReference>, year: i32) -> String {
    let prefix = format!("{:02}-", year.rem_euclid(100));
    let numbers = taken.filter_map(|reference| reference.0.strip_prefix(&prefix)?.parse::<u32>().ok());
    format!("{prefix}{:03}", numbers.max().unwrap_or(0).saturating_add(1))
}

/// Whether a text holds what could be a personnummer or samordningsnummer: ten or twelve digits that
/// begin with a date, with any separators between them. The check digit is not asked: a number typed
/// wrongly still points at somebody.
pub fn looks_like_personal_number(text: &str) -> bool {
    let mut digits: Vec<u32> = Vec::new();
    // Anything but a letter may separate; a letter ends the number.
    for c in text.chars().chain(std::iter::once('a')) {
        if let Some(digit) = c.to_digit(10) {
            digits.push(digit);
        } else if c.is_alphabetic() {
            let long = digits.windows(12).any(|w| century(w) && is_date(&w[2..]));
            if long || digits.windows(10).any(is_date) {
                return true;
            }
            digits.clear();
        }
    }
    false
}

fn century(digits: &[u32]) -> bool {
    matches!(digits, [1, 8 | 9, ..] | [2, 0, ..])
}

/// YYMMDD at the start; a samordningsnummer has 60 added to the day.
fn is_date(digits: &[u32]) -> bool {
    let [_, _, m1, m2, d1, d2, ..] = digits else {
        return false;
    };
    let (month, day) = (m1 * 10 + m2, d1 * 10 + d2);
    (1..=12).contains(&month) && ((1..=31).contains(&day) || (61..=91).contains(&day))
}

fn letters_in_a_row(text: &str) -> usize {
    let runs = text.split(|c: char| !c.is_alphabetic());
    runs.map(|run| run.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::long("199003042387")]
    #[case::short("9003042387")]
    #[case::hyphen("19900304-2387")]
    #[case::short_hyphen("900304-2387")]
    #[case::older_than_a_hundred("110304+2387")]
    #[case::spaced("1990 03 04 23 87")]
    #[case::dotted("90.03.04.2387")]
    #[case::coordination("900364-2387")]
    #[case::wrong_check_digit("900304-2380")]
    #[case::inside("N-900304-2387-b")]
    #[case::after_another_number("7-199003042387")]
    fn r_kon_03_a_personal_number_is_refused_and_never_repeated(#[case] typed: &str) {
        let refusal = LocalReference::parse(typed, "referens").unwrap_err();
        assert_eq!(
            (refusal.code, refusal.place.as_str()),
            ("referens-personnummer", "referens")
        );
        assert!(!refusal.message.contains("2387"), "{refusal}");
    }

    #[rstest]
    #[case::empty("", "referens-form")]
    #[case::no_digit("NORR", "referens-form")]
    #[case::spaces("N 26 14", "referens-form")]
    #[case::name("Svensson-1", "referens-namn")]
    #[case::long("1-2-3-4-5-6-7-8-9-0-1-2-3-4", "referens-form")]
    #[case::markup("<b>1", "referens-form")]
    fn r_kon_04_a_reference_is_short_and_no_name(#[case] typed: &str, #[case] code: &str) {
        assert_eq!(LocalReference::parse(typed, "referens").unwrap_err().code, code);
    }

    #[rstest]
    #[case("N-26-014")]
    #[case("26-001")]
    #[case("2026/0412")]
    #[case("NORR-2026-112")]
    fn references_of_teams_are_taken(#[case] typed: &str) {
        assert_eq!(LocalReference::parse(typed, "referens").unwrap().as_str(), typed);
    }

    #[test]
    fn the_next_reference_follows_the_highest_of_the_year() {
        let taken = ["26-001", "26-013", "25-099", "X-26-50"].map(|t| LocalReference(t.into()));
        assert_eq!(next(taken.iter(), 2026), "26-014");
        assert_eq!(next(taken.iter(), 2027), "27-001");
    }

    proptest! {
        #[test]
        fn r_kon_03_every_number_of_any_day_is_recognised(
            year in 0..100_u32, month in 1..=12_u32, day in 1..=31_u32, last in 0..10_000_u32, shift in prop::bool::ANY,
        ) {
            let day = if shift { day + 60 } else { day };
            let typed = format!("{year:02}{month:02}{day:02}-{last:04}");
            prop_assert!(looks_like_personal_number(&typed));
            let long = format!("19{typed}");
            prop_assert!(looks_like_personal_number(&long));
        }
    }
}
