//! Largest remainder, populations and contributions.

use chrono::NaiveDate;
use domain::{
    apportion::apportion,
    codes::MemberKind,
    contribution::{Parties, Proposed, decide, propose},
    facts::{Contribution, Member},
    money::Ore,
    population::{self, Population},
};
use proptest::{collection::btree_map, prelude::*};
use rstest::rstest;

use crate::books;

fn key_date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 9, 30).unwrap()
}

#[test]
fn r_for_01_the_contributions_of_2023_are_the_printed_ones() {
    for folder in books::folders() {
        let file = std::fs::read(folder.join("befolkning.csv")).unwrap();
        let (population, problems) = Population::read("befolkning.csv", &file);
        assert_eq!(problems, []);
        assert_eq!(population.date, Some(key_date()));
        let printed = books::table(&folder, "medlemsbidrag.csv");
        let municipalities: Vec<_> = printed
            .rows
            .iter()
            .filter(|row| printed.text(row, "typ") == "kommun")
            .collect();
        let shares = population.apportion(4_005_000).unwrap();
        assert_eq!((shares.len(), municipalities.len()), (12, 12));
        for (share, row) in shares.iter().zip(municipalities) {
            assert!(
                printed.text(row, "medlem").starts_with(&share.member),
                "{}",
                share.member
            );
            assert_eq!(
                share.amount.to_string(),
                printed.text(row, "bidrag_2023"),
                "{}",
                share.member
            );
        }
    }
}

type Weights = Vec<(u32, i64)>;

fn weights() -> impl Strategy<Value = Weights> {
    let weight = prop_oneof![1..50_i64, 1..200_000_i64, Just(i64::MAX)];
    btree_map(0..10_000_u32, weight, 1..40).prop_map(|map| map.into_iter().collect())
}

fn total() -> impl Strategy<Value = i64> {
    prop_oneof![0..100_i64, 0..100_000_000_i64, Just(i64::MAX)]
}

proptest! {
    #[test]
    fn r_for_01_shares_add_up_and_lie_within_one_of_their_quota(total in total(), weights in weights()) {
        let shares = apportion(total, &weights).unwrap();
        prop_assert_eq!(shares.iter().copied().map(i128::from).sum::<i128>(), i128::from(total));
        let sum: i128 = weights.iter().map(|(_, w)| i128::from(*w)).sum();
        for ((_, weight), share) in weights.iter().zip(shares) {
            // |share − total × weight / sum| < 1, without division.
            let off = i128::from(share) * sum - i128::from(total) * i128::from(*weight);
            prop_assert!(off.abs() < sum);
        }
    }

    #[test]
    fn r_for_02_the_order_of_the_members_does_not_matter(
        total in total(),
        (weights, shuffled) in weights().prop_flat_map(|w| (Just(w.clone()), Just(w).prop_shuffle())),
    ) {
        let by_key = |weights: &Weights| {
            let shares = apportion(total, weights).unwrap();
            let mut pairs: Vec<_> = weights.iter().map(|(key, _)| *key).zip(shares).collect();
            pairs.sort_unstable();
            pairs
        };
        prop_assert_eq!(by_key(&weights), by_key(&shuffled));
    }

    #[test]
    fn r_for_02_a_larger_weight_never_gets_less(total in total(), weights in weights()) {
        let shares = apportion(total, &weights).unwrap();
        let mut pairs: Vec<_> = weights.iter().map(|(_, weight)| *weight).zip(shares).collect();
        pairs.sort_unstable();
        prop_assert!(pairs.is_sorted_by_key(|(_, share)| *share));
    }
}

/// Exact ties: 3 over equal weights; and 2 over 1, 1, 2 (quotas ½, ½, 1) leaves one unit.
#[rstest]
#[case(1, &[("0885", 5), ("0821", 5), ("0862", 5)], &[0, 1, 0])]
#[case(2, &[("0885", 5), ("0821", 5), ("0862", 5)], &[0, 1, 1])]
#[case(2, &[("b", 1), ("a", 1), ("c", 2)], &[0, 1, 1])]
// Quotas 0,5 and 1,5: equal fractions, the larger weight first though its key is higher.
#[case(2, &[("a", 1), ("b", 3)], &[0, 2])]
#[case(0, &[("a", 1), ("b", 3)], &[0, 0])]
fn r_for_02_ties_go_to_the_larger_weight_then_the_lower_code(
    #[case] total: i64,
    #[case] members: &[(&str, i64)],
    #[case] shares: &[i64],
) {
    assert_eq!(apportion(total, members).unwrap(), shares);
}

