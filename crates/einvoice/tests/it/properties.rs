//! Whatever the invoice says, it reads back the same; whatever the bytes are, reading ends.

use domain::money::Ore;
use einvoice::{Decimal, Invoice, Line, read, write};
use proptest::prelude::*;

use crate::sample::{credit_note, invoice};

/// Text that XML has to carry as it is.
fn text() -> impl Strategy<Value = String> {
    "[a-zåäö0-9 <>&\"'§€\n]{0,30}".prop_map(|text| text.trim().to_owned())
}

fn name() -> impl Strategy<Value = String> {
    "[A-ZÅÄÖa-zåäö&<>]{1,20}"
}

fn any_invoice() -> impl Strategy<Value = Invoice> {
    let lines = prop::collection::vec((name(), 0..10_000_000_i64, 1..20_i64, text()), 1..8);
    (any::<bool>(), lines, text(), name(), name(), text()).prop_map(
        |(credit, lines, note, buyer, reference, contact)| {
            let mut made = if credit { credit_note() } else { invoice() };
            made.lines = lines
                .into_iter()
                .enumerate()
                .map(|(i, (name, ore, quantity, description))| Line {
                    id: (i + 1).to_string(),
                    quantity: Decimal::whole(quantity),
                    amount: Ore(ore * quantity),
                    name,
                    description,
                    price: Decimal { units: ore, scale: 2 },
                    ..made.lines[0].clone()
                })
                .collect();
            let sum: Ore = made.lines.iter().map(|line| line.amount).sum();
            made.taxes[0].base = sum;
            (made.totals.lines, made.totals.without_tax) = (sum, sum);
            (made.totals.with_tax, made.totals.payable) = (sum, sum);
            (made.note, made.buyer.name, made.buyer_reference) = (note, buyer, reference);
            made.seller.contact = contact;
            made
        },
    )
}

proptest! {
    #[test]
    fn r_fak_07_any_invoice_reads_back_the_same(made in any_invoice()) {
        let xml = write(&made).unwrap();
        let (read, problems) = read("f.xml", xml.as_bytes());
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(read, Some(made));
    }

    #[test]
    fn r_fak_10_any_bytes_are_read_without_failing(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read("f.xml", &bytes);
    }

    #[test]
    fn r_fak_10_a_damaged_invoice_is_read_without_failing(at in 0_usize..6_000, other in "[<>&;/a-z0-9\"]{0,6}", cut in any::<bool>()) {
        let mut xml = write(&invoice()).unwrap().into_bytes();
        let at = at % xml.len();
        if cut { xml.truncate(at); } else { xml.splice(at..at, other.bytes()); }
        let _ = read("f.xml", &xml);
    }
}
