//! A year's contributions: keys, golden amounts, overrides, payment plan.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    codes::MemberKind,
    contribution::{
        Basis, Group, Key, adds_up,
        basis::{about, days, is_noisy, municipal_inhabitants, per_inhabitant, plausible, usual_day},
        decide,
        instalment::Plan,
        share,
    },
    facts::{Contribution, Member},
    money::Ore,
    population::Population,
};
use proptest::prelude::*;
use rstest::rstest;

use crate::books;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn example(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// The example's members in printed order with their populations on 30 September of three years.
fn members() -> Vec<Member> {
    let (now, _) = Population::read("befolkning.csv", &example("kalmar/befolkning.csv"));
    let mut members: Vec<Member> = now
        .rows
        .iter()
        .map(|row| Member {
            code: row.code.clone(),
            name: format!("{} kommun", row.name),
            kind: MemberKind::Municipality,
            population: vec![(now.date.unwrap(), row.population)],
        })
        .collect();
    for year in [2020, 2021] {
        let file = format!("folkmangd/folkmangd-{year}.csv");
        let (table, problems) = Population::read_any(&file, &example(&file), None);
        assert_eq!(problems, []);
        for (code, count) in table.of_members(&members).unwrap() {
            let member = members.iter_mut().find(|m| m.code == code).unwrap();
            member.population.push((table.date.unwrap(), count));
        }
    }
    for (code, kind) in [("region", MemberKind::Region), ("staten", MemberKind::State)] {
        members.push(Member {
            code: code.into(),
            name: format!("Medlem {code}"),
            kind,
            population: Vec::new(),
        });
    }
    members
}

fn printed(year: i32) -> Vec<Ore> {
    let table = books::table(&books::folders()[0], "medlemsbidrag.csv");
    let rows = table.rows.iter().filter(|row| table.text(row, "typ") == "kommun");
    rows.map(|row| Ore::parse(table.text(row, &format!("bidrag_{year}"))).unwrap())
        .collect()
}

fn municipal(year: i32, total: i64) -> Vec<Ore> {
    let basis = Basis::by_law(Ore::kronor(total * 4), day(year - 1, 9, 30));
    let proposed = basis.propose(&members()).unwrap();
    proposed.iter().take(12).map(|p| p.amount).collect()
}

#[rstest]
#[case(2023, 4_005_000)]
#[case(2022, 4_014_500)]
fn r_for_08_the_printed_amounts_come_out_exactly(#[case] year: i32, #[case] quarter: i64) {
    assert_eq!(municipal(year, quarter), printed(year));
}

#[test]
fn r_for_08_the_amounts_of_2021_need_four_overrides_of_one_krona() {
    let (key, decided) = (municipal(2021, 4_014_500), printed(2021));
    assert_eq!(key.iter().copied().sum::<Ore>(), decided.iter().copied().sum());
    let basis = Basis::by_law(Ore::kronor(16_058_000), day(2020, 9, 30));
    let proposed = basis.propose(&members()).unwrap();
    let mut overrides = 0;
    for (proposed, amount) in proposed.iter().zip(decided) {
        assert!((proposed.amount - amount).abs() <= Ore::kronor(1));
        let without = decide(proposed, 2021, amount, "");
        if proposed.amount != amount {
            overrides += 1;
            assert_eq!(without.unwrap_err().code, "bidrag-utan-skal");
            let with = decide(proposed, 2021, amount, "avrundat för hand").unwrap();
            assert_eq!(with.amount, amount);
        }
    }
    assert_eq!(overrides, 4);
}

fn group(kind: MemberKind, weight: i64, key: Key) -> Group {
    Group { kind, weight, key }
}

fn keyed(code: &str, kind: MemberKind, population: i64) -> Member {
    Member {
        code: code.into(),
        name: format!("Medlem {code}"),
        kind,
        population: vec![(day(2025, 9, 30), population)],
    }
}

fn entered<T: Clone>(rows: &[(&str, T)]) -> BTreeMap<String, T> {
    rows.iter()
        .map(|(code, value)| ((*code).to_owned(), value.clone()))
        .collect()
}

/// Försäkringskassan and Arbetsförmedlingen apart, two regions by population, municipalities by agreement.
#[test]
fn r_for_09_each_group_has_its_own_key() {
    let members = [
        keyed("fk", MemberKind::State, 0),
        keyed("af", MemberKind::State, 0),
        keyed("norr", MemberKind::Region, 100),
        keyed("soder", MemberKind::Region, 300),
        keyed("0880", MemberKind::Municipality, 1),
        keyed("0881", MemberKind::Municipality, 1),
    ];
    let on = day(2025, 9, 30);
    let basis = Basis {
        total: Ore::kronor(4_000),
        groups: vec![
            group(MemberKind::State, 2, Key::Fixed(entered(&[("fk", 3), ("af", 1)]))),
            group(MemberKind::Region, 1, Key::Population { on }),
            group(
                MemberKind::Municipality,
                1,
                Key::Entered(entered(&[("0880", Ore::kronor(700)), ("0881", Ore::kronor(300))])),
            ),
        ],
    };
    let amounts = |basis: &Basis| -> Vec<i64> {
        let proposed = basis.propose(&members).unwrap();
        proposed.iter().map(|p| p.amount.to_kronor()).collect()
    };
    assert_eq!(amounts(&basis), [1_500, 500, 250, 750, 700, 300]);

    // Two parties share: the state pays nothing and is left out.
    let two = Basis {
        total: Ore::kronor(1_000),
        groups: vec![
            group(MemberKind::Region, 1, Key::Equal),
            group(MemberKind::Municipality, 1, Key::Equal),
        ],
    };
    assert_eq!(amounts(&two), [250, 250, 250, 250]);

    let codes = |basis: &Basis| -> Vec<&str> {
        let refusals = basis.propose(&members).unwrap_err();
        refusals.iter().map(|r| r.code).collect()
    };
    let with = |key| Basis {
        total: Ore::kronor(1_000),
        groups: vec![group(MemberKind::Municipality, 1, key)],
    };
    assert_eq!(
        codes(&with(Key::Fixed(entered(&[("0880", 0)])))),
        ["bidrag-andel-saknas", "bidrag-andel-saknas"]
    );
    let short = entered(&[("0880", Ore::kronor(500)), ("0881", Ore::kronor(499))]);
    assert_eq!(codes(&with(Key::Entered(short))), ["bidrag-angivet-summa"]);
    let negative = entered(&[("0880", Ore::kronor(-1))]);
    assert_eq!(
        codes(&with(Key::Entered(negative))),
        ["bidrag-negativt", "bidrag-belopp-saknas"]
    );
    let missing = with(Key::Population { on: day(2024, 9, 30) });
    assert_eq!(codes(&missing), ["bidrag-folkmangd", "bidrag-folkmangd"]);
    assert_eq!(codes(&Basis::default()), ["bidrag-inga-parter"]);
}

#[test]
fn r_for_10_the_sum_of_the_parts_is_the_denominator_and_it_says_so() {
    let members = members();
    let basis = Basis::by_law(Ore::kronor(16_020_000), day(2022, 9, 30));
    let denominators = basis.denominators(&members);
    let [(MemberKind::Municipality, denominator)] = denominators.as_slice() else {
        panic!("{denominators:?}");
    };
    assert_eq!(denominator.parts, 247_905);
    assert!(!about(*denominator, Some(247_905)).contains("2025"));
    let noisy = domain::contribution::Denominator {
        on: day(2025, 9, 30),
        parts: 247_910,
    };
    let words = about(noisy, Some(247_905));
    for part in ["247\u{a0}910", "slumpmässigt", "247\u{a0}905", "används inte"] {
        assert!(words.contains(part), "{words}");
    }
    assert!(is_noisy(day(2025, 1, 1)) && !is_noisy(day(2024, 12, 31)));
    assert_eq!(
        per_inhabitant(Ore::kronor(4_005_000), 247_905)
            .map(|o| o.to_string())
            .as_deref(),
        Some("16,16"),
        "as printed in the plan"
    );
    assert_eq!(per_inhabitant(Ore(100), 0), None);
}

#[rstest]
#[case(16_020, 16_058_000, Some("tusental"))]
#[case(16_020_000_000, 16_058_000, Some("nollor"))]
#[case(16_020_000, 16_058_000, None)]
#[case(8_000_000, 16_058_000, None)]
#[case(16_020_000, 0, None)]
fn r_for_11_thousands_pasted_as_kronor_are_refused(
    #[case] total: i64,
    #[case] before: i64,
    #[case] word: Option<&str>,
) {
    let told = plausible(Ore::kronor(total), Ore::kronor(before));
    match word {
        Some(word) => assert!(told.unwrap_err().message.contains(word)),
        None => assert_eq!(told, Ok(())),
    }
}

#[test]
fn r_for_12_a_payment_plan_adds_up_exactly() {
    let quarterly = Plan::regular(2027, 4);
    let dues: Vec<String> = quarterly.dues().iter().map(ToString::to_string).collect();
    assert_eq!(dues, ["2027-01-31", "2027-04-30", "2027-07-31", "2027-10-31"]);
    let amounts = quarterly.amounts(Ore::kronor(175_657));
    assert_eq!(amounts, [43_915, 43_914, 43_914, 43_914].map(Ore::kronor));
    assert_eq!(Plan::regular(2027, 5).dues().len(), 4);
    assert_eq!(Plan::regular(2024, 12).dues()[1], day(2024, 2, 29));
    assert_eq!(
        Plan::parse(2027, "2027-01-31\n2027-07-31\n")
            .unwrap()
            .dues()
            .len(),
        2
    );
    let code = |text: &str| Plan::parse(2027, text).unwrap_err().code;
    assert_eq!(code(""), "betalplan-antal");
    assert_eq!(code("2026-01-31"), "betalplan-ar");
    assert_eq!(code("2027-07-31\n2027-01-31"), "betalplan-ordning");
    assert_eq!(code("2027-01-31\n2027-01-31"), "betalplan-ordning");
    assert_eq!(code("i januari"), "betalplan-datum");
}

#[rstest]
#[case(&[], 0, Ok(0))]
#[case(&[70, 30], 100, Ok(100))]
#[case(&[70, 29], 100, Err("1,00 kr"))]
#[case(&[70, 31], 100, Err("−1,00 kr"))]
fn r_for_06_what_is_decided_is_the_total_together(
    #[case] kronor: &[i64],
    #[case] total: i64,
    #[case] expected: Result<i64, &str>,
) {
    let contribution = |kronor: &i64| Contribution {
        member: "0880".into(),
        year: 2027,
        amount: Ore::kronor(*kronor),
        override_reason: None,
    };
    let decided: Vec<Contribution> = kronor.iter().map(contribution).collect();
    match (adds_up(&decided, Ore::kronor(total)), expected) {
        (Ok(sum), Ok(kronor)) => assert_eq!(sum, Ore::kronor(kronor)),
        (Err(refused), Err(words)) => {
            assert_eq!(refused.code, "bidrag-summa");
            assert!(refused.message.contains(words), "{}", refused.message);
        }
        (found, _) => panic!("{found:?}"),
    }
}

#[rstest]
#[case(1, 3, Some(333))]
#[case(2, 3, Some(667))]
#[case(1, 16, Some(63))]
#[case(3, 3, Some(1_000))]
#[case(0, 3, Some(0))]
#[case(0, 0, None)]
fn a_members_share_is_of_its_groups_whole(
    #[case] amount: i64,
    #[case] whole: i64,
    #[case] tenths: Option<i64>,
) {
    assert_eq!(share(Ore::kronor(amount), Ore::kronor(whole)), tenths);
}

#[test]
fn the_municipalities_inhabitants_are_those_that_are_known() {
    let (autumn, spring) = (day(2025, 9, 30), day(2026, 3, 31));
    let mut members = vec![
        keyed("a", MemberKind::Municipality, 700),
        keyed("b", MemberKind::Municipality, 40),
        keyed("region", MemberKind::Region, 5_000),
    ];
    members[0].population.push((spring, 710));
    assert_eq!(days(&members), [spring, autumn]);
    assert_eq!(municipal_inhabitants(&members, autumn), 740);
    assert_eq!(municipal_inhabitants(&members, spring), 710);
    assert_eq!(municipal_inhabitants(&members, day(2024, 9, 30)), 0);
}

#[rstest]
#[case(day(2026, 9, 30), day(2025, 9, 30))]
#[case(day(2026, 10, 1), day(2026, 9, 30))]
#[case(day(2027, 1, 1), day(2026, 9, 30))]
fn contributions_are_usually_shared_by_the_last_autumns_numbers(
    #[case] today: NaiveDate,
    #[case] usual: NaiveDate,
) {
    assert_eq!(usual_day(today), Some(usual));
}

proptest! {
    #[test]
    fn r_for_12_each_times_instalments_add_up_to_what_is_paid_together(
        ore in prop::collection::vec(0..10_000_000_000_i64, 0..20), parts in prop::sample::select(vec![1_u32, 2, 4, 12]),
    ) {
        let plan = Plan::regular(2027, parts);
        let sums = plan.sums(ore.iter().map(|ore| Ore(*ore)));
        prop_assert_eq!(sums.len(), plan.dues().len());
        prop_assert_eq!(sums.into_iter().sum::<Ore>(), Ore(ore.iter().sum()));
    }

    #[test]
    fn r_for_12_instalments_of_any_amount_add_up(ore in 0..100_000_000_000_i64, parts in prop::sample::select(vec![1_u32, 2, 3, 4, 6, 12])) {
        let plan = Plan::regular(2027, parts);
        let amounts = plan.amounts(Ore(ore));
        prop_assert_eq!(amounts.len(), plan.dues().len());
        prop_assert_eq!(amounts.iter().copied().sum::<Ore>(), Ore(ore));
        let spread = amounts.iter().max().unwrap().0 - amounts.iter().min().unwrap().0;
        let most = if ore % 100 == 0 { 100 } else { 1 };
        prop_assert!(spread <= most);
    }

    #[test]
    fn r_for_09_whatever_the_keys_the_members_pay_the_total(
        kronor in 0..100_000_000_i64, weights in prop::collection::vec(1..9_i64, 3), people in prop::collection::vec(1..100_000_i64, 1..40),
    ) {
        let mut members = vec![keyed("fk", MemberKind::State, 1), keyed("af", MemberKind::State, 1), keyed("r", MemberKind::Region, 1)];
        members.extend(people.iter().enumerate().map(|(i, n)| keyed(&format!("k{i}"), MemberKind::Municipality, *n)));
        let basis = Basis { total: Ore::kronor(kronor), groups: vec![
            group(MemberKind::State, weights[0], Key::Equal),
            group(MemberKind::Region, weights[1], Key::Equal),
            group(MemberKind::Municipality, weights[2], Key::Population { on: day(2025, 9, 30) }),
        ] };
        let proposed = basis.propose(&members).unwrap();
        prop_assert_eq!(proposed.iter().map(|p| p.amount).sum::<Ore>(), Ore::kronor(kronor));
        prop_assert_eq!(proposed.len(), members.len());
    }
}
