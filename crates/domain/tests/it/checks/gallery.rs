//! One example of every check: a number changed in a folder without contradictions.

use domain::{check, finding::Severity};
use rstest::rstest;

use super::{
    clean,
    edit::{At, change, plus, run},
    kalmar::text,
};

const SEED: u64 = 11;

/// The check alone finds it, and all checks together name exactly the changed cell.
#[rstest]
#[case::r_gra_02_a_sum_is_the_sum_of_its_rows("tvarsumma", At("bokslut", "not 2 externa;Summa", 3), 900)]
#[case::r_gra_02_also_in_the_table_of_insatser("tvarsumma", At("sus-insatser", "SUMMA", 2), 3)]
#[case::r_gra_02_also_of_costs_per_project("tvarsumma", At("insatskostnader", "Total", 3), 77)]
#[case::r_gra_02_also_of_cash_flow("tvarsumma", At("bokslut", "kassaflöde;Kassaflöde för den löpande", 3), 5)]
#[case::r_gra_03_budget_lines_make_the_sum("budgetsumma", At("budget", "kostnader;SUMMA", 4), 300_000)]
#[case::r_gra_03_the_insats_line_is_the_insats_budget(
    "budgetsumma",
    At("budget", "kostnader;Beslutade", 3),
    1_000
)]
#[case::r_gra_04_result_is_income_minus_cost("resultat", At("flerarsoversikt", "Årets resultat", 3), 179)]
#[case::r_gra_05_a_deviation_is_the_difference("skillnad", At("bokslut", "driftsredovisning", 4), 0)]
#[case::r_gra_06_the_same_quantity_is_equal("samma-varde", At("bakgrund", "avslut;utskrivna", 4), 2)]
#[case::r_gra_06_also_a_sum_in_words("samma-varde", At("insatskostnader", "Total", 3), 600)]
#[case::r_gra_07_an_item_is_its_note("bokforing", At("bokslut", "not 3;Summa", 3), 40)]
#[case::r_gra_08_cash_flow_is_the_change(
    "kassaflode",
    At("bokslut", "kassaflöde;Likvida medel vid årets slut", 3),
    1
)]
#[case::r_gra_09_opening_is_previous_closing("ingaende", At("bokslut", "balansräkning;Eget kapital", 3), 10)]
#[case::r_gra_10_equity_rolls_forward("eget-kapital", At("bokslut", "balansräkning;Eget kapital", 3), 10)]
#[case::r_gra_11_stock_and_flow_agree("floden", At("sus-insatser", "SUMMA", 5), 4)]
#[case::r_gra_12_parts_make_the_whole("delar", At("bakgrund", "nyinskrivna;antal", 4), 1)]
#[case::r_gra_17_contributions_are_half_and_quarters("bidrag", At("medlemsbidrag", "Region Mitt", 3), 500)]
fn gallery(#[case] name: &str, #[case] at: At, #[case] by: i64) {
    let mut folder = clean::folder(SEED);
    if by == 0 {
        return deviation(name, folder);
    }
    let changed = change(&mut folder, at, plus(by));
    let alone = run(&folder, Some(name));
    assert!(
        !alone.is_empty() && alone.iter().all(|f| f.check == name),
        "{}",
        text(&alone)
    );
    let all = run(&folder, None);
    let exact = all
        .iter()
        .find(|f| f.place.table == changed.file && f.expected.as_ref() == Some(&changed.before));
    let exact = exact.unwrap_or_else(|| panic!("{}", text(&all)));
    assert_eq!(exact.found, changed.after);
    assert!(all.len() <= 3, "{}", text(&all));
}

