//! Account → report line: presets, text form, ambiguity, and what a wrong mapping leads to.

use domain::{
    facts::{Account, Budget, BudgetGroup, BudgetLine, Facts, Ledger, LedgerYear, Movement},
    money::Ore,
    statement::{
        Statements,
        mapping::{Line, MappedRange, Mapping},
    },
};
use proptest::{collection::vec, prelude::*};
use rstest::rstest;

use crate::books;

#[rstest]
#[case("EUBAS97", 8310, Some(Line::FinancialIncome))]
#[case("EUBAS97", 8410, Some(Line::FinancialCost))]
#[case("EUBAS97", 8510, None)]
#[case("EUBAS97", 7832, Some(Line::Depreciation))]
#[case("EUBAS97", 7970, Some(Line::ExternalCost))]
#[case("EUBAS97", 7210, Some(Line::PersonnelCost))]
#[case("EUBAS97", 5010, Some(Line::ExternalCost))]
#[case("EUBAS97", 2019, Some(Line::BookedResult))]
#[case("EUBAS97", 2010, Some(Line::Equity))]
#[case("EUBAS97", 8999, Some(Line::BookedResult))]
#[case("EUBAS97", 1385, None)]
#[case("Kommun-Bas", 8310, None)]
#[case("Kommun-Bas", 8410, Some(Line::FinancialIncome))]
#[case("Kommun-Bas", 8510, Some(Line::FinancialCost))]
#[case("Kommun-Bas", 7832, Some(Line::ExternalCost))]
#[case("Kommun-Bas", 7970, Some(Line::Depreciation))]
#[case("Kommun-Bas", 7210, Some(Line::ExternalCost))]
#[case("Kommun-Bas", 5010, Some(Line::PersonnelCost))]
fn r_rak_15_the_charts_differ_where_they_trap(
    #[case] preset: &str,
    #[case] account: u32,
    #[case] line: Option<Line>,
) {
    let mapping = Mapping::preset(preset).unwrap();
    assert_eq!(mapping.line_of(account).map(|range| range.line), line);
}

#[test]
fn r_rak_16_presets_survive_being_written_and_read() {
    for name in Mapping::preset_names() {
        let mapping = Mapping::preset(name).unwrap();
        assert!(mapping.ranges.len() > 10 && mapping.preset == name);
        let (again, problems) = Mapping::read(name, mapping.to_csv().as_bytes());
        assert_eq!((again.ranges, problems), (mapping.ranges, vec![]));
    }
    assert_eq!(Mapping::preset("BAS2024"), None);
    let chosen = ["EUBAS97", "BAS2014", "", "Kommun-Bas 13", "KBAS13"].map(Mapping::preset_for_chart);
    assert_eq!(
        chosen,
        ["EUBAS97", "EUBAS97", "EUBAS97", "Kommun-Bas", "Kommun-Bas"]
    );
}

fn range() -> impl Strategy<Value = MappedRange> {
    (
        0..9999_u32,
        0..200_u32,
        prop::sample::select(Line::ALL),
        "[a-zåäö;\"',]{0,12}",
    )
        .prop_map(|(from, width, line, note_row)| MappedRange {
            from,
            to: from + width,
            line,
            note_row,
        })
}

proptest! {
    #[test]
    fn r_rak_16_any_mapping_survives_being_written_and_read(ranges in vec(range(), 0..20)) {
        let mapping = Mapping { preset: String::new(), ranges };
        let (again, problems) = Mapping::read("mappning.csv", mapping.to_csv().as_bytes());
        prop_assert_eq!(&again.ranges, &mapping.ranges);
        prop_assert_eq!(problems.len(), mapping.problems("mappning.csv").len());
    }

    #[test]
    fn r_rak_13_the_narrowest_range_decides(ranges in vec(range(), 1..20), account in 0..9999_u32) {
        let mapping = Mapping { preset: String::new(), ranges };
        let holding = mapping.ranges.iter().filter(|r| r.from <= account && account <= r.to);
        let narrowest = holding.map(|r| r.to - r.from).min();
        prop_assert_eq!(mapping.line_of(account).map(|r| r.to - r.from), narrowest);
    }
}

const HEADER: &str = "från;till;rad;notrad\n3000;3999;Verksamhetens intäkter;\n";

#[rstest]
#[case("3500;4500;Externa kostnader;\n", "mappning-overlapp")]
#[case("3000;3999;Externa kostnader;\n", "mappning-dubblett")]
#[case("5000;4000;Externa kostnader;\n", "mappning-intervall")]
#[case("5000;femtusen;Externa kostnader;\n", "mappning-konto")]
#[case("5000;5999;Övrigt;\n", "mappning-rad")]
fn r_rak_13_an_ambiguous_or_unreadable_range_is_named(#[case] row: &str, #[case] code: &str) {
    let (_, problems) = Mapping::read("mappning.csv", format!("{HEADER}{row}").as_bytes());
    let found: Vec<_> = problems.iter().map(|p| (p.code, p.line)).collect();
    assert_eq!(found, [(code, 3)]);
    let (_, none) = Mapping::read(
        "mappning.csv",
        format!("{HEADER}3500;;externa kostnader;\n").as_bytes(),
    );
    assert_eq!(none, [], "a nested range is an exception, not an ambiguity");
}

