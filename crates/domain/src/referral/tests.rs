//! Steps of a referral and what a draft refuses.

use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn d(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn at(on: u32) -> Moment {
    Moment {
        received: d(5),
        on: d(on),
        today: d(20),
    }
}

fn stages() -> [Stage; 5] {
    let accepted = Stage::Received.accept(at(6)).unwrap();
    [
        Stage::Received,
        accepted.clone(),
        accepted.clone().send_back(at(8), "underlag".into()).unwrap(),
        Stage::Received.withdraw(at(8)).unwrap(),
        accepted.answer(at(9)).unwrap(),
    ]
}

/// Columns: accept, send back, withdraw, treat, answer.
#[rstest]
#[case::received(0, [true, true, true, true, false])]
#[case::accepted(1, [false, true, true, true, true])]
#[case::returned(2, [false; 5])]
#[case::withdrawn(3, [false; 5])]
#[case::done(4, [false; 5])]
fn r_kon_01_each_stage_allows_its_own_steps_only(#[case] stage: usize, #[case] allowed: [bool; 5]) {
    let stage = stages()[stage].clone();
    let now = at(10);
    let steps = [
        stage.clone().accept(now),
        stage.clone().send_back(now, "underlag".into()),
        stage.clone().withdraw(now),
        stage.clone().treat(now),
        stage.answer(now),
    ];
    assert_eq!(steps.map(|step| step.is_ok()), allowed);
}

#[rstest]
#[case::before_it_came(4)]
#[case::in_the_future(21)]
fn r_kon_01_no_step_lies_before_the_referral_or_in_the_future(#[case] on: u32) {
    for step in [
        Stage::Received.accept(at(on)),
        Stage::Received.withdraw(at(on)),
        Stage::Received.treat(at(on)),
        Stage::Received.send_back(at(on), "underlag".into()),
        Stage::Accepted { on: d(6) }.answer(at(on)),
    ] {
        assert_eq!(step.unwrap_err().place, "datum");
    }
    assert!(
        Stage::Accepted { on: d(9) }.answer(at(8)).is_err(),
        "before it was taken up"
    );
}

proptest! {
    #[test]
    fn r_kon_01_the_stage_is_computed_from_the_stored_days(
        steps in prop::collection::vec((0..5_usize, 5..=20_u32), 0..6),
    ) {
        let mut stage = Stage::Received;
        for (step, on) in steps {
            let next = match step {
                0 => stage.clone().accept(at(on)),
                1 => stage.clone().send_back(at(on), "annat".into()),
                2 => stage.clone().withdraw(at(on)),
                3 => stage.clone().treat(at(on)),
                _ => stage.clone().answer(at(on)),
            };
            let was_open = stage.is_open();
            if let Ok(next) = next {
                prop_assert!(was_open, "a closed referral took a step");
                stage = next;
            }
            prop_assert_eq!(&Stage::of(&stage.dates()), &stage);
        }
    }
}

fn known<'a>(units: &'a [SenderUnit], codes: &'a [DatedCode], municipalities: &'a [String]) -> Known<'a> {
    Known {
        units,
        municipalities,
        codes,
        today: d(20),
    }
}

fn units() -> Vec<SenderUnit> {
    let unit = |key, active| SenderUnit {
        key,
        authority: ReferringAuthority::Region,
        name: format!("Vårdcentral {key}"),
        active,
    };
    vec![unit(1, true), unit(2, false)]
}

fn draft() -> Draft {
    Draft {
        reference: "26-014".into(),
        unit: "1".into(),
        need: "studier".into(),
        municipality: "Vimmerby".into(),
        received: "2026-11-05".into(),
        ..Draft::default()
    }
}

fn check(draft: &Draft) -> Result<Referral, Vec<&'static str>> {
    let (units, codes, places) = (units(), lists::standard(), ["Vimmerby".to_owned()]);
    let checked = draft.check(known(&units, &codes, &places), "k");
    checked.map_err(|refusals| refusals.iter().map(|r| r.code).collect())
}

#[test]
fn a_draft_becomes_a_received_referral() {
    let referral = check(&draft()).unwrap();
    assert_eq!((referral.sender.key, referral.received), (1, d(5)));
    assert_eq!(referral.stage, Stage::Received);
    let new = Draft {
        authority: "kommun".into(),
        new_unit: "Socialtjänsten Vimmerby".into(),
        ..draft()
    };
    assert_eq!(check(&new).unwrap().sender.key, 0, "to be added to the list");
    let same = Draft {
        authority: "region".into(),
        new_unit: "Vårdcentral 1".into(),
        ..draft()
    };
    assert_eq!(check(&same).unwrap().sender.key, 1, "it is there already");
}

#[rstest]
#[case::closed_unit(Draft { unit: "2".into(), ..draft() }, &["remiss-enhet"])]
#[case::no_unit(Draft { unit: String::new(), ..draft() }, &["remiss-enhet"])]
#[case::unit_without_authority(Draft { new_unit: "AME".into(), ..draft() }, &["remiss-myndighet"])]
#[case::unit_with_an_address(Draft { new_unit: "eva@example.org".into(), authority: "kommun".into(), ..draft() }, &["enhet-namn"])]
#[case::unit_with_a_number(Draft { new_unit: "900304-2387".into(), authority: "kommun".into(), ..draft() }, &["enhet-namn"])]
#[case::another_municipality(Draft { municipality: "Kalmar".into(), ..draft() }, &["remiss-kommun"])]
#[case::tomorrow(Draft { received: "2026-11-21".into(), ..draft() }, &["datum-framtid"])]
#[case::no_day(Draft { received: "i går".into(), ..draft() }, &["datum-form"])]
#[case::everything(Draft::default(), &["referens-form", "remiss-enhet", "datum-form", "kod-saknas"])]
fn r_kon_05_a_draft_is_refused_with_all_that_is_wrong(#[case] draft: Draft, #[case] codes: &[&str]) {
    assert_eq!(check(&draft).unwrap_err(), codes);
}