#[rstest]
#[case(-1, &[("a", 1)], "fordelning-negativt-belopp")]
#[case(1, &[], "fordelning-inga-medlemmar")]
#[case(1, &[("a", 1), ("b", 0)], "fordelning-vikt")]
#[case(1, &[("a", 0), ("b", 0)], "fordelning-vikt")]
#[case(1, &[("a", 1), ("b", -3)], "fordelning-vikt")]
#[case(1, &[("a", 1), ("b", 2), ("a", 2)], "fordelning-dubblett")]
fn r_for_03_what_cannot_be_shared_is_refused(
    #[case] total: i64,
    #[case] members: &[(&str, i64)],
    #[case] code: &str,
) {
    assert_eq!(apportion(total, members).unwrap_err().code, code);
}

fn member(code: &str, kind: MemberKind, population: Option<i64>) -> Member {
    Member {
        code: code.into(),
        name: format!("Medlem {code}"),
        kind,
        population: population.map(|n| (key_date(), n)).into_iter().collect(),
    }
}

/// The example's members with their codes from the population table.
fn members() -> Vec<Member> {
    let file = std::fs::read(books::folders()[0].join("befolkning.csv")).unwrap();
    let (population, _) = Population::read("befolkning.csv", &file);
    let municipality =
        |row: &population::Municipality| member(&row.code, MemberKind::Municipality, Some(row.population));
    let mut members: Vec<Member> = population.rows.iter().map(municipality).collect();
    members.push(member("region", MemberKind::Region, None));
    members.push(member("staten", MemberKind::State, None));
    members
}

#[test]
fn r_for_04_the_state_pays_half_region_and_municipalities_a_quarter() {
    for folder in books::folders() {
        let printed = books::table(&folder, "medlemsbidrag.csv");
        for year in [2021, 2022, 2023] {
            let sum = |kind: &str| {
                let rows = printed.rows.iter().filter(|row| printed.text(row, "typ") == kind);
                rows.filter_map(|row| Ore::parse(printed.text(row, &format!("bidrag_{year}"))))
                    .sum::<Ore>()
            };
            let parties = Parties {
                state: sum("staten"),
                regions: sum("region"),
                municipalities: sum("kommun"),
            };
            assert_eq!(parties.check(), Ok(()), "{year}");
        }
    }
    let parties = Parties::of(Ore::kronor(10)).unwrap();
    assert_eq!(parties.total(), Ore::kronor(10));
    assert_eq!(
        (parties.state, parties.regions),
        (Ore::kronor(5), Ore::kronor(3)),
        "quotas 2,5: the lower code"
    );
    let wrong = Parties {
        state: Ore::kronor(6),
        ..parties
    };
    assert_eq!(wrong.check().unwrap_err().code, "bidrag-andelar");
    assert_eq!(Parties::of(Ore(150)).unwrap_err().code, "bidrag-oren");
}

#[test]
fn r_for_05_every_member_by_its_key() {
    let members = members();
    let proposed = propose(Ore::kronor(16_020_000), &members, key_date()).unwrap();
    assert_eq!(proposed.len(), 14);
    let of = |code: &str| proposed.iter().find(|p| p.member == code).unwrap().amount;
    assert_eq!(of("0880"), Ore::kronor(1_162_331));
    assert_eq!(of("region"), Ore::kronor(4_005_000));
    assert_eq!(of("staten"), Ore::kronor(8_010_000));
    let decided: Vec<Contribution> = proposed
        .iter()
        .map(|p| decide(p, 2023, p.amount, "").unwrap())
        .collect();
    let parties = Parties::decided(&members, &decided, 2023);
    assert_eq!(
        (parties.total(), parties.check()),
        (Ore::kronor(16_020_000), Ok(()))
    );

    let other_day = NaiveDate::from_ymd_opt(2021, 9, 30).unwrap();
    let refused = |members: &[Member], date| propose(Ore::kronor(100), members, date).unwrap_err().code;
    assert_eq!(refused(&members, other_day), "bidrag-folkmangd");
    assert_eq!(refused(&members[..13], key_date()), "bidrag-part-saknas");
}

