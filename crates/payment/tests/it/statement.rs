use std::io::BufReader;

use domain::money::Ore;
use payment::{Entry, Reading};
use proptest::prelude::*;
use rstest::rstest;

#[path = "../../benches/make/mod.rs"]
mod make;

fn read(xml: &str) -> (Vec<Entry>, Reading) {
    let mut entries = Vec::new();
    // A small buffer: pieces fall across its edges.
    let reading = payment::read(
        "utdrag.xml",
        BufReader::with_capacity(7, xml.as_bytes()),
        |entry| {
            entries.push(entry);
        },
    );
    (entries, reading)
}

fn around(entries: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S1</Id>{entries}</Stmt></BkToCstmrStmt></Document>"
    )
}

const PAID: &str = "<Ntry><Amt Ccy=\"SEK\">587096.95</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2023-04-14T10:00:00+02:00</DtTm></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>R2023-001</EndToEndId></Refs><RltdPties><Cdtr><Pty><Nm>Kalmar &amp; kommun</Nm></Pty></Cdtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>1234566</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>";

#[test]
fn r_bet_04_an_entry_is_read_with_its_references() {
    let (entries, reading) = read(&around(PAID));
    assert!(
        !reading.broken && reading.problems.is_empty(),
        "{:?}",
        reading.problems
    );
    let entry = &entries[0];
    assert_eq!((entry.number, entry.amount), (1, Ore(-58_709_695)));
    assert_eq!(
        entry.booked.map(|day| day.to_string()).as_deref(),
        Some("2023-04-14")
    );
    let detail = &entry.details[0];
    assert_eq!(
        (
            detail.end_to_end.as_str(),
            detail.reference.as_str(),
            detail.party.as_str()
        ),
        ("R2023-001", "1234566", "Kalmar & kommun")
    );
}

#[rstest]
#[case::dtd("<!DOCTYPE d [<!ENTITY a \"x\">]><Document/>", "kontoutdrag-dtd")]
#[case::external("<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><Document/>", "kontoutdrag-dtd")]
#[case::entity(
    "<Document><BkToCstmrStmt><Stmt><Id>&lol;</Id></Stmt></BkToCstmrStmt></Document>",
    "kontoutdrag-entitet"
)]
#[case::other("<html><body/></html>", "kontoutdrag-annat")]
#[case::pain("<Document><CstmrCdtTrfInitn/></Document>", "kontoutdrag-annat")]
#[case::empty("", "kontoutdrag-tomt")]
#[case::words("inte xml", "kontoutdrag-tomt")]
#[case::cut("<Document><BkToCstmrStmt><Stmt><Id>S1</Id>", "kontoutdrag-avhugget")]
#[case::mixed("<Document><BkToCstmrStmt></Stmt></Document>", "kontoutdrag-xml")]
fn r_bet_05_what_is_no_whole_statement_is_told_and_not_used(#[case] xml: &str, #[case] code: &str) {
    let (entries, reading) = read(xml);
    assert!(reading.broken && entries.is_empty());
    let problem = reading.problems.last().unwrap();
    assert_eq!(problem.code, code, "{problem:?}");
    assert!(problem.message.starts_with("Rad "), "{}", problem.message);
}

#[test]
fn r_bet_05_bombs_are_stopped_in_bounded_memory() {
    let deep = "<Document><BkToCstmrStmt>".to_owned() + &"<a>".repeat(100_000);
    assert_eq!(read(&deep).1.problems[0].code, "kontoutdrag-djup");
    let long = around(&format!("<Ntry><AddtlNtryInf>{}", "a".repeat(10_000_000)));
    assert!(matches!(
        read(&long).1.problems[0].code,
        "kontoutdrag-bit" | "kontoutdrag-text"
    ));
    let tag = format!("<Document><{}", "x".repeat(10_000_000));
    assert_eq!(read(&tag).1.problems[0].code, "kontoutdrag-bit");
    let many = around(&format!(
        "<Ntry><Amt Ccy=\"SEK\">1</Amt><CdtDbtInd>DBIT</CdtDbtInd><NtryDtls>{}</NtryDtls></Ntry>",
        "<TxDtls/>".repeat(20_000)
    ));
    let (entries, reading) = read(&many);
    assert_eq!(entries[0].details.len(), payment::statement::MOST_DETAILS);
    assert_eq!(reading.problems[0].code, "kontoutdrag-manga");
}

