//! What holds for every plan.

use proptest::prelude::*;

use super::*;

fn amounts() -> impl Strategy<Value = Vec<Option<Ore>>> {
    prop::collection::vec(prop::option::of((0_i64..10_000_000).prop_map(Ore::kronor)), 3)
}

prop_compose! {
    fn any_plan()(
        lines in prop::collection::vec((0..2_usize, 0..4_usize, amounts(), "[a-c]{0,2}"), 0..6),
        insatser in prop::collection::vec((0..4_usize, prop::option::of(1_u8..4), amounts()), 0..6),
        members in prop::collection::vec((0..4_usize, amounts()), 0..4),
        opening in prop::option::of(0_i64..9_000_000),
        follows in any::<bool>(),
    ) -> Plan {
        let mut plan = Plan { first: 2023, span: 3, ..Plan::default() };
        plan.lines = lines.into_iter().map(|(group, label, amounts, note)| Line {
            group: [Income, Cost][group],
            label: format!("Rad {label}"),
            follows: if follows && label == 0 && group == 1 { Follows::Insatser } else { Follows::Nothing },
            cost_type: None,
            amounts,
            note,
        }).collect();
        plan.insatser = insatser.into_iter().map(|(n, cost, amounts)| InsatsRow {
            insats: Some(format!("i{n}")),
            label: format!("Insats {n}"),
            cost_type: cost.and_then(CostType::from_code),
            amounts,
            note: String::new(),
        }).collect();
        plan.contributions = members.into_iter().map(|(n, amounts)| MemberRow {
            member: n.to_string(),
            name: format!("Medlem {n}"),
            inhabitants: None,
            amounts,
        }).collect();
        plan.opening = opening.map(|kr| Opening { amount: Ore::kronor(kr), source: "b".into() });
        plan
    }
}

proptest! {
    #[test]
    fn r_pla_09_the_difference_put_on_the_older_gives_the_newer(old in any_plan(), new in any_plan()) {
        let difference = Difference::between(&old, &new);
        prop_assert_eq!(difference.apply(&old), new.clone());
        prop_assert!(Difference::between(&new, &new).is_empty());
        for change in &difference.sums {
            prop_assert_ne!(change.old, change.new);
        }
    }

    #[test]
    fn r_pla_01_every_sum_is_the_sum_of_its_parts(plan in any_plan(), rate in -500_i64..500) {
        let index = Index { rate, unit: Ore::kronor(1_000), part: index::Part::Both };
        for plan in [plan.clone(), plan.indexed(&index)] {
            let mut opening = plan.opening.as_ref().map(|o| o.amount);
            for (place, (sum, equity)) in plan.sums().iter().zip(plan.equity()).enumerate() {
                let lines = |group| plan.group(group).map(|l| plan.amount(l, place)).sum::<Ore>();
                prop_assert_eq!((sum.income, sum.cost), (lines(Income), lines(Cost)));
                prop_assert_eq!(sum.result(), sum.income - sum.cost);
                let insatser: Ore = plan.insats_sums().iter().map(|s| s.amounts[place]).sum();
                if plan.insatser_at(place).is_some() {
                    prop_assert_eq!(sum.insatser, insatser);
                }
                prop_assert_eq!(equity.opening, opening);
                opening = opening.map(|o| o + sum.result());
                prop_assert_eq!(equity.closing, opening);
            }
        }
    }
}
