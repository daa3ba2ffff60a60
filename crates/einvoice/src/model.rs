//! An invoice as EN 16931 means it. The business terms' numbers (BT, BG) stand with the fields.

use chrono::NaiveDate;
use domain::money::Ore;

use crate::Decimal;

/// The specification Peppol invoices name (BT-24).
pub const CUSTOMIZATION: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
/// The business process of invoices and credit notes (BT-23).
pub const PROFILE: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
/// The scheme of Swedish organisation numbers, as electronic address and as legal registration.
pub const ORG_NUMBER: &str = "0007";
/// The bank of a bankgiro number (Swedish rules SE-R-008 to SE-R-012).
pub const BANKGIRO: &str = "SE:BANKGIRO";
/// The bank of a plusgiro number.
pub const PLUSGIRO: &str = "SE:PLUSGIRO";
/// Credit transfer.
pub const CREDIT_TRANSFER: &str = "30";
/// Why VAT does not apply (code list VATEX): not subject to VAT.
pub const NOT_SUBJECT: &str = "VATEX-EU-O";

/// An invoice or a credit note. Amounts are hundredths of the currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invoice {
    /// The specification it follows (BT-24).
    pub customization: String,
    /// The business process (BT-23).
    pub profile: String,
    /// "380" an invoice, "381" a credit note (BT-3).
    pub type_code: String,
    /// Its number (BT-1).
    pub number: String,
    /// Its day (BT-2).
    pub issued: Option<NaiveDate>,
    /// When it is due (BT-9).
    pub due: Option<NaiveDate>,
    /// "SEK" (BT-5).
    pub currency: String,
    /// A note (BT-22); empty when there is none, as every text here.
    pub note: String,
    /// The buyer's own reference (BT-10).
    pub buyer_reference: String,
    /// The buyer's order (BT-13).
    pub order_reference: String,
    /// First and last day of what is invoiced (BG-14).
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Invoices this one refers to (BG-3).
    pub preceding: Vec<Preceding>,
    /// Who sells (BG-4).
    pub seller: Party,
    /// Who buys (BG-7).
    pub buyer: Party,
    /// How it is paid (BG-16).
    pub payments: Vec<Payment>,
    /// Terms of payment in words (BT-20).
    pub terms: String,
    /// Deductions and charges on the whole (BG-20, BG-21).
    pub allowances: Vec<Allowance>,
    /// VAT altogether (BT-110).
    pub tax_total: Ore,
    /// VAT by category and rate (BG-23).
    pub taxes: Vec<Tax>,
    /// The sums (BG-22).
    pub totals: Totals,
    /// The lines (BG-25).
    pub lines: Vec<Line>,
}

impl Invoice {
    /// Whether it gives money back.
    pub fn is_credit(&self) -> bool {
        self.type_code == "381"
    }
}

/// An invoice that another one refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preceding {
    /// Its number (BT-25).
    pub number: String,
    /// Its day (BT-26).
    pub issued: Option<NaiveDate>,
}

/// A seller or a buyer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// Electronic address: scheme and address (BT-34, BT-49).
    pub endpoint: (String, String),
    /// Name of the legal person (BT-27, BT-44).
    pub name: String,
    /// Legal registration: scheme and number (BT-30, BT-47).
    pub registration: (String, String),
    /// VAT number (BT-31, BT-48).
    pub vat_number: String,
    /// Tax registration (BT-32): "Godkänd för F-skatt".
    pub tax_registration: String,
    /// Street or box (BT-35, BT-50).
    pub street: String,
    /// More of it (BT-36, BT-51).
    pub street_more: String,
    /// City (BT-37, BT-52).
    pub city: String,
    /// Post code (BT-38, BT-53).
    pub post_code: String,
    /// Country, two letters (BT-40, BT-55).
    pub country: String,
    /// A person or office to ask (BT-41, BT-56).
    pub contact: String,
    /// Its telephone (BT-42, BT-57).
    pub telephone: String,
    /// Its address for electronic mail (BT-43, BT-58).
    pub email: String,
}

/// A way to pay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payment {
    /// Code (BT-81): "30" is a credit transfer.
    pub code: String,
    /// What the payer states (BT-83): the OCR number.
    pub reference: String,
    /// The account (BT-84): bankgiro, plusgiro or IBAN.
    pub account: String,
    /// The account's name (BT-85).
    pub account_name: String,
    /// The bank (BT-86): [`BANKGIRO`], [`PLUSGIRO`] or a BIC.
    pub bank: String,
}

/// A deduction or a charge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Whether it adds.
    pub is_charge: bool,
    /// Why (BT-97, BT-104).
    pub reason: String,
    /// How much (BT-92, BT-99).
    pub amount: Ore,
    /// VAT category (BT-95, BT-102); empty on a line.
    pub category: String,
    /// VAT rate in per cent (BT-96, BT-103).
    pub rate: Option<Decimal>,
}

/// VAT of one category and rate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tax {
    /// "S", "Z", "E", "O" … (BT-118).
    pub category: String,
    /// Rate in per cent (BT-119).
    pub rate: Option<Decimal>,
    /// What it is computed on (BT-116).
    pub base: Ore,
    /// The VAT (BT-117).
    pub amount: Ore,
    /// Why there is none, in words (BT-120).
    pub reason: String,
    /// Why there is none, as a code (BT-121).
    pub reason_code: String,
}

/// The sums of an invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The lines (BT-106).
    pub lines: Ore,
    /// Deductions (BT-107).
    pub allowances: Ore,
    /// Charges (BT-108).
    pub charges: Ore,
    /// Without VAT (BT-109).
    pub without_tax: Ore,
    /// With VAT (BT-112).
    pub with_tax: Ore,
    /// Paid already (BT-113).
    pub paid: Ore,
    /// Rounding (BT-114).
    pub rounding: Ore,
    /// To pay (BT-115).
    pub payable: Ore,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its id (BT-126).
    pub id: String,
    /// A note (BT-127).
    pub note: String,
    /// How many (BT-129).
    pub quantity: Decimal,
    /// Unit (BT-130): "EA" is each.
    pub unit: String,
    /// The line's sum without VAT (BT-131).
    pub amount: Ore,
    /// Deductions and charges of the line (BG-27, BG-28).
    pub allowances: Vec<Allowance>,
    /// What (BT-153).
    pub name: String,
    /// More of it (BT-154).
    pub description: String,
    /// VAT category (BT-151).
    pub category: String,
    /// VAT rate in per cent (BT-152).
    pub rate: Option<Decimal>,
    /// Price of one (BT-146).
    pub price: Decimal,
    /// How many the price is for (BT-149); one when it is not said.
    pub price_of: Option<Decimal>,
}
