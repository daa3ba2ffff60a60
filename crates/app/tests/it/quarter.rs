//! A quarter from silence to closing, on both databases.

use app::{
    Actor, App, Failure, Role,
    quarter::{Edited, Reply, Sheet},
    report::Which,
};
use chrono::{DateTime, Utc};
use domain::{
    codes::Sex,
    participation::{Anonymous, Answer as Field, Entry},
    quarter::{Line, Quarter, Standing},
};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, refusals, with, with_tables};

fn now() -> DateTime<Utc> {
    "2023-02-15T09:00:00Z".parse().unwrap()
}

fn fourth() -> Quarter {
    Quarter::new(2022, 4).unwrap()
}

fn manager() -> Actor {
    with(Role::InsatsManager, Some("krus"))
}

fn office() -> Actor {
    with(Role::Office, None)
}

async fn prepared(kind: Kind) -> Option<Desk> {
    let desk = with_tables(kind, now()).await?;
    testkit::rows::add(desk.app.db(), &["krus", "resa"]).await;
    Some(desk)
}

async fn sheet(app: &App, actor: &Actor) -> Sheet {
    app.quarter(actor, (fourth(), "krus"), now()).await.unwrap()
}

/// Somebody is registered afterwards.
async fn register(app: &App) {
    let entry = Entry::Anonymous(Anonymous {
        sex: Field::Known(Sex::Woman),
        start_year: 2022,
    });
    let holder = with(Role::ParticipantManager, Some("krus"));
    app.enter_participation(&holder, "krus", entry, now())
        .await
        .unwrap();
}

fn code<T: std::fmt::Debug>(outcome: app::Outcome<T>) -> &'static str {
    refusals(outcome)[0].code
}

async fn what(app: &App, actor: &Actor) -> Vec<String> {
    let due = app.due(actor, now()).await.unwrap();
    due.into_iter().map(|due| due.what).collect()
}

#[rstest]
#[tokio::test]
async fn r_kva_03_from_silence_to_an_answer_that_a_correction_opens_again(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let krus = (fourth(), "krus");
    let overview = app.quarters(&office(), 2022, now()).await.unwrap();
    assert!(overview.whole && overview.quarters.len() == 4);
    let silent = &overview.quarters[3].silent;
    assert!(
        silent
            .iter()
            .any(|s| s.insats == "krus" && s.since.to_string() == "2023-01-01")
    );
    let name = silent.iter().find(|s| s.insats == "krus").unwrap().name.clone();
    let asked = format!("Svara på talen för kvartal 4 2022, {name}");
    assert!(what(app, &manager()).await.contains(&asked));
    assert!(
        what(app, &office())
            .await
            .iter()
            .any(|w| w.starts_with("Stäng kvartal 4 2022: "))
    );

    let own = sheet(app, &manager()).await;
    assert!(own.may_answer && own.standing == Standing::Silent);
    let new = own.counts.of(Line::New).unwrap().year.unwrap();
    let figures = app.year(&manager(), 2022).await.unwrap();
    let scope = domain::figure::Scope::all().with("insats", "krus");
    assert_eq!(
        figures.figures.of_year("deltaganden.nya", scope).unwrap().k,
        Some(new)
    );
    assert_eq!(
        code(
            app.answer_quarter(&manager(), krus, Reply::Accept("x"), now())
                .await
        ),
        "kvartal-andrat"
    );
    app.answer_quarter(&manager(), krus, Reply::Accept(&own.digest), now())
        .await
        .unwrap();
    assert_eq!(sheet(app, &office()).await.standing, Standing::Accepted);
    assert!(!what(app, &manager()).await.contains(&asked));

    register(app).await;
    let Standing::Reopened(changes) = sheet(app, &manager()).await.standing else {
        panic!("a changed count is asked again")
    };
    assert!(
        changes
            .iter()
            .any(|c| c.line == Line::New && c.year_now == Some(new + 1))
    );
    assert!(
        what(app, &manager())
            .await
            .iter()
            .any(|w| w.ends_with("igen: de har ändrats"))
    );

    let words = "Två avslut i december saknas ännu.";
    let dispute = |line| Reply::Dispute { line, words };
    assert_eq!(
        code(app.answer_quarter(&manager(), krus, dispute(""), now()).await),
        "kvartal-tal"
    );
    app.answer_quarter(&manager(), krus, dispute("avslutade"), now())
        .await
        .unwrap();
    app.answer_quarter(&manager(), krus, dispute("nya"), now())
        .await
        .unwrap();
    let read = sheet(app, &office()).await;
    assert_eq!(
        (read.standing, read.answer.remarks().len()),
        (Standing::Disputed, 2)
    );
    assert!(
        format!("{:?}", read.document.blocks).contains(words),
        "the words follow the figure"
    );
    assert!(read.oddities.is_empty() && !read.may_answer);
    store::audit::verify(&mut app.db().read().await.unwrap())
        .await
        .unwrap();
}

