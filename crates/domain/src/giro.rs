//! Numbers with a check digit that money is sent by: organisation number, bankgiro, plusgiro, OCR.
//!
//! All of them end in a digit by modulus 10 (Luhn; Bankgirots "10-modulen"), and an OCR number with
//! variable length carries its length as the digit before (Bankgirot: *OCR-referens*, nivå 3 and 4).

use std::fmt;

use crate::refusal::Refusal;

/// The digit that makes `digits` and it together divisible by ten: from the right every other digit
/// is doubled, the first one too, and the digits of all products are added.
fn check_digit(digits: &str) -> u8 {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            let product = if place % 2 == 0 { digit * 2 } else { digit };
            product / 10 + product % 10
        })
        .sum();
    // Below ten, so the conversion never falls back.
    u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}

/// The digits of a number written with hyphens and spaces; `None` when anything else occurs.
fn digits(text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–'))
        .collect();
    (!bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())).then_some(bare)
}

/// What is wrong with the last digit, if anything: the digit it should be.
fn wrong_digit(number: &str) -> Option<u8> {
    let (body, last) = number.split_at(number.len().saturating_sub(1));
    let right = check_digit(body);
    (last != right.to_string()).then_some(right)
}

/// An organisation number: ten digits with a right check digit, the third at least 2.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgNumber(String);

impl OrgNumber {
    /// Reads "222000-1859", "2220001859" or with the century digits 16; `place` is the form field.
    ///
    /// # Errors
    /// Refuses another form, and a wrong check digit, naming the right one.
    pub fn parse(place: &str, text: &str) -> Result<OrgNumber, Refusal> {
        let shape = || {
            let message = format!(
                "”{}” är inget organisationsnummer. Skriv tio siffror, till exempel 222000-1859.",
                text.trim()
            );
            Refusal::at("orgnummer-form", place, message)
        };
        let digits = digits(text).ok_or_else(shape)?;
        let number = match digits.len() {
            12 => digits.strip_prefix("16").ok_or_else(shape)?.to_owned(),
            _ => digits,
        };
        if number.len() != 10 || number.as_bytes()[2] < b'2' {
            return Err(shape());
        }
        if let Some(right) = wrong_digit(&number) {
            let message = format!(
                "Organisationsnumret {} har fel kontrollsiffra: den sista siffran ska vara {right} om de andra är rätt. Läs av numret igen.",
                OrgNumber(number)
            );
            return Err(Refusal::at("orgnummer-kontrollsiffra", place, message));
        }
        Ok(OrgNumber(number))
    }

    /// The ten digits, as identifiers of scheme 0007 are written.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrgNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.0.split_at(6);
        write!(f, "{head}-{tail}")
    }
}

/// A bankgiro number: seven or eight digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bankgiro(String);

impl Bankgiro {
    /// Reads "123-4566", "5050-1055" or the digits alone; `place` is the form field.
    ///
    /// # Errors
    /// Refuses another form, and a wrong check digit, naming the right one.
    pub fn parse(place: &str, text: &str) -> Result<Bankgiro, Refusal> {
        let number = digits(text)
            .filter(|number| matches!(number.len(), 7 | 8) && !number.bytes().all(|byte| byte == b'0'))
            .ok_or_else(|| {
                let message = format!(
                    "”{}” är inget bankgironummer. Skriv sju eller åtta siffror, till exempel 5050-1055.",
                    text.trim()
                );
                Refusal::at("bankgiro-form", place, message)
            })?;
        if let Some(right) = wrong_digit(&number) {
            let message = format!(
                "Bankgironumret {} har fel kontrollsiffra: den sista siffran ska vara {right} om de andra är rätt. Läs av numret igen.",
                Bankgiro(number)
            );
            return Err(Refusal::at("bankgiro-kontrollsiffra", place, message));
        }
        Ok(Bankgiro(number))
    }

    /// The digits alone, as payment files and invoices want them.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Bankgiro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.0.split_at(self.0.len() - 4);
        write!(f, "{head}-{tail}")
    }
}

/// A plusgiro number: two to eight digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plusgiro(String);

