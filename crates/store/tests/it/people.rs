use rstest::rstest;
use store::{
    Error, session,
    user::{self, Assignment},
};

use crate::db::{Kind, day, fresh, moment, with_association, with_krus};

#[rstest]
#[tokio::test]
async fn roles_hold_for_one_insats_or_the_whole_association(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    let anna = user::create(&mut tx, "u1", "Ekonomen", Some("ekonom@example.org"))
        .await
        .unwrap();
    let role = |role, insats: Option<&str>| Assignment {
        role,
        insats: insats.map(Into::into),
        team: None,
        from: day(2022, 1, 1),
        to: Some(day(2022, 12, 31)),
    };
    let given = [role(2, None), role(4, Some("krus"))];
    for assignment in &given {
        user::assign(&mut tx, id, &anna, assignment).await.unwrap();
    }
    let loaded = user::assignments(&mut tx, &anna).await.unwrap();
    assert_eq!(loaded, given.map(|a| (id, a)));
    assert_eq!(user::find(&mut tx, "u1").await.unwrap(), Some(anna));
    assert_eq!(user::find(&mut tx, "u2").await.unwrap(), None);
}

#[rstest]
#[case::insats_role_without_insats(4, None)]
#[case::association_role_with_insats(2, Some("krus"))]
#[case::team_role_without_team(5, None)]
#[case::no_such_role(9, None)]
#[tokio::test]
async fn a_role_in_the_wrong_place_is_refused(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] role: u8,
    #[case] insats: Option<&str>,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    let user = user::create(&mut tx, "u1", "Någon", None).await.unwrap();
    let assignment = Assignment {
        role,
        insats: insats.map(Into::into),
        team: None,
        from: day(2022, 1, 1),
        to: None,
    };
    let refused = user::assign(&mut tx, id, &user, &assignment).await;
    assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn r_lag_08_a_link_works_once_and_in_time(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let user = user::create(&mut tx, "u1", "Någon", None).await.unwrap();
    let [first, late, dormant] = ["a", "b", "c"].map(|token| domain::audit::sha256(token.as_bytes()));
    for hash in [&first, &late, &dormant] {
        session::create_link(
            &mut tx,
            (hash, session::Purpose::LogIn),
            &user,
            moment(0),
            moment(60),
        )
        .await
        .unwrap();
    }
    assert_eq!(
        session::use_link(&mut tx, (&late, session::Purpose::LogIn), moment(60))
            .await
            .unwrap(),
        None,
        "expired"
    );
    assert_eq!(
        session::use_link(&mut tx, (&first, session::Purpose::LogIn), moment(59))
            .await
            .unwrap(),
        Some(user.clone())
    );
    assert_eq!(
        session::use_link(&mut tx, (&first, session::Purpose::LogIn), moment(59))
            .await
            .unwrap(),
        None,
        "used"
    );
    user::set_active(&mut tx, &user, false).await.unwrap();
    assert_eq!(
        session::use_link(&mut tx, (&dormant, session::Purpose::LogIn), moment(1))
            .await
            .unwrap(),
        None,
        "not active"
    );
    assert_eq!(
        session::use_link(&mut tx, ("okänd", session::Purpose::LogIn), moment(1))
            .await
            .unwrap(),
        None
    );
}