#[rstest]
#[tokio::test]
async fn r_kva_06_a_quarter_is_closed_with_the_silent_named_and_is_then_locked(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let krus = (fourth(), "krus");
    let words = "Två avslut i december saknas ännu.";
    let dispute = Reply::Dispute {
        line: "avslutade",
        words,
    };
    app.answer_quarter(&manager(), krus, dispute, now())
        .await
        .unwrap();
    let silent = app.quarters(&office(), 2022, now()).await.unwrap().quarters[3]
        .silent
        .clone();
    let named: Vec<String> = silent.iter().map(|s| s.insats.clone()).collect();
    assert!(!named.is_empty() && !named.contains(&"krus".to_owned()));
    let reason = "Övriga är påminda två gånger.";
    let close = |named: Vec<String>, reason: &'static str| async move {
        app.close_quarter(&office(), fourth(), (&named, reason), now())
            .await
    };
    assert_eq!(code(close(Vec::new(), reason).await), "kvartal-tysta");
    assert_eq!(code(close(named.clone(), "").await), "kvartal-skal");
    close(named.clone(), reason).await.unwrap();

    assert_eq!(code(close(named, reason).await), "kvartal-stangt");
    assert_eq!(
        code(app.answer_quarter(&manager(), krus, dispute, now()).await),
        "kvartal-stangt"
    );
    let text = Edited {
        heading: "metod",
        markdown: "Ny text.",
        seen: 0,
    };
    assert_eq!(
        code(app.save_quarter_text(&manager(), krus, &text, now()).await),
        "kvartal-stangt"
    );
    let page = String::from_utf8(app.closed_quarter_of(&manager(), krus).await.unwrap()).unwrap();
    assert!(page.contains(words) && page.contains("bestritt 1"));
    let whole = String::from_utf8(app.closed_quarter(&office(), fourth()).await.unwrap()).unwrap();
    assert!(whole.contains(reason) && whole.contains(words));

    let before = sheet(app, &manager()).await;
    assert!(!before.differs);
    register(app).await;
    let after = sheet(app, &manager()).await;
    assert_eq!(after.counts, before.counts, "a closed quarter keeps its counts");
    assert!(after.differs && after.standing == Standing::Disputed);
    assert!(!what(app, &office()).await.iter().any(|w| w.contains("kvartal")));
}

