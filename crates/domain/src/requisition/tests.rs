//! Requisitions as the tests need them, and the steps they take.

mod attest;
mod draft;
mod sheet;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at() -> DateTime<Utc> {
    "2023-04-12T08:00:00Z".parse().unwrap()
}

fn step(did: Did, by: &str) -> Step {
    Step {
        did,
        by: by.into(),
        at: at(),
        words: String::new(),
    }
}

fn claim(number: &str, period: &str, personnel: i64, steps: &[Did]) -> Requisition {
    Requisition {
        number: number.into(),
        insats: "krus".into(),
        period: Period::parse(period).unwrap(),
        last: false,
        decision: "Styrelsen § 45".into(),
        recipient: Recipient::default(),
        amounts: vec![(CostType::Personnel, Ore::kronor(personnel))],
        words: String::new(),
        steps: steps.iter().map(|did| step(*did, "insats")).collect(),
    }
}

const CLAIMED: &[Did] = &[Did::Filled, Did::Attested];

/// Every pair of state and step: exactly those of the table are allowed.
#[test]
fn r_rek_04_only_the_steps_of_the_way_may_be_taken() {
    let allowed = [
        (State::Draft, "Filled Attested Voided"),
        (State::Returned, "Filled Voided"),
        (State::Attested, "Reviewed Returned Voided"),
        (State::Reviewed, "Returned Approved Voided"),
        (State::Approved, "Filed Paid"),
        (State::InFile, "Unfiled Paid"),
        (State::Paid, ""),
        (State::Void, ""),
    ];
    for (state, steps) in allowed {
        for did in Did::ALL {
            let may = steps.split(' ').any(|name| name == format!("{did:?}"));
            let found = next(state, did, "x", at(), "ett tillräckligt skäl");
            assert_eq!(found.is_ok(), may, "{state:?} {did:?}");
            assert_eq!(Did::from_code(did.code()), Some(did));
        }
    }
}

#[rstest]
#[case("fel", "rekvisition-skal")]
#[case("", "rekvisition-skal")]
#[case("Deltagaren 19900101-2389 är fel", "rekvisition-personnummer")]
fn r_rek_05_returning_needs_a_reason_without_persons(#[case] words: &str, #[case] code: &str) {
    let refusal = next(State::Attested, Did::Returned, "x", at(), words).unwrap_err();
    assert_eq!((refusal.code, refusal.place.as_str()), (code, "skal"));
}

proptest! {
    /// No chain of steps that the rules allow pays without two attests of the round.
    #[test]
    fn r_rek_04_nothing_is_paid_without_two_attests(tries in prop::collection::vec(1u8..=9, 0..40)) {
        let mut claim = claim("R1", "2023-k1", 1, &[]);
        for code in tries {
            let did = Did::from_code(code).unwrap();
            if let Ok(step) = next(claim.state(), did, "x", at(), "ett tillräckligt skäl") {
                claim.steps.push(step);
            }
            if matches!(claim.state(), State::Approved | State::InFile | State::Paid) {
                for did in [Did::Attested, Did::Reviewed, Did::Approved] {
                    prop_assert!(claim.signed(did).is_some());
                }
            }
        }
    }
}
