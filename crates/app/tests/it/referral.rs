//! From referral to recommendation to participation, on both databases.

use app::{Actor, App, Assignment, Failure, Outcome, Role, participation::Sending, referral::Step};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    consultation::{Draft as Treated, Party},
    disclosure::Period,
    facts::Team,
    figure::Scope,
    participation::{Entry, Fields},
    personnummer::Typed,
    referral::{Draft, Stage},
    statistics::{self, Part, Selection},
};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, desk, facts, folder, refusals, traces};

fn now() -> DateTime<Utc> {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

fn with(role: Role, insats: Option<&str>, team: Option<&str>) -> Actor {
    let assignment = Assignment {
        role,
        insats: insats.map(Into::into),
        team: team.map(Into::into),
        from: NaiveDate::MIN,
        to: None,
    };
    Actor {
        id: "u".into(),
        name: "Prov".into(),
        assignments: vec![assignment],
    }
}

fn norr() -> Actor {
    with(Role::Team, None, Some("norr"))
}

fn holder(insats: &str) -> Actor {
    with(Role::ParticipantManager, Some(insats), None)
}

async fn prepared(kind: Kind) -> Option<Desk> {
    let desk = desk(kind).await?;
    let app = &desk.app;
    app.import_tables(&desk.actor, folder(), false, now())
        .await
        .unwrap();
    let team = |slug: &str| Team {
        slug: slug.into(),
        name: format!("Team {slug}"),
        municipalities: vec!["Vimmerby".into()],
    };
    app.save_teams(&desk.actor, &[team("norr"), team("soder")], now())
        .await
        .unwrap();
    Some(desk)
}

fn draft(reference: &str, received: &str) -> Draft {
    Draft {
        reference: reference.into(),
        authority: "region".into(),
        new_unit: "Hälsocentralen".into(),
        need: "studier".into(),
        municipality: "Vimmerby".into(),
        received: received.into(),
        ..Draft::default()
    }
}

async fn refer(app: &App, reference: &str, received: &str) -> String {
    app.add_referral(&norr(), "norr", ("", &draft(reference, received)), now())
        .await
        .unwrap()
}

async fn meet(app: &App, on: &str) -> String {
    app.add_meeting(&norr(), "norr", ("", on, vec![Party::Region]), now())
        .await
        .unwrap()
}

fn treated(referral: &str, insats: &str) -> Treated {
    Treated {
        referral: referral.into(),
        kind: "insats".into(),
        insats: insats.into(),
        ..Treated::default()
    }
}

async fn enter(app: &App, insats: &str, reference: &str, sending: Sending<'_>) -> Outcome<String> {
    let actor = holder(insats);
    let rules = app.entry_rules(&actor, insats, now()).await?;
    let fields = [
        ("underlag", "skriftligt"),
        ("referens", reference),
        ("start", "2026-11-18"),
        ("kon", "kvinna"),
        ("fodelsear", "1990"),
    ];
    let fields = Fields::new(fields.map(|(name, value)| (name.into(), value.into())).to_vec());
    let entry = Entry::read(&fields, &Typed::new(String::new()), &rules).unwrap();
    app.send_entry(&actor, insats, |_| Ok(entry), sending, now())
        .await
}

#[rstest]
#[tokio::test]
async fn a_referral_becomes_a_recommendation_becomes_a_participation(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let key = refer(app, "26-001", "2026-10-20").await;
    let step = |what: &str, on: &str| Step {
        what: what.into(),
        on: on.into(),
        reason: String::new(),
    };
    app.step_referral(&norr(), (&key, None), &step("ta-emot", "2026-10-22"), now())
        .await
        .unwrap();
    let meeting = meet(app, "2026-11-10").await;
    app.add_consultation(&norr(), &meeting, ("", &treated(&key, "krus")), now())
        .await
        .unwrap();
    let read = app.desk_of(&norr(), &key, now()).await.unwrap().desk;
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(
        read.referral(&key).unwrap().stage,
        Stage::Done {
            accepted: day("2026-10-22"),
            answered: day("2026-11-10")
        }
    );
    let waiting = app
        .recommendations_waiting(&holder("krus"), "krus", now())
        .await
        .unwrap()
        .waiting;
    assert_eq!(waiting.len(), 1);
    let (found, municipality) = (&waiting[0], Some("Vimmerby".to_owned()));
    assert_eq!(
        found.authority.map(domain::codes::CodeTable::slug),
        Some("region")
    );
    assert_eq!(found.municipality, municipality, "an entry is filled with it");

    let seen = app.recommendation(&holder("krus"), &found.key, now()).await;
    assert_eq!(seen.unwrap(), *found);
    for other in [holder("resa"), desk.actor.clone()] {
        let hidden = app.recommendation(&other, &found.key, now()).await;
        assert!(matches!(hidden, Err(Failure::NotFound)), "another insats's");
    }
    let sending = Sending {
        recommendation: Some(&found.key),
        ..Sending::default()
    };
    let sent = enter(app, "resa", "RE-1", sending).await;
    assert!(sent.is_ok(), "another insats enters, and takes nothing");
    let first = enter(app, "krus", "KR-1", sending).await.unwrap();
    let second = enter(app, "krus", "KR-2", sending).await.unwrap();
    assert_ne!(first, second, "entered all the same");
    let late = (found.key.as_str(), ("2026-11-18", "annat"));
    let late = app
        .close_recommendation(&holder("krus"), late.0, late.1, now())
        .await;
    assert!(
        matches!(late, Err(Failure::NotFound)),
        "it became a participation"
    );
    assert!(
        app.recommendations_waiting(&holder("krus"), "krus", now())
            .await
            .unwrap()
            .waiting
            .is_empty()
    );
    let read = app.desk_of(&norr(), &key, now()).await.unwrap().desk;
    let course = domain::waiting::courses(&read).next().unwrap();
    assert_eq!(course.end, domain::waiting::End::Entered(day("2026-11-18")));
    traces(&desk).await;
}

#[rstest]
#[tokio::test]
async fn r_kon_09_a_month_is_counted_from_records_or_a_number_never_both(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let meeting = meet(app, "2026-10-13").await;
    let advice = Treated {
        kind: "rad".into(),
        ..Treated::default()
    };
    app.enter_count(&norr(), "norr", ("2026-10", "4"), now())
        .await
        .unwrap();
    let beside = app
        .add_consultation(&norr(), &meeting, ("", &advice), now())
        .await;
    assert_eq!(refusals(beside)[0].code, "antal-finns");
    app.enter_count(&norr(), "norr", ("2026-10", ""), now())
        .await
        .unwrap();
    app.add_consultation(&norr(), &meeting, ("", &advice), now())
        .await
        .unwrap();
    let beside = app.enter_count(&norr(), "norr", ("2026-10", "4"), now()).await;
    assert_eq!(refusals(beside)[0].code, "antal-dubbelt");
    let soder = with(Role::Team, None, Some("soder"));
    app.enter_count(&soder, "soder", ("2026-10", "4"), now())
        .await
        .unwrap();
    let counted: Vec<i64> = facts(&desk).await.consultations.iter().map(|c| c.count).collect();
    assert_eq!(counted, [5], "one of team norr, four of team söder");
}

#[tokio::test]
async fn r_kon_13_what_is_another_teams_is_not_found() {
    let desk = prepared(Kind::Sqlite).await.unwrap();
    let app = &desk.app;
    let key = refer(app, "26-001", "2026-10-20").await;
    let meeting = meet(app, "2026-11-10").await;
    let soder = with(Role::Team, None, Some("soder"));
    for actor in [
        &soder,
        &desk.actor,
        &holder("krus"),
        &with(Role::Board, None, None),
    ] {
        let advice = treated("", "krus");
        let answers = [
            app.desk(actor, "norr", now()).await.map(|_| ()),
            app.desk_of(actor, &key, now()).await.map(|_| ()),
            app.desk_of(actor, &meeting, now()).await.map(|_| ()),
            app.step_referral(actor, (&key, None), &Step::default(), now())
                .await
                .map(|_| ()),
            app.add_consultation(actor, &meeting, ("", &advice), now()).await,
            app.set_parties(actor, (&meeting, None), vec![], now())
                .await
                .map(|_| ()),
            app.enter_count(actor, "norr", ("2026-09", "1"), now()).await,
            app.offer_unit(actor, "norr", (1, false), now()).await,
            app.entered_counts(actor, "norr").await.map(|_| ()),
            app.add_referral(actor, "norr", ("", &draft("26-002", "2026-10-20")), now())
                .await
                .map(|_| ()),
        ];
        for (at, answer) in answers.into_iter().enumerate() {
            assert!(matches!(answer, Err(Failure::NotFound)), "{at}: {answer:?}");
        }
    }
    let unknown = app.desk_of(&norr(), "finns-inte", now()).await;
    assert!(matches!(unknown, Err(Failure::NotFound)));
}

#[rstest]
#[tokio::test]
async fn r_api_18_a_step_from_an_older_version_is_a_conflict(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let key = refer(app, "26-001", "2026-10-20").await;
    let step = |what: &str| Step {
        what: what.into(),
        on: "2026-10-22".into(),
        reason: String::new(),
    };
    let take = async |seen, what: &str| {
        app.step_referral(&norr(), (&key, Some(seen)), &step(what), now())
            .await
    };
    assert_eq!(take(1, "ta-emot").await.unwrap(), 2);
    let older = take(1, "aterta").await;
    assert!(
        matches!(older, Err(Failure::Conflict { version: 2, .. })),
        "{older:?}"
    );
    assert_eq!(take(2, "aterta").await.unwrap(), 3);
    let meeting = meet(app, "2026-11-10").await;
    let save = async |seen| {
        let parties = vec![Party::Region];
        app.set_parties(&norr(), (&meeting, Some(seen)), parties, now())
            .await
    };
    assert_eq!(save(1).await.unwrap(), 2);
    let older = save(1).await;
    assert!(
        matches!(older, Err(Failure::Conflict { version: 2, .. })),
        "{older:?}"
    );
}

/// What somebody reads of the referrals of some months.
async fn read(app: &App, actor: &Actor, (from, to): (&str, &str), team: Option<&str>) -> Vec<String> {
    let selection = Selection {
        period: Period {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        },
        team: team.map(Into::into),
        ..Selection::of_year(statistics::Kind::Referrals, 2026)
    };
    let shown = app.statistics(actor, &selection, now()).await.unwrap();
    let ways = shown.report.parts.iter().map(Part::table);
    let mut ways = ways.filter(|table| table.id == "remisser-avsandare");
    let last = ways.next().unwrap().rows.last().unwrap().clone();
    last.cells[1..].iter().map(|cell| cell.text.clone()).collect()
}

#[rstest]
#[tokio::test]
async fn r_kon_11_what_everybody_reads_of_referrals_is_protected_and_remembered(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let meeting = meet(app, "2026-11-10").await;
    for n in 1..=6 {
        let key = refer(app, &format!("26-00{n}"), &format!("2026-10-0{n}")).await;
        if n < 5 {
            app.add_consultation(&norr(), &meeting, ("", &treated(&key, "krus")), now())
                .await
                .unwrap();
        }
    }
    let board = with(Role::Board, None, None);
    let (year, quarter) = (("2026-01-01", "2026-12-31"), ("2026-10-01", "2026-12-31"));
    let protected = ["6", "skyddad", "0", "0", "skyddad", "0"];
    assert_eq!(read(app, &board, year, None).await, protected);
    assert_eq!(read(app, &board, quarter, None).await, protected);
    assert_eq!(
        read(app, &norr(), quarter, Some("norr")).await,
        ["6", "4", "0", "0", "4", "0"]
    );
    assert_eq!(read(app, &board, quarter, Some("norr")).await, protected);

    let measures = ["remiss.inkomna", "remiss.besvarade"];
    let mut tx = app.db().read().await.unwrap();
    let association = store::association::all(&mut tx).await.unwrap()[0].id;
    let memory = store::disclosure::memory(&mut tx, association, &measures)
        .await
        .unwrap();
    drop(tx);
    let whole = |measure: &str| {
        memory
            .iter()
            .find(|m| m.key.measure == measure && m.key.scope.0.is_empty())
    };
    assert_eq!(whole("remiss.inkomna").unwrap().value, Some(6));
    assert_eq!(whole("remiss.besvarade").unwrap().value, None);
    assert!(
        memory.iter().all(|m| m.key.period.as_year().is_none()),
        "the year is decided anew"
    );

    // Three more are answered: the year shows it, but the quarter was withheld and stays so.
    for n in 7..=9 {
        let key = refer(app, &format!("26-00{n}"), "2026-07-01").await;
        app.add_consultation(&norr(), &meeting, ("", &treated(&key, "krus")), now())
            .await
            .unwrap();
    }
    assert_eq!(read(app, &board, quarter, None).await[1], "skyddad");
}

#[tokio::test]
async fn r_kon_15_the_years_figures_of_referrals_are_everybodys_but_a_teams_own_are_as_they_are() {
    let desk = prepared(Kind::Sqlite).await.unwrap();
    let app = &desk.app;
    for n in 1..=3 {
        refer(app, &format!("26-00{n}"), &format!("2026-10-0{n}")).await;
    }
    for (actor, shown) in [(norr(), "3"), (with(Role::Board, None, None), "skyddad")] {
        let year = app.year(&actor, 2026).await.unwrap();
        let of = |team: &str| {
            year.figures
                .of_year("remiss.inkomna", Scope::all().with("team", team))
                .unwrap()
        };
        assert_eq!(
            (of("norr").text().as_str(), of("norr").unit.label()),
            (shown, "remisser")
        );
        let words = year.scope_words(&of("norr").key.scope);
        assert_eq!(words, [("Team", "Team norr".to_owned())]);
    }
}

#[tokio::test]
async fn r_kon_12_each_role_has_its_own_list_of_what_is_due() {
    let desk = prepared(Kind::Sqlite).await.unwrap();
    let app = &desk.app;
    let late = refer(app, "26-001", "2026-08-01").await;
    refer(app, "26-002", "2026-08-02").await;
    let meeting = meet(app, "2026-09-08").await;
    app.add_consultation(&norr(), &meeting, ("", &treated(&late, "krus")), now())
        .await
        .unwrap();
    let due = async |actor: &Actor| -> Vec<String> {
        let due = app.due(actor, now()).await.unwrap();
        assert!(due.iter().all(|d| d.overdue));
        due.into_iter().map(|d| d.what).collect()
    };
    assert_eq!(
        due(&norr()).await,
        ["En remiss har väntat i mer än 21 dagar på möte"]
    );
    assert_eq!(
        due(&holder("krus")).await,
        ["En rekommendation har väntat i mer än 30 dagar på att börja i insatsen"]
    );
    // What others make due for the office is theirs to test.
    let mut office = due(&desk.actor).await;
    office.retain(|what| !what.contains("kvartal") && !what.starts_with("Budget"));
    assert_eq!(
        office,
        ["Team norr har inga konsultationer för oktober 2026. Påminn teamet"]
    );
    for actor in [
        holder("resa"),
        with(Role::Team, None, Some("soder")),
        with(Role::Board, None, None),
    ] {
        assert!(due(&actor).await.is_empty());
    }
}

#[rstest]
#[tokio::test]
async fn r_kon_14_who_was_shown_a_referral_is_in_the_read_log(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let key = refer(app, "26-001", "2026-10-20").await;
    refer(app, "26-002", "2026-10-20").await;
    let meeting = meet(app, "2026-11-10").await;
    app.add_consultation(&norr(), &meeting, ("", &treated(&key, "krus")), now())
        .await
        .unwrap();
    app.desk(&norr(), "norr", now()).await.unwrap();
    app.desk_of(&norr(), &key, now()).await.unwrap();
    app.recommendations_waiting(&holder("krus"), "krus", now())
        .await
        .unwrap();
    let mut tx = desk.fresh.db.read().await.unwrap();
    let wanted = store::read_log::Wanted::default();
    let stored = store::read_log::list(&mut tx, &wanted, 0, 100).await.unwrap();
    let mut acts: Vec<&str> = stored.iter().map(|s| s.read.act.as_str()).collect();
    acts.sort_unstable();
    assert_eq!(acts, ["rekommendation.lista", "remiss.visa", "remisser.bord"]);
    assert!(stored.iter().all(|s| s.read.place == "norr"));
}
