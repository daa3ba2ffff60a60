//! The PDF: same bytes, tags, headers, alternative texts, refusals.

use domain::document::{Block, Document, Inline, Status, TableCell};
use reports::{Error, pdf, unprintable};

use crate::{sample, tags::Tags};

fn written(document: &Document, name: &str) -> Vec<u8> {
    let bytes = pdf(document).unwrap();
    std::fs::write(
        std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
        &bytes,
    )
    .unwrap();
    bytes
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn r_rap_01_two_runs_give_the_same_bytes() {
    let first = written(&sample::small(), "small.pdf");
    assert!(first == pdf(&sample::small()).unwrap());
}

#[test]
fn r_rap_02_every_table_has_headers_for_columns_and_rows() {
    let tags = Tags::of(&pdf(&sample::small()).unwrap());
    let tables = tags.all("Table");
    assert_eq!(tables.len(), 5);
    for table in tables {
        let rows = tags.under(table, "TR");
        let cells = |row: usize| {
            tags.children(row)
                .iter()
                .map(|c| tags.kind(*c).to_owned())
                .collect::<Vec<_>>()
        };
        assert!(cells(rows[0]).iter().all(|kind| kind == "TH"));
        assert!(
            rows[1..]
                .iter()
                .all(|row| cells(*row).first().is_some_and(|kind| kind == "TH"))
        );
        assert!(!tags.under(table, "Caption").is_empty());
    }
}

#[test]
fn r_rap_03_the_tag_tree_is_as_approved() {
    let tags = Tags::of(&pdf(&sample::small()).unwrap());
    insta::assert_snapshot!("taggar", tags.outline());
}

#[test]
fn r_rap_04_every_diagram_carries_its_numbers_as_alternative_text() {
    let file = text(&pdf(&sample::small()).unwrap());
    let tags = Tags::of(file.as_bytes());
    let figures = tags.all("Figure");
    assert_eq!(figures.len(), 2);
    assert!(figures.iter().all(|f| tags.source(*f).contains("/Alt")));
}

#[test]
fn r_rap_05_the_file_claims_accessible_and_archivable_and_has_a_language() {
    let file = text(&pdf(&sample::small()).unwrap());
    for claim in [
        "<pdfuaid:part>1<",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "/Lang(sv",
        "/Outlines",
        "/MarkInfo",
    ] {
        assert!(file.contains(claim), "{claim}");
    }
    assert!(
        file.contains("CreateDate>2023-03-17T"),
        "tiden är dokumentets, inte klockans"
    );
}

#[test]
fn r_rap_06_a_draft_and_a_published_report_differ() {
    let hash = "5f2a".repeat(16);
    let published = Document {
        status: Status::Published { hash },
        ..sample::small()
    };
    assert!(written(&published, "published.pdf") != pdf(&sample::small()).unwrap());
}

fn refusal(change: impl Fn(&mut Document)) -> &'static str {
    let mut document = sample::small();
    change(&mut document);
    match pdf(&document) {
        Err(Error::Unsound(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    }
}

fn push(block: Block) -> impl Fn(&mut Document) {
    move |document| document.blocks.push(block.clone())
}

#[test]
fn r_rap_07_what_breaks_a_rule_of_form_is_refused_with_its_code() {
    let table = |change: fn(&mut domain::document::Table)| {
        let mut table = sample::table_1();
        table.id = "ny".into();
        change(&mut table);
        push(Block::Table(table))
    };
    let link = |to: &str| {
        push(Block::Paragraph(vec![Inline::Link {
            to: to.into(),
            text: "hit".into(),
        }]))
    };
    let silent = || {
        let Block::Diagram(mut diagram) = sample::diagram(
            "d-9",
            "Diagram 9",
            "Rubrik",
            sample::by_sex(domain::chart::ChartKind::Bars),
        ) else {
            unreachable!()
        };
        diagram.chart.series.clear();
        push(Block::Diagram(diagram))
    };
    assert_eq!(refusal(|d| d.title = " ".into()), "rapport-titel");
    assert_eq!(refusal(|d| d.date = "i fjol".into()), "rapport-datum");
    assert_eq!(
        refusal(push(sample::heading(4, "", "Hopp", "hopp"))),
        "rapport-rubrikniva"
    );
    assert_eq!(
        refusal(push(sample::heading(2, "", " ", "tom"))),
        "rapport-rubrik"
    );
    assert_eq!(
        refusal(push(sample::heading(2, "", "Igen", "tabell-1"))),
        "rapport-ankare"
    );
    assert_eq!(refusal(push(sample::heading(2, "", "Å", "å"))), "rapport-ankare");
    assert_eq!(
        refusal(table(|t| t.columns[2].head.clear())),
        "rapport-kolumnrubrik"
    );
    assert_eq!(refusal(table(|t| t.columns.clear())), "rapport-kolumnrubrik");
    assert_eq!(refusal(table(|t| t.caption.clear())), "rapport-tabelltext");
    assert_eq!(
        refusal(table(|t| t.rows[1].cells.push(TableCell::default()))),
        "rapport-tabellrad"
    );
    assert_eq!(refusal(silent()), "rapport-alternativtext");
    assert_eq!(refusal(link("#finns-inte")), "rapport-lank");
    assert_eq!(refusal(link("javascript:alert(1)")), "rapport-lank");
}

#[test]
fn r_rap_10_a_character_without_glyph_is_named_and_does_not_stop_the_report() {
    let mut document = sample::small();
    document.association = "Σύλλογος – Союз – جمعية".into();
    document
        .blocks
        .push(sample::words("Alla skrifter → ✓ fullt ut: محمد, Ελένη, Юлия"));
    assert_eq!(
        unprintable(&document),
        [],
        "Greek, Cyrillic and Arabic are printed"
    );
    written(&document, "scripts.pdf");
    document
        .blocks
        .push(sample::heading(2, "", "Gläd 😀 dig", "glad"));
    document
        .blocks
        .push(sample::words("En glad 😀\u{fe0f} text och 王\u{7}\u{e000}"));
    let told = unprintable(&document);
    let places: Vec<_> = told.iter().map(|r| (r.code, r.place.as_str())).collect();
    assert_eq!(
        places,
        [
            ("rapport-tecken", "Gläd 😀 dig"),
            ("rapport-tecken", "Gläd 😀 dig")
        ]
    );
    assert!(
        told[1].message.contains("U+1F600") && told[1].message.contains("En glad"),
        "{told:?}"
    );
    let bytes = written(&document, "squares.pdf");
    assert!(bytes == pdf(&document).unwrap());
}

#[test]
fn r_rap_08_words_cannot_become_code_of_the_typesetter() {
    let mut document = sample::small();
    let nasty = "#panic(\"x\") $a$ *b* _c_ `d` @e <f> \\ // -- [g] {h} = rubrik";
    document.blocks.push(sample::words(nasty));
    document.title = nasty.into();
    assert!(pdf(&document).is_ok());
}

/// Few chapters, for the typesetter is slow in an unoptimised build; the benchmark sets a large one.
#[test]
fn r_rap_09_a_long_chapter_begins_a_page() {
    let bytes = written(&sample::large(3), "large.pdf");
    let pages = text(&bytes).matches("/Type/Page/").count();
    assert!(pages > 3 * 2, "{pages}");
}
