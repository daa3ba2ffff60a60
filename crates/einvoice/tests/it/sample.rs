//! Invoices to try things on.

use chrono::NaiveDate;
use domain::{
    giro::{Bankgiro, Giro, Ocr, OrgNumber},
    money::Ore,
};
use einvoice::{
    Invoice, Preceding,
    compose::{Draft, swedish},
};

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A contribution's first instalment; addresses and bankgiro are constructed.
pub fn draft() -> Draft {
    let number = |text: &str| OrgNumber::parse("", text).unwrap();
    Draft {
        number: "20270001".into(),
        issued: day(2027, 1, 2),
        due: day(2027, 1, 31),
        credits: None,
        buyer_reference: "ZZ4711".into(),
        note: "Medlemsbidrag 2027 enligt styrelsens beslut § 58/2026".into(),
        period: Some((day(2027, 1, 1), day(2027, 3, 31))),
        seller: swedish(
            "Samordningsförbundet i Kalmar län",
            &number("222000-1859"),
            ("Exempelgatan 1", "392 00", "Kalmar"),
        ),
        buyer: swedish(
            "Mönsterås kommun",
            &number("212000-0720"),
            ("Exempelvägen 2", "383 00", "Mönsterås"),
        ),
        giro: Giro::Bankgiro(Bankgiro::parse("", "5050-1055").unwrap()),
        ocr: Ocr::of("20270001").unwrap(),
        lines: vec![("Medlemsbidrag 2027, del 1 av 4".into(), Ore::kronor(43_915))],
    }
}

pub fn invoice() -> Invoice {
    draft().invoice()
}

pub fn credit_note() -> Invoice {
    Draft {
        number: "20270002".into(),
        credits: Some(Preceding {
            number: "20270001".into(),
            issued: Some(day(2027, 1, 2)),
        }),
        ..draft()
    }
    .invoice()
}
