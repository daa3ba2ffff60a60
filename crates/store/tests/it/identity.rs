//! Credentials, failures, kept forms, sessions of a user and the end of roles, on both databases.

use domain::{audit::sha256, throttle::Throttle};
use rstest::rstest;
use store::{
    Error,
    credential::{self, Credential},
    held,
    session::{self, Method},
    throttle,
    user::{self, Assignment},
};

use crate::db::{Kind, day, fresh, moment, with_association};

#[rstest]
#[tokio::test]
async fn what_a_user_logs_in_with_is_kept_used_and_forgotten(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let anna = user::create(&mut tx, "u1", "Anna", Some("anna@example.org"))
        .await
        .unwrap();
    let bo = user::create(&mut tx, "u2", "Bo", None).await.unwrap();
    assert_eq!(
        user::by_email(&mut tx, "anna@example.org").await.unwrap(),
        Some(anna.clone())
    );
    assert_eq!(credential::of(&mut tx, &anna).await.unwrap(), None);
    let mut kept = Credential {
        password: "$argon2id$…".into(),
        secret: vec![0, 255, 7],
        last_step: 10,
    };
    credential::save(&mut tx, &anna, &kept, moment(0)).await.unwrap();
    assert_eq!(credential::of(&mut tx, &anna).await.unwrap(), Some(kept.clone()));
    assert!(!credential::use_step(&mut tx, &anna, 10).await.unwrap(), "used");
    assert!(credential::use_step(&mut tx, &anna, 11).await.unwrap());
    assert!(!credential::use_step(&mut tx, &bo, 11).await.unwrap(), "has none");
    credential::set_password(&mut tx, &anna, "ny", moment(1))
        .await
        .unwrap();
    (kept.last_step, kept.password) = (11, "ny".into());
    assert_eq!(credential::of(&mut tx, &anna).await.unwrap(), Some(kept));

    let codes = ["a", "b"].map(|code| sha256(code.as_bytes()));
    credential::save_codes(&mut tx, &anna, &codes).await.unwrap();
    assert!(
        !credential::use_code(&mut tx, &bo, &codes[0]).await.unwrap(),
        "another's"
    );
    assert!(credential::use_code(&mut tx, &anna, &codes[0]).await.unwrap());
    assert!(!credential::use_code(&mut tx, &anna, &codes[0]).await.unwrap());
    assert_eq!(credential::codes_left(&mut tx, &anna).await.unwrap(), 1);

    credential::tie(&mut tx, &bo, ("https://i", "s"), moment(0))
        .await
        .unwrap();
    assert_eq!(
        credential::outside(&mut tx, "https://i", "s").await.unwrap(),
        Some(bo.clone())
    );
    assert_eq!(
        credential::outside(&mut tx, "https://annan", "s").await.unwrap(),
        None
    );
    assert!(credential::has_outside(&mut tx, &bo, "https://i").await.unwrap());
    let mut holders = credential::holders(&mut tx).await.unwrap();
    holders.sort();
    assert_eq!(holders, ["u1", "u2"]);
    for user in [&anna, &bo] {
        credential::forget(&mut tx, user).await.unwrap();
    }
    assert!(credential::holders(&mut tx).await.unwrap().is_empty());
    assert_eq!(credential::codes_left(&mut tx, &anna).await.unwrap(), 0);

    assert_eq!(credential::key_check(&mut tx).await.unwrap(), None);
    credential::set_key_check(&mut tx, "0123456789abcdef")
        .await
        .unwrap();
    assert_eq!(
        credential::key_check(&mut tx).await.unwrap().as_deref(),
        Some("0123456789abcdef")
    );
}

