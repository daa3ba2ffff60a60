//! Pots: what may be applied for, granted and reported.

use chrono::NaiveDate;
use domain::{
    money::Ore,
    pot::{
        Application, Decided, Outcome, Pot, Standing, Together, Typed, TypedPot, Wanted, apply, can_withdraw,
        decide, read_pot, report,
    },
    refusal::Refusal,
};
use proptest::prelude::*;
use rstest::rstest;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn typed() -> TypedPot<'static> {
    TypedPot {
        name: "Potten",
        year: "2022",
        frame: "300 000",
        most: "25 000",
        decision: "§ 61",
        decided_on: "2021-11-26",
        delegate: "förbundschefen",
        purpose: "Små åtgärder som ingen annan betalar.",
    }
}

fn pot() -> Pot {
    read_pot(&typed(), "p1", Ore::ZERO).unwrap()
}

fn application(number: i64, amount: i64, outcome: Outcome) -> Application {
    Application {
        number,
        insats: "krus".into(),
        purpose: "Arbetskläder till en praktikplats.".into(),
        amount: Ore::kronor(amount),
        applied_on: day("2022-03-01"),
        applied_by: "u".into(),
        outcome,
        reported: None,
    }
}

fn granted(amount: i64) -> Outcome {
    Outcome::Decided(Decided {
        granted: Some(Ore::kronor(amount)),
        reason: String::new(),
        on: day("2022-03-02"),
        by: "u".into(),
    })
}

fn codes(refusals: &[Refusal]) -> Vec<(&'static str, &str)> {
    refusals.iter().map(|r| (r.code, r.place.as_str())).collect()
}

#[rstest]
#[case(TypedPot { name: " ", ..typed() }, ("pott-falt", "namn"))]
#[case(TypedPot { decision: "", ..typed() }, ("pott-falt", "beslut"))]
#[case(TypedPot { delegate: "", ..typed() }, ("pott-falt", "delegat"))]
#[case(TypedPot { year: "22", ..typed() }, ("pott-ar", "ar"))]
#[case(TypedPot { decided_on: "26 november", ..typed() }, ("pott-dag", "dag"))]
#[case(TypedPot { frame: "trehundra", ..typed() }, ("pott-belopp", "ram"))]
#[case(TypedPot { frame: "0", ..typed() }, ("pott-belopp", "ram"))]
#[case(TypedPot { frame: "-300 000", ..typed() }, ("pott-belopp", "ram"))]
#[case(TypedPot { frame: "300 000,50", ..typed() }, ("pott-belopp", "ram"))]
#[case(TypedPot { most: "400 000", ..typed() }, ("pott-hogst", "hogst"))]
#[case(TypedPot { purpose: "för 900304-2387", ..typed() }, ("pott-person", "andamal"))]
fn r_pot_01_a_frame_needs_amount_decision_and_delegate(
    #[case] typed: TypedPot<'static>,
    #[case] expected: (&str, &str),
) {
    assert_eq!(codes(&read_pot(&typed, "p1", Ore::ZERO).unwrap_err()), [expected]);
}

#[test]
fn r_pot_01_a_frame_never_goes_below_what_is_granted() {
    let refused = read_pot(&typed(), "p1", Ore::kronor(300_001)).unwrap_err();
    assert_eq!(codes(&refused), [("pott-under-beviljat", "ram")]);
    assert!(read_pot(&typed(), "p1", Ore::kronor(300_000)).is_ok());
    let free = read_pot(&TypedPot { most: "", ..typed() }, "p1", Ore::ZERO).unwrap();
    assert_eq!(free.most, None);
}

#[rstest]
#[case("Arbetskläder till en praktikplats.", "12 000", &[])]
#[case("kläder", "12 000", &[("pott-ord", "andamal")])]
#[case("Kläder till 19900304-2387 i mars", "12 000", &[("pott-person", "andamal")])]
#[case("Arbetskläder till en praktikplats.", "25 001", &[("pott-hogst", "belopp")])]
#[case("Arbetskläder till en praktikplats.", "21 000", &[("pott-ram", "belopp")])]
#[case("Arbetskläder till en praktikplats.", "mycket", &[("pott-belopp", "belopp")])]
#[case("", "", &[("pott-ord", "andamal"), ("pott-belopp", "belopp")])]
fn r_pot_02_an_application_is_of_a_measure_and_within_the_frame(
    #[case] purpose: &str,
    #[case] amount: &str,
    #[case] expected: &[(&str, &str)],
) {
    let pot = pot();
    let standing = Standing::of(&pot, &[application(1, 280_000, granted(280_000))]);
    assert_eq!(standing.left(), Ore::kronor(20_000));
    let read = apply(&Wanted { purpose, amount }, &pot, &standing, day("2022-06-01"));
    let refused = read.err().unwrap_or_default();
    assert_eq!(codes(&refused), expected);
}

#[test]
fn r_pot_02_a_closed_pot_and_a_year_that_is_over_take_no_more() {
    let wanted = Wanted {
        purpose: "Arbetskläder till en praktikplats.",
        amount: "1 000",
    };
    let code = |pot: &Pot, today: &str| {
        apply(&wanted, pot, &Standing::of(pot, &[]), day(today)).map_err(|r| r[0].code)
    };
    assert!(code(&pot(), "2022-12-31").is_ok());
    assert_eq!(code(&pot(), "2023-01-01"), Err("pott-stangd"));
    assert_eq!(
        code(
            &Pot {
                closed: true,
                ..pot()
            },
            "2022-06-01"
        ),
        Err("pott-stangd")
    );
}

