//! Meetings, consultations and monthly counts.

use rstest::rstest;

use super::*;
use crate::{
    codes::ReferringAuthority,
    recommendation::{Outcome, Recommendation},
    referral::{LocalReference, Referral, SenderUnit, Stage, lists},
};

fn d(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn referral(key: &str, stage: Stage) -> Referral {
    Referral {
        key: key.into(),
        reference: LocalReference::stored(format!("26-{key}")),
        sender: SenderUnit {
            key: 1,
            authority: ReferringAuthority::Region,
            name: "Vårdcentralen".into(),
            active: true,
        },
        need: "studier".into(),
        municipality: Some("Vimmerby".into()),
        received: d(10, 1),
        stage,
    }
}

fn meeting(key: &str, on: NaiveDate) -> Meeting {
    Meeting {
        key: key.into(),
        on,
        version: 1,
        parties: vec![Party::Region],
    }
}

/// 1 is new, 2 was treated on 13 October without an answer, 3 is sent back.
fn desk() -> Desk {
    let returned = Stage::Returned {
        accepted: None,
        on: d(10, 5),
        reason: "underlag".into(),
    };
    Desk {
        referrals: vec![
            referral("1", Stage::Received),
            referral("2", Stage::Accepted { on: d(10, 13) }),
            referral("3", returned),
        ],
        meetings: vec![
            meeting("m1", d(10, 13)),
            meeting("m2", d(11, 10)),
            meeting("m3", d(12, 1)),
        ],
        consultations: vec![Consultation {
            key: "c".into(),
            meeting: "m1".into(),
            referral: Some("2".into()),
            given: None,
        }],
        ..Desk::default()
    }
}

fn draft(referral: &str, kind: &str) -> Draft {
    Draft {
        referral: referral.into(),
        kind: kind.into(),
        insats: "krus".into(),
        ..Draft::default()
    }
}

fn check(draft: &Draft, meeting: &str) -> Result<Checked, Vec<(&'static str, String)>> {
    let desk = desk();
    let meeting = desk.meeting(meeting).unwrap();
    let known = (&["krus".to_owned()][..], &lists::standard()[..]);
    let checked = draft.check(&desk, meeting, known, d(11, 20));
    checked.map_err(|refusals| refusals.into_iter().map(|r| (r.code, r.place)).collect())
}

#[test]
fn r_kon_07_a_consultation_with_an_answer_closes_the_referral() {
    let checked = check(&draft("1", "insats"), "m2").unwrap();
    let done = Stage::Done {
        accepted: d(11, 10),
        answered: d(11, 10),
    };
    assert_eq!(checked.referral, Some(("1".into(), done)));
    let later = Draft {
        answered: "2026-11-17".into(),
        ..draft("2", "rad")
    };
    let checked = check(&later, "m2").unwrap();
    assert_eq!(checked.given, Some((Recommendation::Advice, d(11, 17))));
    assert_eq!(
        checked.referral.unwrap().1,
        Stage::Done {
            accepted: d(10, 13),
            answered: d(11, 17)
        }
    );
    let open = check(&draft("1", ""), "m2").unwrap();
    assert_eq!(open.referral.unwrap().1, Stage::Accepted { on: d(11, 10) });
    assert_eq!(
        check(&draft("", "rad"), "m2").unwrap().referral,
        None,
        "a question without a referral"
    );
}

#[rstest]
#[case::twice_at_one_meeting(draft("2", "rad"), "m1", &[("remiss-behandlad", "remiss")])]
#[case::closed(draft("3", "rad"), "m2", &[("remiss-skede", "remiss")])]
#[case::another_teams(draft("99", "rad"), "m2", &[("remiss-okand", "remiss")])]
#[case::before_the_meeting(Draft { answered: "2026-11-09".into(), ..draft("1", "rad") }, "m2", &[("svar-fore-mote", "svar")])]
#[case::tomorrow(Draft { answered: "2026-11-21".into(), ..draft("1", "rad") }, "m2", &[("datum-framtid", "svar")])]
#[case::no_insats(Draft { insats: String::new(), ..draft("1", "insats") }, "m2", &[("rekommendation-insats", "insats")])]
#[case::meeting_to_come(draft("1", "rad"), "m3", &[("mote-framtid", "")])]
fn r_kon_07_a_consultation_that_cannot_be_is_refused(
    #[case] draft: Draft,
    #[case] meeting: &str,
    #[case] expected: &[(&'static str, &str)],
) {
    let refusals = check(&draft, meeting).unwrap_err();
    let found: Vec<_> = refusals
        .iter()
        .map(|(code, place)| (*code, place.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[rstest]
#[case("2026-11-17", &[Party::Region], Ok(()))]
#[case::to_come_without_parties("2026-12-15", &[], Ok(()))]
#[case::held_without_parties("2026-11-17", &[], Err("mote-parter"))]
#[case::same_day("2026-11-10", &[Party::Region], Err("mote-finns"))]
#[case::far_away("2029-01-01", &[], Err("mote-dag"))]
#[case::no_day("", &[Party::Region], Err("datum-form"))]
fn r_kon_08_a_team_meets_once_a_day_with_somebody_present(
    #[case] day: &str,
    #[case] parties: &[Party],
    #[case] expected: Result<(), &'static str>,
) {
    let checked = check_meeting(&desk(), (day, parties.to_vec()), "ny", d(11, 20));
    assert_eq!(checked.map(|_| ()).map_err(|r| r[0].code), expected);
}

#[rstest]
#[case::earlier("2026-09", "12", None)]
#[case::has_records("2026-10", "12", Some("antal-dubbelt"))]
#[case::not_over("2026-11", "12", Some("manad-framtid"))]
#[case::no_month("13", "12", Some("manad-form"))]
#[case::negative("2026-09", "-1", Some("antal-form"))]
fn r_kon_09_a_count_is_refused_where_consultations_are_registered(
    #[case] month: &str,
    #[case] count: &str,
    #[case] expected: Option<&'static str>,
) {
    let parsed = MonthCount::parse(month, count, d(11, 20)).map_err(|r| r[0].code);
    let checked = parsed.and_then(|m| m.beside_records(&desk()).map_err(|r| r.code));
    assert_eq!(checked.err(), expected);
}

#[test]
fn r_kon_09_a_consultation_is_refused_where_a_count_is_entered() {
    let refusal = beside_counts(d(10, 13), Some(12)).unwrap_err();
    assert!(refusal.message.contains("oktober 2026 är 12"), "{refusal}");
    assert_eq!(beside_counts(d(10, 13), None), Ok(()));
}

#[test]
fn what_waits_and_until_when() {
    let desk = desk();
    let step = |key| desk.next_step(desk.referral(key).unwrap());
    assert_eq!(step("1"), Some(("möte", d(10, 22))));
    assert_eq!(step("2"), Some(("svar", d(10, 20))));
    assert_eq!(step("3"), None);
    let unrecorded: Vec<_> = desk.unrecorded(d(11, 20)).map(|m| m.key.as_str()).collect();
    assert_eq!(unrecorded, ["m2"]);
}

#[test]
fn r_api_18_all_that_happens_to_a_referral_raises_its_version() {
    let mut desk = desk();
    let versions = |desk: &Desk| desk.referrals.iter().map(|r| desk.version(r)).collect::<Vec<_>>();
    // New; taken up and treated; sent back.
    assert_eq!(versions(&desk), [1, 3, 2]);
    desk.referrals[1].stage = Stage::Done {
        accepted: d(10, 13),
        answered: d(10, 14),
    };
    assert_eq!(versions(&desk), [1, 4, 2]);
    desk.consultations[0].given = Some(Given {
        key: "g".into(),
        what: Recommendation::Enrol {
            insats: "krus".into(),
        },
        on: d(10, 14),
        outcome: None,
    });
    assert_eq!(
        versions(&desk),
        [1, 4, 2],
        "what was recommended came with the answer"
    );
    desk.consultations[0].given.as_mut().unwrap().outcome = Some(Outcome::NotTaken {
        on: d(10, 20),
        reason: "avbojer".into(),
    });
    assert_eq!(versions(&desk), [1, 5, 2]);
}