/// The deviations stand in rows of a section that is named by its year.
fn deviation(name: &str, mut folder: clean::Folder) {
    let statements = folder.iter_mut().find(|(name, _)| name == "bokslut.csv").unwrap();
    let row = statements
        .1
        .lines()
        .find(|l| l.contains("Nettokostnad avvikelse"))
        .unwrap()
        .to_owned();
    let value: i64 = row.split(';').nth(3).unwrap().parse().unwrap();
    let wrong = row.replace(&value.to_string(), &(value - 40_000).to_string());
    statements.1 = statements.1.replace(&row, &wrong);
    for only in [None, Some(name)] {
        let found = run(&folder, only);
        assert_eq!(found.len(), 1, "{}", text(&found));
        assert_eq!(found[0].check, name);
        assert!(found[0].place.row.ends_with("Nettokostnad avvikelse (tryckt)"));
        assert_eq!(found[0].expected, Some(value.to_string()));
    }
}

#[test]
fn r_gra_01_what_cannot_be_read_is_a_finding_at_its_cell() {
    let mut folder = clean::folder(SEED);
    change(&mut folder, At("sus-per-ar", "20", 3), |_| "tolv".into());
    let found = run(&folder, Some("inlasning"));
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(
        (found[0].place.column.as_str(), found[0].found.as_str()),
        ("nya", "tolv")
    );
}

#[test]
fn r_gra_13_an_annex_agrees_with_the_main_table() {
    let mut folder = clean::folder(SEED);
    let (_, annexes) = folder
        .iter()
        .find(|(name, _)| name.starts_with("bilagor"))
        .unwrap();
    let row = annexes
        .lines()
        .find(|l| l.contains("totalt antal deltagare;"))
        .unwrap()
        .to_owned();
    let row: &'static str = Box::leak(row.into_boxed_str());
    let changed = change(&mut folder, At("bilagor", row, 2), plus(5));
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(
        (found[0].check, found[0].severity),
        ("bilaga", Severity::ShouldFix)
    );
    assert_eq!(found[0].expected, Some(changed.before));
}

#[test]
fn r_gra_14_percentages_are_recomputed_from_words() {
    let mut folder = clean::folder(SEED);
    let (_, goals) = folder.iter().find(|(name, _)| name == "mal.csv").unwrap();
    let year = goals
        .lines()
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let row: &'static str = Box::leak(format!("{year};individ;Deltagarna har kommit ut").into_boxed_str());
    let changed = change(&mut folder, At("mal", row, 6), |_| "2.5".into());
    let found = run(&folder, Some("procent"));
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(found[0].expected, Some(changed.before));
}

#[test]
fn r_gra_15_a_part_is_not_larger_than_the_whole() {
    let mut folder = clean::folder(SEED);
    change(
        &mut folder,
        At("bakgrund", "tid i offentlig försörjning;mer än fem år", 4),
        |_| "99".into(),
    );
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(found[0].check, "granser");
}

#[test]
fn r_gra_16_a_judgement_agrees_with_its_target() {
    let mut folder = clean::folder(SEED);
    let (_, goals) = folder.iter_mut().find(|(name, _)| name == "mal.csv").unwrap();
    let row = goals
        .lines()
        .find(|l| l.contains("75 procent"))
        .unwrap()
        .to_owned();
    let opposite = if row.ends_with("inte uppnått") {
        row.replace("inte uppnått", "uppnått")
    } else {
        row.replace("uppnått", "inte uppnått")
    };
    *goals = goals.replace(&row, &opposite);
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(
        (found[0].check, found[0].place.column.as_str()),
        ("maluppfyllelse", "bedömning_tryckt")
    );
}

#[test]
fn r_gra_18_another_key_than_population_is_a_question() {
    let mut folder = clean::folder(SEED);
    let (_, members) = folder
        .iter()
        .find(|(name, _)| name == "medlemsbidrag.csv")
        .unwrap();
    let rows: Vec<String> = members
        .lines()
        .filter(|l| l.contains(";kommun;"))
        .map(str::to_owned)
        .collect();
    let rows: Vec<&'static str> = rows
        .into_iter()
        .map(|r| &*Box::leak(r.into_boxed_str()))
        .collect();
    change(&mut folder, At("medlemsbidrag", rows[0], 4), plus(1_000));
    change(&mut folder, At("medlemsbidrag", rows[1], 4), plus(-1_000));
    let found = run(&folder, None);
    assert!(
        !found.is_empty() && found.iter().all(|f| f.check == "fordelning"),
        "{}",
        text(&found)
    );
    assert!(found.iter().all(|f| f.severity == Severity::AnswerOnce));
}

