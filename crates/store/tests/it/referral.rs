//! A team's desk is saved and read back, on both databases.

use domain::{
    codes::ReferringAuthority,
    consultation::{Consultation, Desk, Meeting, MonthCount, Party},
    facts::{ConsultationFact, Team},
    recommendation::{Given, Outcome, Recommendation},
    referral::{LocalReference, Referral, SenderUnit, Stage, lists},
    waiting::End,
};
use rstest::rstest;
use store::{AssociationId, Error, Tx, consultation, desk, insats, referral, team};

use crate::db::{Kind, day, fresh, krus, with_association};

fn team_of(slug: &str) -> Team {
    Team {
        slug: slug.into(),
        name: format!("Team {slug}"),
        municipalities: vec!["Vimmerby".into()],
    }
}

async fn prepared(db: &store::Db) -> (Tx, AssociationId) {
    let (mut tx, id) = with_association(db).await;
    insats::save(&mut tx, id, &[krus()]).await.unwrap();
    team::save(&mut tx, id, &[team_of("norr"), team_of("soder")])
        .await
        .unwrap();
    (tx, id)
}

fn of(key: &str, stage: Stage) -> Referral {
    Referral {
        key: key.into(),
        reference: LocalReference::stored(format!("26-{key}")),
        sender: SenderUnit {
            key: 0,
            authority: ReferringAuthority::Region,
            name: "Vårdcentralen Vimmerby".into(),
            active: true,
        },
        need: "studier".into(),
        municipality: Some("Vimmerby".into()),
        received: day(2026, 10, 1),
        stage,
    }
}

fn stages() -> [Stage; 5] {
    let on = day(2026, 10, 5);
    [
        Stage::Received,
        Stage::Accepted { on },
        Stage::Returned {
            accepted: Some(on),
            on: day(2026, 10, 6),
            reason: "underlag".into(),
        },
        Stage::Withdrawn { accepted: None, on },
        Stage::Done {
            accepted: on,
            answered: day(2026, 10, 14),
        },
    ]
}

fn meeting(key: &str, on: chrono::NaiveDate) -> Meeting {
    Meeting {
        key: key.into(),
        on,
        version: 1,
        parties: vec![Party::SocialInsurance, Party::Municipality],
    }
}

fn consultation_of(key: &str, referral: Option<&str>, what: Option<Recommendation>) -> Consultation {
    Consultation {
        key: key.into(),
        meeting: "m1".into(),
        referral: referral.map(Into::into),
        given: what.map(|what| Given {
            key: format!("g-{key}"),
            what,
            on: day(2026, 10, 14),
            outcome: None,
        }),
    }
}

fn enrol() -> Recommendation {
    Recommendation::Enrol {
        insats: "krus".into(),
    }
}

