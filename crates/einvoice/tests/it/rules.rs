//! What is refused before anything is written.

use domain::money::Ore;
use einvoice::{Decimal, Invoice, Preceding, check, check_received, write};
use rstest::rstest;

use crate::sample::{credit_note, invoice};

#[test]
fn r_fak_04_an_invoice_outside_vat_keeps_every_rule() {
    for sample in [invoice(), credit_note()] {
        assert_eq!(check(&sample), []);
        insta::assert_snapshot!(format!("faktura-{}", sample.type_code), write(&sample).unwrap());
    }
}

type Change = fn(&mut Invoice);

#[rstest]
#[case("BR-02", |i: &mut Invoice| i.number.clear())]
#[case("BR-03", |i: &mut Invoice| i.issued = None)]
#[case("BR-05", |i: &mut Invoice| i.currency.clear())]
#[case("BR-CL-04", |i: &mut Invoice| i.currency = "kr".into())]
#[case("BR-06", |i: &mut Invoice| i.seller.name.clear())]
#[case("BR-07", |i: &mut Invoice| i.buyer.name = " ".into())]
#[case("BR-11", |i: &mut Invoice| i.buyer.country.clear())]
#[case("BR-CL-14", |i: &mut Invoice| i.buyer.country = "Sverige".into())]
#[case("BR-16", |i: &mut Invoice| i.lines.clear())]
#[case("BR-25", |i: &mut Invoice| i.lines[0].name.clear())]
#[case("BR-27", |i: &mut Invoice| i.lines[0].price.units = -1)]
#[case("BR-29", |i: &mut Invoice| i.period = i.period.map(|(a, b)| (b, a)))]
#[case("BR-55", |i: &mut Invoice| i.preceding.push(Preceding::default()))]
#[case("BR-61", |i: &mut Invoice| i.payments[0].account.clear())]
#[case("BR-CO-10", |i: &mut Invoice| i.totals.lines = Ore(1))]
#[case("BR-CO-13", |i: &mut Invoice| i.totals.without_tax = Ore(1))]
#[case("BR-CO-14", |i: &mut Invoice| i.tax_total = Ore(1))]
#[case("BR-CO-15", |i: &mut Invoice| i.totals.with_tax = Ore(1))]
#[case("BR-CO-16", |i: &mut Invoice| i.totals.payable = Ore(1))]
#[case("BR-CO-18", |i: &mut Invoice| i.taxes.clear())]
#[case("BR-CO-25", |i: &mut Invoice| i.due = None)]
#[case("BR-CO-26", |i: &mut Invoice| i.seller.registration.1.clear())]
#[case("BR-O-02", |i: &mut Invoice| i.seller.vat_number = "SE222000185901".into())]
#[case("BR-O-05", |i: &mut Invoice| i.lines[0].rate = Some(Decimal::whole(0)))]
#[case("BR-O-08", |i: &mut Invoice| i.taxes[0].base = Ore(1))]
#[case("BR-O-09", |i: &mut Invoice| i.taxes[0].amount = Ore(1))]
#[case("BR-O-10", |i: &mut Invoice| { i.taxes[0].reason.clear(); i.taxes[0].reason_code.clear() })]
#[case("BR-O-11", |i: &mut Invoice| { let tax = i.taxes[0].clone(); i.taxes.push(tax) })]
#[case("BR-O-12", |i: &mut Invoice| i.lines[0].category = "S".into())]
#[case("PEPPOL-EN16931-R003", |i: &mut Invoice| i.buyer_reference.clear())]
#[case("PEPPOL-EN16931-R004", |i: &mut Invoice| i.customization = "urn:cen.eu:en16931:2017".into())]
#[case("PEPPOL-EN16931-R007", |i: &mut Invoice| i.profile.clear())]
#[case("PEPPOL-EN16931-R010", |i: &mut Invoice| i.buyer.endpoint.1.clear())]
#[case("PEPPOL-EN16931-R020", |i: &mut Invoice| i.seller.endpoint.1.clear())]
#[case("PEPPOL-EN16931-R120", |i: &mut Invoice| i.lines[0].quantity = Decimal::whole(2))]
#[case("PEPPOL-COMMON-R049", |i: &mut Invoice| i.buyer.endpoint.1 = "2120000721".into())]
#[case("SE-R-004", |i: &mut Invoice| i.seller.registration.1 = "222000-1859".into())]
#[case("SE-R-008", |i: &mut Invoice| i.payments[0].account = "5050-1055".into())]
#[case("SE-R-009", |i: &mut Invoice| i.payments[0].account = "50501056".into())]
#[case("SE-R-011", |i: &mut Invoice| i.payments[0].code = "56".into())]
#[case("SE-R-012", |i: &mut Invoice| i.payments[0].code = "31".into())]
#[case("XML-1.0", |i: &mut Invoice| i.note = "a\u{1}b".into())]
fn r_fak_05_a_broken_rule_is_named_and_nothing_is_written(#[case] rule: &str, #[case] change: Change) {
    let mut sample = invoice();
    change(&mut sample);
    let faults = write(&sample).unwrap_err();
    assert!(faults.iter().any(|fault| fault.rule == rule), "{faults:?}");
    assert!(
        faults.iter().all(|fault| fault.message.ends_with('.')),
        "{faults:?}"
    );
}

#[test]
fn r_fak_06_vat_follows_from_base_and_rate() {
    let mut sample = invoice();
    let rate = Some(Decimal { units: 250, scale: 1 });
    sample.lines[0].category = "S".into();
    sample.lines[0].rate = rate;
    let sum = sample.totals.lines;
    let tax = &mut sample.taxes[0];
    (tax.category, tax.rate, tax.amount) = ("S".into(), rate, Ore(sum.0 / 4));
    (tax.reason, tax.reason_code) = (String::new(), String::new());
    sample.tax_total = Ore(sum.0 / 4);
    sample.totals.with_tax = Ore(sum.0 / 4 * 5);
    sample.totals.payable = sample.totals.with_tax;
    assert_eq!(check_received(&sample), []);
    sample.taxes[0].rate = Some(Decimal::whole(12));
    let rules: Vec<&str> = check_received(&sample).iter().map(|fault| fault.rule).collect();
    assert_eq!(rules, ["BR-S-08", "BR-CO-17"]);
}
