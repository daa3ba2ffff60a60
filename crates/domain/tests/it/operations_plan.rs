//! The operations plan of the example association: every printed table of the plan 2023–2025, cell by
//! cell, with the sums right, and plans where nearly everything is missing.

mod printed;

use std::{collections::BTreeSet, fs};

use domain::{
    document::{Document, Inline, RowKind, Status, Table},
    facts::Facts,
    figures::Figures,
    goal,
    operations_plan::{CARRIED, SECTIONS, carry_on, chosen, compose, facts_of, outcome_year, undecided},
    plan::{Plan, State, tables},
    refusal::Problem,
    report::{self, Sources},
};

use super::annual_report::{
    all_tables, folder, inlines, is_sound, kalmar, outline, sums_hold, take_register,
};

const YEAR: i32 = 2023;
/// When the example's plan is printed: the year before is over.
const DATE: &str = "2023-02-01";

/// The example's texts, by section id.
fn texts() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = fs::read_dir(folder().join("verksamhetsplan"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let id = path.file_stem().unwrap().to_string_lossy().into_owned();
            (id, fs::read_to_string(path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

/// The year's figures with those of the year whose outcome is told.
fn figures(facts: &Facts, year: i32, date: &str) -> Figures {
    let last = outcome_year(year, date.parse().unwrap());
    Figures::compute(facts, year).beside(&Figures::compute(facts, last))
}

fn composed(
    facts: &Facts,
    (year, date): (i32, &str),
    texts: &[(String, String)],
    status: &Status,
) -> (Document, Vec<Problem>) {
    printed_from(None, facts, (year, date), texts, status)
}

fn printed_from(
    plan: Option<&Plan>,
    facts: &Facts,
    (year, date): (i32, &str),
    texts: &[(String, String)],
    status: &Status,
) -> (Document, Vec<Problem>) {
    let figures = figures(facts, year, date);
    let goals = goal::results(facts, &figures);
    compose(&Sources {
        facts,
        figures: &figures,
        goals: &goals,
        texts,
        plan,
        status,
        date,
    })
}

fn example_plan() -> (Document, Vec<Problem>) {
    composed(&kalmar(), (YEAR, DATE), &texts(), &Status::Draft)
}

fn table<'a>(document: &'a Document, id: &str) -> &'a Table {
    all_tables(document)
        .into_iter()
        .find(|table| table.id == id)
        .unwrap()
}

#[test]
fn r_vpb_01_the_ten_sections_stand_in_their_order() {
    let (document, problems) = example_plan();
    let problems: Vec<String> = problems
        .iter()
        .map(|p| format!("{} {}: {}", p.code, p.file, p.message))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    insta::assert_snapshot!(outline(&document));
}

#[test]
fn r_vpb_02_every_number_in_a_table_has_its_figure() {
    let facts = kalmar();
    let (mut document, _) = composed(&facts, (YEAR, DATE), &texts(), &Status::Draft);
    let figures = figures(&facts, YEAR, DATE);
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
    assert!(numbers > 250, "{numbers}");
    let listed: BTreeSet<_> = take_register(&mut document).into_iter().collect();
    assert_eq!(listed, report::referenced(&document));
}

#[test]
fn r_vpb_03_a_printed_sum_is_the_sum_of_its_printed_rows() {
    let (document, _) = example_plan();
    let plain = ["tabell-bidrag", "tabell-insatsbudget", "tabell-kapital"];
    for id in plain {
        let mut table = table(&document, id).clone();
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            // Kronor for each inhabitant are a mean, not a part.
            cell.number = cell.number.filter(|(_, decimals)| *decimals == 0);
        }
        sums_hold(&table);
    }
    budget_holds(table(&document, "tabell-budget"));
    let findings = domain::check::document(&document);
    assert_eq!(findings, [], "{findings:#?}");
}

/// Groups add up; the result is income less cost; what is returned makes the deficit up.
fn budget_holds(table: &Table) {
    for column in 1..table.columns.len() {
        let number = |row: &domain::document::Row| row.cells[column].number.map_or(0, |(units, _)| units);
        let (mut group, mut income, mut since, mut totals) = (String::new(), 0, 0, Vec::new());
        for row in &table.rows {
            match row.kind {
                RowKind::Group => {
                    group = row.cells[0].text.to_lowercase();
                    since = 0;
                }
                RowKind::Normal => {
                    since += number(row);
                    if !totals.is_empty() {
                        totals.push(number(row));
                    } else if group.contains("intäkter") {
                        income += number(row);
                    } else {
                        income -= number(row);
                    }
                }
                RowKind::Subtotal => assert_eq!(number(row), since, "{row:?}"),
                RowKind::Total => totals.push(number(row)),
            }
        }
        assert_eq!(totals.first(), Some(&income), "kolumn {column}");
        if let [result, returned, after] = totals[..] {
            assert_eq!(result + returned, after);
        }
    }
}

#[test]
fn r_vpb_04_a_deficit_is_covered_by_own_capital_and_says_so() {
    let (document, _) = example_plan();
    let budget = table(&document, "tabell-budget");
    let row = |label: &str| {
        let row = budget.rows.iter().find(|row| row.cells[0].text == label).unwrap();
        row.cells[1..]
            .iter()
            .map(|c| c.number.unwrap().0)
            .collect::<Vec<_>>()
    };
    assert_eq!(row("Resultat"), [-2_047_000, -1_830_500, -746_500, -572_500]);
    assert_eq!(
        row("Återföring av tidigare överskott"),
        [2_047_000, 1_830_500, 746_500, 572_500]
    );
    assert_eq!(row("Resultat efter återföring"), [0; 4]);
    assert!(budget.notes.iter().any(|note| note.contains("kommunallagen")));
    // A budget in balance has no such rows.
    let mut facts = kalmar();
    for budget in &mut facts.budgets {
        budget
            .lines
            .retain(|line| line.group == domain::facts::BudgetGroup::Income);
    }
    let (document, _) = composed(&facts, (YEAR, DATE), &[], &Status::Draft);
    let labels: Vec<&str> = table(&document, "tabell-budget")
        .rows
        .iter()
        .map(|row| row.cells[0].text.as_str())
        .collect();
    assert_eq!(labels.last(), Some(&"Resultat"));
}

#[test]
fn r_vpb_05_own_capital_rolls_from_the_last_known_closing() {
    let (document, _) = example_plan();
    let table = table(&document, "tabell-kapital");
    let row = |at: usize| {
        let cells = &table.rows[at].cells[1..];
        cells.iter().map(|c| c.number.unwrap().0).collect::<Vec<_>>()
    };
    let (opening, result, closing) = (row(0), row(1), row(2));
    // The books of 2022 close at 3 853 655.
    assert_eq!(opening[0], 3_853_655);
    for year in 0..3 {
        assert_eq!(opening[year] + result[year], closing[year]);
    }
    assert_eq!(opening[1..], closing[..2]);
    assert_eq!(closing[2], 3_853_655 - 1_830_500 - 746_500 - 572_500);
}

#[test]
fn r_vpb_06_a_goal_shows_the_last_outcome_of_the_same_measure_or_words() {
    let (document, _) = example_plan();
    let goals = table(&document, "tabell-mal");
    assert_eq!(goals.columns[3].head, "Utfall 2022");
    let outcome = |start: &str| {
        let row = goals
            .rows
            .iter()
            .find(|row| row.cells[0].text.starts_with(start))
            .unwrap();
        row.cells[3].text.replace('\u{a0}', " ")
    };
    assert_eq!(outcome("Deltagarna har kommit ut i arbete"), "32,1 % (36 av 112)");
    assert_eq!(outcome("Deltagarna upplever stöd"), "90 %");
    assert_eq!(outcome("75 procent av tilldelade medel"), "72,4 %");
    assert_eq!(outcome("Behållningen vid årets slut"), "3 853 655 kr");
    assert_eq!(outcome("Deltagarna har gjort en positiv"), "–");
    // Before the year before is over, the year before that is the last one to tell of.
    assert_eq!(outcome_year(2023, "2022-11-20".parse().unwrap()), 2021);
    assert_eq!(outcome_year(2023, "2026-11-20".parse().unwrap()), 2022);
}

#[test]
fn r_vpb_07_texts_are_carried_on_as_drafts_until_they_are_saved() {
    let mut own = vec![("syfte".to_owned(), "Årets syfte.".to_owned())];
    let before = vec![
        ("syfte".to_owned(), "Förra årets syfte.".to_owned()),
        ("malgrupper".to_owned(), "Alla.".to_owned()),
        ("organisation".to_owned(), " \n".to_owned()),
        ("okand".to_owned(), "Ord.".to_owned()),
    ];
    let problems = carry_on(&mut own, before);
    assert_eq!(
        own,
        [
            ("syfte".to_owned(), "Årets syfte.".to_owned()),
            ("malgrupper".to_owned(), "Alla.".to_owned())
        ]
    );
    let said: Vec<(&str, &str)> = problems.iter().map(|p| (p.code, p.file.as_str())).collect();
    assert_eq!(said, [(CARRIED, "malgrupper")]);
    // Publishing stops at what begins so.
    assert!(CARRIED.starts_with("text-"));
}

#[test]
fn r_vpb_08_a_digit_typed_in_a_text_is_named() {
    let texts = [("budget".to_owned(), "Underskottet är 1 830 500 kr.".to_owned())];
    let (_, problems) = composed(&kalmar(), (YEAR, DATE), &texts, &Status::Draft);
    let typed: Vec<&str> = problems
        .iter()
        .filter(|p| p.code.starts_with("text-"))
        .map(|p| p.file.as_str())
        .collect();
    assert!(
        !typed.is_empty() && typed.iter().all(|file| file.starts_with("budget")),
        "{typed:?}"
    );
}

#[test]
fn r_vpb_09_a_plan_without_facts_says_what_is_missing() {
    let facts = Facts::default();
    let (document, problems) = composed(&facts, (YEAR, DATE), &[], &Status::Draft);
    is_sound(&document, &figures(&facts, YEAR, DATE));
    assert_eq!(document.key_figures, []);
    assert_eq!(document.title, "Verksamhetsplan och budget 2023");
    let codes: BTreeSet<&str> = problems.iter().map(|p| p.code).collect();
    for code in [
        "vpb-mal",
        "vpb-budget",
        "vpb-bidrag",
        "vpb-insatsbudget",
        "vpb-kapital",
        "avsnitt-tomt",
    ] {
        assert!(codes.contains(code), "{code}");
    }
    let said = inlines(&document)
        .filter(|inline| matches!(inline, Inline::Text(text) if text.starts_with("Uppgift saknas")))
        .count();
    assert_eq!(said, 5);
    let empty: Vec<&str> = problems
        .iter()
        .filter(|p| p.code == "avsnitt-tomt")
        .map(|p| p.file.as_str())
        .collect();
    let required: Vec<&str> = SECTIONS.iter().filter(|s| s.required).map(|s| s.id).collect();
    assert_eq!(empty, required);
}

#[test]
fn r_vpb_10_the_same_sources_give_the_same_plan() {
    assert_eq!(example_plan(), example_plan());
}

/// The example's plan as a version: what its tables say.
fn version(facts: &Facts) -> Plan {
    let plans = tables::plans(&tables::Read {
        budgets: &facts.budgets,
        insatser: &facts.insats_budgets,
        contributions: &facts.contributions,
        members: &facts.members,
        ..tables::Read::default()
    });
    plans.into_iter().find(|plan| plan.first == YEAR).unwrap()
}

#[test]
fn r_vpb_16_the_decided_version_is_printed_otherwise_the_newest_proposal() {
    let plan = |number, state| {
        let mut plan = Plan {
            first: YEAR,
            span: 3,
            ..Plan::default()
        };
        (plan.version.number, plan.version.state) = (number, state);
        plan
    };
    let decided = || State::Decided(domain::plan::Decision::default());
    let other = Plan {
        first: YEAR + 1,
        ..plan(9, decided())
    };
    let open = [plan(1, State::Proposal), plan(2, State::Proposal), other];
    assert_eq!(chosen(&open, YEAR).unwrap().version.number, 2);
    let mut all = open.to_vec();
    all.insert(0, plan(3, State::Proposal));
    all.push(plan(1, decided()));
    assert!(!chosen(&all, YEAR).unwrap().version.state.is_open());
    assert!(chosen(&all, 2030).is_none());
    assert_eq!(
        undecided(&plan(2, State::Proposal)).unwrap().code,
        "plan-inte-beslutad"
    );
    assert!(undecided(&plan(2, decided())).is_none());
}

#[test]
fn r_vpb_17_a_proposal_is_called_so_and_prints_its_own_amounts_and_notes() {
    let facts = kalmar();
    let mut plan = version(&facts);
    let (decided, _) = composed(&facts, (YEAR, DATE), &texts(), &Status::Draft);
    let own = facts_of(&plan, &facts);
    let (same, _) = printed_from(Some(&plan), &own, (YEAR, DATE), &texts(), &Status::Draft);
    for id in [
        "tabell-budget",
        "tabell-insatsbudget",
        "tabell-bidrag",
        "tabell-kapital",
    ] {
        assert_eq!(table(&same, id).rows, table(&decided, id).rows, "{id}");
    }
    plan.version.state = State::Proposal;
    let board = plan
        .lines
        .iter_mut()
        .find(|line| line.label == "Styrelsen")
        .unwrap();
    board.amounts[0] = Some(domain::money::Ore::kronor(410_000));
    board.note = "Utbildning av den nya styrelsen.".into();
    plan.opening = Some(domain::plan::Opening {
        amount: domain::money::Ore::kronor(3_600_000),
        source: "Prognos i oktober".into(),
    });
    plan.timetable.meeting = "2022-11-24".parse().ok();
    let own = facts_of(&plan, &facts);
    let (proposal, _) = printed_from(Some(&plan), &own, (YEAR, DATE), &texts(), &Status::Draft);
    assert_eq!(
        proposal.title,
        "Förslag till verksamhetsplan och budget 2023–2025"
    );
    let budget = table(&proposal, "tabell-budget");
    let board = budget
        .rows
        .iter()
        .find(|row| row.cells[0].text == "Styrelsen")
        .unwrap();
    assert_eq!(board.cells[2].number, Some((410_000, 0)));
    assert!(
        budget
            .notes
            .iter()
            .any(|note| note == "Styrelsen: Utbildning av den nya styrelsen.")
    );
    let kapital = table(&proposal, "tabell-kapital");
    let first: Vec<i64> = kapital
        .rows
        .iter()
        .map(|row| row.cells[1].number.unwrap().0)
        .collect();
    assert_eq!(first, [3_600_000, -1_840_500, 1_759_500]);
    assert_eq!(kapital.rows[0].cells[2].number, Some((1_759_500, 0)));
    assert_eq!(table(&proposal, "tabell-tidplan").rows.len(), 1);
    assert_eq!(domain::check::document(&proposal), []);
    // What was decided later for the same years is not this plan's.
    let mut later = facts.clone();
    later.budgets.retain(|budget| budget.year != 2024);
    assert_eq!(facts_of(&version(&facts), &later).budgets.len(), 4);
}