#[test]
fn r_gra_19_an_amount_in_thousands_is_named_as_such() {
    let mut folder = clean::folder(SEED);
    let at = At("budget", "intäkter;Verksamhetens ägarbidrag", 4);
    let changed = change(&mut folder, at, |v| {
        (v.parse::<i64>().unwrap() / 1_000).to_string()
    });
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(found[0].check, "enhet");
    assert_eq!(found[0].found, changed.after);
    assert!(
        found[0].message.contains("tusental kronor"),
        "{}",
        found[0].message
    );
    assert_eq!(run(&folder, Some("enhet")).len(), 1);
}

#[test]
fn r_gra_19_a_whole_table_in_thousands_is_one_finding() {
    let mut folder = clean::folder(SEED);
    let (_, budget) = folder.iter_mut().find(|(name, _)| name == "budget.csv").unwrap();
    let thousands = |field: &str| match field.parse::<i64>() {
        Ok(kronor) => ((kronor + 500 * kronor.signum()) / 1_000).to_string(),
        Err(_) => field.to_owned(),
    };
    let mut lines = budget.lines();
    let mut rows = vec![lines.next().unwrap().to_owned()];
    rows.extend(lines.map(|line| line.split(';').map(thousands).collect::<Vec<_>>().join(";")));
    *budget = rows.join("\n");
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(
        (found[0].check, found[0].place.row.as_str()),
        ("enhet", "hela tabellen")
    );
}

#[test]
fn r_gra_22_a_bridge_that_adds_up_is_silent() {
    // Some folders print the overview net of financial items, some gross; both add up.
    let gross = (0..20).map(clean::folder).filter(|folder| {
        let field = |file: &str, row: &str, column: usize| {
            let (_, text) = folder.iter().find(|(name, _)| name == file).unwrap();
            let line = text.lines().find(|l| l.starts_with(row)).unwrap();
            line.split(';').nth(column).unwrap().to_owned()
        };
        let printed = field("flerarsoversikt.csv", "Verksamhetens intäkter", 1);
        printed != field("bokslut.csv", "resultaträkning;Verksamhetens intäkter", 3)
    });
    let mut bridged = 0;
    for folder in gross {
        assert_eq!(text(&run(&folder, None)), "");
        bridged += 1;
    }
    assert!(bridged > 0);
}

#[test]
fn r_gra_21_what_follows_from_a_wrong_sum_says_so() {
    let mut folder = clean::folder(SEED);
    let (_, budget) = folder.iter_mut().find(|(name, _)| name == "budget.csv").unwrap();
    // The sum is wrong, and result and returned surplus were computed from it.
    for (row, by) in [
        ("kostnader;SUMMA", -300_000),
        ("resultat;Resultat (", 300_000),
        ("resultat;Återföring", -300_000),
    ] {
        let line = budget.lines().find(|l| l.starts_with(row)).unwrap().to_owned();
        let mut fields: Vec<String> = line.split(';').map(str::to_owned).collect();
        fields[5] = (fields[5].parse::<i64>().unwrap() + by).to_string();
        *budget = budget.replace(&line, &fields.join(";"));
    }
    let found = run(&folder, None);
    let said: Vec<(&str, bool)> = found
        .iter()
        .map(|f| (f.check, f.message.contains("följer av")))
        .collect();
    assert_eq!(
        said,
        [("budgetsumma", false), ("resultat", true), ("resultat", true)],
        "{}",
        text(&found)
    );
}

#[test]
fn r_gra_33_a_name_that_no_other_table_knows_is_told() {
    let mut folder = clean::folder(SEED);
    change(&mut folder, At("insatser", "", 3), |_| "Atlantis".into());
    let found = run(&folder, Some("namn"));
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(found[0].found, "Atlantis");
}

#[test]
fn every_check_has_an_example_here() {
    let source = include_str!("gallery.rs");
    for name in check::names() {
        assert!(source.contains(&format!("\"{name}\"")), "{name}");
    }
}
