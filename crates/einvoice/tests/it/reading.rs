//! Files somebody else made.

use domain::money::Ore;
use einvoice::{MAX_BYTES, read, write};
use rstest::rstest;

use crate::sample::invoice;

fn xml() -> String {
    write(&invoice()).unwrap()
}

#[test]
fn r_fak_07_what_was_written_reads_back_the_same() {
    let (read, problems) = read("f.xml", xml().as_bytes());
    assert_eq!(problems, []);
    assert_eq!(read.unwrap(), invoice());
}

#[test]
fn r_fak_08_a_wrong_total_is_named_with_both_amounts() {
    let text = xml().replace(
        "PayableAmount currencyID=\"SEK\">43915.00",
        "PayableAmount currencyID=\"SEK\">43951.00",
    );
    let (read, problems) = read("f.xml", text.as_bytes());
    assert_eq!(read.unwrap().totals.payable, Ore::kronor(43_951));
    let [problem] = problems.as_slice() else {
        panic!("{problems:?}")
    };
    assert_eq!(problem.code, "faktura-regel");
    for part in ["43\u{a0}951,00", "43\u{a0}915,00", "BR-CO-16"] {
        assert!(problem.message.contains(part), "{problem:?}");
    }
}

const BOMB: &str =
    "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
const OUTSIDE: &str = "<!DOCTYPE x [<!ENTITY fil SYSTEM \"file:///etc/passwd\">]>";

#[rstest]
#[case::bomb(BOMB, "c")]
#[case::outside(OUTSIDE, "fil")]
#[case::undeclared("", "okänd")]
#[case::remote("<!DOCTYPE x SYSTEM \"http://localhost/x.dtd\">", "amp")]
fn r_fak_09_document_types_and_entities_are_refused(#[case] doctype: &str, #[case] entity: &str) {
    let text = xml()
        .replace("?>\n", &format!("?>\n{doctype}\n"))
        .replace("Mönsterås kommun", &format!("&{entity};"));
    let (read, problems) = read("f.xml", text.as_bytes());
    assert!(read.is_none());
    assert_eq!(problems[0].code, "faktura-entitet", "{problems:?}");
    assert!(!format!("{problems:?}").contains("root:"));
}

#[test]
fn r_fak_10_size_depth_and_number_of_elements_are_bounded() {
    let code = |bytes: &[u8]| {
        let (read, problems) = read("f.xml", bytes);
        assert!(read.is_none());
        problems[0].code
    };
    assert_eq!(code(&vec![b' '; MAX_BYTES + 1]), "faktura-for-stor");
    assert_eq!(code("<a>".repeat(100_000).as_bytes()), "faktura-for-stor");
    assert_eq!(
        code(format!("<a>{}</a>", "<b/>".repeat(700_000)).as_bytes()),
        "faktura-for-stor"
    );
}

#[rstest]
#[case("", "faktura-xml", 1)]
#[case("<Invoice", "faktura-xml", 1)]
#[case("<a>\n<b>\n</a>", "faktura-xml", 3)]
#[case("<a>\n<b>\n", "faktura-xml", 3)]
#[case("<html/>", "faktura-format", 1)]
#[case("<Invoice/>", "faktura-format", 1)]
#[case("<CrossIndustryInvoice/>", "faktura-format", 1)]
#[case("<a/><a/>", "faktura-xml", 1)]
fn r_fak_10_what_is_no_invoice_says_so(#[case] text: &str, #[case] code: &str, #[case] line: usize) {
    let (read, problems) = read("f.xml", text.as_bytes());
    assert!(read.is_none());
    assert_eq!((problems[0].code, problems[0].line), (code, line), "{problems:?}");
}

#[test]
fn r_fak_11_text_where_a_number_should_be_is_named_with_its_line() {
    let text = xml()
        .replace(">43915.00</cbc:TaxableAmount>", ">många</cbc:TaxableAmount>")
        .replace("<cbc:IssueDate>2027-01-02", "<cbc:IssueDate>i går");
    let (_, problems) = read("f.xml", text.as_bytes());
    let line = |what: &str| text.lines().position(|line| line.contains(what)).unwrap() + 1;
    for (code, what) in [("faktura-belopp", "många"), ("faktura-datum", "i går")] {
        let found = problems.iter().find(|p| p.code == code).unwrap();
        assert_eq!(found.line, line(what));
        assert!(found.message.contains(what), "{found:?}");
    }
}

/// Another sender's habits: other prefixes, an envelope, a tax total in two currencies, Latin-1.
#[test]
fn r_fak_11_other_senders_files_are_read() {
    let renamed = xml()
        .replace("cac:", "a:")
        .replace("cbc:", "b:")
        .replace("xmlns:cac", "xmlns:a")
        .replace("xmlns:cbc", "xmlns:b");
    let body = renamed.split_once("?>\n").unwrap().1;
    let enveloped = format!(
        "<sh:StandardBusinessDocument xmlns:sh=\"urn:x\"><sh:StandardBusinessDocumentHeader/>{body}</sh:StandardBusinessDocument>"
    );
    let latin: Vec<u8> = renamed
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for bytes in [renamed.as_bytes(), enveloped.as_bytes(), &latin] {
        let (read, problems) = read("f.xml", bytes);
        assert_eq!((read, problems), (Some(invoice()), vec![]));
    }
}
