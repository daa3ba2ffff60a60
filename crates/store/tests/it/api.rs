//! Tokens and idempotency keys on both databases.

use chrono::{TimeDelta, Utc};
use domain::{codes::InsatsKind, facts::Insats};
use rstest::rstest;
use store::{Error, api, insats};

use crate::db::{Kind, fresh, moment, with_association};

fn new<'a>(id: &'a str, hash: &'a str, insats: Option<&'a str>, scopes: u8) -> api::NewToken<'a> {
    api::NewToken {
        public_id: id,
        insats,
        name: "Journalen",
        hash,
        scopes,
        created_by: "u1",
        expires_at: moment(0) + TimeDelta::days(30),
    }
}

fn krus() -> Insats {
    Insats {
        slug: "krus".into(),
        name: "KRUS".into(),
        kind: InsatsKind::Individual,
        principal: String::new(),
        municipalities: vec![],
        decision: String::new(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: vec![],
        ages: None,
        registers: true,
    }
}

#[rstest]
#[tokio::test]
async fn r_api_02_a_token_works_until_it_is_revoked_or_too_old(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    insats::save(&mut tx, id, &[krus()]).await.unwrap();
    let (hash, now) = ("a".repeat(64), moment(0));
    api::create(&mut tx, id, &new("n1", &hash, Some("krus"), 3), now)
        .await
        .unwrap();
    let token = api::open(&mut tx, &hash, now).await.unwrap().unwrap();
    assert_eq!(
        (token.insats.as_deref(), token.scopes, token.used_at),
        (Some("krus"), 3, None)
    );
    assert!(
        api::open(&mut tx, &hash, now + TimeDelta::days(30))
            .await
            .unwrap()
            .is_none()
    );
    api::used(&mut tx, &token, now).await.unwrap();
    assert_eq!(
        api::list(&mut tx, id, Some("krus")).await.unwrap()[0].used_at,
        Some(now)
    );
    assert_eq!(api::list(&mut tx, id, None).await.unwrap(), []);
    assert!(!api::revoke(&mut tx, id, None, "n1", now).await.unwrap());
    assert!(api::revoke(&mut tx, id, Some("krus"), "n1", now).await.unwrap());
    assert!(!api::revoke(&mut tx, id, Some("krus"), "n1", now).await.unwrap());
    assert!(api::open(&mut tx, &hash, now).await.unwrap().is_none());
}

#[rstest]
#[case::rows_of_the_association(None, 1)]
#[case::figures_of_an_insats(Some("krus"), 4)]
#[case::nothing(Some("krus"), 0)]
#[tokio::test]
async fn r_api_04_a_token_for_figures_is_for_nothing_else(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] insats: Option<&str>,
    #[case] scopes: u8,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    insats::save(&mut tx, id, &[krus()]).await.unwrap();
    let refused = api::create(
        &mut tx,
        id,
        &new("n1", &"a".repeat(64), insats, scopes),
        Utc::now(),
    )
    .await;
    assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn r_api_05_a_key_is_taken_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    insats::save(&mut tx, id, &[krus()]).await.unwrap();
    let (hash, now) = ("a".repeat(64), moment(0));
    api::create(&mut tx, id, &new("n1", &hash, Some("krus"), 2), now)
        .await
        .unwrap();
    let token = api::open(&mut tx, &hash, now).await.unwrap().unwrap();
    let (print, since) = ("b".repeat(64), now - TimeDelta::days(1));
    let claim = ("nyckel-1", print.as_str());
    assert_eq!(
        api::claim(&mut tx, &token, claim, (now, since)).await.unwrap(),
        None
    );
    let standing = api::claim(&mut tx, &token, claim, (now, since))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (standing.fingerprint.as_str(), standing.answer),
        (print.as_str(), None)
    );
    api::answer(&mut tx, &token, "nyckel-1", (201, "{}"))
        .await
        .unwrap();
    api::release(&mut tx, &token, "nyckel-1").await.unwrap();
    let standing = api::claim(&mut tx, &token, claim, (now, since))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(standing.answer, Some((201, "{}".into())));
    let later = now + TimeDelta::days(2);
    assert_eq!(
        api::claim(&mut tx, &token, claim, (later, later - TimeDelta::days(1)))
            .await
            .unwrap(),
        None
    );
}
