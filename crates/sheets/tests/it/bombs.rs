//! Workbooks made to break the reader. Each is refused by name, quickly and in little memory.

use std::{
    fs,
    io::{Cursor, Write},
};

use rstest::rstest;
use sheets::{Limits, read};
use zip::{ZipWriter, write::SimpleFileOptions};

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const MAIN: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;

/// A workbook of one sheet with these rows and shared strings.
fn workbook(rows: &str, shared: &str) -> Vec<u8> {
    let none = strings("0", "");
    let shared = if shared.is_empty() { &none } else { shared };
    let sheet = format!("<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>");
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", shared),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn strings(count: &str, items: &str) -> String {
    format!("<sst {MAIN} uniqueCount=\"{count}\">{items}</sst>")
}

/// Every row of a sheet with one cell in this column.
fn column(letters: &str, rows: usize) -> String {
    let rows = (1..=rows).map(|row| format!("<row r=\"{row}\"><c r=\"{letters}{row}\"><v>1</v></c></row>"));
    rows.collect::<Vec<_>>().concat()
}

#[rstest]
#[case::far_cell(
    workbook(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#, ""),
    "xlsx-omfang"
)]
#[case::unpacks_to_much(workbook(&" ".repeat(160 << 20), ""), "xlsx-for-stor")]
#[case::empty_cells(workbook(&"<c/>".repeat(12 << 20), ""), "xlsx-for-stor")]
#[case::wide_rows(workbook(&column("GR", 60_000), ""), "xlsx-for-stor")]
#[case::claims_all_memory(workbook("", &strings("99999999999", "")), "xlsx-for-stor")]
#[case::claims_all_memory_apart(workbook("", &strings(" \n 000018446744073709551615", "")), "xlsx-for-stor")]
#[case::many_strings(workbook("", &strings("1", &"<si><t/></si>".repeat(3 << 20))), "xlsx-for-stor")]
#[case::one_text_many_times(
    workbook(
        &format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(190)).repeat(2_000),
        &strings("1", &format!("<si><t>{}</t></si>", "x".repeat(1 << 20)))
    ),
    "xlsx-for-stor"
)]
#[case::one_endless_cell(workbook(&format!("<row><c t=\"str\"><v>{}</v></c></row>", "x".repeat(90 << 20)), ""), "xlsx-for-stor")]
#[case::one_endless_cell_of_brackets(
    workbook(&format!("<row><c t=\"str\"><v><![CDATA[{}]]></v></c></row>", "<xxxxxxxx".repeat(8 << 20)), ""),
    "xlsx-for-stor"
)]
#[case::text(b"Detta \xe4r inget.".to_vec(), "xlsx-annat")]
#[case::cut_off({ let mut b = workbook("", ""); b.truncate(b.len() / 2); b }, "xlsx-annat")]
fn r_inf_02_a_hostile_workbook_is_refused_by_name(#[case] bytes: Vec<u8>, #[case] code: &str) {
    let before = peak();
    let refusal = read("register.xlsx", &bytes, &Limits::REGISTER).unwrap_err();
    assert_eq!(refusal.code, code, "{refusal}");
    assert!(refusal.place.contains("register.xlsx"), "{refusal:?}");
    // The benchmark measures the goal of 1 s and 200 MiB.
    assert!(peak() - before < 200 << 10, "{} KiB", peak() - before);
}

/// The most memory this process has had, in KiB; 0 where that cannot be known.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|words| words.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
