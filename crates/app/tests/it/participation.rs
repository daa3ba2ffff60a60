//! Stories of participations, on both databases, with a clock that stands still.

use app::{
    Actor, App, Assignment, Failure, Outcome, Role,
    participation::{Correction, Filter, Sending},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{codes::Sex, facts::Insats, participation::*, personnummer::Typed};
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
async fn r_reg_27_only_the_deltagaransvarig_of_the_insats_knows_that_it_is_there(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let app = &desk.app;
    let own = holder(Role::ParticipantManager, &["krus"]);
    let id = enter(app, &own, "krus", &[], "").await.unwrap();
    let mut others: Vec<Actor> = Role::ALL
        .into_iter()
        .filter(|role| *role != Role::ParticipantManager)
        .map(|role| holder(role, &["krus"]))
        .collect();
    others.push(holder(Role::ParticipantManager, &["resa"]));
    others.push(Actor::system());
    for other in &others {
        let entry = read(app, &own, "krus", &[("referens", "KR-9")], "").await;
        let correction = Correction {
            entry: entry.clone(),
            exit: None,
        };
        let list = app
            .show_participations(other, "krus", (&Filter::default(), 0), now())
            .await;
        assert!(matches!(list, Err(Failure::NotFound)), "{other:?}");
        let all = [
            app.participation(other, &id, now()).await.map(|_| ()),
            app.enter_participation(other, "krus", entry, now())
                .await
                .map(|_| ()),
            app.close_participation(other, (&id, 1), exit("2026-10-01"), now())
                .await
                .map(|_| ()),
            app.correct_participation(other, (&id, 1), correction, now())
                .await
                .map(|_| ()),
            app.save_interim(other, (&id, 1), Interim::default(), now())
                .await
                .map(|_| ()),
            app.reverse_participation(other, (&id, 1), ReversalReason::Twice, now())
                .await
                .map(|_| ()),
            app.figures_that_count(other, &id, now()).await.map(|_| ()),
        ];
        for outcome in all {
            assert!(
                matches!(outcome, Err(Failure::NotFound)),
                "{other:?}: {outcome:?}"
            );
        }
        let first = (&Filter::default(), 0);
        let desk = app
            .participation_desk(other, Some("krus"), first, 100, now())
            .await;
        assert!(matches!(desk, Err(Failure::NotFound)), "{other:?}");
    }
    let nowhere = app.participation(&own, "finns-inte", now()).await;
    assert!(
        matches!(nowhere, Err(Failure::NotFound)),
        "as what one may not know"
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_28_the_same_person_is_refused_in_the_insats_and_told_of_in_another(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (
        &desk.app,
        &holder(Role::ParticipantManager, &["krus", "resa", "norr"]),
    );
    let first = enter(app, actor, "krus", &[], ANNA).await.unwrap();
    assert!(!app.participation(actor, &first, now()).await.unwrap().elsewhere);
    let twice = enter(app, actor, "krus", &[("referens", "KR-2")], "196408233234").await;
    assert_eq!(codes(twice), ["deltagande-overlapp"]);
    let reference = enter(app, actor, "krus", &[], "").await;
    assert_eq!(codes(reference), ["referens-upptagen"]);
    let other = enter(app, actor, "resa", &[], ANNA).await.unwrap();
    assert!(
        app.participation(actor, &other, now()).await.unwrap().elsewhere,
        "same huvudman"
    );
    let foreign = enter(app, actor, "norr", &[], ANNA).await.unwrap();
    assert!(
        !app.participation(actor, &foreign, now()).await.unwrap().elsewhere,
        "keys of two huvudmän never meet"
    );
    // Back in the same insats after an exit it is a new participation.
    app.close_participation(actor, (&first, 1), exit("2026-10-01"), now())
        .await
        .unwrap();
    let again = enter(app, actor, "krus", &[("start", "2026-10-01")], ANNA)
        .await
        .unwrap();
    assert_ne!(again, first);
    let facts = crate::desk::facts(&desk).await;
    let persons: std::collections::HashSet<_> =
        facts.participations.iter().filter_map(|p| p.person).collect();
    assert_eq!(
        (facts.participations.len(), persons.len()),
        (4, 2),
        "one person in each huvudman"
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_05_an_older_key_still_recognises_the_person(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus", "resa"]));
    let first = enter(app, actor, "krus", &[], ANNA).await.unwrap();
    let manager = holder(Role::InsatsManager, &["krus"]);
    assert_eq!(
        app.rotate_pseudonym_key(&manager, "krus", now()).await.unwrap(),
        2
    );
    let refused = app.rotate_pseudonym_key(actor, "krus", now()).await;
    assert!(matches!(refused, Err(Failure::NotFound)));
    let twice = enter(app, actor, "krus", &[("referens", "KR-2")], ANNA).await;
    assert_eq!(codes(twice), ["deltagande-overlapp"], "under the old key");
    enter(app, actor, "resa", &[], ANNA).await.unwrap();
    assert!(
        app.participation(actor, &first, now()).await.unwrap().elsewhere,
        "both under the newest"
    );
    let other = app.clone().with_key([8; 32]);
    let locked = enter(&other, actor, "krus", &[("referens", "KR-3")], ANNA).await;
    assert_eq!(codes(locked), ["pseudonym-nyckel"]);
}

#[rstest]
#[tokio::test]
async fn r_reg_21_two_people_at_the_same_record_lose_nobodys_text(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let id = enter(app, actor, "krus", &[], "").await.unwrap();
    let correction = async |reference: &str| Correction {
        entry: read(app, actor, "krus", &[("referens", reference)], "").await,
        exit: None,
    };
    let first = correction("KR-2").await;
    assert_eq!(
        app.correct_participation(actor, (&id, 1), first, now())
            .await
            .unwrap(),
        2
    );
    match app
        .correct_participation(actor, (&id, 1), correction("KR-3").await, now())
        .await
    {
        Err(Failure::Conflict { theirs, version }) => {
            assert!(theirs.contains("KR-2") && version == 2, "{theirs}");
        }
        other => panic!("{other:?}"),
    }
    let again = correction("KR-3").await;
    assert_eq!(
        app.correct_participation(actor, (&id, 2), again, now())
            .await
            .unwrap(),
        3
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_24_a_form_sent_twice_does_its_work_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let token = App::form_token().unwrap();
    let sending = Sending {
        token: Some(&token),
        ..Sending::default()
    };
    let mut answers = Vec::new();
    for _ in 0..2 {
        let entry = read(app, actor, "krus", &[], ANNA).await;
        answers.push(
            app.send_entry(actor, "krus", |_| Ok(entry), sending, now())
                .await
                .unwrap(),
        );
    }
    assert_eq!(answers[0], answers[1]);
    let listing = app
        .show_participations(actor, "krus", (&Filter::default(), 0), now())
        .await
        .unwrap();
    assert_eq!(listing.rows.len(), 1);
}

#[rstest]
#[tokio::test]
async fn r_reg_29_a_transfer_closes_one_and_opens_another_linked(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus", "resa"]));
    let first = enter(app, actor, "krus", &[], ANNA).await.unwrap();
    let early = read(app, actor, "resa", &[("start", "2026-09-15")], "").await;
    let refused = app
        .transfer_participation(actor, (&first, 1), exit("2026-10-01"), ("resa", early), now())
        .await;
    assert_eq!(codes(refused), ["overgang-fore-avslut"]);
    assert_eq!(
        app.participation(actor, &first, now())
            .await
            .unwrap()
            .record
            .state(),
        State::Open,
        "nothing happened"
    );
    let entry = read(app, actor, "resa", &[("start", "2026-10-01")], "").await;
    let second = app
        .transfer_participation(actor, (&first, 1), exit("2026-10-01"), ("resa", entry), now())
        .await
        .unwrap();
    let (from, to) = (
        app.participation(actor, &first, now()).await.unwrap().record,
        app.participation(actor, &second, now()).await.unwrap().record,
    );
    assert_eq!((from.state(), to.state()), (State::Closed, State::Open));
    assert_eq!(
        (from.transferred_to, to.transferred_from),
        (Some(second), Some(first))
    );
    assert!(to.pseudonymous, "within one huvudman the pseudonym follows");
}

#[rstest]
#[tokio::test]
async fn r_reg_30_a_reversal_names_the_figures_it_changes_and_is_no_result(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let id = enter(app, actor, "krus", &[], ANNA).await.unwrap();
    enter(app, actor, "krus", &[("referens", "KR-2"), ("kon", "kvinna")], "")
        .await
        .unwrap();
    let affected = app.figures_that_count(actor, &id, now()).await.unwrap();
    let new = affected.iter().find(|a| a.key == "deltaganden.nya@2026").unwrap();
    assert_eq!(
        (new.before.as_str(), new.after.as_str(), new.published),
        ("2", "1", false)
    );
    app.reverse_participation(actor, (&id, 1), ReversalReason::WrongPerson, now())
        .await
        .unwrap();
    let year = app.year(&Actor::system(), 2026).await.unwrap();
    let new = year
        .figures
        .of_year("deltaganden.nya", domain::figure::Scope::all())
        .unwrap();
    assert_eq!(new.text(), "1");
    assert_eq!(
        app.participation(actor, &id, now()).await.unwrap().record.state(),
        State::Reversed
    );
    let again = enter(app, actor, "krus", &[], ANNA).await;
    assert!(again.is_ok(), "a reversed one overlaps nothing");
    let corrected = Correction {
        entry: read(app, actor, "krus", &[], "").await,
        exit: None,
    };
    assert_eq!(
        codes(app.correct_participation(actor, (&id, 2), corrected, now()).await),
        ["felregistrerad"]
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_10_an_anonymous_one_keeps_sex_and_start_year_whatever_is_sent(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let id = enter(app, actor, "krus", &[("underlag", "skyddad")], "")
        .await
        .unwrap();
    let full = Exit {
        reason: Answer::Known(domain::codes::ExitReason::Illness),
        ..exit("2026-10-01")
    };
    app.close_participation(actor, (&id, 1), full, now())
        .await
        .unwrap();
    let record = app.participation(actor, &id, now()).await.unwrap().record;
    assert_eq!(record.state(), State::Anonymous { closed: true });
    let kept = record.exit.as_ref().unwrap();
    assert_eq!(kept.date, exit("2026-10-01").date);
    assert!(kept.reason.known().is_none() && kept.supports.known().is_none_or(Vec::is_empty));
    assert_eq!(
        record.entry,
        Entry::Anonymous(Anonymous {
            sex: Answer::Known(Sex::Man),
            start_year: 2026
        })
    );
    let named = Correction {
        entry: read(app, actor, "krus", &[], "").await,
        exit: None,
    };
    assert_eq!(
        codes(app.correct_participation(actor, (&id, 2), named, now()).await),
        ["rattelse-anonym"]
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_02_the_number_is_in_no_table_and_no_event(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    enter(app, actor, "krus", &[], ANNA).await.unwrap();
    let wrong = enter(app, actor, "krus", &[("referens", "KR-2")], ANNA).await;
    let printed = format!("{wrong:?}");
    assert!(
        !printed.contains("3234") && !printed.contains("640823"),
        "{printed}"
    );
    let mut tx = desk.fresh.db.read().await.unwrap();
    let stored = store::audit::list(&mut tx, 0, 1000).await.unwrap();
    // Without the chain's hashes, where any four digits may stand by chance.
    let events: Vec<_> = stored.iter().map(|one| &one.event).collect();
    let text = format!("{events:?}");
    assert!(!text.contains("3234") && !text.contains("640823"), "{text}");
    drop(tx);
    if kind == Kind::Sqlite {
        desk.fresh.db.close().await;
        for file in std::fs::read_dir(desk.fresh.folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for digits in ["6408233234", "640823-3234", "196408233234"] {
                assert!(
                    !bytes.windows(digits.len()).any(|w| w == digits.as_bytes()),
                    "{digits}"
                );
            }
        }
    }
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
