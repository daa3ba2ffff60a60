//! Where a requisition is paid to: bankgiro and plusgiro are [`crate::giro`]'s, IBAN is here.

use crate::{
    giro::{Bankgiro, OrgNumber, Plusgiro},
    refusal::Refusal,
};

/// An IBAN (ISO 13616) without spaces, its check digits right (ISO 7064, modulus 97).
///
/// # Errors
/// Refuses another form and wrong check digits, at `place`.
pub fn iban(place: &str, text: &str) -> Result<String, Refusal> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.to_ascii_uppercase();
    let bytes = bare.as_bytes();
    let shaped = (15..=34).contains(&bytes.len())
        && bytes.iter().take(2).all(u8::is_ascii_uppercase)
        && bytes.iter().skip(2).take(2).all(u8::is_ascii_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && (!bare.starts_with("SE") || bytes.len() == 24);
    if !shaped {
        let message = format!(
            "”{}” är inget IBAN. Ett svenskt har 24 tecken, till exempel SE35 5000 0000 0549 1000 0003.",
            text.trim()
        );
        return Err(Refusal::at("iban-form", place, message));
    }
    let moved = bytes.iter().skip(4).chain(bytes.iter().take(4));
    let remainder = moved.fold(0_u32, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        letter => (sum * 100 + u32::from(letter - b'A') + 10) % 97,
    });
    if remainder != 1 {
        let message = format!("IBAN {bare} har fel kontrollsiffror. Läs av numret igen.");
        return Err(Refusal::at("iban-kontrollsiffra", place, message));
    }
    Ok(bare)
}

/// An account of a kind as it is printed: "991-2346".
///
/// # Errors
/// Refuses an unknown kind, another form and wrong check digits, at `konto`.
pub(super) fn account(kind: &str, text: &str) -> Result<String, Refusal> {
    match kind {
        "bankgiro" if !text.is_empty() => Bankgiro::parse("konto", text).map(|number| number.to_string()),
        "plusgiro" if !text.is_empty() => Plusgiro::parse("konto", text).map(|number| number.to_string()),
        "iban" if !text.is_empty() => iban("konto", text),
        _ => {
            let message = "Ange mottagarens bankgiro, plusgiro eller IBAN.";
            Err(Refusal::at("rekvisition-konto", "konto", message))
        }
    }
}

/// An organisation number as it is printed.
///
/// # Errors
/// Refuses another form and a wrong check digit, at `orgnummer`.
pub(super) fn org_number(text: &str) -> Result<String, Refusal> {
    OrgNumber::parse("orgnummer", text).map(|number| number.to_string())
}
