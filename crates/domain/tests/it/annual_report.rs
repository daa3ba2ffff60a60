//! The annual report of the example association, and of associations where nearly everything is
//! missing.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use domain::{
    annual_report::{self, SECTIONS, Sources, compose, sections},
    document::{Block, Document, Inline, Row, RowKind, Status, Table},
    example,
    facts::{Association, Facts},
    figures::Figures,
    goal,
    intake::tables::{self, Known},
    refusal::Problem,
};

use proptest::prelude::*;

use super::{books, figure_properties, statement_properties};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kalmar")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

/// Everything there is about the example association.
fn kalmar() -> Facts {
    let files: Vec<(String, Vec<u8>)> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    let known = Known {
        projects: projects(),
        ..Known::default()
    };
    let (intake, _) = tables::read(&files, &known);
    let (insatser, background, annexes) = (
        read("sus-insatser-2022.csv"),
        read("bakgrund-2022.csv"),
        read("bilagor-2022.csv"),
    );
    let given = example::Tables {
        insatser: &insatser,
        background: &background,
        annexes: &annexes,
    };
    let (targets, _) = example::read_targets(2022, &given);
    let year = example::year(&intake.insatser, &targets).unwrap();
    let books = books::facts(&folder(), &[2021, 2022]);
    Facts {
        association: Association {
            name: "Samordningsförbundet i Kalmar län".into(),
            org_number: "222000-1859".into(),
            seat: "Kalmar".into(),
            formed: None,
            constructed: true,
        },
        members: intake.members,
        contributions: intake.contributions,
        insatser: intake.insatser,
        projects: intake.projects,
        participations: year.participations,
        consultations: year.consultations,
        budgets: intake.budgets,
        insats_budgets: intake.insats_budgets,
        requisitioned: intake.requisitioned,
        ledger: books.ledger,
        mapping: books.mapping,
        published: intake.published,
        goals: intake.goals,
        ..Facts::default()
    }
}

/// The projects of the bookkeeping.
fn projects() -> Vec<domain::intake::books::Object> {
    let bytes = fs::read(folder().join("bokforing-2022.se")).unwrap();
    let text = domain::published::decode::decode(&bytes).0;
    let object = |line: &str| {
        let (code, name) = line.trim().strip_prefix("#OBJEKT 6 ")?.split_once(" \"")?;
        Some(domain::intake::books::Object {
            dimension: 6,
            code: code.trim_matches('"').to_owned(),
            name: name.trim_end_matches('"').to_owned(),
        })
    };
    text.lines().filter_map(object).collect()
}

/// The example's texts, by section id.
fn texts() -> Vec<(String, String)> {
    let Ok(entries) = fs::read_dir(folder().join("texter")) else {
        return Vec::new();
    };
    let mut texts: Vec<(String, String)> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let id = path.file_stem().unwrap().to_string_lossy().into_owned();
            (id, fs::read_to_string(path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

fn composed(
    facts: &Facts,
    year: i32,
    texts: &[(String, String)],
    status: &Status,
) -> (Document, Vec<Problem>) {
    let figures = Figures::compute(facts, year);
    let goals = goal::results(facts, &figures);
    compose(&Sources {
        facts,
        figures: &figures,
        goals: &goals,
        texts,
        status,
        date: "2023-03-17",
    })
}

fn example_report() -> (Document, Vec<Problem>) {
    composed(&kalmar(), 2022, &texts(), &Status::Draft)
}

fn all_tables<'a>(document: &'a Document) -> Vec<&'a Table> {
    let table = |block: &'a Block| match block {
        Block::Table(table) => Some(table),
        Block::Diagram(diagram) => Some(&diagram.table),
        _ => None,
    };
    document.blocks.iter().filter_map(table).collect()
}

fn outline(document: &Document) -> String {
    let mut lines = vec![document.title.clone()];
    for key in &document.key_figures {
        lines.push(format!("* {} {} ({})", key.value, key.label, key.detail));
    }
    for block in &document.blocks {
        match block {
            Block::Heading {
                level, number, text, ..
            } => {
                let number = number.as_deref().map_or_else(String::new, |n| format!("{n} "));
                lines.push(format!("{} {number}{text}", "#".repeat(usize::from(*level))));
            }
            Block::Table(table) => lines.push(format!("[{}] {}", table.label, table.caption)),
            Block::Diagram(diagram) => lines.push(format!("({}) {}", diagram.label, diagram.caption)),
            Block::Initials => lines.push("initialer".into()),
            Block::Signatures(all) => lines.push(format!("underskrifter: {}", all.join("; "))),
            _ => {}
        }
    }
    lines.join("\n").replace('\u{a0}', " ")
}

