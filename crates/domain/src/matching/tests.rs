use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn claim(number: &str, insats: &str, period: &str, kronor: i64) -> Claim {
    Claim {
        number: number.into(),
        insats: insats.into(),
        period: Period::parse(period).unwrap(),
        amount: Ore::kronor(kronor),
    }
}

fn booking(voucher: &str, insats: &str, date: &str, kronor: i64, text: &str) -> Booking {
    Booking {
        voucher: voucher.into(),
        insats: insats.into(),
        date: date.parse().unwrap(),
        amount: Ore::kronor(kronor),
        text: text.into(),
    }
}

fn budget(kronor: i64) -> BTreeMap<String, Ore> {
    BTreeMap::from([("krus".to_owned(), Ore::kronor(kronor))])
}

#[rstest]
#[case::named(&[booking("A 1", "krus", "2022-12-30", 90, "Rekv R2022-001, KRUS")], How::Named, &[0])]
#[case::amount(&[booking("A 1", "krus", "2022-03-28", 100, "")], How::Amount, &[0])]
#[case::later(&[booking("A 1", "krus", "2022-07-29", 100, "")], How::Amount, &[0])]
#[case::sum(&[booking("A 1", "krus", "2022-03-28", 60, ""), booking("A 2", "krus", "2022-03-29", 40, "")], How::Sum, &[0, 1])]
#[case::too_late(&[booking("A 1", "krus", "2022-07-30", 100, "")], How::Nowhere, &[])]
#[case::too_early(&[booking("A 1", "krus", "2021-12-31", 100, "")], How::Nowhere, &[])]
#[case::elsewhere(&[booking("A 1", "resa", "2022-03-28", 100, "R2022-001")], How::Nowhere, &[])]
#[case::other_amount(&[booking("A 1", "krus", "2022-03-28", 99, "")], How::Nowhere, &[])]
fn r_tvm_01_a_claim_is_found_by_number_then_amount_then_sum(
    #[case] bookings: &[Booking],
    #[case] how: How,
    #[case] found: &[usize],
) {
    let claims = [claim("R2022-001", "krus", "2022-k1", 100)];
    let (matched, loose) = pair(&claims, bookings);
    assert_eq!((matched[0].how, matched[0].bookings.as_slice()), (how, found));
    assert_eq!(loose.len() + found.len(), bookings.len());
}

#[test]
fn r_tvm_01_equal_amounts_are_taken_in_the_order_of_time() {
    let claims = [
        claim("R2", "krus", "2022-k2", 100),
        claim("R1", "krus", "2022-k1", 100),
    ];
    let bookings = [
        booking("A 9", "krus", "2022-06-28", 100, ""),
        booking("A 8", "krus", "2022-03-28", 100, ""),
    ];
    let (matched, loose) = pair(&claims, &bookings);
    assert_eq!(
        (matched[0].bookings.as_slice(), matched[1].bookings.as_slice()),
        (&[0][..], &[1][..])
    );
    assert!(loose.is_empty());
}

#[test]
fn r_tvm_02_differences_are_named_with_their_krona() {
    let claims = [
        claim("R2022-001", "krus", "2022-k1", 100),
        claim("R2022-002", "krus", "2022-k2", 50),
    ];
    let bookings = [
        booking("A 1", "krus", "2022-03-28", 90, "R2022-001"),
        booking("A 2", "krus", "2022-06-28", 7, "Kaffe"),
    ];
    let lines = lines(2022, &claims, &bookings, &budget(120));
    assert_eq!(lines.len(), 2);
    let words: Vec<String> = lines
        .iter()
        .flat_map(|line| line.words(&claims, &bookings))
        .collect();
    assert_eq!(
        words.iter().map(|w| w.replace('\u{a0}', " ")).collect::<Vec<_>>(),
        [
            "R2022-001 är på 100,00 kr men bokförd med 90,00 kr: skillnaden är −10,00 kr.",
            "R2022-002 på 50,00 kr är inte bokförd på insatsens projekt.",
            "Verifikation A 2 på 7,00 kr har ingen rekvisition (Kaffe).",
            "Rekvirerat hittills är 30,00 kr mer än årets beslutade budget.",
        ]
    );
    assert!(lines.iter().all(|line| !line.matches()));
}

