//! The statements of the example association against its printed ones.

use domain::{
    facts::Facts,
    figure::Value,
    money::Ore,
    published::Table as PrintedTable,
    statement::{Adjustment, Row, Statements, Table},
};

use crate::books;

/// Where the printed document contradicts itself, and what its own other figures give.
/// `(räkning, rad, year, ours, why)`
const MISPRINTS: &[(&str, &str, i32, i64, &str)] = &[
    (
        "driftsredovisning 2022",
        "Nettokostnad avvikelse",
        2022,
        1_662_164,
        "18 255 000 − 16 592 836; two digits are switched",
    ),
    (
        "driftsredovisning 2022",
        "Utgående eget kapital utfall",
        2022,
        3_853_655,
        "the balance sheet gives 4 058 448 − 204 793",
    ),
    (
        "driftsredovisning 2022",
        "Utgående eget kapital budget",
        2022,
        2_011_448,
        "the balance sheet and the budget give 4 058 448 − 2 047 000",
    ),
];

fn row<'a>(table: &'a Table, label: &str) -> Option<&'a Row> {
    table.rows.iter().find(|row| row.label == label)
}

/// What the statements have where the printed table has a value.
fn ours(statements: &Statements, sheet: &str, label: &str, previous: bool) -> Option<i64> {
    let amount = |row: &Row| if previous { row.previous } else { row.current };
    let of = |table: &Table, label: &str| row(table, label).and_then(amount);
    let note = |n: usize, label: &str| of(&statements.notes[n - 1], label);
    let found = match sheet {
        "resultaträkning" => of(&statements.income, label),
        "balansräkning" => of(&statements.balance, label),
        "kassaflöde" => of(&statements.cash_flow, label),
        "driftsredovisning 2022" => {
            let (label, column) = label.rsplit_once(' ').unwrap();
            let row = row(&statements.operating, label).unwrap();
            match column {
                "utfall" => row.current,
                "budget" => row.budget,
                "avvikelse" => row.deviation,
                _ => panic!("okänd kolumn {column}"),
            }
        }
        "not 1" => note(1, label),
        "not 2 externa" | "not 2 personal" | "not 2" => note(2, label),
        "not 3" => note(3, label),
        "not 4" => note(4, label),
        _ => panic!("okänd räkning {sheet}"),
    };
    found.map(|ore| ore.0 / 100)
}

/// Every printed cell of one year: `(räkning, rad, printed)`.
fn printed(table: &PrintedTable, year: i32) -> Vec<(String, String, i64)> {
    let cell = |row| {
        let value = table.text(row, &year.to_string());
        let label = table.text(row, "rad").trim_end_matches(" (tryckt)").to_owned();
        Some((table.text(row, "räkning").to_owned(), label, value.parse().ok()?))
    };
    table.rows.iter().filter_map(cell).collect()
}

/// Compares; every misprint must be one.
fn compare(statements: &Statements, table: &PrintedTable, year: i32, previous: bool) {
    let cells = printed(table, year);
    assert!(cells.len() > 60, "{year}");
    for (sheet, label, printed) in cells {
        let ours = ours(statements, &sheet, &label, previous);
        let misprint = MISPRINTS
            .iter()
            .find(|m| (m.0, m.1, m.2) == (&*sheet, &*label, year));
        if let Some((.., right, why)) = misprint {
            assert_ne!(*right, printed, "{sheet}, {label}: {why}");
            assert_eq!(ours, Some(*right), "{sheet}, {label}: {why}");
        } else {
            assert_eq!(ours.unwrap_or(0), printed, "{sheet}, {label}, {year}");
        }
    }
}

#[test]
fn r_rak_01_statements_equal_the_printed_ones_of_2022_and_2021() {
    for folder in books::folders() {
        let printed = books::table(&folder, "bokslut.csv");
        let facts = books::facts(&folder, &[2021, 2022]);
        let (statements, problems) = Statements::of(&facts, 2022);
        assert_eq!(problems, []);
        compare(&statements, &printed, 2022, false);
        compare(&statements, &printed, 2021, true);
    }
}

