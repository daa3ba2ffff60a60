use std::sync::Arc;

use app::{Actor, App, Assignment, Failure, Role, read_log::Seen};
use chrono::NaiveDate;
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, desk, folder, now};

fn manager(insats: &str) -> Actor {
    Actor {
        id: format!("deltagare-{insats}"),
        name: "Deltagaransvarig".into(),
        assignments: vec![Assignment {
            role: Role::ParticipantManager,
            insats: Some(insats.into()),
            team: None,
            from: NaiveDate::MIN,
            to: None,
        }],
    }
}

async fn log(app: &App, row: i64) -> app::Outcome<()> {
    let seen = Seen::Participations {
        insats: "krus",
        rows: &[row, row + 1],
    };
    app.log_read(&manager("krus"), "deltagare.lista", seen, now())
        .await
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn r_log_04_reads_that_come_together_are_all_in_the_log(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(Desk {
        app, fresh: _kept, ..
    }) = desk(kind).await
    else {
        return;
    };
    let reading: Vec<_> = (0..300)
        .map(|row| {
            let app = app.clone();
            tokio::spawn(async move { log(&app, row).await })
        })
        .collect();
    for one in reading {
        one.await.unwrap().unwrap();
    }
    let nothing = Seen::Referrals {
        team: "norr",
        rows: &[],
    };
    app.log_read(&manager("krus"), "remisser", nothing, now())
        .await
        .unwrap();
    let verified = app.verify_audit().await.unwrap();
    assert_eq!((verified.events, verified.reads), (Ok(0), Ok(300)));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn r_log_04_two_processes_append_to_one_chain(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(Desk {
        app, fresh: _kept, ..
    }) = desk(kind).await
    else {
        return;
    };
    let other = App::over(app.db().clone());
    // In turn, so that what each knows of the end is old every time; and then both at once.
    for row in 0..5 {
        log(&app, row).await.unwrap();
        log(&other, row).await.unwrap();
    }
    let at_once = |app: &App| {
        let app = app.clone();
        tokio::spawn(async move {
            for row in 0..20 {
                log(&app, row).await.unwrap();
            }
        })
    };
    let (one, two) = (at_once(&app), at_once(&other));
    one.await.unwrap();
    two.await.unwrap();
    assert_eq!(app.verify_audit().await.unwrap().reads, Ok(50));
}

#[tokio::test]
async fn r_log_01_what_cannot_be_logged_is_not_shown() {
    let Some(Desk { app, fresh, .. }) = desk(Kind::Sqlite).await else {
        return;
    };
    log(&app, 1).await.unwrap();
    fresh.db.close().await;
    assert!(matches!(log(&app, 2).await, Err(Failure::Fault(_))));
}

#[rstest]
#[tokio::test]
async fn r_log_06_a_year_is_kept_when_somebody_reads_rows_or_logs_in(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(Desk { app, actor, fresh }) = desk(kind).await else {
        return;
    };
    app.import_tables(&actor, folder(), false, now()).await.unwrap();
    let year = || async { app.year(&actor, 2022).await.unwrap() };
    let first = year().await;
    log(&app, 1).await.unwrap();
    let user = app
        .add_persona(&app::people::PERSONAS[0], (None, None), now())
        .await
        .unwrap();
    let link = app.login_link(&user, now()).await.unwrap();
    app.log_in(&link, now()).await.unwrap();
    assert!(Arc::ptr_eq(&first, &year().await));
    // Another process, with a cache of its own, changes a fact.
    let other = App::open(&address(&fresh)).await.unwrap();
    let mapping = first.mapping().clone();
    other.save_mapping(&actor, &mapping, now()).await.unwrap();
    assert!(!Arc::ptr_eq(&first, &year().await));
}

fn address(fresh: &testkit::Fresh) -> String {
    match &fresh.target {
        store::Target::File(path) => path.display().to_string(),
        store::Target::Server(url) => url.clone(),
    }
}