#[test]
fn r_rak_14_every_unmapped_account_is_named() {
    let folder = &books::folders()[0];
    let mut facts = books::facts(folder, &[2022]);
    facts
        .mapping
        .ranges
        .retain(|range| !(range.from..=range.to).contains(&1650));
    facts
        .mapping
        .ranges
        .retain(|range| !(range.from..=range.to).contains(&5410));
    let (_, problems) = Statements::of(&facts, 2022);
    let named = |account: &str| {
        problems
            .iter()
            .any(|p| p.code == "konto-utan-rad" && p.message.contains(account))
    };
    assert!(
        named("Konto 1650 Momsfordran (saldo 187\u{a0}479,00\u{a0}kr)"),
        "{problems:?}"
    );
    assert!(!named("Konto 5410"), "neither balance nor movement in 2022");
    assert!(
        problems.iter().any(|p| p.code == "balans-stammer-inte"),
        "and the balance sheet says so"
    );
}

#[test]
fn r_rak_17_an_opening_balance_that_is_not_last_years_closing_is_named() {
    let folder = &books::folders()[0];
    let mut facts = books::facts(folder, &[2021, 2022]);
    let opening = |facts: &mut Facts, number, change| {
        let accounts = &mut facts.ledger.years[1].accounts;
        accounts.iter_mut().find(|a| a.number == number).unwrap().opening += Ore(change);
    };
    opening(&mut facts, 1930, 100);
    opening(&mut facts, 2010, -100);
    let (_, problems) = Statements::of(&facts, 2022);
    let found: Vec<&str> = problems
        .iter()
        .filter(|p| p.code == "ingaende-avviker")
        .map(|p| &*p.message)
        .collect();
    assert_eq!(found.len(), 2);
    assert!(
        found[0].contains("konto 1930 Bank är 7\u{a0}333\u{a0}760,00"),
        "{}",
        found[0]
    );
    assert!(
        found[1].contains("eget kapital är 4\u{a0}058\u{a0}449,00"),
        "{}",
        found[1]
    );
}

#[test]
fn r_rak_18_note_rows_stand_in_the_mappings_order_and_share_labels() {
    let account = |number, name: &str| Account {
        number,
        name: name.into(),
        kind: None,
        opening: Ore::ZERO,
        stated: None,
    };
    let movement = |account, kronor| Movement {
        account,
        project: String::new(),
        month: 1,
        amount: Ore::kronor(kronor),
        transactions: 1,
    };
    let csv = "från;till;rad;notrad\n4000;6999;Externa kostnader;\n6150;6150;Externa kostnader;Tryck\n\
               4010;4010;Externa kostnader;Bidrag\n4011;4019;Externa kostnader;Bidrag\n1900;1999;Kassa och bank;\n";
    let (mapping, problems) = Mapping::read("mappning.csv", csv.as_bytes());
    assert_eq!(problems, []);
    let names = [
        (1930, "Bank"),
        (4010, "A"),
        (4015, "B"),
        (5010, "Hyra"),
        (6150, "C"),
    ];
    let year = LedgerYear {
        year: 2022,
        accounts: names.map(|(number, name)| account(number, name)).to_vec(),
        movements: vec![
            movement(1930, -100),
            movement(4010, 50),
            movement(4015, 20),
            movement(5010, 20),
            movement(6150, 10),
        ],
        ..LedgerYear::default()
    };
    let facts = Facts {
        ledger: Ledger { years: vec![year] },
        mapping,
        ..Facts::default()
    };
    let (statements, _) = Statements::of(&facts, 2022);
    let rows = statements.notes[1].rows.iter().map(|r| {
        (
            &*r.label,
            r.current.map_or(0, |ore| ore.0 / 100),
            r.accounts.len(),
        )
    });
    let external: Vec<_> = rows.skip(1).take(4).collect();
    assert_eq!(
        external,
        [
            ("Hyra", 20, 1),
            ("Tryck", 10, 1),
            ("Bidrag", 70, 2),
            ("Summa externa kostnader", 100, 4)
        ]
    );
}

#[test]
fn r_rak_12_favourable_deviations_are_positive_and_budget_lines_are_rounded_first() {
    let folder = &books::folders()[0];
    let line = |group, ore| BudgetLine {
        group,
        label: "rad".into(),
        amount: Ore(ore),
    };
    let budget = Budget {
        year: 2022,
        version: "beslutad".into(),
        source: String::new(),
        lines: vec![
            line(BudgetGroup::Income, 1_600_000_050),
            line(BudgetGroup::Income, 50),
            line(BudgetGroup::Cost, 1_700_000_000),
            line(BudgetGroup::FinancialIncome, 500_000),
            line(BudgetGroup::FinancialCost, 200_000),
        ],
    };
    let mut facts = books::facts(folder, &[2022]);
    facts.budgets.push(budget);
    let (statements, _) = Statements::of(&facts, 2022);
    let rows = statements.operating.rows.iter().map(|row| {
        let kronor = |ore: Option<Ore>| ore.map(|ore| ore.0 / 100);
        (
            &*row.label,
            kronor(row.current),
            kronor(row.budget),
            kronor(row.deviation),
        )
    });
    let expected = [
        ("Nettokostnad", Some(16_592_836), Some(17_000_000), Some(407_164)),
        ("Medlemsavgift", Some(16_383_989), Some(16_000_002), Some(383_987)),
        ("Finansiella poster", Some(4_054), Some(3_000), Some(1_054)),
        ("Resultat", Some(-204_793), Some(-996_998), Some(792_205)),
        (
            "Utgående eget kapital",
            Some(3_853_655),
            Some(3_061_450),
            Some(792_205),
        ),
        ("Likvida medel", Some(7_187_431), None, None),
    ];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
}
