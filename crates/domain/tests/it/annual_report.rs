//! The annual report of the example association, and of associations where nearly everything is
//! missing.

mod texts;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use domain::{
    annual_report::{SECTIONS, compose, sections},
    disclosure::Policy,
    document::{Block, Document, Inline, Row, RowKind, Status, Table},
    example,
    facts::{Association, Facts},
    figure::FigureKey,
    figures::Figures,
    goal,
    intake::tables::{self, Known},
    refusal::Problem,
    report::{self, Sources},
};

use proptest::prelude::*;

use super::{books, figure_properties, statement_properties};

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kalmar")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

#[test]
fn r_ars_15_a_year_that_has_only_begun_can_be_read() {
    let mut facts = kalmar();
    facts.participations.retain(|p| p.exit.is_some());
    facts.participations.truncate(1);
    let day = |month, day| chrono::NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    for participation in &mut facts.participations {
        participation.entry = day(11, 2);
        participation.exit.as_mut().unwrap().date = day(11, 20);
    }
    let figures = Figures::compute(&facts, 2026);
    let figures = domain::disclosure::figures::protect(&facts, &figures, Policy::default());
    let (document, _) = compose(&Sources {
        facts: &facts,
        figures: &figures,
        goals: &[],
        texts: &[],
        plan: None,
        status: &Status::Draft,
        date: "2026-11-22",
    });
    for block in &document.blocks {
        if let Block::Diagram(diagram) = block {
            let values = diagram.chart.series.iter().flat_map(|series| &series.values);
            assert!(
                values.flatten().next().is_some(),
                "{} has nothing to draw",
                diagram.label
            );
        }
    }
    let said = document.blocks.iter().any(|block| match block {
        Block::Paragraph(inlines) => inlines
            .iter()
            .any(|inline| matches!(inline, Inline::Text(words) if words.contains("ritas inte"))),
        _ => false,
    });
    assert!(said, "what is not drawn is said");
}

/// Everything there is about the example association.
pub(super) fn kalmar() -> Facts {
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
        plan: None,
        status,
        date: "2023-03-17",
    })
}

fn example_report() -> (Document, Vec<Problem>) {
    composed(&kalmar(), 2022, &texts(), &Status::Draft)
}

pub(super) fn all_tables<'a>(document: &'a Document) -> Vec<&'a Table> {
    let table = |block: &'a Block| match block {
        Block::Table(table) => Some(table),
        Block::Diagram(diagram) => Some(&diagram.table),
        _ => None,
    };
    document.blocks.iter().filter_map(table).collect()
}

/// Takes the register off the end of a report; answers with what it lists.
pub(super) fn take_register(document: &mut Document) -> Vec<FigureKey> {
    let starts = |block: &Block| matches!(block, Block::Heading { id, .. } if id == "figurregister");
    let at = document.blocks.iter().position(starts).unwrap();
    let register = Document {
        blocks: document.blocks.split_off(at),
        ..document.clone()
    };
    let tables = all_tables(&register);
    assert!(tables.len() > 1, "the areas have a table each");
    let cells = tables
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells);
    cells.filter_map(|cell| cell.figure.clone()).collect()
}

pub(super) fn outline(document: &Document) -> String {
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
            Block::FillIn(labels) => lines.extend(labels.iter().map(|label| format!("{label}: ____"))),
            Block::Initials => lines.push("initialer".into()),
            Block::Signatures(all) => lines.push(format!("underskrifter: {}", all.join("; "))),
            _ => {}
        }
    }
    lines.join("\n").replace('\u{a0}', " ")
}

/// What must hold of every report, whatever it was made of.
pub(super) fn is_sound(document: &Document, figures: &Figures) {
    for key in report::referenced(document) {
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
pub(super) fn inlines(document: &Document) -> impl Iterator<Item = &Inline> {
    document.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(inlines) | Block::Notice(inlines) => inlines.iter().collect::<Vec<_>>(),
        Block::List { items, .. } => items.iter().flatten().collect(),
        _ => Vec::new(),
    })
}

/// Whole units of 10^-2, so that kronor with and without öre compare.
pub(super) fn hundredths(row: &Row, column: usize) -> Option<i64> {
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
pub(super) fn sums_hold(table: &Table) {
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
    let listed = take_register(&mut document);
    let unique: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(unique.len(), listed.len());
    assert_eq!(unique, report::referenced(&document));
}

#[test]
fn r_ars_06_the_same_sources_give_the_same_report() {
    let facts = kalmar();
    let once = || composed(&facts, 2022, &texts(), &Status::Draft);
    assert_eq!(once(), once());
}

#[test]
fn r_gra_29_the_example_report_does_not_contradict_itself() {
    let (document, _) = example_report();
    let findings = domain::check::document(&document);
    assert_eq!(findings, [], "{findings:#?}");
}
