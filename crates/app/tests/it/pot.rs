//! Pots as acts, on both databases.

use app::Role;
use chrono::{DateTime, Utc};
use domain::{
    money::Ore,
    pot::{Typed, TypedPot, Wanted},
};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{is_missing, refusals, with, with_tables};

fn now() -> DateTime<Utc> {
    "2022-12-05T09:00:00Z".parse().unwrap()
}

fn typed() -> TypedPot<'static> {
    TypedPot {
        name: "Potten",
        year: "2022",
        frame: "30 000",
        most: "",
        decision: "§ 61",
        decided_on: "2021-11-26",
        delegate: "förbundschefen",
        purpose: "Små åtgärder.",
    }
}

const PURPOSE: &str = "Arbetskläder till en praktikplats.";

#[rstest]
#[tokio::test]
async fn r_pot_06_from_frame_to_application_to_decision_to_the_board(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = with_tables(kind, now()).await else {
        return;
    };
    let app = &desk.app;
    let (office, manager) = (with(Role::Office, None), with(Role::InsatsManager, Some("krus")));
    assert!(is_missing(&app.save_pot(&manager, None, typed(), now()).await));
    let pot = app.save_pot(&office, None, typed(), now()).await.unwrap();
    assert_eq!(
        refusals(app.save_pot(&office, None, typed(), now()).await)[0].code,
        "pott-finns"
    );
    let apply = |insats: &'static str, amount: &'static str| {
        let wanted = Wanted {
            purpose: PURPOSE,
            amount,
        };
        app.apply_pot(&manager, (&pot, insats), wanted, now())
    };
    assert!(is_missing(&apply("resa", "1 000").await), "another insats");
    assert_eq!(refusals(apply("krus", "30 001").await)[0].code, "pott-ram");
    for (number, amount) in [(1, "20 000"), (2, "15 000"), (3, "5 000")] {
        assert_eq!(apply("krus", amount).await.unwrap(), number);
    }
    let own = app.own_pots(&manager).await.unwrap();
    assert_eq!((own.pots[0].applications.len(), own.insatser.len()), (3, 1));
    assert!(is_missing(&app.own_pots(&office).await) && is_missing(&app.pots(&manager).await));

    let grant = |number, amount: &'static str| {
        let typed = Typed {
            decision: "bevilja",
            amount,
            reason: "Så långt ramen räcker.",
        };
        app.decide_pot(&office, (&pot, number), typed, now())
    };
    grant(1, "20 000").await.unwrap();
    assert_eq!(
        refusals(grant(2, "15 000").await)[0].code,
        "pott-ram",
        "over the frame"
    );
    grant(2, "10 000").await.unwrap();
    assert_eq!(refusals(grant(2, "10 000").await)[0].code, "pott-beslutad");
    app.withdraw_pot(&manager, (&pot, 3), now()).await.unwrap();
    let sheet = &app.pots(&office).await.unwrap()[0];
    assert_eq!(sheet.standing.left(), Ore::ZERO);
    let lower = TypedPot {
        frame: "29 999",
        ..typed()
    };
    let refused = app.save_pot(&office, Some(&pot), lower, now()).await;
    assert_eq!(refusals(refused)[0].code, "pott-under-beviljat");

    assert_eq!(app.report_pots(&office, "2022-12-05", now()).await.unwrap(), 2);
    let again = app.report_pots(&office, "2022-12-05", now()).await;
    assert_eq!(refusals(again)[0].code, "pott-inget-att-anmala");
    app.close_pot(&office, &pot, true, now()).await.unwrap();
    assert_eq!(refusals(apply("krus", "1").await)[0].code, "pott-stangd");
    assert!(is_missing(
        &app.close_pot(&office, "finns-inte", true, now()).await
    ));
}

#[rstest]
#[tokio::test]
async fn r_pot_04_two_decisions_at_once_never_pass_the_frame(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = with_tables(kind, now()).await else {
        return;
    };
    let app = &desk.app;
    let (office, manager) = (with(Role::Office, None), with(Role::InsatsManager, Some("krus")));
    let pot = app.save_pot(&office, None, typed(), now()).await.unwrap();
    for _ in 0..4 {
        let wanted = Wanted {
            purpose: PURPOSE,
            amount: "20 000",
        };
        app.apply_pot(&manager, (&pot, "krus"), wanted, now())
            .await
            .unwrap();
    }
    let mut tasks = Vec::new();
    for number in 1..=4 {
        let (app, office, pot) = (app.clone(), office.clone(), pot.clone());
        tasks.push(tokio::spawn(async move {
            let typed = Typed {
                decision: "bevilja",
                amount: "20 000",
                reason: "",
            };
            app.decide_pot(&office, (&pot, number), typed, now())
                .await
                .is_ok()
        }));
    }
    let mut granted = 0;
    for task in tasks {
        granted += usize::from(task.await.unwrap());
    }
    assert_eq!(granted, 1);
    let sheet = &app.pots(&office).await.unwrap()[0];
    assert_eq!(sheet.standing.granted, Ore::kronor(20_000));
}
