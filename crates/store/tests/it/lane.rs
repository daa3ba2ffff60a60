//! Acts that write at the same time: each saved or not as its asker was told.

use std::{collections::BTreeSet, time::Duration};

use domain::audit::AuditEvent;
use rstest::rstest;
use store::{Db, Error, Options, Target, Tx, audit};
use tokio::task::JoinSet;

use crate::db::{Kind, fresh, moment};

async fn append(tx: &mut Tx, act: &str, size: usize) -> store::Result<()> {
    let event = AuditEvent {
        at: moment(0),
        actor: "system".into(),
        act: act.into(),
        object: String::new(),
        detail: "x".repeat(size),
    };
    audit::append(tx, &event).await
}

/// What is there, seen by another process.
async fn stands(target: &Target) -> BTreeSet<String> {
    let db = Db::open(target).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let events = audit::list(&mut tx, 0, 1_000).await.unwrap();
    let length = i64::try_from(events.len()).unwrap();
    assert_eq!(audit::verify(&mut tx).await.unwrap(), length, "one chain");
    drop(tx);
    db.close().await;
    events.into_iter().map(|stored| stored.event.act).collect()
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r_lag_22_acts_at_once_are_saved_or_undone_one_by_one(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut acts = JoinSet::new();
    for n in 0..60 {
        let db = fresh.db.clone();
        acts.spawn(async move {
            let act = format!("prov-{n}");
            let mut tx = db.write().await.unwrap();
            append(&mut tx, &act, 10).await.unwrap();
            match n % 4 {
                0 => drop(tx),
                1 => tx.rollback().await.unwrap(),
                _ => {
                    tx.commit().await.unwrap();
                    return Some(act);
                }
            }
            None
        });
    }
    let told: BTreeSet<String> = acts.join_all().await.into_iter().flatten().collect();
    assert_eq!(told.len(), 30);
    assert_eq!(stands(&fresh.target).await, told);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r_lag_22_who_is_told_saved_is_on_disk_at_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut acts = JoinSet::new();
    for n in 0..12 {
        let (db, target) = (fresh.db.clone(), fresh.target.clone());
        acts.spawn(async move {
            let act = format!("prov-{n}");
            let mut tx = db.write().await.unwrap();
            append(&mut tx, &act, 10).await.unwrap();
            tx.commit().await.unwrap();
            assert!(stands(&target).await.contains(&act), "{act}");
        });
    }
    acts.join_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r_lag_22_a_full_disk_tells_everybody_the_truth() {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    fresh.db.close().await;
    let options = Options {
        max_pages: Some(1),
        ..Options::default()
    };
    // As full as it is: what there is room for in pages already there goes in, no more.
    let db = Db::open_with(&fresh.target, options).await.unwrap();
    let mut acts = JoinSet::new();
    for n in 0..24 {
        let db = db.clone();
        acts.spawn(async move {
            let act = format!("prov-{n}");
            let mut tx = db.write().await.unwrap();
            let size = if n % 3 == 0 { 200_000 } else { 1 };
            let saved = match append(&mut tx, &act, size).await {
                Ok(()) => tx.commit().await,
                Err(cause) => Err(cause),
            };
            match saved {
                Ok(()) => Some(act),
                Err(Error::DiskFull | Error::Busy) => None,
                Err(other) => panic!("{other:?}"),
            }
        });
    }
    let told: BTreeSet<String> = acts.join_all().await.into_iter().flatten().collect();
    assert_eq!(stands(&fresh.target).await, told);
    db.close().await;
}

#[rstest]
#[tokio::test]
async fn r_lag_23_an_act_that_is_left_does_not_lock_others_out(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let db = fresh.db.clone();
    let left = tokio::spawn(async move {
        let mut tx = db.write().await.unwrap();
        append(&mut tx, "lämnad", 10).await.unwrap();
        std::future::pending::<()>().await;
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    left.abort();
    assert!(left.await.unwrap_err().is_cancelled());
    let other = Db::open(&fresh.target).await.unwrap();
    let mut tx = other.write().await.unwrap();
    append(&mut tx, "den andra", 10).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = fresh.db.write().await.unwrap();
    append(&mut tx, "den första", 10).await.unwrap();
    tx.commit().await.unwrap();
    let there = stands(&fresh.target).await;
    assert_eq!(there, ["den andra", "den första"].map(String::from).into());
}