#[test]
fn r_tvm_03_an_explanation_holds_for_the_numbers_it_was_written_for() {
    let claims = [claim("R2022-001", "krus", "2022-k1", 100)];
    let mut bookings = vec![booking("A 1", "krus", "2022-03-28", 90, "R2022-001")];
    let before = lines(2022, &claims, &bookings, &budget(500));
    let explained = Explained {
        insats: "krus".into(),
        difference: before[0].difference(),
        over: before[0].over(),
        words: "Tio kronor bokförs i april".into(),
        by: "ekonom".into(),
        on: "2022-04-20".parse().unwrap(),
    };
    assert!(explained.holds(&before[0]));
    bookings[0].amount = Ore::kronor(80);
    assert!(!explained.holds(&lines(2022, &claims, &bookings, &budget(500))[0]));
    assert_eq!(explain("kort").unwrap_err().place, "forklaring");
    assert_eq!(
        explain("Gäller 19900101-2389 i april").unwrap_err().code,
        "matchning-personnummer"
    );
}

#[rstest]
#[case::open("2022-04-20", false, &[], "ekonomi-skillnad")]
#[case::explained("2022-04-20", true, &[], "")]
#[case::going_on("2022-03-31", true, &[], "ekonomi-pagar")]
#[case::missing("2022-04-20", true, &["RESA"], "ekonomi-saknas")]
fn r_tvm_04_a_quarter_closes_when_each_agrees_or_is_explained(
    #[case] today: &str,
    #[case] explained: bool,
    #[case] missing: &[&str],
    #[case] refused: &str,
) {
    let claims = [claim("R2022-001", "krus", "2022-k1", 100)];
    let lines = lines(2022, &claims, &[], &budget(500));
    let words = Explained {
        insats: "krus".into(),
        difference: Ore::kronor(-100),
        over: Ore::ZERO,
        words: "Bokförs i april".into(),
        by: "ekonom".into(),
        on: "2022-04-20".parse().unwrap(),
    };
    let words: &[Explained] = if explained { &[words] } else { &[] };
    let missing: Vec<String> = missing.iter().map(|name| (*name).to_owned()).collect();
    let quarter = Quarter::new(2022, 1).unwrap();
    let found = close(
        quarter,
        today.parse().unwrap(),
        &lines,
        (words, &missing),
        str::to_owned,
    );
    assert_eq!(found.map_or_else(|refusals| refusals[0].code, |()| ""), refused);
}

proptest! {
    /// No booking is two claims', none is lost, and the lines' sums are all that was given.
    #[test]
    fn r_tvm_05_nothing_is_lost_and_nothing_counted_twice(
        claims in prop::collection::vec((0usize..4, 1u8..=12, 1i64..6), 0..40),
        bookings in prop::collection::vec((0usize..4, 1u32..=12, 1i64..6, any::<bool>()), 0..60),
    ) {
        let insatser = ["krus", "resa", "samba", "kompass"];
        let claims: Vec<Claim> = claims.iter().enumerate().map(|(place, (insats, month, kronor))| {
            claim(&format!("R2022-{place:03}"), insatser[*insats], &format!("2022-{month}"), *kronor)
        }).collect();
        let bookings: Vec<Booking> = bookings.iter().enumerate().map(|(place, (insats, month, kronor, named))| {
            let text = if *named { format!("R2022-{:03}", place % 50) } else { String::new() };
            booking(&format!("A {place}"), insatser[*insats], &format!("2022-{month:02}-15"), *kronor, &text)
        }).collect();
        let (matched, loose) = pair(&claims, &bookings);
        let mut used: Vec<usize> = matched.iter().flat_map(|m| m.bookings.clone()).chain(loose).collect();
        used.sort_unstable();
        prop_assert_eq!(used, (0..bookings.len()).collect::<Vec<_>>());
        let lines = lines(2022, &claims, &bookings, &BTreeMap::new());
        let claimed: Ore = lines.iter().map(|line| line.claimed).sum();
        let booked: Ore = lines.iter().map(|line| line.booked).sum();
        prop_assert_eq!(claimed, claims.iter().map(|c| c.amount).sum::<Ore>());
        prop_assert_eq!(booked, bookings.iter().map(|b| b.amount).sum::<Ore>());
    }
}
