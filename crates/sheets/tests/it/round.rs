//! What is written is read.

use std::io::Cursor;

use chrono::NaiveDate;
use proptest::prelude::*;
use sheets::{Limits, Value, Workbook, read};

fn written(rows: &[Vec<Value<'_>>]) -> Vec<u8> {
    let mut book = Workbook::new(Cursor::new(Vec::new()));
    book.sheet("Blad: 1", &[("Å", 10), ("B", 10)]).unwrap();
    for row in rows {
        book.row(row).unwrap();
    }
    book.finish().unwrap().into_inner()
}

#[test]
fn r_inf_01_words_numbers_and_days_come_back_as_they_are() {
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let rows = vec![
        vec![Value::Text("=1+1 <b> & \"x\"\n"), Value::Number(-12)],
        vec![Value::Empty, Value::Date(day)],
        vec![Value::Text("0123"), Value::Number(i64::from(u32::MAX))],
    ];
    let sheets = read("prov.xlsx", &written(&rows), &Limits::TABLES).unwrap();
    assert_eq!(sheets[0].name, "Blad 1");
    let expected: [&[&str]; 4] = [
        &["Å", "B"],
        &["=1+1 <b> & \"x\"\n", "-12"],
        &["", "2024-02-29"],
        &["0123", "4294967295"],
    ];
    assert_eq!(sheets[0].rows, expected);
    assert_eq!(written(&rows), written(&rows), "the same rows, the same bytes");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn r_inf_01_any_text_that_xml_can_hold_comes_back(
        rows in prop::collection::vec(prop::collection::vec("[ -~åäöÅÄÖé€–\u{FEFF}\n\t]{0,12}", 1..4), 1..8)
    ) {
        let values: Vec<Vec<Value<'_>>> =
            rows.iter().map(|row| row.iter().map(|text| Value::Text(text)).collect()).collect();
        let sheets = read("prov.xlsx", &written(&values), &Limits::TABLES).unwrap();
        for (given, found) in rows.iter().zip(&sheets[0].rows[1..]) {
            let mut given = given.clone();
            while given.last().is_some_and(String::is_empty) { given.pop(); }
            prop_assert_eq!(&given, found);
        }
    }

    #[test]
    fn r_inf_02_bytes_that_are_anything_never_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read("prov.xlsx", &bytes, &Limits::TABLES).is_err());
    }

    #[test]
    fn r_inf_02_a_damaged_workbook_never_breaks_the_reader(at in 0_usize..4_000, byte in any::<u8>()) {
        let mut bytes = written(&[vec![Value::Text("ord"), Value::Number(3)]]);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read("prov.xlsx", &bytes, &Limits::TABLES);
    }
}
