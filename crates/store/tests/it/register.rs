//! Participations with everything linked to them, pseudonyms and receipts, on both databases.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    codes::{ExitReason, InsatsKind, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    facts::{Insats, OccupationShare, SupportShare},
    participation::*,
};
use rstest::rstest;
use store::{
    AssociationId, Error, Tx, insats,
    participation::{self, Filter, Page, Person, Place},
    pseudonym, receipt, register,
};

use crate::db::{Kind, day, fresh, moment, with_association};

fn insats_of(slug: &str, principal: &str) -> Insats {
    Insats {
        slug: slug.into(),
        name: slug.to_uppercase(),
        kind: InsatsKind::Individual,
        principal: principal.into(),
        municipalities: vec![],
        decision: String::new(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: vec![],
        ages: None,
        registers: true,
    }
}

async fn places(tx: &mut Tx, id: AssociationId) -> [Place; 2] {
    let all = [
        insats_of("krus", "Kalmar kommun"),
        insats_of("resa", "Kalmar kommun"),
    ];
    insats::save(tx, id, &all).await.unwrap();
    let [a, b] = ["krus", "resa"];
    [
        participation::place(tx, id, a).await.unwrap().unwrap(),
        participation::place(tx, id, b).await.unwrap().unwrap(),
    ]
}

fn question() -> Question {
    Question {
        slug: "mar".into(),
        text: "Hur mår du?".into(),
        moment: Moment::Entry,
        kind: AnswerKind::Choice,
        limits: (0, 0),
        choices: vec!["bra".into(), "sämre".into()],
        from: day(2020, 1, 1),
        to: None,
    }
}

fn label() -> ExitLabel {
    ExitLabel {
        slug: "ratt".into(),
        label: "rätt ersättning".into(),
        reason: ExitReason::Illness,
        from: day(2020, 1, 1),
        to: Some(day(2030, 1, 1)),
    }
}

fn keys(public_id: &str, at: DateTime<Utc>) -> Keys {
    Keys {
        public_id: public_id.into(),
        insats: "krus".into(),
        version: 1,
        changed_at: at,
        changed_by: "u1".into(),
    }
}

fn named(reference: &str, start: NaiveDate) -> Named {
    Named {
        reference: reference.into(),
        person: None,
        stage: Stage::Participating,
        start,
        consent: Consent {
            form_version: "2022-1".into(),
            language: Language::Arabic,
            given: start,
            document: "Dnr 7".into(),
        },
        sex: Answer::Known(Sex::Woman),
        birth_year: Answer::Known(1990),
        municipality: Answer::Known("Kalmar".into()),
        referred_by: Answer::Known(ReferringAuthority::Region),
        education: Answer::Missing(Missing::Declined),
        support_time: Answer::Known(SupportTime::Over5Years),
        supports: Answer::Known(vec![SupportShare {
            support: Support::SocialAssistance,
            degree: 75,
        }]),
        occupations: Answer::Missing(Missing::Unknown),
        answers: vec![OwnAnswer {
            question: "mar".into(),
            value: 2,
        }],
        age_reason: Some(AgeReason::SteeringDecision),
        excess_reason: None,
    }
}

/// A plan with something in every table.
fn plan() -> Interim {
    Interim {
        goals: vec![
            PlanGoal {
                number: 1,
                parent: None,
                area: PlanArea::Work,
                set_on: day(2022, 2, 10),
                status: GoalStatus::Reached,
                status_on: Some(day(2022, 5, 1)),
            },
            PlanGoal {
                number: 2,
                parent: Some(1),
                area: PlanArea::Health,
                set_on: day(2022, 2, 10),
                status: GoalStatus::Ongoing,
                status_on: None,
            },
        ],
        activities: vec![Activity {
            kind: ActivityKind::Practice,
            from: day(2022, 3, 1),
            to: None,
            hours: 20,
        }],
        answers: vec![OwnAnswer {
            question: "mitt".into(),
            value: 1,
        }],
    }
}

/// A record with something in every table.
fn full(public_id: &str, reference: &str) -> Record {
    let start = day(2022, 2, 3);
    Record {
        keys: keys(public_id, moment(1)),
        entry: Entry::Named(Box::new(named(reference, start))),
        granted: Some(day(2022, 1, 3)),
        introduced: Some(day(2022, 1, 20)),
        interim: plan(),
        exit: Some(Exit {
            date: day(2022, 6, 1),
            reason: Answer::Known(ExitReason::Illness),
            label: Some("ratt".into()),
            supports: Answer::Missing(Missing::LostContact),
            occupations: Answer::Known(vec![OccupationShare {
                occupation: Occupation::Other,
                per_cent: 100,
            }]),
            steps: vec!["positiv_stegforflyttning_2023".into()],
            answers: vec![],
            excess_reason: Some(ExcessReason::Overlap),
        }),
        reversal: None,
        follow_ups: vec![FollowUp {
            months: Months::Three,
            on: day(2022, 9, 1),
            contact: Contact::Lost,
            supports: Answer::Missing(Missing::LostContact),
            occupations: Answer::Missing(Missing::LostContact),
            answers: vec![],
        }],
        transferred_from: None,
        transferred_to: None,
        pseudonymous: true,
        constructed: false,
    }
}

fn open(public_id: &str, reference: &str) -> Record {
    Record {
        exit: None,
        follow_ups: vec![],
        pseudonymous: false,
        ..full(public_id, reference)
    }
}

fn person(letter: char, version: i64) -> Person {
    Person {
        pseudonym: letter.to_string().repeat(64),
        version,
    }
}

#[rstest]
#[tokio::test]
async fn r_reg_20_a_participation_reads_back_as_it_was_written(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let [krus, _] = places(&mut tx, id).await;
    let between = Question {
        slug: "mitt".into(),
        moment: Moment::Interim,
        ..question()
    };
    register::save_question(&mut tx, id, "krus", &between)
        .await
        .unwrap();
    register::save_question(&mut tx, id, "krus", &question())
        .await
        .unwrap();
    register::save_label(&mut tx, id, "krus", &label()).await.unwrap();
    let record = full("p1", "KR-1");
    participation::insert(&mut tx, &krus, &record, Some(&person('a', 1)))
        .await
        .unwrap();
    let found = participation::find(&mut tx, id, "p1").await.unwrap().unwrap();
    assert_eq!(found.record, record);
    assert_eq!(found.person, Some(person('a', 1)));
    let anonymous = Record {
        keys: keys("p2", moment(2)),
        entry: Entry::Anonymous(Anonymous {
            sex: Answer::Missing(Missing::Declined),
            start_year: 2022,
        }),
        granted: None,
        introduced: None,
        interim: Interim::default(),
        ..open("p2", "")
    };
    participation::insert(&mut tx, &krus, &anonymous, None)
        .await
        .unwrap();
    let found = participation::find(&mut tx, id, "p2").await.unwrap().unwrap();
    assert_eq!(found.record, anonymous);
    let facts = participation::load(&mut tx, id).await.unwrap();
    assert_eq!(facts.len(), 2);
    assert_eq!(facts[0].municipality.as_deref(), Some("Kalmar"));
    assert!(facts[0].person.is_some() && facts[1].person.is_none());
    assert!(participation::find(&mut tx, id, "p3").await.unwrap().is_none());
}

#[rstest]
#[tokio::test]
async fn r_reg_21_a_change_of_another_version_is_a_conflict(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let [krus, _] = places(&mut tx, id).await;
    participation::insert(&mut tx, &krus, &open("p1", "KR-1"), None)
        .await
        .unwrap();
    let found = participation::find(&mut tx, id, "p1").await.unwrap().unwrap();
    let mut changed = found.record.clone();
    changed.keys.version = 2;
    changed.interim.activities.clear();
    participation::update(&mut tx, &found, 1, &changed, None)
        .await
        .unwrap();
    let again = participation::find(&mut tx, id, "p1").await.unwrap().unwrap();
    assert_eq!(again.record, changed);
    let late = participation::update(&mut tx, &found, 1, &changed, None).await;
    assert!(matches!(late, Err(Error::Conflict { current: 2 })), "{late:?}");
}

#[rstest]
#[tokio::test]
async fn r_reg_17_the_database_takes_no_second_open_one_of_the_same(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[values(true, false)] by_reference: bool,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let [krus, resa] = places(&mut tx, id).await;
    let second = if by_reference { "KR-1" } else { "KR-2" };
    let same = (!by_reference).then(|| person('a', 1));
    participation::insert(&mut tx, &krus, &open("p1", "KR-1"), same.as_ref())
        .await
        .unwrap();
    participation::insert(&mut tx, &resa, &open("p2", second), same.as_ref())
        .await
        .unwrap();
    let found = participation::find(&mut tx, id, "p1").await.unwrap().unwrap();
    assert_eq!(
        participation::elsewhere(&mut tx, &found).await.unwrap(),
        !by_reference
    );
    let twice = participation::insert(&mut tx, &krus, &open("p3", second), same.as_ref()).await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}

#[rstest]
#[tokio::test]
async fn r_reg_22_lists_are_held_to_one_insats_and_filtered(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let [krus, resa] = places(&mut tx, id).await;
    register::save_label(&mut tx, id, "krus", &label()).await.unwrap();
    participation::insert(&mut tx, &krus, &full("p1", "KR-1"), None)
        .await
        .unwrap();
    participation::insert(&mut tx, &krus, &open("p2", "KR-2_%"), None)
        .await
        .unwrap();
    participation::insert(&mut tx, &resa, &open("p3", "RE-1"), None)
        .await
        .unwrap();
    let page = Page { limit: 10, offset: 0 };
    let listed = async |tx: &mut Tx, state: i64, reference: &str| -> Vec<String> {
        let filter = Filter {
            state,
            reference: reference.into(),
        };
        let rows = participation::list(tx, id, "krus", &filter, page).await.unwrap();
        rows.into_iter().map(|row| row.public_id).collect()
    };
    assert_eq!(listed(&mut tx, 0, "").await, ["p2", "p1"]);
    assert_eq!(listed(&mut tx, 4, "").await, ["p1"]);
    assert_eq!(listed(&mut tx, 3, "").await, ["p2"]);
    assert_eq!(listed(&mut tx, 0, "kr-1").await, ["p1"]);
    assert_eq!(
        listed(&mut tx, 0, "_%").await,
        ["p2"],
        "signs of a pattern are letters"
    );
    let filter = Filter::default();
    let second = Page { limit: 1, offset: 1 };
    let rows = participation::list(&mut tx, id, "krus", &filter, second)
        .await
        .unwrap();
    assert_eq!(
        (rows[0].public_id.as_str(), rows[0].made.as_slice(), rows[0].lost),
        ("p1", &[Months::Three][..], true)
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_05_keys_have_versions_and_pseudonyms_move_to_the_newest(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let [krus, resa] = places(&mut tx, id).await;
    let principal = krus.principal.unwrap();
    pseudonym::add_key(&mut tx, principal, 1, b"ett", moment(0))
        .await
        .unwrap();
    pseudonym::add_key(&mut tx, principal, 2, b"tva", moment(1))
        .await
        .unwrap();
    let keys = pseudonym::keys(&mut tx, principal).await.unwrap();
    assert_eq!(keys, [(1, b"ett".to_vec()), (2, b"tva".to_vec())]);
    participation::insert(&mut tx, &krus, &open("p1", "KR-1"), Some(&person('a', 1)))
        .await
        .unwrap();
    participation::insert(&mut tx, &resa, &open("p2", "RE-1"), Some(&person('a', 1)))
        .await
        .unwrap();
    let moved = participation::rekey(&mut tx, principal, &person('a', 1), &person('b', 2))
        .await
        .unwrap();
    assert_eq!(moved, 2);
    let found = participation::find(&mut tx, id, "p2").await.unwrap().unwrap();
    assert_eq!(found.person, Some(person('b', 2)));
    let spans = participation::spans(&mut tx, &krus, None, &[person('b', 2)], None)
        .await
        .unwrap();
    assert_eq!(spans.len(), 1, "in the other insats is no overlap");
}

#[rstest]
#[tokio::test]
async fn r_reg_23_questions_labels_and_lists_keep_what_they_mean(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    places(&mut tx, id).await;
    assert_eq!(register::lists(&mut tx, id).await.unwrap(), default_lists());
    register::save_lists(&mut tx, id, &default_lists()[1..])
        .await
        .unwrap();
    assert_eq!(register::lists(&mut tx, id).await.unwrap(), default_lists()[1..]);
    register::save_question(&mut tx, id, "krus", &question())
        .await
        .unwrap();
    let changed = Question {
        text: "Något annat?".into(),
        to: Some(day(2026, 1, 1)),
        ..question()
    };
    register::save_question(&mut tx, id, "krus", &changed)
        .await
        .unwrap();
    let stored = register::questions(&mut tx, id, "krus").await.unwrap();
    assert_eq!(
        stored,
        [Question {
            to: changed.to,
            ..question()
        }]
    );
    register::save_label(&mut tx, id, "krus", &label()).await.unwrap();
    assert_eq!(register::labels(&mut tx, id, "krus").await.unwrap(), [label()]);
    assert!(register::questions(&mut tx, id, "resa").await.unwrap().is_empty());
}

#[rstest]
#[tokio::test]
async fn r_reg_24_a_receipt_is_its_senders_and_is_forgotten(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let token = "0123456789abcdef";
    let mut claim = async |actor: &'static str, result: &'static str| {
        receipt::claim(&mut tx, (token, actor), result, moment(0)).await
    };
    assert_eq!(
        claim("anna", "p1").await.unwrap(),
        None,
        "the first time it is done"
    );
    assert_eq!(claim("anna", "p2").await.unwrap().as_deref(), Some("p1"));
    assert!(matches!(claim("bo", "p3").await, Err(Error::Duplicate(_))));
    assert_eq!(receipt::sweep(&mut tx, moment(1)).await.unwrap(), 1);
    let again = receipt::claim(&mut tx, (token, "bo"), "p4", moment(2)).await;
    assert_eq!(again.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn r_reg_25_a_participation_without_a_huvudman_is_not_taken(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    insats::save(&mut tx, id, &[insats_of("krus", "")]).await.unwrap();
    let place = participation::place(&mut tx, id, "krus").await.unwrap().unwrap();
    assert_eq!(place.principal, None);
    let refused = participation::insert(&mut tx, &place, &open("p1", "KR-1"), None).await;
    assert!(matches!(refused, Err(Error::Unknown { .. })), "{refused:?}");
}
