//! The plan against the printed one. What differs is an error of the printed plan, named here with
//! what it should have been.

use domain::published::{Table as Csv, decode::decode, read_table};

use super::*;
use crate::books;

/// A printed cell that is wrong: table, row, year, printed, right.
type Error = (&'static str, &'static str, i32, i64, i64);

/// Every error in the printed tables of the plan.
const ERRORS: [Error; 5] = [
    // The lines of 2024 make 300 000 kr more than the printed sum, and all below it follows.
    ("kostnader", "SUMMA (tryckt)", 2024, 16_716_500, 17_016_500),
    ("resultat", "Resultat (tryckt)", 2024, -446_500, -746_500),
    (
        "resultat",
        "Återföring av vinstmedel (tryckt)",
        2024,
        446_500,
        746_500,
    ),
    // 16 320 000 less 16 892 500.
    ("resultat", "Resultat (tryckt)", 2025, -572_000, -572_500),
    (
        "resultat",
        "Återföring av vinstmedel (tryckt)",
        2025,
        572_000,
        572_500,
    ),
];

/// What the printed plan calls its last rows.
const RESULT_ROWS: [(&str, &str); 3] = [
    ("Resultat (tryckt)", "Resultat"),
    (
        "Återföring av vinstmedel (tryckt)",
        "Återföring av tidigare överskott",
    ),
    ("Resultat 2 (tryckt)", "Resultat efter återföring"),
];

fn csv(folder: &std::path::Path, name: &str) -> Csv {
    let bytes = fs::read(folder.join(name)).unwrap();
    let (text, _) = decode(&bytes);
    read_table(name, text.as_bytes()).0
}

/// The number in a row of the plan's table under a year.
fn planned(table: &Table, group: &str, label: &str, year: i32) -> Option<i64> {
    let column = table
        .columns
        .iter()
        .position(|c| c.head.contains(&year.to_string()))?;
    let mut under = String::new();
    let row = table.rows.iter().find(|row| {
        if row.kind == RowKind::Group {
            under = row.cells[0].text.to_lowercase();
        }
        let here = group == "resultat" || under == group;
        let sum = label.starts_with("SUMMA") && row.kind == RowKind::Subtotal;
        here && (sum || row.cells[0].text == label)
    })?;
    row.cells[column].number.map(|(units, _)| units)
}

#[test]
fn r_vpb_11_every_printed_budget_cell_is_reproduced_or_a_named_error() {
    let (document, _) = example_plan();
    let table = table(&document, "tabell-budget");
    for folder in books::folders() {
        let csv = csv(&folder, "budget.csv");
        let mut wrong: Vec<Error> = Vec::new();
        let mut cells = 0;
        for row in &csv.rows {
            let (group, printed_label) = (csv.text(row, "grupp"), csv.text(row, "rad"));
            let renamed = RESULT_ROWS.iter().find(|(printed, _)| *printed == printed_label);
            let label = renamed.map_or(printed_label, |(_, own)| *own);
            for year in 2022..=2025 {
                let printed: i64 = csv.text(row, &year.to_string()).parse().unwrap();
                let ours = planned(table, group, label, year);
                let ours = ours.unwrap_or_else(|| panic!("{group}, {printed_label}, {year} saknas"));
                cells += 1;
                if ours != printed {
                    let known = ERRORS
                        .iter()
                        .find(|e| (e.0, e.1, e.2) == (group, printed_label, year));
                    let known = known.unwrap_or_else(|| panic!("{printed_label} {year}: {ours}, {printed}"));
                    assert_eq!((known.3, known.4), (printed, ours));
                    wrong.push(*known);
                }
            }
        }
        assert_eq!(cells, 24 * 4);
        wrong.sort_unstable();
        let mut all = ERRORS;
        all.sort_unstable();
        assert_eq!(wrong, all, "varje känt fel finns kvar i det tryckta");
    }
}