#[test]
fn r_for_06_another_amount_than_the_keys_needs_a_reason() {
    let proposed = Proposed {
        member: "0880".into(),
        amount: Ore::kronor(1_146_570),
        population: Some(71_000),
    };
    let by_hand = Ore::kronor(1_146_569);
    assert_eq!(
        decide(&proposed, 2021, by_hand, " ").unwrap_err().code,
        "bidrag-utan-skal"
    );
    let decided = decide(&proposed, 2021, by_hand, "avrundat för hand").unwrap();
    assert_eq!(decided.override_reason.as_deref(), Some("avrundat för hand"));
    let same = decide(&proposed, 2021, proposed.amount, "onödigt skäl").unwrap();
    assert_eq!(same.override_reason, None);
    assert_eq!(
        decide(&proposed, 2021, Ore(-100), "skäl").unwrap_err().code,
        "bidrag-negativt"
    );
}

const HEADER: &str = "kommun;kod;folkmängd_2022_09_30\n";

#[rstest]
#[case::negative("Kalmar;0880;-5\n", "befolkning-varde", 2)]
#[case::zero("Kalmar;0880;0\n", "befolkning-varde", 2)]
#[case::text("Borgholm;0885;10873\nKalmar;0880;många\n", "befolkning-varde", 3)]
#[case::empty("Kalmar;0880;\n", "befolkning-varde", 2)]
#[case::fraction("Kalmar;0880;71947,5\n", "befolkning-varde", 2)]
#[case::overflow("Kalmar;0880;99999999999999999999\n", "befolkning-varde", 2)]
#[case::code("Kalmar;08 80;5\n", "befolkning-kod", 2)]
#[case::twice("Kalmar;0880;5\nNybro;0880;6\n", "befolkning-dubblett", 3)]
#[case::twice_without_zero("Kalmar;0880;5\nKalmar;880;5\n", "befolkning-dubblett", 3)]
#[case::none("", "befolkning-tom", 0)]
fn r_for_07_a_bad_row_is_named_and_refuses_the_file(
    #[case] rows: &str,
    #[case] code: &str,
    #[case] line: usize,
) {
    let (_, problems) = Population::read("folk.csv", format!("{HEADER}{rows}").as_bytes());
    let found = problems.iter().find(|p| p.code == code).unwrap();
    assert_eq!((found.line, found.file.as_str()), (line, "folk.csv"));
    let refusal = population::refusal(&problems).unwrap();
    assert!(refusal.place.starts_with("folk.csv"), "{refusal}");
}

#[rstest]
#[case("kommun;folkmängd_2022_09_30\nKalmar;5\n", "befolkning-kolumn")]
#[case("kommun;kod;invånare\nKalmar;0880;5\n", "befolkning-kolumn")]
#[case("", "fil-tom")]
fn r_for_07_a_missing_column_refuses_the_file(#[case] text: &str, #[case] code: &str) {
    let (population, problems) = Population::read("folk.csv", text.as_bytes());
    assert!(population.rows.is_empty());
    assert_eq!(population::refusal(&problems).unwrap().code, code);
}

#[test]
fn r_for_07_encodings_and_lost_zeros_are_read_and_mentioned() {
    let text = format!("{HEADER}Mönsterås;861;13 287\n");
    let cp1252: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for bytes in [[b"\xEF\xBB\xBF", text.as_bytes()].concat(), cp1252] {
        let (population, problems) = Population::read("folk.csv", &bytes);
        assert_eq!(population::refusal(&problems), None);
        assert!(
            problems.iter().any(|p| p.code == "befolkning-nolla"),
            "{problems:?}"
        );
        let row = &population.rows[0];
        assert_eq!(
            (&*row.name, &*row.code, row.population),
            ("Mönsterås", "0861", 13_287)
        );
        assert_eq!(population.date, Some(key_date()));
    }
}
