//! What is to be paid, and what a bank would return.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use domain::{
    giro::{Bankgiro, Ocr, OcrLevel, OrgNumber, Plusgiro},
    money::Ore,
    refusal::Refusal,
};

/// The most payments of a file.
pub const MOST: usize = 10_000;
/// The longest name a Swedish bank prints.
pub const LONGEST_NAME: usize = 70;
/// The longest reference (Max35Text).
pub const LONGEST_REFERENCE: usize = 35;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// Bankgirot.
    Bankgiro(Bankgiro),
    /// Plusgirot.
    Plusgiro(Plusgiro),
    /// IBAN, without spaces.
    Iban(String),
}

impl Account {
    /// Reads an account of this kind: "bankgiro", "plusgiro" or "iban"; `place` is the form field.
    ///
    /// # Errors
    /// Refuses an unknown kind, another form, and wrong check digits.
    pub fn parse(place: &str, kind: &str, text: &str) -> Result<Account, Refusal> {
        match kind {
            "bankgiro" => Bankgiro::parse(place, text).map(Account::Bankgiro),
            "plusgiro" => Plusgiro::parse(place, text).map(Account::Plusgiro),
            "iban" => domain::requisition::iban(place, text).map(Account::Iban),
            _ => Err(Refusal::at(
                "betalning-konto",
                place,
                "Välj bankgiro, plusgiro eller IBAN.",
            )),
        }
    }
}

/// Who pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debtor {
    /// Name.
    pub name: String,
    /// Organisation number.
    pub org_number: OrgNumber,
    /// The number the bank knows the payer by, from its agreement.
    pub agreement: String,
    /// The account paid from.
    pub account: Account,
    /// The bank's BIC.
    pub bic: String,
}

/// What the payment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remittance {
    /// A reference with check digit.
    Ocr(String),
    /// Words.
    Text(String),
}

impl Remittance {
    /// An OCR number when it is one, else words.
    pub fn of(reference: &str, otherwise: &str) -> Remittance {
        let reference = reference.trim();
        if reference.is_empty() {
            return Remittance::Text(otherwise.to_owned());
        }
        Ocr::parse("referens", reference, OcrLevel::CheckDigit).map_or_else(
            |_| Remittance::Text(reference.to_owned()),
            |ocr| Remittance::Ocr(ocr.digits().to_owned()),
        )
    }
}

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Follows the payment to the recipient and back in the account statement.
    pub end_to_end: String,
    /// Amount, more than nothing.
    pub amount: Ore,
    /// Recipient.
    pub name: String,
    /// Where to.
    pub account: Account,
    /// What it says.
    pub remittance: Remittance,
}

/// A file of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The file's own name, at most 35 letters, never used before.
    pub id: String,
    /// When it was made, local time.
    pub created: NaiveDateTime,
    /// The day of payment.
    pub on: NaiveDate,
    /// Who pays.
    pub debtor: Debtor,
    /// What.
    pub payments: Vec<Payment>,
}

impl Order {
    /// Sum of its payments.
    pub fn total(&self) -> Ore {
        self.payments.iter().map(|payment| payment.amount).sum()
    }

    /// What a bank would return it for.
    ///
    /// # Errors
    /// All refusals, each with the payment's reference as its place.
    #[expect(
        clippy::too_many_lines,
        reason = "the parts of one page or act in the order they are read"
    )]
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut refuse =
            |code, place: &str, message: String| refusals.push(Refusal::at(code, place, message));
        if self.payments.is_empty() {
            refuse(
                "betalfil-tom",
                "",
                "Betalfilen har inga betalningar. Välj minst en rekvisition.".into(),
            );
        }
        if self.payments.len() > MOST {
            refuse(
                "betalfil-stor",
                "",
                format!("Betalfilen har fler än {MOST} betalningar. Dela den i flera."),
            );
        }
        if self.on < self.created.date() {
            refuse(
                "betalfil-dag",
                "dag",
                format!(
                    "Betalningsdagen {} har passerat. Välj dagens datum eller senare.",
                    self.on
                ),
            );
        }
        if !is_bic(&self.debtor.bic) {
            refuse(
                "betalfil-bic",
                "bic",
                format!(
                    "”{}” är ingen BIC. Den har 8 eller 11 tecken, till exempel SWEDSESS.",
                    self.debtor.bic
                ),
            );
        }
        for (place, text) in [("id", &self.id), ("avtal", &self.debtor.agreement)] {
            if !is_reference(text) {
                refuse(
                    "betalfil-referens",
                    place,
                    format!(
                        "”{text}” ska vara 1 till {LONGEST_REFERENCE} tecken: bokstäver a–z, siffror och bindestreck."
                    ),
                );
            }
        }
        let mut seen = HashSet::new();
        for payment in &self.payments {
            let own = payment.end_to_end.as_str();
            if !is_reference(own) {
                refuse(
                    "betalfil-referens",
                    own,
                    format!(
                        "Betalningens referens ”{own}” ska vara 1 till {LONGEST_REFERENCE} tecken: bokstäver a–z, siffror och bindestreck."
                    ),
                );
            }
            if !seen.insert(own) {
                refuse(
                    "betalfil-dubbel",
                    own,
                    format!("Referensen {own} finns två gånger i filen. En rekvisition betalas en gång."),
                );
            }
            if payment.amount.0 <= 0 {
                refuse(
                    "betalfil-belopp",
                    own,
                    format!(
                        "Betalningen {own} är på {} kr. Beloppet måste vara större än noll.",
                        payment.amount
                    ),
                );
            }
            if payment.name.trim().is_empty() {
                refuse(
                    "betalfil-mottagare",
                    own,
                    format!("Betalningen {own} saknar mottagare. Fyll i rekvisitionens mottagare."),
                );
            }
        }
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(refusals)
        }
    }
}

fn is_reference(text: &str) -> bool {
    (1..=LONGEST_REFERENCE).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_bic(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.len(), 8 | 11)
        && bytes.iter().take(6).all(u8::is_ascii_uppercase)
        && bytes
            .iter()
            .skip(6)
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
