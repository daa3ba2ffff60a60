//! An invoice outside VAT put together from what is known of it: sums and codes follow.

use chrono::NaiveDate;
use domain::{
    giro::{Giro, Ocr, OrgNumber},
    money::Ore,
};

use crate::{
    Decimal, Invoice, Line, Party, Payment, Preceding, Tax, Totals,
    model::{BANKGIRO, CREDIT_TRANSFER, CUSTOMIZATION, NOT_SUBJECT, ORG_NUMBER, PLUSGIRO, PROFILE},
};

/// What an invoice outside VAT is made of.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its number.
    pub number: String,
    /// Its day.
    pub issued: NaiveDate,
    /// When it is due.
    pub due: NaiveDate,
    /// The invoice it gives back; none for an invoice.
    pub credits: Option<Preceding>,
    /// The buyer's reference.
    pub buyer_reference: String,
    /// What it is about.
    pub note: String,
    /// First and last day of what is invoiced.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Who sells.
    pub seller: Party,
    /// Who buys.
    pub buyer: Party,
    /// What it is paid to.
    pub giro: Giro,
    /// What the payer states.
    pub ocr: Ocr,
    /// Text and amount of each line.
    pub lines: Vec<(String, Ore)>,
}

/// A Swedish party with an organisation number as address and registration.
pub fn swedish(name: &str, number: &OrgNumber, (street, post_code, city): (&str, &str, &str)) -> Party {
    let id = (ORG_NUMBER.to_owned(), number.digits().to_owned());
    Party {
        endpoint: id.clone(),
        name: name.trim().to_owned(),
        registration: id,
        street: street.trim().to_owned(),
        post_code: post_code.trim().to_owned(),
        city: city.trim().to_owned(),
        country: "SE".into(),
        ..Party::default()
    }
}

impl Draft {
    /// The invoice; its rules are checked when it is written.
    pub fn invoice(self) -> Invoice {
        let sum: Ore = self.lines.iter().map(|(_, amount)| *amount).sum();
        let (bank, account) = match &self.giro {
            Giro::Bankgiro(number) => (BANKGIRO, number.digits()),
            Giro::Plusgiro(number) => (PLUSGIRO, number.digits()),
        };
        let payment = Payment {
            code: CREDIT_TRANSFER.into(),
            reference: self.ocr.digits().into(),
            account: account.into(),
            account_name: String::new(),
            bank: bank.into(),
        };
        let tax = Tax {
            category: "O".into(),
            base: sum,
            reason: "Medlemsbidrag, inte föremål för mervärdesskatt".into(),
            reason_code: NOT_SUBJECT.into(),
            ..Tax::default()
        };
        Invoice {
            customization: CUSTOMIZATION.into(),
            profile: PROFILE.into(),
            type_code: if self.credits.is_some() { "381" } else { "380" }.into(),
            number: self.number,
            issued: Some(self.issued),
            due: Some(self.due),
            currency: "SEK".into(),
            note: self.note,
            buyer_reference: self.buyer_reference,
            period: self.period,
            preceding: self.credits.into_iter().collect(),
            seller: self.seller,
            buyer: self.buyer,
            payments: vec![payment],
            taxes: vec![tax],
            totals: Totals {
                lines: sum,
                without_tax: sum,
                with_tax: sum,
                payable: sum,
                ..Totals::default()
            },
            lines: self.lines.into_iter().enumerate().map(line).collect(),
            ..Invoice::default()
        }
    }
}

fn line((index, (name, amount)): (usize, (String, Ore))) -> Line {
    Line {
        id: (index + 1).to_string(),
        quantity: Decimal::whole(1),
        unit: "EA".into(),
        amount,
        name,
        category: "O".into(),
        price: Decimal {
            units: amount.0,
            scale: 2,
        },
        ..Line::default()
    }
}
