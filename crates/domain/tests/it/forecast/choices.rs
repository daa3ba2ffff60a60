//! What is chosen for a line, and what is not taken for a choice.

use domain::{
    facts::BudgetGroup,
    forecast::{Entered, LineKey, Method, choice, enter},
    money::Ore,
};
use rstest::rstest;

use super::{chosen, kalmar, of, rules};

#[test]
fn r_pro_05_without_a_choice_it_is_the_remaining_plan_and_without_a_budget_the_pace() {
    let mut facts = kalmar();
    let rules = rules();
    let ended = of(
        &facts,
        &rules,
        12,
        &[chosen(
            &LineKey::budget(BudgetGroup::Cost, "Personal"),
            9,
            Method::Entered,
            Some(1),
        )],
    );
    assert!(
        ended
            .rows()
            .all(|row| row.forecast.amount == Some(row.sum.outcome))
    );
    facts.budgets.clear();
    let part = of(&facts, &rules, 6, &[]);
    assert!(!part.budgeted && part.result.budget.is_none());
    assert!(
        part.rows()
            .all(|row| row.forecast.method == Some(Method::Pace) && !row.off)
    );
}

#[test]
fn r_pro_06_the_latest_choice_of_an_earlier_month_holds() {
    let key = LineKey::Insats("krus".into());
    let choices = [
        chosen(&key, 9, Method::Entered, Some(1)),
        chosen(&key, 4, Method::Entered, Some(2)),
        chosen(&key, 4, Method::Pace, None),
        chosen(&LineKey::Insats("resa".into()), 4, Method::Plan, None),
    ];
    let held = |month| choice::standing(&choices, &key, 2022, month).map(|c| (c.method, c.amount));
    assert_eq!(held(3), None);
    assert_eq!(held(4), Some((Method::Pace, None)), "the last of one month");
    assert_eq!(held(8), Some((Method::Pace, None)));
    assert_eq!(held(10), Some((Method::Entered, Some(Ore::kronor(1)))));
    assert!(choice::standing(&choices, &key, 2021, 12).is_none());
}

#[rstest]
#[case("", "1", "ett gott skäl", &["prognos-metod"])]
#[case("4", "1", "ett gott skäl", &["prognos-metod"])]
#[case("3", "tolv", "ett gott skäl", &["prognos-belopp"])]
#[case("3", "", "kort", &["prognos-belopp", "prognos-skal"])]
#[case("3", "-5", "ett gott skäl", &["prognos-negativ"])]
#[case("3", "2 250", "ett gott skäl", &["prognos-tusental"])]
#[case("3", "99999999999999999", "ett gott skäl", &["prognos-belopp"])]
#[case("1", "", "gäller 19900304-2387 som slutar", &["prognos-person"])]
fn r_pro_07_what_cannot_be_a_forecast_is_refused(
    #[case] method: &str,
    #[case] amount: &str,
    #[case] reason: &str,
    #[case] codes: &[&str],
) {
    let refused = enter(
        &Entered {
            method,
            amount,
            reason,
        },
        Some(Ore::kronor(2_250_000)),
    )
    .unwrap_err();
    assert_eq!(refused.iter().map(|r| r.code).collect::<Vec<_>>(), codes);
}

#[test]
fn r_pro_07_an_entered_amount_is_whole_kronor_and_other_methods_have_none() {
    let typed = Entered {
        method: "3",
        amount: "2 300 000,50",
        reason: " Vikarien slutar i juni. ",
    };
    let kept = (
        Method::Entered,
        Some(Ore::kronor(2_300_001)),
        "Vikarien slutar i juni.".to_owned(),
    );
    assert_eq!(enter(&typed, None), Ok(kept));
    let pace = enter(&Entered { method: "2", ..typed }, None).unwrap();
    assert_eq!((pace.0, pace.1), (Method::Pace, None));
}
