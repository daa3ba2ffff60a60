use domain::retention::{Class, Rule, rule_on};
use rstest::rstest;
use store::{Error, retention, session, user};

use crate::{
    db::{Kind, day, fresh, moment},
    limits::raw,
};

#[rstest]
#[tokio::test]
async fn r_gal_01_every_class_has_a_rule_from_the_start_and_rules_are_dated(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let rules = retention::rules(&mut tx).await.unwrap();
    for class in Class::ALL {
        assert!(rule_on(&rules, class, day(2026, 11, 21)).is_some(), "{class:?}");
    }
    let decided = Rule {
        class: Class::Reads,
        from: day(2027, 1, 1),
        days: 400,
        basis: "Styrelsen § 12".into(),
    };
    retention::save_rule(&mut tx, &decided).await.unwrap();
    let rules = retention::rules(&mut tx).await.unwrap();
    assert_eq!(rule_on(&rules, Class::Reads, day(2027, 1, 1)), Some(&decided));
    let wrong = Rule { days: 0, ..decided };
    let refused = retention::save_rule(&mut tx, &wrong).await;
    assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn r_gal_04_protocols_are_numbered_and_cannot_be_changed(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    for lines in ["[]", "[1]"] {
        retention::save_run(&mut tx, moment(0), "system", lines)
            .await
            .unwrap();
    }
    let runs = retention::runs(&mut tx, 10).await.unwrap();
    let seen: Vec<_> = runs.iter().map(|run| (run.number, run.lines.as_str())).collect();
    assert_eq!(seen, [(2, "[1]"), (1, "[]")]);
    tx.commit().await.unwrap();
    for text in [
        "UPDATE disposal_run SET lines = '[2]'",
        "DELETE FROM disposal_run",
    ] {
        assert!(raw(&fresh.db, text).await.is_err(), "{text}");
    }
}

#[rstest]
#[tokio::test]
async fn r_gal_02_old_sessions_are_counted_and_removed(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let user = user::create(&mut tx, "u", "Prov", None).await.unwrap();
    for (n, ends) in [("a", 10), ("b", 20)] {
        session::create(
            &mut tx,
            &n.repeat(64),
            &user,
            (session::Method::Link, ""),
            (moment(0), moment(ends)),
        )
        .await
        .unwrap();
    }
    assert_eq!(
        retention::count_old(&mut tx, Class::Sessions, moment(15))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        retention::remove_old(&mut tx, Class::Sessions, moment(15))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        retention::count_old(&mut tx, Class::Sessions, moment(30))
            .await
            .unwrap(),
        1
    );
}
