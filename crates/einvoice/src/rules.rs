//! The business rules of EN 16931 (BR, BR-CO, BR-DEC, BR-O) and Peppol (PEPPOL-EN16931-R, SE-R), with
//! Swedish words. Checked before anything is written, and of what is read.
//!
//! Sources: CEN/TC 434 EN 16931-1 and its Schematron for UBL, release 1.3.15; OpenPEPPOL BIS Billing 3.

mod parties;
mod sums;

use std::fmt;

use crate::{
    Invoice,
    model::{CUSTOMIZATION, PROFILE},
};

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule's name in the standard: "BR-CO-10".
    pub rule: &'static str,
    /// Cause and what was expected, in Swedish.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.rule)
    }
}

/// What the rules found.
#[derive(Debug, Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn unless(&mut self, holds: bool, rule: &'static str, message: impl FnOnce() -> String) {
        if !holds {
            self.0.push(Fault {
                rule,
                message: message(),
            });
        }
    }

    fn needs(&mut self, text: &str, rule: &'static str, what: &str) {
        self.unless(!text.trim().is_empty(), rule, || format!("{what} saknas."));
    }
}

/// Every rule of the standard and of Peppol that an invoice of ours must keep.
pub fn check(invoice: &Invoice) -> Vec<Fault> {
    let mut faults = Faults(check_received(invoice));
    peppol(invoice, &mut faults);
    letters(invoice, &mut faults);
    faults.0
}

/// The rules of the standard, for an invoice somebody else wrote.
pub fn check_received(invoice: &Invoice) -> Vec<Fault> {
    let mut faults = Faults::default();
    head(invoice, &mut faults);
    parties::check(invoice, &mut faults);
    lines(invoice, &mut faults);
    sums::check(invoice, &mut faults);
    if invoice.taxes.iter().any(|tax| tax.category == "O") {
        not_subject(invoice, &mut faults);
    }
    faults.0
}

fn head(invoice: &Invoice, faults: &mut Faults) {
    faults.needs(&invoice.customization, "BR-01", "Specifikationens beteckning");
    faults.needs(&invoice.number, "BR-02", "Fakturans nummer");
    faults.unless(invoice.issued.is_some(), "BR-03", || {
        "Fakturans datum saknas.".into()
    });
    faults.needs(&invoice.type_code, "BR-04", "Fakturans typ");
    faults.needs(&invoice.currency, "BR-05", "Valutan");
    let currency = invoice.currency.len() == 3 && invoice.currency.bytes().all(|b| b.is_ascii_uppercase());
    faults.unless(invoice.currency.is_empty() || currency, "BR-CL-04", || {
        format!(
            "Valutan ”{}” är ingen valutakod på tre bokstäver.",
            invoice.currency
        )
    });
    if let Some((from, to)) = invoice.period {
        faults.unless(from <= to, "BR-29", || {
            format!("Perioden slutar {to}, före sin början {from}.")
        });
    }
    for preceding in &invoice.preceding {
        faults.needs(&preceding.number, "BR-55", "Den tidigare fakturans nummer");
    }
    for payment in &invoice.payments {
        faults.needs(&payment.code, "BR-49", "Betalsättets kod");
        let transfer = matches!(payment.code.as_str(), "30" | "58");
        faults.unless(!transfer || !payment.account.is_empty(), "BR-61", || {
            "Betalsättet är girering, men kontot att betala till saknas.".into()
        });
    }
    let named = invoice.totals.payable.0 <= 0 || invoice.due.is_some() || !invoice.terms.is_empty();
    faults.unless(named, "BR-CO-25", || {
        "Det finns något att betala, men varken förfallodag eller betalningsvillkor.".into()
    });
}

fn lines(invoice: &Invoice, faults: &mut Faults) {
    faults.unless(!invoice.lines.is_empty(), "BR-16", || {
        "Fakturan har ingen rad.".into()
    });
    for (index, line) in invoice.lines.iter().enumerate() {
        let at = |what: &str| format!("{what} på rad {}", index + 1);
        faults.needs(&line.id, "BR-21", &at("Radens nummer"));
        faults.needs(&line.unit, "BR-23", &at("Enheten"));
        faults.needs(&line.name, "BR-25", &at("Varans eller tjänstens namn"));
        faults.unless(line.price.units >= 0, "BR-27", || {
            format!("{} är negativt.", at("Priset"))
        });
        faults.needs(&line.category, "BR-CO-04", &at("Momskategorin"));
        if let Some(base) = line.price_of {
            faults.unless(base.units > 0, "PEPPOL-EN16931-R121", || {
                format!("{} ska vara större än noll.", at("Antalet som priset gäller"))
            });
        }
    }
}