#[test]
fn r_rak_07_the_first_ledger_year_stands_on_its_opening_balances() {
    for folder in books::folders() {
        let printed = books::table(&folder, "bokslut.csv");
        let facts = Facts {
            published: Vec::new(),
            ..books::facts(&folder, &[2021])
        };
        let (statements, problems) = Statements::of(&facts, 2021);
        let codes: Vec<&str> = problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, ["budget-saknas"], "the example has no budget of 2021");
        compare(&statements, &printed, 2021, false);
        let previous = |label| row(&statements.balance, label).and_then(|row| row.previous);
        assert_eq!(previous("Eget kapital"), Some(Ore::kronor(2_408_153)));
        assert_eq!(previous("Årets resultat"), Some(Ore::kronor(404_416)));
        assert_eq!(previous("Kassa och bank"), Some(Ore::kronor(7_150_346)));
        assert_eq!(
            previous("Summa tillgångar"),
            previous("Summa eget kapital, avsättningar och skulder")
        );
        assert_eq!(
            row(&statements.income, "Årets resultat").and_then(|row| row.previous),
            None
        );
    }
}

/// Cells of the overview that contradict the same document's statements.
const OVERVIEW_MISPRINTS: &[(&str, i32, &str)] = &[
    (
        "Verksamhetens intäkter",
        2022,
        "16 388 042 is income with financial income, less three kronor",
    ),
    (
        "Verksamhetens kostnader",
        2021,
        "14 938 120 is cost with financial cost",
    ),
    (
        "Årets resultat",
        2022,
        "−204 794 is one krona off the income statement",
    ),
    (
        "Eget kapital",
        2022,
        "3 853 654 is one krona off the balance sheet",
    ),
];

#[test]
fn r_rak_10_the_overview_takes_bookkeeping_before_published_values() {
    for folder in books::folders() {
        let printed = books::table(&folder, "flerarsoversikt.csv");
        let facts = books::facts(&folder, &[2021, 2022]);
        let (statements, _) = Statements::of(&facts, 2022);
        let overview = statements.overview;
        assert_eq!(overview.years, [2022, 2021, 2020, 2019, 2018, 2017, 2016]);
        for row in &printed.rows {
            let label = printed
                .text(row, "mått")
                .replace("Soliditet (eget kapital)", "Eget kapital");
            let ours = overview.rows.iter().find(|r| r.label == label).unwrap();
            for (year, value) in overview.years.iter().zip(&ours.values) {
                let value = value.as_ref().unwrap();
                let text = match value.value {
                    Value::Money(ore) => (ore.0 / 100).to_string(),
                    other => other.text().replace(',', "."),
                };
                let same = text == printed.text(row, &year.to_string());
                let misprint = OVERVIEW_MISPRINTS.iter().any(|m| (m.0, m.1) == (&*label, *year));
                assert_eq!(same, !misprint, "{label} {year}: {text}");
                let is_booked = *year >= 2021 && label != "Antal anställda";
                assert_eq!(value.published.is_none(), is_booked, "{label} {year}");
            }
        }
    }
}

#[test]
fn r_rak_09_a_deficit_is_restored_by_later_surpluses_within_three_years() {
    let folder = &books::folders()[0];
    let facts = books::facts(folder, &[2021, 2022]);
    let of = |year| Statements::of(&facts, year).0.requirement;
    let open = |year| {
        let restorations = of(year).restorations;
        let left = restorations
            .iter()
            .map(|r| (r.year, r.remaining().0 / 100, r.latest));
        left.collect::<Vec<_>>()
    };
    assert_eq!(open(2019), [(2019, 680_862, 2022)]);
    assert_eq!(open(2020), [(2019, 680_862 - 404_416, 2022)]);
    assert_eq!(open(2021), [(2019, 0, 2022)]);
    assert_eq!(open(2022), [(2022, 204_793, 2025)]);
    assert_eq!(of(2022).result, Some(Ore::kronor(-204_793)));
    let (statements, _) = Statements::of(&facts, 2022);
    let result = row(&statements.income, "Årets resultat").unwrap();
    let required = row(&statements.requirement.table, "Balanskravsresultat").unwrap();
    assert_eq!(
        (&required.accounts, required.transactions),
        (&result.accounts, result.transactions)
    );
}