#[rstest]
#[tokio::test]
async fn r_kva_11_a_confirmed_text_of_the_fourth_quarter_is_the_annexs(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let third = Quarter::new(2022, 3).unwrap();
    let mut text = Edited {
        heading: "metod",
        markdown: "Handledning enligt IPS, 37 gånger.",
        seen: 0,
    };
    app.save_quarter_text(&manager(), (third, "krus"), &text, now())
        .await
        .unwrap();
    let metod = |sheet: Sheet| {
        sheet
            .texts
            .into_iter()
            .find(|t| t.heading.key == "metod")
            .unwrap()
    };
    let old = metod(sheet(app, &manager()).await);
    assert_eq!(old.old().as_deref(), Some("från kvartal 3 2022"));
    assert!(
        !sheet(app, &manager()).await.problems.is_empty(),
        "a typed number is a finding"
    );
    let id = "bilaga-krus-metod";
    let section = || async {
        let all = app.sections(&office(), Which::annual(2022)).await.unwrap();
        all.into_iter().find(|s| s.spec.id == id).unwrap()
    };
    let own = section().await;
    if own.version == 0 {
        assert!(!own.markdown.contains("37"), "a proposal is not confirmed");
    }
    assert_eq!(
        app.confirm_quarter_texts(&manager(), (fourth(), "krus"), now())
            .await
            .unwrap(),
        1
    );
    assert_eq!(metod(sheet(app, &manager()).await).old(), None);
    let empty = app::report::Edited {
        section: id,
        markdown: "",
        seen: own.version,
    };
    app.save_section(&office(), Which::annual(2022), &empty, now())
        .await
        .unwrap();
    assert_eq!(section().await.markdown, text.markdown);
    let draft = app.report(&office(), Which::annual(2022), now()).await.unwrap();
    assert!(format!("{:?}", draft.document.blocks).contains("Handledning enligt IPS"));

    text.markdown = "En annan text.";
    match app
        .save_quarter_text(&manager(), (fourth(), "krus"), &text, now())
        .await
    {
        Err(Failure::Conflict { theirs, version }) => {
            assert_eq!((theirs.contains("IPS"), version), (true, 1));
        }
        other => panic!("a conflict was expected: {other:?}"),
    }
    text.markdown = "Gäller 19900304-2387.";
    let refused = app
        .save_quarter_text(&manager(), (fourth(), "krus"), &text, now())
        .await;
    assert_eq!(code(refused), "text-personnummer");
}

#[rstest]
#[tokio::test]
async fn r_kva_10_others_see_nothing_and_the_auditor_only_reads(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let krus = (fourth(), "krus");
    let auditor = with(Role::Auditor, None);
    assert!(app.quarter(&auditor, krus, now()).await.is_ok());
    let all: Vec<String> = Vec::new();
    let reply = Reply::Accept("x");
    for actor in [
        with(Role::InsatsManager, Some("resa")),
        with(Role::ParticipantManager, Some("krus")),
        with(Role::Board, None),
        with(Role::Economist, None),
    ] {
        assert!(matches!(
            app.quarter(&actor, krus, now()).await,
            Err(Failure::NotFound)
        ));
        assert!(matches!(
            app.closed_quarter_of(&actor, krus).await,
            Err(Failure::NotFound)
        ));
    }
    for actor in [auditor, office(), with(Role::InsatsManager, Some("resa"))] {
        let answered = app.answer_quarter(&actor, krus, reply, now()).await;
        assert!(matches!(answered, Err(Failure::NotFound)));
        let text = Edited {
            heading: "metod",
            markdown: "x",
            seen: 0,
        };
        let saved = app.save_quarter_text(&actor, krus, &text, now()).await;
        assert!(matches!(saved, Err(Failure::NotFound)));
    }
    for actor in [with(Role::Auditor, None), manager()] {
        let closed = app.close_quarter(&actor, fourth(), (&all, ""), now()).await;
        assert!(matches!(closed, Err(Failure::NotFound)));
    }
    let own = app.quarters(&manager(), 2022, now()).await.unwrap();
    assert_eq!((own.insatser.len(), own.whole), (1, false));
    let nobody = with(Role::Board, None);
    assert!(matches!(
        app.quarters(&nobody, 2022, now()).await,
        Err(Failure::NotFound)
    ));
    let later = Quarter::new(2023, 2).unwrap();
    assert!(matches!(
        app.quarter(&manager(), (later, "krus"), now()).await,
        Err(Failure::NotFound)
    ));
}