#[rstest]
#[tokio::test]
async fn a_desk_is_read_as_it_was_saved(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    let referrals: Vec<Referral> = stages()
        .into_iter()
        .enumerate()
        .map(|(i, stage)| of(&format!("r{i}"), stage))
        .collect();
    for r in &referrals {
        referral::add(&mut tx, id, "norr", r).await.unwrap();
    }
    let meetings = [meeting("m1", day(2026, 10, 14)), meeting("m2", day(2026, 11, 3))];
    for m in &meetings {
        desk::save_meeting(&mut tx, id, "norr", m).await.unwrap();
    }
    let declined = Recommendation::Declined {
        reason: "halsa".into(),
    };
    let consultations = [
        consultation_of("c1", Some("r4"), Some(enrol())),
        consultation_of("c2", Some("r1"), None),
        consultation_of("c3", None, Some(declined)),
        consultation_of("c4", None, Some(Recommendation::Wait)),
    ];
    for c in &consultations {
        desk::add_consultation(&mut tx, id, "norr", c).await.unwrap();
    }
    let read = desk::load(&mut tx, id, "norr").await.unwrap();
    assert_eq!(read.units.len(), 1, "a unit is added once");
    let without_keys: Vec<Referral> = read
        .referrals
        .iter()
        .cloned()
        .map(|mut r| {
            r.sender.key = 0;
            r
        })
        .collect();
    assert_eq!(without_keys, referrals);
    assert_eq!(read.meetings, meetings);
    assert_eq!(read.consultations, consultations);
    assert_eq!(read.team, team_of("norr"));
    let other = Desk {
        team: team_of("soder"),
        ..Desk::default()
    };
    assert_eq!(desk::all(&mut tx, id).await.unwrap(), [read, other]);
    assert_eq!(
        referral::team_of(&mut tx, id, "r1").await.unwrap().as_deref(),
        Some("norr")
    );
    assert_eq!(
        referral::team_of(&mut tx, id, "m1").await.unwrap().as_deref(),
        Some("norr")
    );
    assert_eq!(referral::team_of(&mut tx, id, "x").await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn courses_are_those_of_every_desk(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    for (i, stage) in stages().into_iter().enumerate() {
        for team in ["soder", "norr"] {
            let mut one = of(&format!("{team}{i}"), stage.clone());
            one.received = day(2026, 10, 4 - u32::try_from(i % 3).unwrap());
            referral::add(&mut tx, id, team, &one).await.unwrap();
        }
    }
    for m in [meeting("m1", day(2026, 10, 14)), meeting("m0", day(2026, 10, 7))] {
        desk::save_meeting(&mut tx, id, "norr", &m).await.unwrap();
    }
    let mut earlier = consultation_of("c1", Some("norr4"), None);
    earlier.meeting = "m0".into();
    let answered = consultation_of("c0", Some("norr4"), Some(enrol()));
    for c in [&answered, &earlier, &consultation_of("c2", Some("norr1"), None)] {
        desk::add_consultation(&mut tx, id, "norr", c).await.unwrap();
    }
    let ends = [
        None,
        Some(Outcome::NotTaken {
            on: day(2026, 11, 1),
            reason: "annat".into(),
        }),
    ];
    for outcome in ends {
        if let Some(outcome) = &outcome {
            desk::save_outcome(&mut tx, id, "g-c0", outcome).await.unwrap();
        }
        let read = desk::courses(&mut tx, id).await.unwrap();
        let desks = desk::all(&mut tx, id).await.unwrap();
        let expected: Vec<_> = desks.iter().flat_map(domain::waiting::courses).collect();
        assert_eq!((read.len(), &read), (10, &expected));
        assert_eq!(store::load_facts(&mut tx, id).await.unwrap().courses, read);
        let norr4 = read
            .iter()
            .find(|c| c.team == "norr" && c.answered.is_some())
            .unwrap();
        assert_eq!(norr4.met, Some(day(2026, 10, 7)), "the first meeting");
        assert_eq!(norr4.end, outcome.map_or(End::Recommended, |_| End::NotTaken));
    }
}

#[rstest]
#[tokio::test]
async fn a_stage_and_a_unit_are_changed(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    referral::lock(&mut tx, id, "norr").await.unwrap();
    referral::add(&mut tx, id, "norr", &of("r", Stage::Received))
        .await
        .unwrap();
    for stage in stages() {
        referral::save_stage(&mut tx, "r", &stage).await.unwrap();
        let read = desk::load(&mut tx, id, "norr").await.unwrap();
        assert_eq!(read.referrals[0].stage, stage);
    }
    let mut held = meeting("m1", day(2026, 10, 14));
    desk::save_meeting(&mut tx, id, "norr", &held).await.unwrap();
    held.parties = vec![Party::Region];
    desk::save_meeting(&mut tx, id, "norr", &held).await.unwrap();
    held.version = 2;
    let read = desk::load(&mut tx, id, "norr").await.unwrap();
    assert_eq!(read.meetings, [held], "who took part is saved, and that it was");
    let unit = read.units[0].key;
    referral::offer_unit(&mut tx, id, "norr", unit, false)
        .await
        .unwrap();
    assert!(!desk::load(&mut tx, id, "norr").await.unwrap().units[0].active);
    let other = referral::offer_unit(&mut tx, id, "soder", unit, true).await;
    assert!(matches!(other, Err(Error::Unknown { .. })), "{other:?}");
}

#[rstest]
#[case::reference_twice(0)]
#[case::answered_without_acceptance(1)]
#[case::another_teams_meeting(2)]
#[case::another_teams_referral(3)]
#[case::referral_twice_at_a_meeting(4)]
#[case::two_meetings_a_day(5)]
#[tokio::test]
async fn what_contradicts_itself_is_refused(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] case: usize,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    referral::add(&mut tx, id, "norr", &of("r", Stage::Received))
        .await
        .unwrap();
    desk::save_meeting(&mut tx, id, "norr", &meeting("m1", day(2026, 10, 14)))
        .await
        .unwrap();
    desk::save_meeting(&mut tx, id, "soder", &meeting("m2", day(2026, 10, 14)))
        .await
        .unwrap();
    let consultation = consultation_of("c1", Some("r"), None);
    let refused = match case {
        0 => {
            let mut again = of("r2", Stage::Received);
            again.reference = LocalReference::stored("26-r".into());
            referral::add(&mut tx, id, "norr", &again).await
        }
        1 => {
            let back = Stage::Done {
                accepted: day(2026, 9, 1),
                answered: day(2026, 10, 2),
            };
            referral::save_stage(&mut tx, "r", &back).await
        }
        2 | 3 => {
            let meeting = if case == 2 { "m1" } else { "m2" };
            let foreign = Consultation {
                meeting: meeting.into(),
                referral: (case == 3).then(|| "r".into()),
                ..consultation
            };
            desk::add_consultation(&mut tx, id, "soder", &foreign).await
        }
        4 => {
            desk::add_consultation(&mut tx, id, "norr", &consultation)
                .await
                .unwrap();
            let again = consultation_of("c2", Some("r"), None);
            desk::add_consultation(&mut tx, id, "norr", &again).await
        }
        _ => desk::save_meeting(&mut tx, id, "norr", &meeting("m3", day(2026, 10, 14))).await,
    };
    assert!(
        matches!(refused, Err(Error::Duplicate(_) | Error::Constraint(_))),
        "{refused:?}"
    );
}

#[rstest]
#[tokio::test]
async fn a_recommendation_waits_until_somebody_acts_and_can_forget_whom_it_led_to(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    referral::add(&mut tx, id, "norr", &of("r", Stage::Received))
        .await
        .unwrap();
    desk::save_meeting(&mut tx, id, "norr", &meeting("m1", day(2026, 10, 14)))
        .await
        .unwrap();
    for (key, referral) in [("c1", Some("r")), ("c2", None)] {
        let c = consultation_of(key, referral, Some(enrol()));
        desk::add_consultation(&mut tx, id, "norr", &c).await.unwrap();
    }
    let waiting = desk::waiting(&mut tx, id, "krus").await.unwrap();
    let from_desk: Vec<_> = desk::load(&mut tx, id, "norr").await.unwrap().waiting().collect();
    assert_eq!(waiting, from_desk);
    assert_eq!(waiting[0].authority, Some(ReferringAuthority::Region));
    assert_eq!(desk::waiting(&mut tx, id, "resa").await.unwrap(), []);
    assert_eq!(
        desk::insats_of(&mut tx, id, "g-c1").await.unwrap().as_deref(),
        Some("krus")
    );

    let entered = Outcome::Entered {
        on: day(2026, 11, 2),
        participation: Some("p1".into()),
    };
    desk::save_outcome(&mut tx, id, "g-c1", &entered).await.unwrap();
    let not = Outcome::NotTaken {
        on: day(2026, 11, 2),
        reason: "avbojer".into(),
    };
    desk::save_outcome(&mut tx, id, "g-c2", &not).await.unwrap();
    assert_eq!(desk::waiting(&mut tx, id, "krus").await.unwrap(), []);
    let outcomes = |desk: Desk| desk.consultations.into_iter().map(|c| c.given.unwrap().outcome);
    let read: Vec<_> = outcomes(desk::load(&mut tx, id, "norr").await.unwrap()).collect();
    assert_eq!(read, [Some(entered), Some(not)]);

    let cut = store::withdrawal::forget_referral(&mut tx, "p1", "x").await;
    assert_eq!(cut.unwrap(), 1);
    let read: Vec<_> = outcomes(desk::load(&mut tx, id, "norr").await.unwrap()).collect();
    let forgotten = Outcome::Entered {
        on: day(2026, 11, 2),
        participation: None,
    };
    assert_eq!(read[0], Some(forgotten));
    let twice = desk::save_outcome(&mut tx, id, "g-c2", &read[0].clone().unwrap()).await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}

#[rstest]
#[tokio::test]
async fn r_kon_09_months_are_counted_from_records_and_from_entered_numbers(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    let fact = |insats, month, count| ConsultationFact {
        insats,
        year: 2026,
        month,
        count,
    };
    consultation::save(&mut tx, id, &[fact(Some(0), 1, 7)])
        .await
        .unwrap();
    for team in ["norr", "soder"] {
        consultation::enter(&mut tx, id, team, (2026, 9), Some(4))
            .await
            .unwrap();
    }
    consultation::enter(&mut tx, id, "norr", (2026, 9), Some(5))
        .await
        .unwrap();
    consultation::enter(&mut tx, id, "norr", (2026, 8), Some(5))
        .await
        .unwrap();
    consultation::enter(&mut tx, id, "norr", (2026, 8), None)
        .await
        .unwrap();
    desk::save_meeting(&mut tx, id, "norr", &meeting("m1", day(2026, 10, 14)))
        .await
        .unwrap();
    for key in ["c1", "c2"] {
        let c = consultation_of(key, None, None);
        desk::add_consultation(&mut tx, id, "norr", &c).await.unwrap();
    }
    let loaded = consultation::load(&mut tx, id).await.unwrap();
    assert_eq!(loaded, [fact(Some(0), 1, 7), fact(None, 9, 9), fact(None, 10, 2)]);
    let own = MonthCount {
        year: 2026,
        month: 9,
        count: 5,
    };
    assert_eq!(consultation::entered(&mut tx, id, "norr").await.unwrap(), [own]);
    let covering = async |tx: &mut Tx, month| {
        consultation::covering(tx, id, "norr", (2026, month))
            .await
            .unwrap()
    };
    assert_eq!(covering(&mut tx, 9).await, (None, Some(5)));
    assert_eq!(covering(&mut tx, 1).await, (Some(7), None));
    assert_eq!(covering(&mut tx, 10).await, (None, None));
}

#[rstest]
#[tokio::test]
async fn r_kon_02_code_lists_are_the_associations_own(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    let mut codes = lists::standard();
    assert_eq!(referral::codes(&mut tx, id).await.unwrap(), codes);
    codes.truncate(3);
    codes[0].to = Some(day(2026, 1, 1));
    referral::save_codes(&mut tx, id, &codes).await.unwrap();
    assert_eq!(referral::codes(&mut tx, id).await.unwrap(), codes);
    let twice = [codes[0].clone(), codes[0].clone()];
    let refused = referral::save_codes(&mut tx, id, &twice).await;
    assert!(matches!(refused, Err(Error::Duplicate(_))), "{refused:?}");
}