#[rstest]
#[tokio::test]
async fn r_lag_09_a_session_ends_by_time_by_hand_and_with_the_user(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let user = user::create(&mut tx, "u1", "Någon", None).await.unwrap();
    let [one, two] = ["a", "b"].map(|token| domain::audit::sha256(token.as_bytes()));
    for hash in [&one, &two] {
        session::create(
            &mut tx,
            hash,
            &user,
            (session::Method::Link, ""),
            (moment(0), moment(60)),
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let at = async |hash: &str, now| {
        let open = session::open(&fresh.db, hash, moment(now)).await.unwrap();
        open.map(|open| open.user)
    };
    assert_eq!(at(&one, 59).await, Some(user.clone()));
    assert_eq!(at(&one, 60).await, None);
    let mut tx = fresh.db.write().await.unwrap();
    session::end(&mut tx, &one).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(at(&one, 1).await, None);
    assert_eq!(at(&two, 1).await, Some(user.clone()));
    let mut tx = fresh.db.write().await.unwrap();
    user::set_active(&mut tx, &user, false).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(at(&two, 1).await, None);
    let mut tx = fresh.db.write().await.unwrap();
    let later = moment(60) + chrono::TimeDelta::days(1);
    assert_eq!(
        session::sweep(&mut tx, moment(60)).await.unwrap(),
        0,
        "it may still tell whose form it was"
    );
    assert_eq!(session::sweep(&mut tx, later).await.unwrap(), 1);
}

#[rstest]
#[tokio::test]
async fn teams_are_replaced_by_slug_and_hold_roles(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let team = |slug: &str, name: &str, municipalities: &[&str]| domain::facts::Team {
        slug: slug.into(),
        name: name.into(),
        municipalities: municipalities.iter().map(|m| (*m).into()).collect(),
    };
    let (north, south) = (
        team("norr", "Norr", &["Västervik", "Högsby"]),
        team("soder", "Söder", &[]),
    );
    store::team::save(&mut tx, id, &[north.clone(), south.clone()])
        .await
        .unwrap();
    assert_eq!(
        store::team::load(&mut tx, id).await.unwrap(),
        [north, south.clone()]
    );
    let renamed = team("norr", "Team norr", &["Högsby"]);
    store::team::save(&mut tx, id, std::slice::from_ref(&renamed))
        .await
        .unwrap();
    assert_eq!(store::team::load(&mut tx, id).await.unwrap(), [renamed, south]);

    let user = user::create(&mut tx, "u1", "Någon", None).await.unwrap();
    let mut assignment = Assignment {
        role: 5,
        insats: None,
        team: Some("norr".into()),
        from: day(2022, 1, 1),
        to: None,
    };
    user::assign(&mut tx, id, &user, &assignment).await.unwrap();
    let held = user::assignments(&mut tx, &user).await.unwrap();
    assert_eq!(held, [(id, assignment.clone())]);
    assignment.team = Some("finns inte".into());
    let refused = user::assign(&mut tx, id, &user, &assignment).await;
    assert!(matches!(refused, Err(Error::Unknown { .. })), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn r_lag_08_a_link_shows_whom_it_would_log_in(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let user = user::create(&mut tx, "u1", "Någon", None).await.unwrap();
    let hash = domain::audit::sha256(b"a");
    let link = (hash.as_str(), session::Purpose::LogIn);
    session::create_link(&mut tx, link, &user, moment(0), moment(60))
        .await
        .unwrap();
    for _ in 0..2 {
        let holder = session::holder(&mut tx, link, moment(59)).await.unwrap();
        assert_eq!(holder, Some(user.clone()), "looking does not use it");
    }
    assert_eq!(
        session::holder(&mut tx, link, moment(60)).await.unwrap(),
        None,
        "expired"
    );
    assert_eq!(
        session::holder(&mut tx, ("okänd", session::Purpose::LogIn), moment(1))
            .await
            .unwrap(),
        None
    );
    session::use_link(&mut tx, link, moment(1)).await.unwrap();
    assert_eq!(
        session::holder(&mut tx, link, moment(1)).await.unwrap(),
        None,
        "used"
    );
}

#[rstest]
#[tokio::test]
async fn r_lag_09_a_session_is_renewed_and_knows_its_times(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let user = user::create(&mut tx, "u1", "Någon", None).await.unwrap();
    let hash = domain::audit::sha256(b"a");
    session::create(
        &mut tx,
        &hash,
        &user,
        (session::Method::Link, ""),
        (moment(0), moment(60)),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let open = |ends| {
        Some(session::Holding {
            user: user.clone(),
            begun: moment(0),
            ends: moment(ends),
            assignments: Vec::new(),
            revision: 0,
        })
    };
    let at = async |now| session::open(&fresh.db, &hash, moment(now)).await.unwrap();
    assert_eq!(at(59).await, open(60));
    assert_eq!(at(60).await, None, "over");
    let mut tx = fresh.db.write().await.unwrap();
    session::renew(&mut tx, &hash, moment(120)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(at(119).await, open(120));
    assert_eq!(at(120).await, None, "over");
    let mut tx = fresh.db.write().await.unwrap();
    let backwards = session::renew(&mut tx, &hash, moment(-1)).await;
    assert!(matches!(backwards, Err(Error::Constraint(_))), "{backwards:?}");
}