#[rstest]
#[tokio::test]
async fn failures_and_kept_forms_last_as_long_as_they_should(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let subject = sha256(b"anna");
    assert_eq!(throttle::load(&mut tx, &subject).await.unwrap(), None);
    for failures in [1, 2] {
        let known = Throttle {
            failures,
            last: moment(1),
            until: moment(5),
        };
        throttle::save(&mut tx, &subject, &known).await.unwrap();
        assert_eq!(throttle::load(&mut tx, &subject).await.unwrap(), Some(known));
    }
    assert_eq!(throttle::sweep(&mut tx, moment(1)).await.unwrap(), 0);
    assert_eq!(throttle::sweep(&mut tx, moment(2)).await.unwrap(), 1);
    throttle::forget(&mut tx, &subject).await.unwrap();

    let anna = user::create(&mut tx, "u1", "Anna", None).await.unwrap();
    held::keep(&mut tx, &anna, &[1], moment(10)).await.unwrap();
    held::keep(&mut tx, &anna, &[2], moment(20)).await.unwrap();
    assert_eq!(held::of(&mut tx, "u1", moment(19)).await.unwrap(), Some(vec![2]));
    assert_eq!(held::of(&mut tx, "u1", moment(20)).await.unwrap(), None);
    assert_eq!(held::of(&mut tx, "u2", moment(0)).await.unwrap(), None);
    assert_eq!(held::sweep(&mut tx, moment(19)).await.unwrap(), 0);
    held::forget(&mut tx, "u1").await.unwrap();
    assert_eq!(held::sweep(&mut tx, moment(20)).await.unwrap(), 0);
    held::keep(&mut tx, &anna, &[3], moment(30)).await.unwrap();
    assert_eq!(held::forget_all(&mut tx).await.unwrap(), 1);
}

#[rstest]
#[tokio::test]
async fn sessions_of_a_user_are_listed_and_ended(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let anna = user::create(&mut tx, "u1", "Anna", None).await.unwrap();
    let [a, b, c] = ["a", "b", "c"].map(|token| sha256(token.as_bytes()));
    for (hash, begun) in [(&a, 1), (&b, 2), (&c, 3)] {
        let how = (Method::Password, "Firefox på dator");
        session::create(&mut tx, hash, &anna, how, (moment(begun), moment(60)))
            .await
            .unwrap();
    }
    let open = session::of(&mut tx, "u1", moment(10)).await.unwrap();
    let keys: Vec<&str> = open.iter().map(|s| s.key.as_str()).collect();
    assert_eq!(keys, [&c[..16], &b[..16], &a[..16]]);
    assert_eq!(
        (open[0].method, open[0].browser.as_str()),
        (2, "Firefox på dator")
    );
    assert!(
        !session::end_one(&mut tx, "u2", &a[..16]).await.unwrap(),
        "somebody else's"
    );
    assert!(session::end_one(&mut tx, "u1", &a[..16]).await.unwrap());
    assert_eq!(session::end_all(&mut tx, "u1", Some(&b)).await.unwrap(), 1);
    let span = |after, now| (moment(after), moment(now));
    assert_eq!(
        session::expired(&mut tx, &b, span(0, 59)).await.unwrap(),
        None,
        "still open"
    );
    assert_eq!(
        session::expired(&mut tx, &b, span(0, 60)).await.unwrap(),
        Some(anna)
    );
    assert_eq!(
        session::expired(&mut tx, &b, span(60, 99)).await.unwrap(),
        None,
        "long ago"
    );
    assert_eq!(session::end_all(&mut tx, "u1", None).await.unwrap(), 1);
}

#[rstest]
#[tokio::test]
async fn a_role_ends_on_a_day_or_is_taken_back_before_it_began(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let anna = user::create(&mut tx, "u1", "Anna", None).await.unwrap();
    let role = |role, from| Assignment {
        role,
        insats: None,
        team: None,
        from,
        to: None,
    };
    let (one, two) = (role(1, day(2023, 1, 1)), role(2, day(2023, 3, 1)));
    for role in [&one, &two] {
        user::assign(&mut tx, id, &anna, role).await.unwrap();
    }
    user::lock(&mut tx, &anna).await.unwrap();
    let last = day(2023, 2, 14);
    assert!(user::end(&mut tx, id, &anna, &one, last).await.unwrap());
    assert!(user::end(&mut tx, id, &anna, &two, last).await.unwrap());
    assert!(!user::end(&mut tx, id, &anna, &two, last).await.unwrap(), "gone");
    let left = user::assignments(&mut tx, &anna).await.unwrap();
    let ended = Assignment {
        to: Some(last),
        ..one
    };
    assert_eq!(left, [(id, ended)]);
    let nowhere = Assignment {
        insats: Some("finns-inte".into()),
        ..role(3, last)
    };
    let refused = user::end(&mut tx, id, &anna, &nowhere, last).await;
    assert!(matches!(refused, Err(Error::Unknown { .. })), "{refused:?}");
}
