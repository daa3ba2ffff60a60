//! The strict writer.

use sie::{Document, Options, WriteErrorKind, read, write};

use crate::examples::{codes, file, from_pc8};

const CHECKSUM: Options = Options {
    checksum: true,
    transliterate: false,
};
const TRANSLITERATE: Options = Options {
    checksum: false,
    transliterate: true,
};

fn example() -> Document {
    read(&file("hel.se")).0
}

fn plain(document: &Document) -> Vec<u8> {
    write(document, Options::default()).unwrap()
}

#[test]
fn r_sie_40_what_is_written_is_in_order_with_crlf_and_in_code_page_437() {
    let bytes = plain(&example());
    assert!(
        bytes
            .windows(2)
            .all(|pair| (pair[1] == b'\n') == (pair[0] == b'\r'))
    );
    insta::assert_snapshot!(from_pc8(&bytes).replace("\r\n", "\n"));
}

#[test]
fn r_sie_42_the_examples_read_write_and_read_the_same() {
    for name in ["hel.se", "import.si", "saldon.se", "verifikationer.se"] {
        let (document, _) = read(&file(name));
        let written = plain(&document);
        assert_eq!(read(&written).0, document, "{name}");
        assert_eq!(plain(&read(&written).0), written, "{name}");
    }
}

#[test]
fn r_sie_43_the_checksum_is_written_right_and_a_changed_file_is_found_out() {
    let mut bytes = write(&example(), CHECKSUM).unwrap();
    let (document, summary) = sie::inspect(&bytes);
    assert_eq!((summary.checksum, document == example()), ("ok", true));
    assert_eq!(codes(&bytes), [""; 0]);
    let at = memchr::memmem::find(&bytes, b"3500.50").unwrap();
    bytes[at] = b'4';
    let (_, summary) = sie::inspect(&bytes);
    assert_eq!(summary.checksum, "wrong");
    assert!(
        summary
            .problems
            .iter()
            .any(|p| p.code == "checksum-wrong" && p.record == "#KSUMMA")
    );
}

#[test]
fn r_sie_20_a_file_cut_before_its_checksum_is_wrong() {
    let bytes = write(&example(), CHECKSUM).unwrap();
    let end = memchr::memmem::rfind(&bytes, b"#KSUMMA").unwrap();
    let (_, summary) = sie::inspect(&bytes[..end]);
    assert_eq!(summary.checksum, "wrong");
    assert!(summary.problems.iter().any(|p| p.code == "checksum-missing"));
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
    lines.remove(1);
    assert_eq!(codes(&lines.concat()), ["checksum-without-start"]);
}

#[test]
fn r_sie_41_a_character_the_format_lacks_is_refused_or_replaced_by_choice() {
    let mut document = example();
    document.header.remarks = vec!["Hyra – 5 € till “Ærø”".to_owned()];
    let error = write(&document, Options::default()).unwrap_err();
    assert_eq!(error.record, "#PROSA");
    assert!(matches!(
        error.kind,
        WriteErrorKind::Character { character: '–', .. }
    ));
    insta::assert_snapshot!(error.to_string());
    let (read_back, _) = read(&write(&document, TRANSLITERATE).unwrap());
    assert_eq!(read_back.header.remarks, ["Hyra - 5 EUR till ''Ærö''"]);
}

#[test]
fn r_sie_41_a_text_that_would_swallow_its_closing_quote_is_refused() {
    let mut document = example();
    document.header.company_id = "C:\\MINA FILER\\".to_owned();
    let error = write(&document, Options::default()).unwrap_err();
    assert!(matches!(error.kind, WriteErrorKind::Backslash(_)));
    assert!(error.to_string().starts_with("#FNR kan inte skrivas"));
    document.header.company_id = "C:\\BOK\\".to_owned();
    assert_eq!(read(&plain(&document)).0, document);
}

#[test]
fn r_sie_40_a_document_without_what_is_mandatory_is_refused() {
    let without = |change: fn(&mut Document)| {
        let mut document = example();
        change(&mut document);
        write(&document, Options::default()).unwrap_err().record
    };
    assert_eq!(without(|d| d.header.company.clear()), "#FNAMN");
    assert_eq!(without(|d| d.header.program.name.clear()), "#PROGRAM");
    assert_eq!(without(|d| d.header.generated = None), "#GEN");
    assert_eq!(without(|d| d.header.stated_type = None), "#SIETYP");
    assert_eq!(without(|d| d.add_voucher(&sie::VoucherHead::default())), "#VER");
    assert_eq!(without(|d| d.add_row(&sie::Row::default())), "#TRANS");
    assert_eq!(without(|d| d.add_balance(&sie::Balance::default())), "#IB");
    assert_eq!(without(|d| d.accounts.extend_from_within(..1)), "#KONTO");
    assert_eq!(without(|d| d.dimensions.extend_from_within(..1)), "#DIM");
    assert_eq!(without(|d| d.header.years.extend_from_within(..1)), "#RAR");
}
