//! Personnummer and samordningsnummer: read, checked, and forgotten. The number is never stored,
//! printed or sent back; all that may leave this type is what a keyed pseudonym is made of.
//!
//! Form: folkbokföringslagen (1991:481) 18 §, Skatteverket SKV 704 (personnummer) and SKV 707
//! (samordningsnummer: the day of birth plus 60).

use std::fmt;

use chrono::{Datelike, NaiveDate};
use zeroize::Zeroizing;

use crate::{codes::Sex, refusal::Refusal};

/// Text that somebody typed where a number is asked for. Never printed; wiped when dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(Zeroizing<String>);

impl Typed {
    /// Takes the text over; the caller keeps no copy.
    pub fn new(text: String) -> Typed {
        Typed(Zeroizing::new(text))
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// Reads the number.
    ///
    /// # Errors
    /// [`Wrong`], which does not hold what was typed.
    pub fn read(&self, today: NaiveDate) -> Result<Personnummer, Wrong> {
        Personnummer::read(&self.0, today)
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// A number whose form, date and check digit are right. Never printed; wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Personnummer(Zeroizing<[u8; 12]>);

impl fmt::Debug for Personnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personnummer(…)")
    }
}

/// Why a number cannot be one. Says nothing of the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Not ten or twelve digits, with at most a mark before the last four.
    Form,
    /// The first digits are no day, or one that has not come.
    Date,
    /// The last digit does not follow from the others.
    Check,
}

impl Wrong {
    /// The refusal, at the field `place`.
    pub fn refusal(self, place: &str) -> Refusal {
        let (code, cause) = match self {
            Wrong::Form => (
                "personnummer-form",
                "Numret ska ha 10 eller 12 siffror, till exempel ÅÅMMDD-NNNN eller ÅÅÅÅMMDDNNNN.",
            ),
            Wrong::Date => (
                "personnummer-datum",
                "De första siffrorna är inget datum som har varit. I ett samordningsnummer är dagen ökad med 60.",
            ),
            Wrong::Check => (
                "personnummer-kontroll",
                "Kontrollsiffran stämmer inte. Jämför numret siffra för siffra med underlaget.",
            ),
        };
        Refusal::at(code, place, cause)
    }
}

impl Personnummer {
    /// Reads ten or twelve digits. A `+` before the last four means a hundred years or more; without
    /// a century the latest day that is not after `today` is meant.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn read(text: &str, today: NaiveDate) -> Result<Personnummer, Wrong> {
        let (digits, count, mark) = scan(text).ok_or(Wrong::Form)?;
        let mut whole = Zeroizing::new([0_u8; 12]);
        match (count, mark) {
            (12, Mark::None | Mark::Minus) => whole.copy_from_slice(&*digits),
            (10, _) => {
                whole[2..].copy_from_slice(&digits[..10]);
                let century = century(&whole, today, mark == Mark::Plus).ok_or(Wrong::Date)?;
                whole[0] = century / 10;
                whole[1] = century % 10;
            }
            _ => return Err(Wrong::Form),
        }
        let number = Personnummer(whole);
        let birth = number.birth().ok_or(Wrong::Date)?;
        if birth > today || birth.year() < 1850 {
            return Err(Wrong::Date);
        }
        if !number.check_holds() {
            return Err(Wrong::Check);
        }
        Ok(number)
    }

    /// The twelve digits as bytes, for the pseudonym. A samordningsnummer keeps its day plus 60: it is
    /// another number than the personnummer the person may get later.
    pub fn bytes(&self) -> Zeroizing<[u8; 12]> {
        Zeroizing::new(self.0.map(|digit| b'0' + digit))
    }

    /// Year of birth.
    pub fn birth_year(&self) -> i32 {
        self.pair(0) * 100 + self.pair(2)
    }

    /// Sex, by the ninth of ten digits: even for women.
    pub fn sex(&self) -> Sex {
        if self.0[10].is_multiple_of(2) {
            Sex::Woman
        } else {
            Sex::Man
        }
    }

    /// Whether it is a samordningsnummer.
    pub fn is_coordination(&self) -> bool {
        self.pair(6) > 60
    }

    fn birth(&self) -> Option<NaiveDate> {
        let day = self.pair(6);
        let day = if day > 60 { day - 60 } else { day };
        NaiveDate::from_ymd_opt(
            self.birth_year(),
            u32::try_from(self.pair(4)).ok()?,
            u32::try_from(day).ok()?,
        )
    }

    fn pair(&self, at: usize) -> i32 {
        i32::from(self.0[at]) * 10 + i32::from(self.0[at + 1])
    }

    /// The Luhn sum of the last ten digits.
    fn check_holds(&self) -> bool {
        let sum: u32 = (0_u32..)
            .zip(self.0.iter().skip(2))
            .map(|(i, digit)| {
                let weighed = u32::from(*digit) * (2 - i % 2);
                weighed / 10 + weighed % 10
            })
            .sum();
        sum.is_multiple_of(10)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Minus,
    Plus,
}