#[rstest]
#[case("bevilja", "10 000", "", Ok(Some(10_000)))]
#[case("bevilja", "8 000", "Halva beloppet räcker.", Ok(Some(8_000)))]
#[case("bevilja", "8 000", "", Err(("pott-ord", "skal")))]
#[case("bevilja", "10 001", "Generöst i dag.", Err(("pott-over-sokt", "belopp")))]
#[case("avsla", "", "Ingår i insatsens egen budget.", Ok(None))]
#[case("avsla", "", "nej", Err(("pott-ord", "skal")))]
#[case("", "", "", Err(("pott-beslut", "beslut")))]
fn r_pot_03_a_decision_grants_at_most_what_was_applied_for_and_a_refusal_has_a_reason(
    #[case] decision: &str,
    #[case] amount: &str,
    #[case] reason: &str,
    #[case] expected: Result<Option<i64>, (&str, &str)>,
) {
    let (pot, one) = (pot(), application(1, 10_000, Outcome::Waiting));
    let standing = Standing::of(&pot, std::slice::from_ref(&one));
    let typed = Typed {
        decision,
        amount,
        reason,
    };
    match (
        decide(&typed, &one, (&pot, &standing), (day("2022-03-02"), "u")),
        expected,
    ) {
        (Ok(decided), Ok(granted)) => assert_eq!(decided.granted, granted.map(Ore::kronor)),
        (Err(refused), Err(expected)) => assert_eq!(codes(&refused), [expected]),
        (found, expected) => panic!("{found:?} {expected:?}"),
    }
}

#[test]
fn r_pot_03_what_is_decided_is_not_decided_again() {
    let (pot, one) = (pot(), application(1, 10_000, granted(10_000)));
    let standing = Standing::of(&pot, std::slice::from_ref(&one));
    let typed = Typed {
        decision: "avsla",
        amount: "",
        reason: "Ett skäl som räcker.",
    };
    let refused = decide(&typed, &one, (&pot, &standing), (day("2022-03-02"), "u")).unwrap_err();
    assert_eq!(refused[0].code, "pott-beslutad");
    assert_eq!(can_withdraw(&one).unwrap_err().code, "pott-beslutad");
    assert!(can_withdraw(&application(1, 1, Outcome::Waiting)).is_ok());
}

#[test]
fn r_pot_05_decisions_are_reported_once_to_a_meeting_that_has_been() {
    let mut told = application(1, 1_000, granted(1_000));
    told.reported = Some(day("2022-03-10"));
    let all = [
        told,
        application(2, 1_000, granted(1_000)),
        application(3, 1_000, Outcome::Waiting),
        application(
            4,
            1_000,
            Outcome::Withdrawn {
                on: day("2022-03-02"),
            },
        ),
    ];
    let code = |meeting: Option<&str>| report(&all, meeting.map(day), day("2022-06-01")).map_err(|r| r.code);
    assert_eq!(code(Some("2022-05-20")), Ok((day("2022-05-20"), vec![2])));
    assert_eq!(code(Some("2022-06-02")), Err("pott-sammantrade"));
    assert_eq!(code(None), Err("pott-sammantrade"));
    assert_eq!(code(Some("2022-03-01")), Err("pott-inget-att-anmala"));
}

#[test]
fn r_pot_05_what_the_board_is_to_be_told_is_what_was_decided_and_not_reported() {
    let mut told = application(1, 1_000, granted(1_000));
    told.reported = Some(day("2022-03-10"));
    let refused = Outcome::Decided(Decided {
        granted: None,
        reason: "Ingår i insatsens egen budget.".into(),
        on: day("2022-03-02"),
        by: "u".into(),
    });
    let withdrawn = Outcome::Withdrawn {
        on: day("2022-03-02"),
    };
    let all = [
        told,
        application(2, 5_000, granted(4_000)),
        application(3, 2_000, refused),
        application(4, 9_000, Outcome::Waiting),
        application(5, 9_000, withdrawn),
    ];
    let to_report: Vec<&Application> = all.iter().filter(|one| one.is_to_report()).collect();
    let numbers: Vec<i64> = to_report.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [2, 3]);
    let together = Together::of(to_report);
    assert_eq!(
        (together.wanted, together.granted),
        (Ore::kronor(7_000), Ore::kronor(4_000))
    );
}

proptest! {
    #[test]
    fn r_pot_04_whatever_is_decided_the_frame_holds(wanted in proptest::collection::vec((1..60_000_i64, 1..60_000_i64), 0..40)) {
        let pot = Pot { most: None, ..pot() };
        let mut all: Vec<Application> = Vec::new();
        for (number, (amount, grant)) in (1..).zip(wanted) {
            let mut one = application(number, amount, Outcome::Waiting);
            let standing = Standing::of(&pot, &all);
            let typed = Typed { decision: "bevilja", amount: &grant.to_string(), reason: "Så mycket behövs det." };
            if let Ok(decided) = decide(&typed, &one, (&pot, &standing), (day("2022-03-02"), "u")) {
                prop_assert!(decided.granted.unwrap() <= one.amount);
                one.outcome = Outcome::Decided(decided);
            }
            all.push(one);
            let standing = Standing::of(&pot, &all);
            prop_assert!(standing.granted <= pot.frame && standing.left() >= Ore::ZERO);
        }
    }
}