impl Plusgiro {
    /// Reads "4-2", "28 65 43-4" or the digits alone; `place` is the form field.
    ///
    /// # Errors
    /// Refuses another form, and a wrong check digit, naming the right one.
    pub fn parse(place: &str, text: &str) -> Result<Plusgiro, Refusal> {
        let number = digits(text)
            .filter(|number| (2..=8).contains(&number.len()) && !number.bytes().all(|byte| byte == b'0'))
            .ok_or_else(|| {
                let message = format!(
                    "”{}” är inget plusgironummer. Skriv två till åtta siffror, till exempel 28 65 43-4.",
                    text.trim()
                );
                Refusal::at("plusgiro-form", place, message)
            })?;
        if let Some(right) = wrong_digit(&number) {
            let message = format!(
                "Plusgironumret {} har fel kontrollsiffra: den sista siffran ska vara {right} om de andra är rätt. Läs av numret igen.",
                Plusgiro(number)
            );
            return Err(Refusal::at("plusgiro-kontrollsiffra", place, message));
        }
        Ok(Plusgiro(number))
    }

    /// The digits alone, as payment files and invoices want them.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Plusgiro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (body, last) = self.0.split_at(self.0.len() - 1);
        // Pairs from the right: 28 65 43-4.
        for (place, digit) in body.chars().enumerate() {
            if place > 0 && (body.len() - place).is_multiple_of(2) {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, "-{last}")
    }
}

/// What money is paid to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Giro {
    /// Bankgirot.
    Bankgiro(Bankgiro),
    /// Plusgirot.
    Plusgiro(Plusgiro),
}

impl fmt::Display for Giro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Giro::Bankgiro(number) => write!(f, "bankgiro {number}"),
            Giro::Plusgiro(number) => write!(f, "plusgiro {number}"),
        }
    }
}

/// An OCR number: two to twenty-five digits, the last a check digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ocr(String);

/// How an OCR number is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OcrLevel {
    /// A check digit last.
    CheckDigit,
    /// A check digit last and before it the number's length, its last digit only.
    CheckDigitAndLength,
}

impl Ocr {
    /// The OCR number of a reference: the reference, its length digit and its check digit.
    ///
    /// # Errors
    /// Refuses a reference that is empty, longer than 23 digits or no digits.
    pub fn of(reference: &str) -> Result<Ocr, Refusal> {
        let body = digits(reference).filter(|body| body.len() <= 23).ok_or_else(|| {
            let message =
                format!("”{reference}” kan inte bli ett OCR-nummer. Använd en till tjugotre siffror.");
            Refusal::at("ocr-form", "ocr", message)
        })?;
        let with_length = format!("{body}{}", (body.len() + 2) % 10);
        let check = check_digit(&with_length);
        Ok(Ocr(format!("{with_length}{check}")))
    }

    /// Reads an OCR number; `place` is the form field.
    ///
    /// # Errors
    /// Refuses another form, a wrong check digit, and with the length checked a wrong length.
    pub fn parse(place: &str, text: &str, level: OcrLevel) -> Result<Ocr, Refusal> {
        let number = digits(text)
            .filter(|number| (2..=25).contains(&number.len()))
            .ok_or_else(|| {
                let message = format!(
                    "”{}” är inget OCR-nummer. Skriv två till tjugofem siffror.",
                    text.trim()
                );
                Refusal::at("ocr-form", place, message)
            })?;
        if let Some(right) = wrong_digit(&number) {
            let message = format!(
                "OCR-numret {number} har fel kontrollsiffra: den sista siffran ska vara {right} om de andra är rätt. Läs av numret igen."
            );
            return Err(Refusal::at("ocr-kontrollsiffra", place, message));
        }
        let length = number.as_bytes()[number.len() - 2] - b'0';
        if level == OcrLevel::CheckDigitAndLength && usize::from(length) != number.len() % 10 {
            let message = format!(
                "OCR-numret {number} har {} siffror, men längdsiffran säger {length}. Läs av numret igen.",
                number.len()
            );
            return Err(Refusal::at("ocr-langd", place, message));
        }
        Ok(Ocr(number))
    }

    /// The digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ocr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