#[test]
fn r_bet_06_another_currency_is_refused_entry_by_entry_with_its_place() {
    let foreign = PAID.replace("Ccy=\"SEK\"", "Ccy=\"EUR\"");
    let (entries, reading) = read(&around(&format!("{PAID}{foreign}{PAID}")));
    assert_eq!(entries.iter().map(|e| e.number).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(reading.problems.len(), 1);
    assert_eq!(reading.problems[0].code, "kontoutdrag-valuta");
    assert!(reading.problems[0].message.contains("Post 2 är i EUR"));
    assert!(!reading.broken);
}

#[test]
fn r_bet_07_wrong_sums_are_named() {
    let right = make::statement(3);
    let (entries, reading) = read(&right);
    assert_eq!((entries.len(), reading.problems.len()), (3, 0));
    let count = right.replace("<NbOfNtries>3<", "<NbOfNtries>4<");
    let found = read(&count).1;
    assert!(
        found.problems[0].message.contains("säger 4 poster men har 3"),
        "{:?}",
        found.problems
    );
    let (head, tail) = right.split_once("CLBD").unwrap();
    let balance = format!(
        "{head}CLBD{}",
        tail.replacen("<Amt Ccy=\"SEK\">", "<Amt Ccy=\"SEK\">1", 1)
    );
    assert_eq!(read(&balance).1.problems[0].code, "kontoutdrag-saldo");
    let two = "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"SEK\">10.00</Amt></TxAmt></AmtDtls></TxDtls>".repeat(2);
    let parts = format!(
        "<Ntry><Amt Ccy=\"SEK\">21</Amt><CdtDbtInd>CRDT</CdtDbtInd><NtryDtls>{two}</NtryDtls></Ntry>"
    );
    let (entries, reading) = read(&around(&parts));
    assert_eq!(entries[0].amount, Ore(2_100));
    assert_eq!(reading.problems[0].code, "kontoutdrag-delar");
}

#[rstest]
#[case("12", Some(1_200))]
#[case("12.5", Some(1_250))]
#[case("12.50000", Some(1_250))]
#[case("12.505", None)]
#[case("-12", None)]
#[case("1e5", None)]
#[case("", None)]
#[case("99999999999999999999", None)]
fn r_bet_07_amounts_are_exact_or_told(#[case] text: &str, #[case] ore: Option<i64>) {
    let entry = format!("<Ntry><Amt Ccy=\"SEK\">{text}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>");
    let (entries, reading) = read(&around(&entry));
    assert_eq!(reading.problems.is_empty(), ore.is_some());
    assert_eq!(entries[0].amount, Ore(ore.unwrap_or(0)));
}

#[test]
fn r_bet_04_pending_entries_are_not_booked() {
    let (entries, reading) = read(&around(&PAID.replace("BOOK", "PDNG")));
    assert!(entries.is_empty() && reading.problems.is_empty());
}

proptest! {
    /// Whatever the bytes, reading ends and says something of what it could not use.
    #[test]
    fn r_bet_05_reading_never_fails(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let reading = payment::read("x", bytes.as_slice(), |_| {});
        prop_assert!(reading.broken && !reading.problems.is_empty());
    }

    /// A whole file with some bytes changed is read to an end; sums are never invented.
    #[test]
    fn r_bet_05_damaged_files_are_read_to_an_end(
        places in prop::collection::vec((0usize..4_000, any::<u8>()), 1..6),
    ) {
        let mut bytes = make::statement(4).into_bytes();
        for (place, byte) in places {
            let length = bytes.len();
            bytes[place % length] = byte;
        }
        let mut sum = Ore::ZERO;
        let reading = payment::read("x", bytes.as_slice(), |entry| sum += entry.amount);
        if !reading.broken {
            let stated: Ore = reading.statements.iter().map(|statement| statement.sum).sum();
            prop_assert_eq!(stated, sum);
        }
    }

    /// Made statements of any size are read whole, with right sums.
    #[test]
    fn r_bet_04_statements_are_read_whole(entries in 0usize..60) {
        let (read, reading) = read(&make::statement(entries));
        prop_assert_eq!(read.len(), entries);
        prop_assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    }
}