/// What must hold of every report, whatever it was made of.
fn is_sound(document: &Document, figures: &Figures) {
    for key in annual_report::referenced(document) {
        assert!(figures.get(&key).is_some(), "{key}");
    }
    let mut level = 0;
    let mut ids: Vec<&str> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading { level: next, id, .. } => {
                assert!(*next <= level + 1, "{id}");
                level = *next;
                ids.push(id);
            }
            Block::Table(table) => ids.push(&table.id),
            Block::Diagram(diagram) => ids.extend([diagram.id.as_str(), &diagram.table.id]),
            _ => {}
        }
    }
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    for table in all_tables(document) {
        for row in &table.rows {
            assert_eq!(row.cells.len(), table.columns.len(), "{}: {row:?}", table.id);
            for cell in &row.cells {
                let to = cell.link.as_deref().and_then(|link| link.strip_prefix('#'));
                assert!(to.is_none_or(|to| unique.contains(to)), "{to:?}");
            }
        }
    }
}

/// Text and figures of running text, in order.
fn inlines(document: &Document) -> impl Iterator<Item = &Inline> {
    document.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(inlines) | Block::Notice(inlines) => inlines.iter().collect::<Vec<_>>(),
        Block::List { items, .. } => items.iter().flatten().collect(),
        _ => Vec::new(),
    })
}

/// Whole units of 10^-2, so that kronor with and without öre compare.
fn hundredths(row: &Row, column: usize) -> Option<i64> {
    let (units, decimals) = row.cells.get(column)?.number?;
    Some(units * 10_i64.pow(2_u32.checked_sub(decimals)?))
}

/// Columns where a total is not the sum of the rows above it: overlapping sums and signs are
/// proved where the statements are made.
const NOT_PLAIN_SUMS: [&str; 6] = [
    "tabell-drift",
    "tabell-resultat",
    "tabell-balans",
    "tabell-kassaflode",
    "tabell-balanskrav",
    "tabell-investering",
];

/// A total is the sum of the normal rows above it; a subtotal of those since the last sum.
fn sums_hold(table: &Table) {
    for column in 1..table.columns.len() {
        let (mut group, mut all) = (0, 0);
        for row in &table.rows {
            let value = hundredths(row, column);
            match row.kind {
                RowKind::Normal => {
                    group += value.unwrap_or(0);
                    all += value.unwrap_or(0);
                }
                RowKind::Group => {}
                RowKind::Subtotal => {
                    assert!(value.is_none_or(|v| v == group), "{}: {row:?}", table.id);
                    group = 0;
                }
                RowKind::Total => {
                    assert!(value.is_none_or(|v| v == all), "{}: {row:?}", table.id);
                }
            }
        }
    }
}

#[test]
fn r_ars_01_parts_stand_in_the_order_of_the_law() {
    let (document, problems) = example_report();
    let problems: Vec<String> = problems
        .iter()
        .map(|p| format!("{} {}: {}", p.code, p.file, p.message))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    insta::assert_snapshot!(outline(&document));
}

#[test]
fn r_ars_02_every_number_in_a_table_has_its_figure() {
    let facts = kalmar();
    let figures = Figures::compute(&facts, 2022);
    let (document, _) = composed(&facts, 2022, &texts(), &Status::Draft);
    is_sound(&document, &figures);
    let mut numbers = 0;
    for table in all_tables(&document) {
        for row in &table.rows {
            for cell in row.cells.iter().filter(|cell| cell.number.is_some()) {
                assert!(cell.figure.is_some(), "{}: {row:?}", table.id);
                numbers += 1;
            }
        }
    }
    assert!(numbers > 800, "{numbers}");
}

#[test]
fn r_ars_03_what_a_cell_prints_is_what_its_figure_is() {
    let facts = kalmar();
    let figures = Figures::compute(&facts, 2022);
    let (document, _) = composed(&facts, 2022, &[], &Status::Draft);
    for table in all_tables(&document) {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            let (Some(key), Some((units, decimals))) = (&cell.figure, cell.number) else {
                continue;
            };
            let figure = figures.get(key).unwrap();
            let own = figure.machine_text().unwrap();
            let printed = domain::number::plain(units, decimals);
            let same = match figure.unit {
                // Kronor are printed, öre are held; costs are printed negative in one statement.
                domain::unit::Unit::Kronor => {
                    let ore = units * if decimals == 0 { 100 } else { 1 };
                    own == ore.to_string() || own == (-ore).to_string()
                }
                _ => own == printed,
            };
            assert!(same, "{key}: {own}, {printed}");
        }
    }
}

