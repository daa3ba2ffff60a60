use domain::audit::AuditEvent;
use rstest::rstest;
use store::{Error, audit};

use crate::{
    db::{Kind, fresh, moment},
    limits::raw,
};

fn event(act: &str) -> AuditEvent {
    AuditEvent {
        at: moment(0),
        actor: "system".into(),
        act: act.into(),
        object: "prov".into(),
        detail: "{}".into(),
    }
}

#[rstest]
#[tokio::test]
async fn r_lag_12_the_trail_is_chained_and_cannot_be_changed(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    assert_eq!(audit::verify(&mut tx).await.unwrap(), 0);
    for act in ["a", "b", "c"] {
        audit::append(&mut tx, &event(act)).await.unwrap();
    }
    assert_eq!(audit::verify(&mut tx).await.unwrap(), 3);
    let newest = audit::list(&mut tx, 0, 2).await.unwrap();
    assert_eq!(
        newest.iter().map(|e| e.event.act.as_str()).collect::<Vec<_>>(),
        ["c", "b"]
    );
    assert_eq!(newest[0].event, event("c"));
    assert_eq!(audit::last(&mut tx).await.unwrap(), Some((event("c"), None)));
    store::user::create(&mut tx, "system", "Kansliet", None)
        .await
        .unwrap();
    let (_, name) = audit::last(&mut tx).await.unwrap().unwrap();
    assert_eq!(name.as_deref(), Some("Kansliet"));
    let revision = audit::fact_revision(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(audit::present_revision(&fresh.db).await.unwrap(), revision);
    for text in [
        "UPDATE audit_event SET act = 'x'",
        "DELETE FROM audit_event WHERE sequence = 3",
    ] {
        assert!(raw(&fresh.db, text).await.is_err(), "{text}");
    }
}

#[rstest]
#[case::changed("UPDATE audit_event SET detail = '{\"n\":1}' WHERE sequence = 2", 2)]
#[case::removed("DELETE FROM audit_event WHERE sequence = 2", 3)]
#[tokio::test]
async fn r_lag_12_who_gets_around_the_lock_is_seen(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] forgery: &'static str,
    #[case] seen_at: i64,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    for act in ["a", "b", "c"] {
        audit::append(&mut tx, &event(act)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let unlock: &[&str] = match kind {
        Kind::Sqlite => &["DROP TRIGGER audit_event_locked", "DROP TRIGGER audit_event_kept"],
        Kind::Postgres => &["DROP TRIGGER audit_event_locked ON audit_event"],
    };
    for text in unlock.iter().chain([&forgery]) {
        raw(&fresh.db, text).await.unwrap();
    }
    let mut tx = fresh.db.read().await.unwrap();
    match audit::verify(&mut tx).await {
        Err(Error::Damaged(what)) => assert_eq!(what, format!("audit event {seen_at}")),
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[tokio::test]
async fn two_writers_make_one_chain(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let write = |act: &'static str| {
        let db = fresh.db.clone();
        tokio::spawn(async move {
            for _ in 0..10 {
                let mut tx = db.write().await.unwrap();
                audit::append(&mut tx, &event(act)).await.unwrap();
                tx.commit().await.unwrap();
            }
        })
    };
    let (one, two) = (write("ett"), write("två"));
    one.await.unwrap();
    two.await.unwrap();
    let mut tx = fresh.db.read().await.unwrap();
    assert_eq!(audit::verify(&mut tx).await.unwrap(), 20);
}

#[rstest]
#[tokio::test]
async fn r_log_06_the_revision_rises_with_every_act_on_facts(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    // The first is asked for the end of the trail, the next ones know it.
    let mut stands = (0, 0);
    for (n, act) in [
        "insats.fraga",
        "deltagande.ny",
        "inloggning",
        "deltagande.ny",
        "team.spara",
    ]
    .into_iter()
    .enumerate()
    {
        let sequence = i64::try_from(n).unwrap() + 1;
        let mut tx = fresh.db.write().await.unwrap();
        audit::append(&mut tx, &event(act)).await.unwrap();
        tx.commit().await.unwrap();
        if act != "inloggning" {
            stands.0 = sequence;
        }
        if !act.starts_with("deltagande") && act != "inloggning" {
            stands.1 = sequence;
        }
        let mut tx = fresh.db.read().await.unwrap();
        let facts = audit::fact_revision(&mut tx).await.unwrap();
        let grounds = audit::grounds_revision(&mut tx).await.unwrap();
        assert_eq!((facts, grounds), stands, "after {act}");
    }
    // What is undone raises nothing, and is not what the next one follows.
    let mut tx = fresh.db.write().await.unwrap();
    audit::append(&mut tx, &event("insats.fraga")).await.unwrap();
    tx.rollback().await.unwrap();
    let mut tx = fresh.db.write().await.unwrap();
    audit::append(&mut tx, &event("deltagande.ny")).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = fresh.db.read().await.unwrap();
    assert_eq!(audit::verify(&mut tx).await.unwrap(), 6);
    let grounds = audit::grounds_revision(&mut tx).await.unwrap();
    assert_eq!((audit::fact_revision(&mut tx).await.unwrap(), grounds), (6, 5));
}
