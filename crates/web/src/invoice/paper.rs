//! What an invoice says, put so that people can read it.

use app::invoice::{Invoice, Party};
use domain::{
    giro::{Bankgiro, OrgNumber},
    money::Ore,
    number,
};

use crate::{
    pages::invoice::Paper,
    view::{Cell, Row, Table},
};

/// An invoice as a paper.
pub(super) fn of(invoice: &Invoice) -> Paper {
    let money = |amount: Ore| {
        format!(
            "{}{}{}",
            number::decimal(amount.0, 2),
            number::NBSP,
            currency(invoice)
        )
    };
    let mut lines = Table::new(
        "rader",
        "Rader",
        &["Avser", "Antal#", "Pris#", "Moms#", "Belopp#"],
    );
    for line in &invoice.lines {
        let text = if line.description.is_empty() {
            line.name.clone()
        } else {
            format!("{}. {}", line.name, line.description)
        };
        let rate = line.rate.map_or_else(
            || "ingen".to_owned(),
            |rate| format!("{}{}%", comma(&rate.to_string()), number::NBSP),
        );
        lines.rows.push(Row::of(vec![
            Cell::text(text),
            Cell::text(grouped(&line.quantity.to_string())),
            Cell::text(grouped(&line.price.to_string())),
            Cell::text(rate),
            Cell::text(number::decimal(line.amount.0, 2)),
        ]));
    }
    Paper {
        kind: if invoice.is_credit() {
            "Kreditfaktura"
        } else {
            "Faktura"
        },
        seller: party(&invoice.seller),
        buyer: party(&invoice.buyer),
        facts: facts(invoice),
        lines,
        sums: sums(invoice, money),
        payment: payment(invoice),
        note: invoice.note.clone(),
    }
}

fn comma(text: &str) -> String {
    text.replace('.', ",")
}

/// "2002500.00" as "2 002 500,00", with the decimals the invoice states.
fn grouped(text: &str) -> String {
    let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let decimals = u32::try_from(decimals).unwrap_or(u32::MAX);
    let units = number::parse_decimal(text, decimals).filter(|_| decimals <= 9);
    units.map_or_else(|| comma(text), |units| number::decimal(units, decimals))
}

fn currency(invoice: &Invoice) -> &str {
    if invoice.currency == "SEK" {
        "kr"
    } else {
        &invoice.currency
    }
}

fn party(party: &Party) -> Vec<String> {
    let number = |label: &str, text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("{label} {text}")
        }
    };
    let lines = [
        party.name.clone(),
        number("Org.nr", &hyphened(&party.registration.1)),
        number("Momsnr", &party.vat_number),
        party.street.clone(),
        party.street_more.clone(),
        format!("{} {}", party.post_code, party.city).trim().to_owned(),
        party.contact.clone(),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// An organisation number as people write it; another country's stands as it is.
pub(super) fn hyphened(number: &str) -> String {
    OrgNumber::parse("", number).map_or_else(|_| number.to_owned(), |number| number.to_string())
}

fn facts(invoice: &Invoice) -> Vec<(&'static str, String)> {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let period = invoice
        .period
        .map(|(from, to)| format!("{from} – {to}"))
        .unwrap_or_default();
    let preceding: Vec<&str> = invoice.preceding.iter().map(|p| p.number.as_str()).collect();
    let facts = [
        ("Nummer", invoice.number.clone()),
        ("Datum", day(invoice.issued)),
        ("Förfaller", day(invoice.due)),
        ("Er referens", invoice.buyer_reference.clone()),
        ("Beställning", invoice.order_reference.clone()),
        ("Period", period),
        ("Avser faktura", preceding.join(", ")),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn sums(invoice: &Invoice, money: impl Fn(Ore) -> String) -> Vec<(String, String)> {
    let totals = &invoice.totals;
    let mut sums = vec![("Utan moms".to_owned(), money(totals.without_tax))];
    for tax in &invoice.taxes {
        let rate = tax.rate.map_or_else(String::new, |rate| {
            format!(" {}{}%", comma(&rate.to_string()), number::NBSP)
        });
        let why = if tax.reason.is_empty() {
            String::new()
        } else {
            format!(" ({})", tax.reason)
        };
        sums.push((format!("Moms{rate}{why}"), money(tax.amount)));
    }
    for (label, amount) in [("Redan betalt", totals.paid), ("Öresavrundning", totals.rounding)] {
        if amount != Ore::ZERO {
            sums.push((label.to_owned(), money(amount)));
        }
    }
    let label = if invoice.is_credit() {
        "Att få tillbaka"
    } else {
        "Att betala"
    };
    sums.push((label.to_owned(), money(totals.payable)));
    sums
}

fn payment(invoice: &Invoice) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    for means in &invoice.payments {
        let account = match means.bank.as_str() {
            "SE:BANKGIRO" => {
                let shown = Bankgiro::parse("", &means.account).map(|number| number.to_string());
                ("Bankgiro", shown.unwrap_or_else(|_| means.account.clone()))
            }
            "SE:PLUSGIRO" => ("Plusgiro", means.account.clone()),
            _ => ("Konto", means.account.clone()),
        };
        rows.push(account);
        rows.push(("OCR eller referens", means.reference.clone()));
    }
    rows.push(("Villkor", invoice.terms.clone()));
    rows.retain(|(_, value)| !value.is_empty());
    rows
}
