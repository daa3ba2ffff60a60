//! Order, single checks, answers, the list of checks.

use std::{fs, path::Path};

use domain::{
    check::{
        self,
        answer::{self, Answer},
        markdown,
    },
    document::{Block, Column, Document, Inline, Row, RowKind, Status, Table, TableCell},
    figure::{FigureKey, Scope},
    finding::Severity,
    money::Ore,
};

use super::{
    clean,
    edit::{At, change, plus, run},
    kalmar,
};
use crate::books;

#[test]
fn r_gra_20_one_error_gives_one_finding_at_its_place() {
    let mut folder = clean::folder(5);
    // Wrong in the income statement: note, operating statement, overview and result all tell.
    let changed = change(
        &mut folder,
        At("bokslut", "resultaträkning;Verksamhetens intäkter", 3),
        plus(12_345),
    );
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", kalmar::text(&found));
    assert_eq!(found[0].place.row, "resultaträkning: Verksamhetens intäkter");
    assert_eq!(
        (found[0].expected.clone(), found[0].found.clone()),
        (Some(changed.before), changed.after)
    );
    assert!(
        found[0].message.contains("Då stämmer också"),
        "{}",
        found[0].message
    );
}

#[test]
fn r_gra_26_an_answer_stays_until_the_value_changes() {
    let folder = books::folders().remove(0);
    let (published, _) = domain::published::read_folder(&kalmar::files(&folder));
    let findings = check::published(&published, &[], None);
    let question = findings
        .iter()
        .find(|f| f.severity == Severity::AnswerOnce)
        .unwrap();
    let answer = answer::answer(question, " Räknat på annat sätt före 2015. ", "u1", "2023-03-01").unwrap();
    let open = |answers: &[Answer]| answer::open(&findings, answers).len();
    assert_eq!(open(std::slice::from_ref(&answer)), findings.len() - 1);
    let changed = Answer {
        found: "51".into(),
        ..answer
    };
    assert_eq!(open(&[changed]), findings.len());
    assert_eq!(
        answer::answer(question, "  ", "u1", "2023-03-01")
            .unwrap_err()
            .code,
        "fynd-utan-skal"
    );
    let wrong = findings.iter().find(|f| f.severity == Severity::MustFix).unwrap();
    assert_eq!(
        answer::answer(wrong, "nej", "u1", "2023-03-01").unwrap_err().code,
        "fynd-maste-rattas"
    );
    assert!(answer::blocks_publishing(&findings));
}

#[test]
fn r_gra_27_every_check_runs_alone_and_in_a_fixed_order() {
    let folder = books::folders().remove(0);
    let mut files = kalmar::files(&folder);
    let (published, _) = domain::published::read_folder(&files);
    for name in check::names() {
        let alone = check::published(&published, &[], Some(name));
        assert!(alone.iter().all(|f| f.check == name), "{name}");
    }
    let first = check::published(&published, &[], None);
    files.reverse();
    let (reversed, _) = domain::published::read_folder(&files);
    assert_eq!(check::published(&reversed, &[], None), first);
    assert_eq!(check::published(&published, &[], Some("finns-inte")), []);
}

/// Set `SAMORDNA_UPDATE=1` to write the page anew.
#[test]
fn the_list_of_checks_is_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    let text = markdown::markdown();
    if std::env::var_os("SAMORDNA_UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

fn cell(number: i64, figure: Option<FigureKey>) -> TableCell {
    TableCell {
        text: number.to_string(),
        number: Some((number, 0)),
        figure,
        ..TableCell::default()
    }
}

/// A draft with one table: two rows and a total.
fn draft(values: [i64; 3], in_text: &str) -> Document {
    let key = |insats: Option<&str>| FigureKey {
        measure: "deltaganden.nya",
        year: 2031,
        scope: insats.map_or(Scope::all(), |i| Scope::all().with("insats", i)),
    };
    let row = |kind, label: &str, number, insats| Row {
        kind,
        cells: vec![TableCell::text(label), cell(number, Some(key(insats)))],
    };
    let column = |head: &str, numeric| Column {
        head: head.into(),
        numeric,
    };
    let table = Table {
        label: "Tabell 1".into(),
        caption: "Deltaganden".into(),
        id: "tabell-1".into(),
        columns: vec![column("Insats", false), column("Nya", true)],
        rows: vec![
            row(RowKind::Normal, "Bron", values[0], Some("bron")),
            row(RowKind::Normal, "Lots", values[1], Some("lots")),
            row(RowKind::Total, "Summa", values[2], None),
        ],
        notes: Vec::new(),
    };
    let text = Inline::Figure {
        key: key(None),
        text: in_text.into(),
    };
    Document {
        title: "Årsredovisning 2031".into(),
        association: "Förbundet".into(),
        org_number: String::new(),
        date: "2032-03-01".into(),
        status: Status::Draft,
        data_notice: None,
        key_figures: Vec::new(),
        blocks: vec![Block::Table(table), Block::Paragraph(vec![text])],
    }
}

#[test]
fn r_gra_29_a_draft_has_one_value_for_each_figure_and_true_totals() {
    assert_eq!(check::document(&draft([5, 7, 12], "12")), []);
    let wrong_text = check::document(&draft([5, 7, 12], "13 deltaganden"));
    assert_eq!(wrong_text.len(), 1);
    let found = &wrong_text[0];
    assert_eq!(
        (found.check, found.expected.as_deref(), found.found.as_str()),
        ("samma-varde", Some("12"), "13")
    );
    let wrong_total = check::document(&draft([5, 8, 12], "12"));
    assert_eq!(wrong_total.len(), 1);
    let found = &wrong_total[0];
    assert_eq!(
        (found.check, found.place.row.as_str(), found.expected.as_deref()),
        ("tvarsumma", "Summa", Some("13"))
    );
}

#[test]
fn r_gra_07_bookkeeping_that_does_not_add_up_is_found() {
    let folder = books::folders().remove(0);
    let (published, _) = domain::published::read_folder(&kalmar::files(&folder));
    let mut ledger = books::facts(&folder, &[2021, 2022]).ledger.years;
    assert_eq!(check::published(&published, &ledger, Some("bokforing")), []);
    let bank = ledger[1].accounts.iter_mut().find(|a| a.number == 1930).unwrap();
    bank.opening += Ore::kronor(100);
    bank.stated = Some(Ore::kronor(7_187_431));
    let found = check::published(&published, &ledger, Some("bokforing"));
    let places: Vec<&str> = found.iter().map(|f| f.place.column.as_str()).collect();
    assert!(
        places.contains(&"ingående balans") && places.contains(&"utgående balans"),
        "{}",
        kalmar::text(&found)
    );
}
