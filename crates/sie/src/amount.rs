//! Money as the format writes it: whole hundredths of the file's currency.

use std::fmt;

/// An amount in hundredths (öre when the currency is SEK); debit is positive, credit negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Amount(pub i64);

/// How an amount was written when it was not written as the standard says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `-1234.50`
    Standard,
    /// Understood without loss: comma, thousands separator, plus sign, superfluous zeros.
    Odd,
    /// More than two decimals that are not zero: rounded half away from zero.
    Rounded,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);

    /// Reads an amount field; the common case of digits and a point is kept free of branches that
    /// only odd files need.
    pub(crate) fn read(field: &[u8]) -> Option<(Amount, Form)> {
        read_standard(field)
            .map(|a| (a, Form::Standard))
            .or_else(|| read_odd(field))
    }

    /// The amount in the form of the standard that a line begins with and a separator ends, with its
    /// length in bytes: cut and read in one pass. Fifteen digits before the point cannot overflow.
    #[inline]
    pub(crate) fn leading(line: &[u8]) -> Option<(Amount, usize)> {
        let (negative, digits) = match line {
            [b'-', rest @ ..] => (true, rest),
            all => (false, all),
        };
        let (mut value, mut left) = (0_i64, digits);
        while let [byte, rest @ ..] = left
            && let Some(digit) = digit(*byte)
        {
            value = value.wrapping_mul(10).wrapping_add(digit);
            left = rest;
        }
        if !(1..=15).contains(&(digits.len() - left.len())) {
            return None;
        }
        value *= 100;
        if let [b'.', tenths, rest @ ..] = left {
            value += digit(*tenths)? * 10;
            left = rest;
            if let [hundredths, rest @ ..] = rest
                && let Some(hundredths) = digit(*hundredths)
            {
                value += hundredths;
                left = rest;
            }
        }
        let ends = left.first().is_none_or(|byte| *byte <= b' ');
        let amount = Amount(if negative { -value } else { value });
        ends.then_some((amount, line.len() - left.len()))
    }

    /// As people write it in Swedish: "−12 771,00".
    pub fn swedish(self) -> String {
        swedish(i128::from(self.0))
    }
}

/// A sum of amounts in Swedish form; wider than an amount since sums may outgrow it.
pub(crate) fn swedish(hundredths: i128) -> String {
    let magnitude = hundredths.unsigned_abs();
    let whole = (magnitude / 100).to_string();
    let mut text = String::with_capacity(whole.len() + 12);
    if hundredths < 0 {
        text.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text.push_str(&format!(",{:02}", magnitude % 100));
    text
}

/// A field in the form of the standard: `-?digits(.d{1,2})?`.
fn read_standard(field: &[u8]) -> Option<Amount> {
    let (amount, length) = Amount::leading(field)?;
    (length == field.len()).then_some(amount)
}

#[inline]
fn digit(byte: u8) -> Option<i64> {
    let digit = byte.wrapping_sub(b'0');
    (digit <= 9).then_some(i64::from(digit))
}

/// Everything a person would still read as one certain amount, however large.
fn read_odd(field: &[u8]) -> Option<(Amount, Form)> {
    let (mut negative, mut odd) = (false, false);
    let mut magnitude = 0_i128;
    let mut digits = 0_u32;
    let mut decimals: Option<u32> = None;
    let mut beyond = Beyond::default();
    for (i, &byte) in field.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                let digit = i128::from(byte - b'0');
                if let Some(n @ 2..) = decimals {
                    magnitude += i128::from(n == 2 && digit >= 5);
                    beyond.add(byte);
                } else {
                    magnitude = magnitude.checked_mul(10)?.checked_add(digit)?;
                }
                decimals = decimals.map(|n| n.saturating_add(1));
            }
            b'.' | b',' if decimals.is_none() => {
                decimals = Some(0);
                odd |= byte == b',' || digits == 0;
            }
            b'-' if !negative && (i == 0 || i + 1 == field.len()) => {
                negative = true;
                odd |= i > 0;
            }
            b'+' if i == 0 => odd = true,
            // Space, and no-break space in code page 437, Windows and Latin-1.
            b' ' | 0xff | 0xa0 if decimals.is_none() => odd = true,
            _ => return None,
        }
    }
    let scale = match decimals {
        None | Some(0) => 100,
        Some(1) => 10,
        Some(_) => 1,
    };
    let value = magnitude.checked_mul(if negative { -scale } else { scale })?;
    let form = match beyond {
        _ if digits == 0 => return None,
        Beyond { digits: 0, .. } if !odd && decimals != Some(0) => Form::Standard,
        Beyond { digits: 0, .. } => Form::Odd,
        beyond if beyond.is_noise() => Form::Odd,
        _ => Form::Rounded,
    };
    Some((Amount(i64::try_from(value).ok()?), form))
}

/// The decimals after the second.
#[derive(Default)]
struct Beyond {
    digits: u32,
    /// How many of the first three are 0, and how many are 9.
    zeros: u32,
    nines: u32,
    other_than_zero: bool,
}

impl Beyond {
    fn add(&mut self, digit: u8) {
        self.digits += 1;
        self.zeros += u32::from(self.digits <= 3 && digit == b'0');
        self.nines += u32::from(self.digits <= 3 && digit == b'9');
        self.other_than_zero |= digit != b'0';
    }

    /// Whether they are nothing, or the trace a binary fraction leaves: 0.30000000000000004.
    const fn is_noise(&self) -> bool {
        !self.other_than_zero || (self.digits > 3 && (self.zeros == 3 || self.nines == 3))
    }
}

impl fmt::Display for Amount {
    /// As the standard writes it: `-1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_sie_05_amounts_are_whole_hundredths() {
        use Form::{Odd, Rounded, Standard};
        for (text, expected) in [
            ("0", Some((0, Standard))),
            ("-32934", Some((-3_293_400, Standard))),
            ("201278.6", Some((20_127_860, Standard))),
            ("-0.01", Some((-1, Standard))),
            ("1104488.11", Some((110_448_811, Standard))),
            ("99999999999999.99", Some((9_999_999_999_999_999, Standard))),
            ("12,50", Some((1250, Odd))),
            ("1 234,5", Some((123_450, Odd))),
            ("+7", Some((700, Odd))),
            ("100-", Some((-10_000, Odd))),
            ("5.", Some((500, Odd))),
            (".5", Some((50, Odd))),
            ("1.500", Some((150, Odd))),
            ("1.005", Some((101, Rounded))),
            ("0.30000000000000004", Some((30, Odd))),
            ("-4.349999999", Some((-435, Odd))),
            ("-1.0049", Some((-100, Rounded))),
            ("92233720368547758.07", Some((i64::MAX, Standard))),
            ("-92233720368547758.08", Some((i64::MIN, Standard))),
            ("92233720368547758.08", None),
            ("", None),
            ("-", None),
            (".", None),
            ("1E5", None),
            ("1-2", None),
            ("1.2.3", None),
            ("99999999999999999999999999999999999999999999", None),
        ] {
            let read = Amount::read(text.as_bytes()).map(|(a, f)| (a.0, f));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn amounts_print_as_the_standard_and_as_swedish() {
        assert_eq!(Amount(-123_450).to_string(), "-1234.50");
        assert_eq!(Amount(i64::MIN).to_string(), "-92233720368547758.08");
        assert_eq!(Amount(-1_277_100).swedish(), "−12\u{a0}771,00");
    }
}
