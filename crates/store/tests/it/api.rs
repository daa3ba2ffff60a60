//! Tokens and idempotency keys on both databases.

use chrono::{TimeDelta, Utc};
use domain::facts::Team;
use rstest::rstest;
use store::{
    AssociationId, Error, Tx,
    api::{self, Holder},
    insats, team,
};

use crate::db::{Kind, fresh, krus, moment, with_association};

fn new<'a>(id: &'a str, hash: &'a str, holder: &'a Holder, scopes: u8) -> api::NewToken<'a> {
    api::NewToken {
        public_id: id,
        holder,
        name: "Journalen",
        hash,
        scopes,
        created_by: "u1",
        expires_at: moment(0) + TimeDelta::days(30),
    }
}

fn of_insats() -> Holder {
    Holder::Insats("krus".into())
}

fn of_team() -> Holder {
    Holder::Team("norr".into())
}

/// With an insats and two teams.
async fn prepared(db: &store::Db) -> (Tx, AssociationId) {
    let (mut tx, id) = with_association(db).await;
    insats::save(&mut tx, id, &[krus()]).await.unwrap();
    let team = |slug: &str| Team {
        slug: slug.into(),
        name: format!("Team {slug}"),
        municipalities: vec![],
    };
    team::save(&mut tx, id, &[team("norr"), team("soder")])
        .await
        .unwrap();
    (tx, id)
}

#[rstest]
#[case::of_an_insats(of_insats(), 3)]
#[case::of_a_team(of_team(), 48)]
#[case::of_the_association(Holder::Association, 4)]
#[tokio::test]
async fn r_api_02_a_token_works_until_it_is_revoked_or_too_old(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] holder: Holder,
    #[case] scopes: u8,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    let (hash, now) = ("a".repeat(64), moment(0));
    api::create(&mut tx, id, &new("n1", &hash, &holder, scopes), now)
        .await
        .unwrap();
    let token = api::open(&mut tx, &hash, now).await.unwrap().unwrap();
    assert_eq!(
        (&token.holder, token.scopes, token.used_at),
        (&holder, scopes, None)
    );
    assert!(
        api::open(&mut tx, &hash, now + TimeDelta::days(30))
            .await
            .unwrap()
            .is_none()
    );
    api::used(&mut tx, &token, now).await.unwrap();
    assert_eq!(
        api::list(&mut tx, id, &holder).await.unwrap()[0].used_at,
        Some(now)
    );
    let other = Holder::Team("soder".into());
    assert_eq!(api::list(&mut tx, id, &other).await.unwrap(), []);
    assert!(!api::revoke(&mut tx, id, &other, "n1", now).await.unwrap());
    assert!(api::revoke(&mut tx, id, &holder, "n1", now).await.unwrap());
    assert!(!api::revoke(&mut tx, id, &holder, "n1", now).await.unwrap());
    assert!(api::open(&mut tx, &hash, now).await.unwrap().is_none());
}

/// Asks for a token that cannot be.
async fn refused(kind: Kind, holder: &Holder, scopes: u8) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    let hash = "a".repeat(64);
    let made = api::create(&mut tx, id, &new("n1", &hash, holder, scopes), Utc::now()).await;
    assert!(matches!(made, Err(Error::Constraint(_))), "{made:?}");
}

#[rstest]
#[case::rows_of_the_association(Holder::Association, 1)]
#[case::figures_of_an_insats(of_insats(), 4)]
#[case::figures_beside_rows(of_insats(), 5)]
#[case::figures_of_a_team(of_team(), 4)]
#[case::nothing(of_insats(), 0)]
#[tokio::test]
async fn r_api_04_a_token_for_figures_is_for_nothing_else(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] holder: Holder,
    #[case] scopes: u8,
) {
    refused(kind, &holder, scopes).await;
}

#[rstest]
#[case::referrals_of_the_association(Holder::Association, 16)]
#[case::referrals_of_an_insats(of_insats(), 16)]
#[case::referrals_beside_rows(of_insats(), 33)]
#[case::rows_of_a_team(of_team(), 1)]
#[case::head_counts_beside_referrals(of_team(), 56)]
#[case::nothing(of_team(), 0)]
#[tokio::test]
async fn r_api_14_a_token_of_a_team_is_for_referrals_and_nothing_else(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] holder: Holder,
    #[case] scopes: u8,
) {
    refused(kind, &holder, scopes).await;
}

#[rstest]
#[tokio::test]
async fn a_token_of_what_is_not_there_is_not_made(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    for holder in [
        Holder::Insats("finns-inte".into()),
        Holder::Team("finns-inte".into()),
    ] {
        let made = api::create(&mut tx, id, &new("n1", &"a".repeat(64), &holder, 16), moment(0)).await;
        assert!(matches!(made, Err(Error::Unknown { .. })), "{made:?}");
    }
}

#[rstest]
#[tokio::test]
async fn r_api_05_a_key_is_taken_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = prepared(&fresh.db).await;
    let (hash, now) = ("a".repeat(64), moment(0));
    api::create(&mut tx, id, &new("n1", &hash, &of_insats(), 2), now)
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