#[test]
fn r_vpb_12_every_printed_insats_budget_is_reproduced() {
    let (document, _) = example_plan();
    let table = table(&document, "tabell-insatsbudget");
    for folder in books::folders() {
        let csv = csv(&folder, "insatsbudget.csv");
        for row in &csv.rows {
            let label = match csv.text(row, "rad") {
                "Kostnader (tryckt)" => "Summa",
                label => label,
            };
            for year in 2023..=2025 {
                let printed: i64 = csv.text(row, &year.to_string()).parse().unwrap();
                assert_eq!(
                    planned(table, "resultat", label, year),
                    Some(printed),
                    "{label} {year}"
                );
            }
        }
        assert_eq!(table.rows.len(), csv.rows.len());
    }
}

#[test]
fn r_vpb_13_every_printed_contribution_is_reproduced_with_kronor_for_each_inhabitant() {
    let (document, _) = example_plan();
    let table = table(&document, "tabell-bidrag");
    for folder in books::folders() {
        let contributions = csv(&folder, "medlemsbidrag.csv");
        for row in &contributions.rows {
            let member = contributions.text(row, "medlem");
            for year in [2022, 2023] {
                let printed: i64 = contributions
                    .text(row, &format!("bidrag_{year}"))
                    .parse()
                    .unwrap();
                assert_eq!(
                    planned(table, "resultat", member, year),
                    Some(printed),
                    "{member} {year}"
                );
            }
        }
        let people = csv(&folder, "befolkning.csv");
        for row in &people.rows {
            let name = people.text(row, "kommun");
            let printed: i64 = people.text(row, "folkmängd_2022_09_30").parse().unwrap();
            let ours = table
                .rows
                .iter()
                .find(|r| r.cells[0].text.starts_with(name))
                .unwrap();
            assert_eq!(ours.cells[1].number, Some((printed, 0)), "{name}");
            // "About 16.16 kr": every municipality pays within an öre of it.
            let (units, decimals) = ours.cells[2].number.unwrap();
            assert_eq!(decimals, 2);
            assert!((1615..=1617).contains(&units), "{name}: {units}");
        }
    }
    let sum = table.rows.iter().find(|r| r.kind == RowKind::Subtotal).unwrap();
    let sum: Vec<_> = sum.cells[1..].iter().filter_map(|cell| cell.number).collect();
    assert_eq!(sum, [(247_905, 0), (1616, 2), (4_014_500, 0), (4_005_000, 0)]);
}

#[test]
fn r_vpb_14_every_goal_of_the_year_is_printed_with_what_it_is_measured_by() {
    let (document, _) = example_plan();
    let table = table(&document, "tabell-mal");
    for folder in books::folders() {
        let csv = csv(&folder, "mal.csv");
        let of_year = csv.rows.iter().filter(|row| csv.text(row, "år") == "2023");
        let mut count = 0;
        for row in of_year {
            let text = csv.text(row, "mål");
            let ours = table.rows.iter().find(|r| r.cells[0].text == text).unwrap();
            let by = csv.text(row, "mäts_med");
            assert!(by.is_empty() || ours.cells[1].text == by, "{text}");
            let target = csv.text(row, "målvärde");
            assert!(
                ours.cells[2].text.contains(target),
                "{text}: {}",
                ours.cells[2].text
            );
            count += 1;
        }
        assert_eq!(count, 10);
    }
}

/// The printed plan contradicts itself where its sums are wrong: the checks of printed tables find
/// exactly these cells, each with the right value.
#[test]
fn r_vpb_15_the_checks_find_the_errors_of_the_printed_plan() {
    for folder in books::folders() {
        let name = "budget.csv".to_owned();
        let files = [(name, fs::read(folder.join("budget.csv")).unwrap())];
        let (published, _) = domain::published::read_folder(&files);
        let findings = domain::check::published(&published, &[], None);
        let found = findings.iter().filter(|f| f.place.table == "budget.csv");
        let mut found: Vec<(String, String, String, Option<String>)> = found
            .map(|f| {
                let place = f.place.clone();
                (place.row, place.column, f.found.clone(), f.expected.clone())
            })
            .collect();
        let mut errors: Vec<_> = ERRORS
            .iter()
            .map(|(group, row, year, printed, right)| {
                let row = format!("{group}: {row}");
                (
                    row,
                    year.to_string(),
                    printed.to_string(),
                    Some(right.to_string()),
                )
            })
            .collect();
        found.sort();
        errors.sort();
        assert_eq!(found, errors);
    }
}