#[test]
fn r_ars_04_a_printed_sum_is_the_sum_of_its_printed_rows() {
    let (document, _) = example_report();
    let mut sums = 0;
    for table in all_tables(&document) {
        if !NOT_PLAIN_SUMS.contains(&table.id.as_str()) {
            sums_hold(table);
            sums += table.rows.iter().filter(|r| r.kind == RowKind::Total).count();
        }
    }
    assert!(sums >= 9, "{sums}");
}

#[test]
fn r_ars_05_the_register_lists_exactly_the_figures_of_the_report() {
    let (mut document, _) = example_report();
    let Some(Block::Table(register)) = document.blocks.pop() else {
        panic!("registret står sist")
    };
    let listed: Vec<_> = register
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(|cell| cell.figure.clone())
        .collect();
    let unique: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(unique.len(), listed.len());
    assert_eq!(unique, annual_report::referenced(&document));
}

#[test]
fn r_ars_06_the_same_sources_give_the_same_report() {
    let facts = kalmar();
    let once = || composed(&facts, 2022, &texts(), &Status::Draft);
    assert_eq!(once(), once());
}

#[test]
fn r_ars_07_an_empty_section_is_said_in_a_draft_and_named() {
    let facts = kalmar();
    let (draft, problems) = composed(&facts, 2022, &[], &Status::Draft);
    let empty: Vec<&str> = problems
        .iter()
        .filter(|p| p.code == "avsnitt-tomt")
        .map(|p| p.file.as_str())
        .collect();
    let required: Vec<String> = sections(&facts)
        .into_iter()
        .filter(|section| section.required)
        .map(|section| section.id)
        .collect();
    assert_eq!(empty, required);
    let notices = |d: &Document| {
        d.blocks
            .iter()
            .filter(|block| matches!(block, Block::Notice(_)))
            .count()
    };
    assert_eq!(notices(&draft), empty.len());
    let hash = "0".repeat(64);
    let (published, _) = composed(&facts, 2022, &[], &Status::Published { hash });
    assert_eq!(notices(&published), 0);
    let blank = [("handelser".to_owned(), " \n ".to_owned())];
    let (_, again) = composed(&facts, 2022, &blank, &Status::Draft);
    assert_eq!(again, problems);
}

#[test]
fn r_ars_08_a_text_that_no_section_prints_is_named() {
    let texts = [("handelsser".to_owned(), "Ord.".to_owned())];
    let (_, problems) = composed(&kalmar(), 2022, &texts, &Status::Draft);
    let unknown: Vec<&str> = problems
        .iter()
        .filter(|p| p.code == "avsnitt-okant")
        .map(|p| p.file.as_str())
        .collect();
    assert_eq!(unknown, ["handelsser"]);
}

#[test]
fn r_ars_09_an_association_without_facts_gets_a_report_that_says_so() {
    let facts = Facts::default();
    let (document, problems) = composed(&facts, 2022, &[], &Status::Draft);
    is_sound(&document, &Figures::compute(&facts, 2022));
    assert_eq!(document.key_figures, []);
    let said = inlines(&document)
        .filter(|inline| matches!(inline, Inline::Text(text) if text.starts_with("Uppgift saknas")))
        .count();
    assert!(said >= 10, "{said}");
    let codes: BTreeSet<&str> = problems.iter().map(|p| p.code).collect();
    for code in [
        "ars-avslut",
        "ars-bakgrund",
        "ars-bokforing",
        "ars-deltaganden",
        "ars-insatser",
        "ars-mal",
        "ars-medlemmar",
        "ars-oversikt",
        "ars-projekt",
        "ars-revision",
    ] {
        assert!(codes.contains(code), "{code}");
    }
}

#[test]
fn r_ars_10_constructed_data_are_called_so_wherever_they_show() {
    let mut facts = kalmar();
    let marked = |document: &Document| {
        let marks = |table: &&Table| table.notes.iter().any(|note| note.starts_with("Konstruerade"));
        all_tables(document)
            .into_iter()
            .filter(marks)
            .map(|table| table.id.clone())
            .collect::<Vec<_>>()
    };
    let (document, _) = composed(&facts, 2022, &[], &Status::Draft);
    assert!(document.data_notice.is_some());
    let counted = |id: &str| id.starts_with("diagram-") || id == "tabell-1" || id.ends_with("-resultat");
    for table in all_tables(&document) {
        let is_marked = marked(&document).contains(&table.id);
        assert!(
            is_marked || !counted(&table.id) || table.id == "tabell-resultat",
            "{}",
            table.id
        );
    }
    assert_eq!(marked(&document).len(), 16);
    facts.association.constructed = false;
    facts
        .participations
        .iter_mut()
        .for_each(|p| p.constructed = false);
    let (document, _) = composed(&facts, 2022, &[], &Status::Draft);
    assert_eq!(marked(&document), Vec::<String>::new());
    assert_eq!(document.data_notice, None);
}

