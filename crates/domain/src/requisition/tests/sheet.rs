//! Requisitions beside their budget, and the quarters that are missing.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::quarter::Quarter;

#[rstest]
#[case(&[], 0, 0)]
#[case(&[(7, CLAIMED)], 7, 7)]
#[case(&[(7, CLAIMED), (11, &[Did::Filled])], 18, 7)]
#[case(&[(7, CLAIMED), (11, &[Did::Filled, Did::Attested, Did::Returned])], 18, 7)]
#[case(&[(7, CLAIMED), (11, &[Did::Filled, Did::Voided]), (13, CLAIMED)], 31, 20)]
fn what_is_claimed_leaves_out_drafts_returned_and_void(
    #[case] all: &[(i64, &[Did])],
    #[case] whole: i64,
    #[case] counted: i64,
) {
    let all: Vec<Requisition> = all
        .iter()
        .map(|(kronor, steps)| claim("R2023-001", "2023-k1", *kronor, steps))
        .collect();
    assert_eq!(together(&all), Ore::kronor(whole));
    assert_eq!(claimed(&all), Ore::kronor(counted));
}

#[test]
fn r_rek_06_period_accumulated_budget_and_remaining_stand_beside_each_cost_type() {
    let mut first = claim("R2023-001", "2023-k1", 500_000, CLAIMED);
    first.amounts.push((CostType::Travel, Ore::kronor(10_000)));
    let second = claim("R2023-002", "2023-k2", 600_000, &[Did::Filled]);
    let draft_of_other = claim("R2023-003", "2023-1--3", 1, &[Did::Filled]);
    let budget = Budgeted {
        whole: Some(Ore::kronor(2_403_000)),
        costs: vec![
            (CostType::Personnel, Ore::kronor(2_300_000)),
            (CostType::Premises, Ore::kronor(50_000)),
        ],
        source: String::new(),
    };
    let sheet = sheet(&second, &[first, second.clone(), draft_of_other], &budget);
    let row = |cost| *sheet.rows.iter().find(|row| row.cost == Some(cost)).unwrap();
    let personnel = row(CostType::Personnel);
    assert_eq!(personnel.period, Ore::kronor(600_000));
    assert_eq!(personnel.accumulated, Ore::kronor(1_100_000));
    assert_eq!(personnel.remaining(), Some(Ore::kronor(1_200_000)));
    assert_eq!(
        (row(CostType::Travel).accumulated, row(CostType::Travel).budget),
        (Ore::kronor(10_000), None)
    );
    assert_eq!(row(CostType::Premises).remaining(), Some(Ore::kronor(50_000)));
    assert_eq!(sheet.total.accumulated, Ore::kronor(1_110_000));
    assert_eq!(sheet.total.remaining(), Some(Ore::kronor(1_293_000)));
}

#[rstest]
#[case(600_000, false)]
#[case(630_000, false)]
#[case(630_001, true)]
#[case(570_000, false)]
#[case(569_999, true)]
fn r_rek_07_more_than_five_per_cent_from_the_plan_is_flagged(#[case] kronor: i64, #[case] flagged: bool) {
    let budget = Budgeted {
        whole: Some(Ore::kronor(2_400_000)),
        ..Budgeted::default()
    };
    let requisition = claim("R2023-001", "2023-k1", kronor, CLAIMED);
    let sheet = sheet(&requisition, &[], &budget);
    assert_eq!(sheet.planned, Some(Ore::kronor(600_000)));
    assert_eq!(sheet.is_flagged(), flagged);
}

#[test]
fn r_rek_08_the_forecast_is_what_was_claimed_and_the_plan_of_the_other_months() {
    let budget = Budgeted {
        whole: Some(Ore::kronor(1_200_000)),
        ..Budgeted::default()
    };
    let all = [
        claim("R2023-001", "2023-k1", 350_000, CLAIMED),
        claim("R2023-003", "2023-k3", 300_000, CLAIMED),
    ];
    let forecast = year_sheet("krus", 2023, &all, &budget).forecast.unwrap();
    assert_eq!(
        forecast.remaining_plan,
        Ore::kronor(600_000),
        "the second and fourth quarters"
    );
    assert_eq!(
        (forecast.whole(), forecast.deviation()),
        (Ore::kronor(1_250_000), Ore::kronor(50_000))
    );
    let mut last = all.to_vec();
    last[1].last = true;
    let forecast = year_sheet("krus", 2023, &last, &budget).forecast.unwrap();
    assert_eq!(forecast.whole(), Ore::kronor(650_000));
    assert_eq!(
        year_sheet("krus", 2023, &all, &Budgeted::default()).forecast,
        None
    );
}

#[rstest]
#[case("2023-04-01", Some(false))]
#[case("2023-04-20", Some(false))]
#[case("2023-04-21", Some(true))]
#[case("2023-03-31", None)]
fn r_rek_09_a_missing_requisition_is_reminded_of_when_the_quarter_is_over(
    #[case] today: &str,
    #[case] overdue: Option<bool>,
) {
    let quarter = Quarter::new(2023, 1).unwrap();
    let draft = [claim("R2023-001", "2023-k1", 1, &[Did::Filled])];
    let found = missing("krus", &draft, quarter, day(today));
    assert_eq!(found.map(|m| m.overdue), overdue);
    let claimed = [claim("R2023-001", "2023-k1", 1, CLAIMED)];
    assert_eq!(missing("krus", &claimed, quarter, day(today)), None);
    let months = [claim("R2023-001", "2023-1--2", 1, CLAIMED)];
    assert_eq!(months_left("krus", &months, quarter), [3]);
    assert_eq!(months_left("resa", &claimed, quarter), [1, 2, 3]);
}

proptest! {
    /// Whatever is claimed and decided: remaining is budget minus accumulated, rows add up to the
    /// whole, and the forecast of a year claimed in full is what was claimed.
    #[test]
    fn r_rek_06_sheets_add_up(
        amounts in prop::collection::vec((0usize..8, 1i64..100_000_000), 1..20),
        whole in 0i64..10_000_000_000,
    ) {
        let mut all: Vec<Requisition> = Vec::new();
        for (place, (cost, amount)) in amounts.iter().enumerate() {
            let month = u8::try_from(place % 12).unwrap() + 1;
            let mut one = claim(&format!("R{place}"), &format!("2023-{month}"), 0, CLAIMED);
            one.amounts = vec![(CostType::ALL[*cost], Ore(*amount))];
            all.push(one);
        }
        let budget = Budgeted { whole: Some(Ore(whole)), ..Budgeted::default() };
        let sheet = year_sheet("krus", 2023, &all, &budget);
        let sum: i64 = amounts.iter().map(|(_, amount)| amount).sum();
        prop_assert_eq!(sheet.total.accumulated, Ore(sum));
        prop_assert_eq!(sheet.total.remaining(), Some(Ore(whole - sum)));
        let forecast = sheet.forecast.unwrap();
        prop_assert_eq!(forecast.whole() - forecast.budget, Ore(sum) - sheet.planned.unwrap());
        if amounts.len() >= 12 {
            prop_assert_eq!(forecast.remaining_plan, Ore::ZERO);
        }
    }
}