/// Category O: not subject to VAT.
fn not_subject(invoice: &Invoice, faults: &mut Faults) {
    let without = invoice.seller.vat_number.is_empty() && invoice.buyer.vat_number.is_empty();
    faults.unless(without, "BR-O-02", || {
        "En faktura utanför momsen får inte ha säljarens eller köparens momsregistreringsnummer.".into()
    });
    faults.unless(invoice.taxes.len() == 1, "BR-O-11", || {
        "En faktura utanför momsen får bara ha en momsrad, med kategori O.".into()
    });
    let all = invoice.lines.iter().all(|line| line.category == "O");
    faults.unless(all, "BR-O-12", || {
        "Alla rader ska ha momskategori O när någon har det.".into()
    });
    let rates = invoice.lines.iter().all(|line| line.rate.is_none());
    faults.unless(rates, "BR-O-05", || {
        "En rad utanför momsen får inte ha någon momssats.".into()
    });
    for tax in invoice.taxes.iter().filter(|tax| tax.category == "O") {
        faults.unless(tax.amount.0 == 0, "BR-O-09", || {
            "Momsen ska vara noll utanför momsen.".into()
        });
        let said = !tax.reason.is_empty() || !tax.reason_code.is_empty();
        faults.unless(said, "BR-O-10", || {
            "Skälet till att moms inte tas ut saknas (VATEX-EU-O).".into()
        });
    }
}

fn peppol(invoice: &Invoice, faults: &mut Faults) {
    faults.unless(invoice.profile == PROFILE, "PEPPOL-EN16931-R007", || {
        format!("Processen ska vara {PROFILE}.")
    });
    faults.unless(
        invoice.customization == CUSTOMIZATION,
        "PEPPOL-EN16931-R004",
        || format!("Specifikationen ska vara {CUSTOMIZATION}."),
    );
    let code = matches!(invoice.type_code.as_str(), "380" | "381");
    faults.unless(code, "PEPPOL-EN16931-P0100", || {
        format!(
            "Fakturatypen {} skickas inte; 380 är faktura och 381 kreditfaktura.",
            invoice.type_code
        )
    });
    let referred = !invoice.buyer_reference.is_empty() || !invoice.order_reference.is_empty();
    faults.unless(referred, "PEPPOL-EN16931-R003", || {
        "Köparens referens saknas. Ange den referens mottagaren vill ha på sina fakturor.".into()
    });
    faults.needs(
        &invoice.seller.endpoint.1,
        "PEPPOL-EN16931-R020",
        "Säljarens elektroniska adress",
    );
    faults.needs(
        &invoice.buyer.endpoint.1,
        "PEPPOL-EN16931-R010",
        "Köparens elektroniska adress",
    );
    parties::peppol(invoice, faults);
}

/// What XML cannot carry, and what a reader would trim away.
fn letters(invoice: &Invoice, faults: &mut Faults) {
    let (seller, buyer) = (&invoice.seller, &invoice.buyer);
    let parties = [seller, buyer].into_iter().flat_map(|party| {
        [
            &party.name,
            &party.street,
            &party.street_more,
            &party.city,
            &party.post_code,
            &party.country,
            &party.contact,
            &party.telephone,
            &party.email,
            &party.endpoint.1,
            &party.registration.1,
        ]
    });
    let own = [
        &invoice.number,
        &invoice.note,
        &invoice.buyer_reference,
        &invoice.order_reference,
        &invoice.terms,
    ];
    let lines = invoice
        .lines
        .iter()
        .flat_map(|line| [&line.id, &line.name, &line.description, &line.note]);
    let forbidden =
        |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    for text in parties.chain(own).chain(lines) {
        faults.unless(!text.contains(forbidden), "XML-1.0", || {
            format!(
                "”{}” innehåller ett tecken som inte kan skickas. Skriv om texten.",
                text.escape_debug()
            )
        });
        faults.unless(text.trim() == text, "XML-TRIM", || {
            format!("”{text}” börjar eller slutar med mellanslag.")
        });
    }
}
