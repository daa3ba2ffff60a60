//! Rules of seller, buyer and Swedish payment.

use domain::giro::{Bankgiro, OrgNumber, Plusgiro};

use super::Faults;
use crate::{
    Invoice, Party,
    model::{BANKGIRO, ORG_NUMBER, PLUSGIRO},
};

pub(super) fn check(invoice: &Invoice, faults: &mut Faults) {
    let (seller, buyer) = (&invoice.seller, &invoice.buyer);
    faults.needs(&seller.name, "BR-06", "Säljarens namn");
    faults.needs(&buyer.name, "BR-07", "Köparens namn");
    faults.needs(&seller.country, "BR-09", "Säljarens land");
    faults.needs(&buyer.country, "BR-11", "Köparens land");
    for (party, who) in [(seller, "Säljarens"), (buyer, "Köparens")] {
        let code = party.country.len() == 2 && party.country.bytes().all(|b| b.is_ascii_uppercase());
        faults.unless(party.country.is_empty() || code, "BR-CL-14", || {
            format!(
                "{who} land ”{}” är ingen landskod på två bokstäver.",
                party.country
            )
        });
        let vat = party.vat_number.is_empty()
            || party
                .vat_number
                .get(..2)
                .is_some_and(|country| country.bytes().all(|b| b.is_ascii_uppercase()));
        faults.unless(vat, "BR-CO-09", || {
            format!(
                "{who} momsregistreringsnummer ”{}” ska börja med landskoden.",
                party.vat_number
            )
        });
        let scheme = party.endpoint.1.is_empty() || !party.endpoint.0.is_empty();
        faults.unless(
            scheme,
            if who == "Säljarens" { "BR-62" } else { "BR-63" },
            || format!("{who} elektroniska adress saknar beteckning för sitt slag, till exempel 0007."),
        );
    }
    let known = !seller.registration.1.is_empty() || !seller.vat_number.is_empty();
    faults.unless(known, "BR-CO-26", || {
        "Säljaren kan inte kännas igen: organisationsnummer eller momsregistreringsnummer saknas.".into()
    });
}

pub(super) fn peppol(invoice: &Invoice, faults: &mut Faults) {
    for (party, who) in [(&invoice.seller, "Säljarens"), (&invoice.buyer, "Köparens")] {
        org_numbers(party, who, faults);
    }
    let swedish = |party: &Party| party.country == "SE";
    if !swedish(&invoice.seller) {
        return;
    }
    for payment in &invoice.payments {
        let old = matches!(payment.code.as_str(), "50" | "56");
        faults.unless(!old, "SE-R-011", || {
            "Bankgiro och plusgiro anges med betalsätt 30.".into()
        });
        let foreign = payment.code == "31" && swedish(&invoice.buyer);
        faults.unless(!foreign, "SE-R-012", || {
            "Mellan svenska parter är girering betalsätt 30.".into()
        });
        match payment.bank.as_str() {
            BANKGIRO => {
                let checked = Bankgiro::parse("bankgiro", &payment.account);
                let plain = payment.account.bytes().all(|b| b.is_ascii_digit());
                faults.unless(plain, "SE-R-008", || {
                    format!("Bankgirot ”{}” ska anges med bara siffror.", payment.account)
                });
                if let Err(refusal) = checked {
                    faults.unless(false, "SE-R-009", || refusal.message);
                }
            }
            PLUSGIRO => {
                let plain = payment.account.bytes().all(|b| b.is_ascii_digit());
                faults.unless(plain, "SE-R-007", || {
                    format!("Plusgirot ”{}” ska anges med bara siffror.", payment.account)
                });
                if let Err(refusal) = Plusgiro::parse("plusgiro", &payment.account) {
                    faults.unless(false, "SE-R-010", || refusal.message);
                }
            }
            _ => {}
        }
    }
}

fn org_numbers(party: &Party, who: &str, faults: &mut Faults) {
    let numbers = [
        (&party.endpoint, "PEPPOL-COMMON-R049"),
        (&party.registration, "SE-R-004"),
    ];
    for ((scheme, number), rule) in numbers {
        if scheme != ORG_NUMBER || number.is_empty() {
            continue;
        }
        match OrgNumber::parse("organisationsnummer", number) {
            Err(refusal) => faults.unless(false, rule, || {
                format!("{who} organisationsnummer: {}", refusal.message)
            }),
            Ok(read) => faults.unless(read.digits() == number, rule, || {
                format!("{who} organisationsnummer ”{number}” ska anges med tio siffror utan bindestreck.")
            }),
        }
    }
}
