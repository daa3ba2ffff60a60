//! Tables as XLSX. The workbooks are written here, part by part, so that hostile ones can be too.

use std::io::{Cursor, Write};

use app::import::Upload;
use rstest::rstest;
use testkit::Kind;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::desk::{desk, example, facts, folder, now, refusals, traces};

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook with one sheet of these rows.
fn workbook(rows: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A semicolon table as rows of a sheet: numbers as numbers, the rest as text.
fn rows(csv: &str) -> String {
    let cell = |text: &str| match text.parse::<f64>() {
        Ok(number) => format!("<c><v>{number}</v></c>"),
        Err(_) => format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#),
    };
    let row = |line: &str| {
        let cells: String = line.split(';').map(cell).collect();
        format!("<row>{cells}</row>")
    };
    csv.lines().map(row).collect::<Vec<_>>().concat()
}

fn upload(bytes: Vec<u8>) -> Upload {
    Upload {
        name: "budget.xlsx".into(),
        bytes,
    }
}

#[tokio::test]
async fn r_imp_14_a_workbook_is_read_as_the_table_it_is() {
    let desk = desk(Kind::Sqlite).await.unwrap();
    desk.app
        .import_tables(&desk.actor, folder(), false, now())
        .await
        .unwrap();
    // Where the amounts were read from is told apart: one file, or all of the plan's.
    let amounts = async || -> Vec<_> {
        let budgets = facts(&desk).await.budgets;
        budgets
            .into_iter()
            .map(|b| (b.year, b.version, b.lines))
            .collect()
    };
    let by_csv = amounts().await;
    let csv = String::from_utf8(example("budget.csv").bytes).unwrap();
    let report = desk
        .app
        .import_tables(&desk.actor, vec![upload(workbook(&rows(&csv)))], false, now())
        .await
        .unwrap();
    assert_eq!(report.problems, []);
    assert_eq!(amounts().await, by_csv);
}

#[rstest]
#[case::far_cell(
    workbook(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#),
    "xlsx-omfang",
    "1048576"
)]
#[case::unpacks_to_much(workbook(&" ".repeat(40 << 20)), "xlsx-for-stor", "CSV")]
#[case::large(vec![b'P'; 5 << 20], "xlsx-for-stor", "MiB")]
#[case::other_file(b"Detta \xe4r inget.".to_vec(), "xlsx-annat", "XLSX")]
#[case::cut_off({ let mut b = workbook(""); b.truncate(b.len() / 2); b }, "xlsx-annat", "XLSX")]
#[tokio::test]
async fn r_imp_14_a_hostile_workbook_is_refused_before_it_is_read(
    #[case] bytes: Vec<u8>,
    #[case] code: &str,
    #[case] names: &str,
) {
    let desk = desk(Kind::Sqlite).await.unwrap();
    let refused = refusals(
        desk.app
            .import_tables(&desk.actor, vec![upload(bytes)], false, now())
            .await,
    );
    assert_eq!(
        (refused[0].code, refused[0].place.contains("budget.xlsx")),
        (code, true)
    );
    assert!(refused[0].message.contains(names), "{refused:?}");
    assert_eq!(traces(&desk).await, (0, 0));
}