#[test]
fn r_ars_11_nothing_says_that_an_insats_led_to_a_result() {
    let (document, _) = example_report();
    let captions = outline(&document).to_lowercase();
    let words: Vec<String> = inlines(&document)
        .map(|inline| format!("{inline:?}").to_lowercase())
        .collect();
    for claim in [
        "ledde till",
        "lett till",
        "tack vare insats",
        "berodde på insats",
        "effekt av insats",
    ] {
        assert!(!captions.contains(claim), "{claim}");
        assert!(words.iter().all(|text| !text.contains(claim)), "{claim}");
    }
}

#[test]
fn r_ars_12_signatures_are_by_function_and_member() {
    let signatures = |texts: &[(String, String)], facts: &Facts| {
        let (document, _) = composed(facts, 2022, texts, &Status::Draft);
        document.blocks.into_iter().find_map(|block| match block {
            Block::Signatures(functions) => Some(functions),
            _ => None,
        })
    };
    let facts = kalmar();
    let by_member = signatures(&[], &facts).unwrap();
    assert_eq!(by_member.len(), 12 + 1 + 2);
    assert_eq!(by_member[0], "Ledamot för Borgholms kommun");
    let listed = [(
        "underskrifter".to_owned(),
        "- Ordförande\n- Ledamot för **Kalmar kommun**\n".to_owned(),
    )];
    assert_eq!(
        signatures(&listed, &facts).unwrap(),
        ["Ordförande", "Ledamot för Kalmar kommun"]
    );
    assert_eq!(signatures(&texts(), &facts).unwrap().len(), 17);
}

#[test]
fn r_ars_13_statement_pages_have_a_place_for_initials_and_lead_to_their_notes() {
    let (document, _) = example_report();
    let initials = document.blocks.iter().filter(|b| **b == Block::Initials).count();
    assert_eq!(initials, 5);
    let links: Vec<String> = all_tables(&document)
        .into_iter()
        .filter(|table| table.id == "tabell-resultat" || table.id == "tabell-balans")
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .filter_map(|cell| cell.link.clone())
        .collect();
    assert_eq!(links, ["#not-1", "#not-2", "#not-3", "#not-4"]);
}

#[test]
fn r_ars_14_the_cost_of_the_audit_is_stated() {
    let (document, _) = example_report();
    let audit = inlines(&document).any(|inline| {
        matches!(inline, Inline::Figure { key, text } if key.scope.get("rad") == Some("Revisionsarvode") && text == "55\u{a0}071\u{a0}kr")
    });
    assert!(audit);
}

#[test]
fn r_mal_03_a_goal_judged_in_words_is_printed_in_its_words() {
    let (document, _) = example_report();
    let tables = all_tables(&document);
    let goals = tables.iter().find(|table| table.id == "tabell-mal").unwrap();
    let row = |words: &str| {
        goals
            .rows
            .iter()
            .find(|row| row.cells[0].text.contains(words))
            .unwrap()
    };
    let texts = |row: &Row| {
        row.cells[1..]
            .iter()
            .map(|c| c.text.replace('\u{a0}', " "))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        texts(row("Nyhetsbrev")),
        ["–", "", "inga nyhetsbrev", "Uppnått till viss del"]
    );
    assert_eq!(
        texts(row("arbete eller studier efter")),
        [
            "minst 35 %",
            "minst 30 %",
            "32,1 % (36 av 112)",
            "I stort sett uppnått"
        ]
    );
}

#[test]
fn section_ids_are_unique_and_name_their_files() {
    let facts = kalmar();
    let all = sections(&facts);
    assert_eq!(all.len(), SECTIONS.len() + 9 * 8);
    let ids: BTreeSet<&str> = all.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(ids.len(), all.len());
    for id in ids {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(id.chars().all(plain), "{id}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn r_ars_09_any_association_gets_a_sound_report(
        register in figure_properties::association(),
        books in statement_properties::facts(),
        year in 2019_i32..2025,
        text in "[a-zåäö0-9 \\n#*\\[\\]|.=-]{0,40}",
    ) {
        let facts = Facts { ledger: books.ledger, mapping: books.mapping, ..register };
        let texts: Vec<(String, String)> = sections(&facts).into_iter().map(|s| (s.id, text.clone())).collect();
        let (document, _) = composed(&facts, year, &texts, &Status::Draft);
        is_sound(&document, &Figures::compute(&facts, year));
        for table in all_tables(&document) {
            if !NOT_PLAIN_SUMS.contains(&table.id.as_str()) {
                sums_hold(table);
            }
        }
    }
}
