//! Stories of participations, on both databases, with a clock that stands still.

mod change;
mod person;

use app::{
    Actor, App, Assignment, Failure, Outcome, Role,
    participation::{Correction, Filter, Sending},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{facts::Insats, participation::*, personnummer::Typed};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, desk, refusals};

const ANNA: &str = "640823-3234";

fn now() -> DateTime<Utc> {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn holder(role: Role, insatser: &[&str]) -> Actor {
    let assignment = |insats: &&str| Assignment {
        role,
        insats: Some((*insats).into()),
        team: None,
        from: NaiveDate::MIN,
        to: None,
    };
    Actor {
        id: format!("{role:?}-{}", insatser.join("-")),
        name: "Prov".into(),
        assignments: insatser.iter().map(assignment).collect(),
    }
}

/// Two insatser of one huvudman and one of another.
async fn register(kind: Kind) -> Option<Desk> {
    let mut desk = desk(kind).await?;
    desk.app = desk.app.clone().with_key([7; 32]);
    let mut tx = desk.fresh.db.write().await.unwrap();
    let found = store::association::all(&mut tx).await.unwrap();
    let id = if let Some(stored) = found.first() {
        stored.id
    } else {
        let association = domain::facts::Association {
            name: "Förbundet".into(),
            org_number: "222000-1859".into(),
            ..domain::facts::Association::default()
        };
        store::association::create(&mut tx, "a", &association)
            .await
            .unwrap()
    };
    let insats = |slug: &str, principal: &str| Insats {
        slug: slug.into(),
        name: slug.to_uppercase(),
        kind: domain::codes::InsatsKind::Individual,
        principal: principal.into(),
        municipalities: vec!["Kalmar".into()],
        decision: String::new(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: vec![],
        ages: Some((16, 64)),
        registers: true,
    };
    let all = [
        insats("krus", "Kalmar kommun"),
        insats("resa", "Kalmar kommun"),
        insats("norr", "Nybro kommun"),
    ];
    store::insats::save(&mut tx, id, &all).await.unwrap();
    tx.commit().await.unwrap();
    Some(desk)
}

fn fields(changes: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in [
        ("underlag", "skriftligt"),
        ("referens", "KR-1"),
        ("start", "2026-09-01"),
        ("kon", "man"),
        ("fodelsear", "1964"),
        ("kommun", "Kalmar"),
        ("forsorjning", "forsorjningsstod"),
        ("sysselsattning", "ovrigt"),
    ]
    .iter()
    .chain(changes)
    {
        fields.set(name, *value);
    }
    fields
}

async fn read(app: &App, actor: &Actor, insats: &str, changes: &[(&str, &str)], number: &str) -> Entry {
    let rules = app.entry_rules(actor, insats, now()).await.unwrap();
    Entry::read(&fields(changes), &Typed::new(number.into()), &rules).unwrap()
}

async fn enter(
    app: &App,
    actor: &Actor,
    insats: &str,
    changes: &[(&str, &str)],
    number: &str,
) -> Outcome<String> {
    let entry = read(app, actor, insats, changes, number).await;
    app.enter_participation(actor, insats, entry, now()).await
}

fn exit(date: &str) -> Exit {
    Exit {
        date: day(date),
        reason: Answer::default(),
        label: None,
        supports: Answer::default(),
        occupations: Answer::default(),
        steps: vec![],
        answers: vec![],
        excess_reason: None,
    }
}

fn codes<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<&'static str> {
    refusals(outcome)
        .into_iter()
        .map(|refusal| refusal.code)
        .collect()
}

#[rstest]
#[tokio::test]
async fn r_reg_26_from_entry_to_follow_up(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let granted = [
        ("lage", "beviljad"),
        ("start", "2026-01-10"),
        ("samtycke-datum", "2026-01-10"),
    ];
    let id = enter(app, actor, "krus", &granted, ANNA).await.unwrap();
    let state = async || app.participation(actor, &id, now()).await.unwrap().record.state();
    assert_eq!(state().await, State::Granted);
    app.begin_participation(actor, (&id, 1), (Stage::Introduction, day("2026-02-01")), now())
        .await
        .unwrap();
    app.begin_participation(actor, (&id, 2), (Stage::Participating, day("2026-03-01")), now())
        .await
        .unwrap();
    assert_eq!(state().await, State::Open);
    let mut plan = Fields::default();
    for (name, value) in [
        ("mal-1-omrade", "arbete"),
        ("mal-1-satt", "2026-03-10"),
        ("akt-1-slag", "praktik"),
        ("akt-1-fran", "2026-04-01"),
        ("akt-1-timmar", "20"),
    ] {
        plan.set(name, value);
    }
    let rules = app.entry_rules(actor, "krus", now()).await.unwrap();
    let interim = Interim::read(&plan, day("2026-03-01"), &rules).unwrap();
    app.save_interim(actor, (&id, 3), interim.clone(), now())
        .await
        .unwrap();
    app.close_participation(actor, (&id, 4), exit("2026-06-30"), now())
        .await
        .unwrap();
    assert_eq!(
        codes(
            app.close_participation(actor, (&id, 5), exit("2026-07-30"), now())
                .await
        ),
        ["redan-avslutad"]
    );
    let first = (&Filter::default(), 0);
    let desk = app
        .participation_desk(actor, None, first, 100, now())
        .await
        .unwrap();
    assert_eq!(
        desk.due.iter().map(|w| w.due.follow_up).collect::<Vec<_>>(),
        [Some(Months::Three)]
    );
    let follow_up = FollowUp {
        months: Months::Three,
        on: day("2026-10-01"),
        contact: Contact::Lost,
        supports: Answer::Missing(Missing::LostContact),
        occupations: Answer::Missing(Missing::LostContact),
        answers: vec![],
    };
    app.save_follow_up(actor, (&id, 5), follow_up, now())
        .await
        .unwrap();
    let desk = app
        .participation_desk(actor, None, first, 100, now())
        .await
        .unwrap();
    assert!(desk.due.is_empty() && desk.all_due == 0);
    let seen = app.participation(actor, &id, now()).await.unwrap();
    assert_eq!(
        (seen.record.granted, seen.record.introduced),
        (Some(day("2026-01-10")), Some(day("2026-02-01")))
    );
    assert_eq!((seen.record.interim, seen.record.keys.version), (interim, 6));
}

#[rstest]
#[tokio::test]
async fn r_reg_23_own_questions_are_the_insatsansvarigs_and_answered_at_entry(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let manager = holder(Role::InsatsManager, &["krus"]);
    let question = Question {
        slug: "sover".into(),
        text: "Hur sover du?".into(),
        moment: Moment::Entry,
        kind: AnswerKind::Scale,
        limits: (1, 5),
        choices: vec![],
        from: day("2026-01-01"),
        to: None,
    };
    let refused = app.save_question(actor, "krus", &question, now()).await;
    assert!(matches!(refused, Err(Failure::NotFound)));
    let backwards = Question {
        limits: (5, 1),
        ..question.clone()
    };
    assert_eq!(
        codes(app.save_question(&manager, "krus", &backwards, now()).await),
        ["fraga-granser"]
    );
    // What an entry is judged by is kept between entries; another process may change it meanwhile.
    app.entry_rules(actor, "krus", now()).await.unwrap();
    App::over(app.db().clone())
        .save_question(&manager, "krus", &question, now())
        .await
        .unwrap();
    let id = enter(app, actor, "krus", &[("fraga-sover", "4")], "")
        .await
        .unwrap();
    let record = app.participation(actor, &id, now()).await.unwrap().record;
    let answers = &record.entry.named().unwrap().answers;
    assert_eq!((answers.len(), answers[0].value), (1, 4));
}
