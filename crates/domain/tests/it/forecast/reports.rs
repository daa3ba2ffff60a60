//! The economic report and the interim report.

use chrono::NaiveDate;
use domain::{
    check,
    figures::Figures,
    finding::{Finding, Place, Severity},
    forecast::{interim, lock, report},
    quarter::Quarter,
};
use rstest::rstest;

use super::{kalmar, of, rules, sources};

#[test]
fn r_pro_08_every_printed_sum_is_the_sum_of_its_printed_rows() {
    let (facts, rules) = (kalmar(), rules());
    let figures = Figures::compute(&facts, 2022);
    for (number, month) in (1..=4).zip([3, 6, 9, 12]) {
        let part = of(&facts, &rules, month, &[]);
        let quarter = Quarter::new(2022, number).unwrap();
        let (document, problems) = report::quarterly(&sources(&facts, &figures, &part), quarter);
        assert_eq!(problems, []);
        assert_eq!(check::document(&document), []);
        assert_eq!(document.title, format!("Ekonomirapport, kvartal {number} 2022"));
        assert_eq!(document.key_figures.len(), 3);
    }
}

#[test]
fn r_pro_10_the_interim_report_holds_the_part_years_statements_and_the_forecast() {
    let (facts, rules) = (kalmar(), rules());
    let figures = Figures::compute(&facts, 2022);
    let part = of(&facts, &rules, 8, &[]);
    let (document, _) = interim::report(&sources(&facts, &figures, &part));
    assert_eq!(document.title, "Delårsrapport januari–augusti 2022");
    assert_eq!(check::document(&document), []);
    let tables: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            domain::document::Block::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    let table = |id: &str| *tables.iter().find(|table| table.id == id).unwrap();
    let number = |id: &str, row: usize, column: usize| table(id).rows[row].cells[column].number.unwrap().0;
    let last = table("delar-resultat").rows.len() - 1;
    assert_eq!(number("delar-resultat", last, 1), part.result.outcome.to_kronor());
    assert_eq!(
        number("delar-resultat", last, 3),
        1_245_879,
        "the whole year before"
    );
    let left = table("resultat").rows.len() - 1;
    assert_eq!(number("resultat", left, 2), part.result.outcome.to_kronor());
    let balance = table("delar-balans");
    assert_eq!(balance.columns[1].head, "2022-08-31");
    let sum = |label: &str| {
        let row = balance
            .rows
            .iter()
            .find(|row| row.cells[0].text.to_lowercase().contains(label));
        row.unwrap().cells[1].number.unwrap().0
    };
    assert_eq!(sum("summa tillgångar"), sum("summa eget kapital, avsättningar"));
}

#[rstest]
#[case("", Ok(None))]
#[case("6", Ok(Some(6)))]
#[case(" 8 ", Ok(Some(8)))]
#[case("5", Err("delar-period"))]
#[case("9", Err("delar-period"))]
#[case("augusti", Err("delar-period"))]
fn r_pro_11_an_interim_report_is_of_six_to_eight_months(
    #[case] typed: &str,
    #[case] expected: Result<Option<u8>, &str>,
) {
    assert_eq!(interim::setting(typed).map_err(|refusal| refusal.code), expected);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(interim::due(2022, 8), day("2022-10-31"));
    assert_eq!(interim::due(2022, 6), day("2022-08-31"));
}

#[rstest]
#[case((2022, 3), "2022-03-31", false)]
#[case((2022, 3), "2022-04-01", true)]
#[case((2022, 12), "2022-12-31", false)]
#[case((2022, 12), "2023-01-01", true)]
#[case((2022, 8), "2022-08-31", false)]
#[case((2022, 8), "2022-09-01", true)]
#[case((2022, 8), "2021-12-31", false)]
fn r_pro_13_a_period_is_over_when_its_last_day_has_been(
    #[case] last: (i32, u8),
    #[case] today: &str,
    #[case] over: bool,
) {
    let today = today.parse().unwrap();
    assert_eq!(lock::is_over(last, today), over);
    let refused = lock::obstacles(last, today, &[], &[]);
    let codes: Vec<&str> = refused.iter().map(|refusal| refusal.code).collect();
    assert_eq!(codes, if over { vec![] } else { vec!["las-period"] });
}

#[rstest]
#[case(Severity::MustFix, &["maste-rattas"])]
#[case(Severity::ShouldFix, &[])]
fn r_pro_13_a_report_that_contradicts_itself_is_not_locked(
    #[case] severity: Severity,
    #[case] expected: &[&str],
) {
    let finding = Finding {
        check: "tvarsumma",
        severity,
        place: Place::default(),
        expected: None,
        found: "1".into(),
        message: "Summan stämmer inte.".into(),
    };
    let refused = lock::obstacles((2022, 3), "2022-05-02".parse().unwrap(), &[finding], &[]);
    let codes: Vec<&str> = refused.iter().map(|refusal| refusal.code).collect();
    assert_eq!(codes, expected);
}