#[test]
fn r_rak_09_a_deficit_left_after_three_years_is_named() {
    let mut facts = books::facts(&books::folders()[0], &[2022]);
    facts
        .published
        .retain(|p| !(p.measure == "ekonomi.resultat" && [2020, 2021].contains(&p.year)));
    let (_, problems) = Statements::of(&facts, 2022);
    let left = problems.iter().find(|p| p.code == "underskott-kvar").unwrap();
    assert!(
        left.message.contains("från 2019") && left.message.contains("680\u{a0}862"),
        "{}",
        left.message
    );
    let (_, problems) = Statements::of(&facts, 2021);
    assert!(problems.iter().all(|p| p.code != "underskott-kvar"));
}

#[test]
fn r_rak_09_what_the_board_waives_for_special_reasons_is_not_left_to_restore() {
    let facts = books::facts(&books::folders()[0], &[2021, 2022]);
    // Waived, left to restore: all, a part, more than there is, a mistyped sign.
    for (typed, waived, left) in [
        (204_793, 204_793, 0),
        (4_793, 4_793, -200_000),
        (900_000, 204_793, 0),
        (-1, 0, -204_793),
    ] {
        let waiver = Adjustment {
            label: Adjustment::WAIVED.into(),
            amount: Ore::kronor(typed),
        };
        let (statements, _) = Statements::adjusted(&facts, 2022, &[waiver]);
        let table = &statements.requirement.table;
        let amount = |label| row(table, label).and_then(|row| row.current);
        let printed = |kronor| Some(Ore::kronor(kronor));
        assert_eq!(
            amount(Adjustment::WAIVED),
            printed(waived).filter(|a| a.0 > 0),
            "{typed}"
        );
        assert_eq!(amount("Kvar att återställa"), printed(left), "{typed}");
        assert_eq!(amount("Balanskravsresultat"), printed(-204_793), "{typed}");
    }
}

#[test]
fn r_rak_09_adjustments_change_the_balanskravsresultat_but_not_the_result() {
    let facts = books::facts(&books::folders()[0], &[2022]);
    let gain = Adjustment {
        label: "Realisationsvinster".into(),
        amount: Ore::kronor(-100_000),
    };
    let (statements, _) = Statements::adjusted(&facts, 2022, &[gain]);
    let amount = |label| row(&statements.requirement.table, label).and_then(|row| row.current);
    assert_eq!(
        amount("Årets resultat enligt resultaträkningen"),
        Some(Ore::kronor(-204_793))
    );
    assert_eq!(amount("Realisationsvinster"), Some(Ore::kronor(-100_000)));
    assert_eq!(amount("Balanskravsresultat"), Some(Ore::kronor(-304_793)));
    assert_eq!(amount("Kvar att återställa"), Some(Ore::kronor(-304_793)));
    assert_eq!(statements.requirement.result, Some(Ore::kronor(-304_793)));
}

#[test]
fn r_rak_11_project_parts_add_up_to_the_account() {
    for folder in books::folders() {
        let facts = books::facts(&folder, &[2022]);
        let (statements, _) = Statements::of(&facts, 2022);
        let costs = books::table(&folder, "insatskostnader-2022.csv");
        let mut printed: Vec<i64> = costs
            .rows
            .iter()
            .filter(|row| !costs.text(row, "projekt").contains("(tryckt)"))
            .map(|row| costs.text(row, "kostnad_2022").parse().unwrap())
            .collect();
        let grants = statements.projects.iter().filter(|part| part.account == 4010);
        let mut ours: Vec<i64> = grants.map(|part| part.amount.0 / 100).collect();
        printed.sort_unstable();
        ours.sort_unstable();
        assert_eq!(ours, printed);
        assert_eq!(ours.iter().sum::<i64>(), 11_633_528);
    }
}
