//! The example files: what is in them, and every problem word for word.

use sie::{
    Amount, Checksum, Date, FileType, Quantity,
    RowKind::{self, Added, Posted, Removed},
};

use crate::examples::{codes, file, listed, pc8};

#[test]
fn a_faultless_file_has_no_problems_and_every_record_arrives() {
    let bytes = file("hel.se");
    let (document, problems) = sie::read(&bytes);
    assert_eq!(problems, []);
    assert_eq!(listed(&bytes), "");
    let header = &document.header;
    assert_eq!(header.company, "Samordningsförbundet \"Exemplet\"");
    assert_eq!(header.company_id, "C:\\BOK\\FÖRBUND");
    assert_eq!(
        (header.industry.as_str(), header.company_type.as_str()),
        ("84300", "X")
    );
    assert_eq!(header.address.as_ref().unwrap().postal, "392 32 KALMAR");
    assert_eq!(header.generated.as_ref().unwrap().sign, "Exempel Åsa");
    assert_eq!(
        (header.tax_year, header.extent),
        (Some(2023), Date::new(2022, 12, 31))
    );
    assert_eq!(document.year(-1).unwrap().start, Date::new(2021, 1, 1));
    let rent = &document.accounts[3];
    assert_eq!((rent.unit.as_str(), rent.sru.len()), ("m²", 2));
    assert_eq!(document.dimensions[1].parent, Some(6));
    assert_eq!(document.balances().len(), 11);
    let closing = document.balances().find(|b| b.quantity.is_some()).unwrap();
    assert_eq!(
        (closing.objects.get(6), closing.quantity.unwrap().to_string()),
        (Some("KRUS"), "2".into())
    );
    let voucher = document.vouchers().nth(1).unwrap();
    let first = voucher.rows().next().unwrap();
    assert_eq!(first.objects.iter().collect::<Vec<_>>(), [(6, "KRUS"), (21, "1")]);
    assert_eq!((first.text, first.sign), ("Hyra februari", "Åsa"));
    assert_eq!(
        first.quantity,
        Some(Quantity {
            units: 125,
            decimals: 1
        })
    );
    assert_eq!(document.source.checksum, Checksum::Absent);
}

#[test]
fn r_sie_12_only_posted_rows_count() {
    let (document, summary) = sie::inspect(&file("hel.se"));
    let voucher = document.vouchers().nth(1).unwrap();
    let kinds: Vec<RowKind> = voucher.rows().map(|r| r.kind).collect();
    assert_eq!(kinds, [Posted, Posted, Removed, Added, Posted]);
    assert_eq!((voucher.difference(), voucher.posted().count()), (0, 3));
    assert_eq!((summary.transactions, summary.debit), (5, 500_050));
}

#[test]
fn r_sie_11_the_type_follows_from_the_stated_type_and_the_content() {
    for (stated, content, expected) in [
        ("#SIETYP 1", "", FileType::Balances),
        ("", "#UB 0 1930 1.00", FileType::Balances),
        ("#SIETYP 2", "", FileType::Periods),
        ("#SIETYP 3", "", FileType::Objects),
        ("#SIETYP 4", "#UB 0 1930 1.00", FileType::Export),
        ("#SIETYP 4", "#VER A 1 20220101\n{\n}", FileType::Import),
        ("#SIETYP 4I", "", FileType::Import),
        ("", "#VER A 1 20220101\n{\n}", FileType::Import),
    ] {
        let (document, _) = sie::read(format!("#FLAGGA 0\n{stated}\n{content}\n").as_bytes());
        assert_eq!(document.file_type(), expected, "{stated} {content}");
    }
}

#[test]
fn an_import_file_may_leave_out_accounts_numbers_and_year() {
    assert_eq!(listed(&file("import.si")), "");
}

#[test]
fn r_sie_31_the_flag_matters_for_imports_only() {
    let flagged = |name| {
        let mut bytes = file(name);
        bytes["#FLAGGA ".len()] = b'1';
        bytes
    };
    assert_eq!(codes(&flagged("import.si")), ["already-imported"]);
    assert_eq!(codes(&flagged("hel.se")), [""; 0]);
}

#[test]
fn problems_of_vouchers() {
    insta::assert_snapshot!(listed(&file("verifikationer.se")));
}

#[test]
fn problems_of_balances() {
    insta::assert_snapshot!(listed(&file("saldon.se")));
}

#[test]
fn problems_of_form() {
    insta::assert_snapshot!(listed(&file("form.se")));
}

#[test]
fn r_sie_14_misplaced_braces_are_told_and_the_rows_kept() {
    insta::assert_snapshot!(listed(&file("klamrar.se")));
    let (document, _) = sie::read(&file("klamrar.se"));
    assert_eq!(document.vouchers().len(), 5);
    assert!(
        document
            .vouchers()
            .take(4)
            .all(|v| v.difference() == 0 && v.rows().len() == 2)
    );
}

