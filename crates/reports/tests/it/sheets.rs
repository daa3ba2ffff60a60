//! Workbook and CSV.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use domain::document::{Block, RowKind, TableCell};
use reports::{csv, xlsx};

use crate::sample;

fn read(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn r_rap_40_every_table_is_a_sheet_with_numbers_as_numbers() {
    let mut book = read(xlsx(&sample::small()).unwrap());
    assert_eq!(book.sheet_names().len(), 6);
    let sheet = book.worksheet_range("Tabell 1").unwrap();
    assert_eq!(
        sheet.get((2, 0)),
        Some(&Data::String("Insats och huvudman".into()))
    );
    assert_eq!(sheet.get((4, 2)), Some(&Data::Float(19.0)));
    assert_eq!(sheet.get((9, 5)), Some(&Data::Float(75.0)));
}

#[test]
fn r_rap_41_the_last_sheet_lists_every_figure_once_with_its_places() {
    let mut book = read(xlsx(&sample::small()).unwrap());
    let sheet = book.worksheet_range("Nyckeltal i rapporten").unwrap();
    let rows: Vec<Vec<String>> = sheet
        .rows()
        .map(|r| r.iter().map(ToString::to_string).collect())
        .collect();
    assert_eq!(
        rows[1],
        [
            "avslut.arbete_eller_studier@2022",
            "32,1\u{a0}%",
            "Översikt över verksamhetens utveckling"
        ]
    );
    assert!(rows[2][2].contains("titelsidan, Tabell 1"));
}

#[test]
fn r_rap_42_sheet_names_are_legal_and_differ() {
    let mut document = sample::small();
    let mut copy = sample::table_1();
    for (i, label) in [
        "Tabell 1",
        "TABELL 1",
        "[a]:b*c?d/e\\f",
        "",
        "Nyckeltal i rapporten",
    ]
    .iter()
    .enumerate()
    {
        copy.id = format!("kopia-{i}");
        copy.label = (*label).to_owned();
        copy.caption = "En mycket lång rubrik som inte får plats på en flik i ett kalkylblad".into();
        document.blocks.push(Block::Table(copy.clone()));
    }
    let names = read(xlsx(&document).unwrap()).sheet_names();
    assert_eq!(
        names[..5],
        [
            "Tabell 1",
            "Diagram 1",
            "Diagram 2",
            "Tabell 2",
            "Resultaträkning"
        ]
    );
    assert_eq!(
        names[5..9],
        [
            "Tabell 1 (2)",
            "TABELL 1 (3)",
            "abcdef",
            "KRUS, Syfte, mål och målgrupp"
        ]
    );
    assert!(names.iter().all(|n| n.chars().count() <= 31));
}

#[test]
fn r_rap_01_two_workbooks_are_the_same_bytes() {
    assert!(xlsx(&sample::small()).unwrap() == xlsx(&sample::small()).unwrap());
}

#[test]
fn r_rap_43_csv_suits_a_swedish_spreadsheet() {
    let mut table = sample::table_1();
    table.rows.truncate(2);
    table.rows[1].cells[0] = TableCell::text("Kompass; \"Mörbylånga\"");
    table.rows[1].cells[1].number = Some((-321, 1));
    table.rows.push(sample::row(RowKind::Total, "=1+1", &[1]));
    let expected = [
        "\u{feff}Insats och huvudman;Budgeterade;Totalt;Nya;Avslutade;Pågående",
        "Individinriktade insatser;;;;;",
        "\"Kompass; \"\"Mörbylånga\"\"\";-32,1;19;10;7;12",
        "'=1+1;1;;;;",
        "",
    ];
    assert_eq!(csv(&table), expected.join("\r\n"));
}