/// The digits, how many, and the mark before the last four. Spaces at the ends and one in place of
/// the mark are let through.
fn scan(text: &str) -> Option<(Zeroizing<[u8; 12]>, usize, Mark)> {
    let mut digits = Zeroizing::new([0_u8; 12]);
    let (mut count, mut mark, mut marked_at) = (0, Mark::None, None);
    for c in text.trim().chars() {
        match c {
            '0'..='9' => {
                *digits.get_mut(count)? = u8::try_from(c.to_digit(10)?).ok()?;
                count += 1;
            }
            '-' | '+' | ' ' | '–' | '−' if marked_at.is_none() => {
                marked_at = Some(count);
                mark = if c == '+' { Mark::Plus } else { Mark::Minus };
            }
            _ => return None,
        }
    }
    let mark_fits = marked_at.is_none_or(|at| at + 4 == count);
    (mark_fits && (count == 10 || count == 12)).then_some((digits, count, mark))
}

/// The century of a number written without one.
fn century(whole: &[u8; 12], today: NaiveDate, over_hundred: bool) -> Option<u8> {
    let two = |at: usize| u32::from(whole[at]) * 10 + u32::from(whole[at + 1]);
    let (month, day) = (two(4), two(6));
    let day = if day > 60 { day - 60 } else { day };
    let born = |century: i32| {
        let year = century * 100 + i32::try_from(two(2)).ok()?;
        NaiveDate::from_ymd_opt(year, month, day)
    };
    // The 29th of February exists in some centuries only: what is no day in one is asked of the next.
    let latest = (18..=today.year() / 100)
        .rev()
        .find(|century| born(*century).is_some_and(|birth| birth <= today))?;
    u8::try_from(if over_hundred { latest - 1 } else { latest }).ok()
}

/// Whether a text holds something that looks like such a number: such a text is not kept. Ten or
/// twelve digits in a row, or with a mark before the last four, whose first digits could be a day.
pub fn is_in(text: &str) -> bool {
    let bytes: Vec<char> = text.chars().collect();
    let digits: Vec<(usize, u32)> = bytes
        .iter()
        .enumerate()
        .filter_map(|(i, c)| Some((i, c.to_digit(10)?)))
        .collect();
    [10_usize, 12].iter().any(|length| {
        digits.windows(*length).any(|window| {
            let (Some(first), Some(last)) = (window.first(), window.last()) else {
                return false;
            };
            // At most one character that is no digit within, and it is a mark.
            let span = last.0 - first.0 + 1;
            let month = window[length - 8].1 * 10 + window[length - 7].1;
            let day = window[length - 6].1 * 10 + window[length - 5].1;
            span <= length + 1
                && (1..=12).contains(&month)
                && (1..=91).contains(&day)
                && !(32..=60).contains(&day)
        })
    })
}

#[cfg(test)]
mod tests;