#[test]
fn r_sie_30_mandatory_records_are_asked_for() {
    let (_, summary) = sie::inspect(b"#VALUTA SEK\n#UB 0 1930 1.00\n#RES 0 3010 -1.00\n#SIETYP 2\n");
    let missing: Vec<_> = summary
        .problems
        .iter()
        .map(|p| (p.code, p.record.as_ref()))
        .collect();
    let expected = [
        "#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#FNAMN", "#RAR", "#OMFATTN", "#KONTO",
    ];
    assert_eq!(missing[..8], expected.map(|label| ("record-missing", label)));
}

#[test]
fn r_sie_30_a_file_cut_off_before_its_first_voucher_lacks_what_it_must_have() {
    let missing = |bytes: &[u8]| -> Vec<String> {
        let (_, summary) = sie::inspect(bytes);
        let missing = summary.problems.iter().filter(|p| p.code == "record-missing");
        missing.map(|p| p.record.to_string()).collect()
    };
    let everything = ["#PROGRAM", "#FORMAT", "#GEN", "#FNAMN", "#RAR", "#KONTO", "#UB"];
    assert_eq!(missing(b"#FLAGGA 0\r\n"), everything);
    let (whole, import) = (file("hel.se"), file("import.si"));
    assert_eq!((missing(&whole), missing(&import)), (vec![], vec![]));
    let upto = |bytes: &[u8], label: &[u8]| bytes[..memchr::memmem::find(bytes, label).unwrap()].to_vec();
    assert_eq!(missing(&upto(&import, b"#VER")), ["#VER"]);
    for label in [&b"#KONTO"[..], b"#IB", b"#VER"] {
        assert_eq!(missing(&upto(&whole, label)), ["#VER"]);
    }
    assert_eq!(
        missing(&upto(&whole, b"#UB 0")),
        ["#UB"],
        "no change is known yet"
    );
}

#[test]
fn r_sie_09_files_that_are_no_sie_files_say_so() {
    for (bytes, expected) in [
        (&b""[..], "file-empty"),
        (b"\n\n", "not-sie"),
        (b"%PDF-1.7\n\x00\x01\x02", "not-sie"),
        (b"\x00\x00\x00\x00\x00\x00", "not-sie"),
        (b"datum;konto;belopp\n2022-01-01;1930;5\n", "not-sie"),
        (b"\xef\xbb\xbf", "file-empty"),
    ] {
        assert_eq!(codes(bytes), [expected], "{bytes:?}");
    }
}

#[test]
fn r_sie_09_a_truncated_file_names_the_voucher_it_ends_in() {
    let bytes = file("import.si");
    let cut = memchr::memmem::find(&bytes, b"#TRANS 2731").unwrap();
    let (_, summary) = sie::inspect(&bytes[..cut]);
    let truncated = summary.problems.iter().find(|p| p.code == "truncated").unwrap();
    assert!(truncated.message.contains("utan nummer"), "{truncated}");
}

#[test]
fn odd_line_ends_control_characters_and_a_dos_end_mark_do_no_harm() {
    let unix = pc8(
        "#FLAGGA 0\n#SIETYP 4\n#FNAMN \"Förbundet\"\n#VER A 1 20220101 \"Text\"\n{\n#TRANS 1930 {} 0\n}\n",
    );
    let (expected, _) = sie::read(&unix);
    let swap = |from: &[u8], to: &[u8]| -> Vec<u8> {
        let mut out = Vec::new();
        for part in unix.split_inclusive(|b| *b == b'\n') {
            out.extend_from_slice(part.strip_suffix(from).unwrap_or(part));
            out.extend_from_slice(to);
        }
        out
    };
    for bytes in [
        swap(b"\n", b"\r"),
        swap(b"\n", b"\r\n"),
        swap(b"\n", b" \t\n"),
        swap(b"\n", b"\n\n"),
        [&unix[..], b"\x1a"].concat(),
        [&unix[..], &[0; 100]].concat(),
    ] {
        assert_eq!(sie::read(&bytes), (expected.clone(), vec![]));
    }
    let (document, problems) = sie::read(b"#FLAGGA 0\n#FNAMN \"F\x01R\x7f\"\n");
    assert_eq!(
        (document.header.company.as_str(), problems[0].code),
        ("F R ", "control-character")
    );
}

#[test]
fn a_huge_line_is_just_a_line() {
    let mut bytes = b"#FLAGGA 0\n#PROSA \"".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 3_000_000));
    bytes.extend_from_slice(b"\"\n#TRANS ");
    bytes.extend(std::iter::repeat_n(b'{', 3_000_000));
    let (document, problems) = sie::read(&bytes);
    assert_eq!(document.header.remarks[0].len(), 3_000_000);
    assert_eq!(problems.last().unwrap().code, "row-outside-voucher");
}

#[test]
fn the_summary_keeps_its_field_names() {
    let (_, summary) = sie::inspect(&file("verifikationer.se"));
    let mut json = serde_json::to_value(&summary).unwrap();
    json["problems"].as_array_mut().unwrap().truncate(1);
    insta::assert_json_snapshot!(json);
    assert!(summary.has_errors());
    assert_eq!(document_amount(), Amount(10_000));
}

fn document_amount() -> Amount {
    let (document, _) = sie::read(&file("verifikationer.se"));
    let voucher = document.vouchers().next().unwrap();
    voucher.rows().next().unwrap().amount
}
