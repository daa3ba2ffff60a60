//! Who attests, by which rules.

use super::*;

#[rstest]
#[tokio::test]
async fn r_att_01_one_person_with_both_roles_does_not_attest_twice(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let mut both = manager();
    both.assignments.extend(economist().assignments);
    let (number, _) = app
        .save_requisition(&both, ("krus", None), &draft("2022-k1", "100"), now())
        .await
        .unwrap();
    step(app, &both, &number, Did::Attested).await.unwrap();
    step(app, &office(), &number, Did::Reviewed).await.unwrap();
    assert_eq!(
        refusals(step(app, &both, &number, Did::Approved).await)[0].code,
        "attest-samma"
    );
    let shown = app.requisition(&both, &number, now()).await.unwrap();
    assert!(!shown.may.approve && shown.hindered.is_some());
    let mut own = with("clara", &[Role::ParticipantManager], Some("krus"));
    own.assignments.extend(economist().assignments);
    assert_eq!(
        refusals(step(app, &own, &number, Did::Approved).await)[0].code,
        "attest-egen"
    );
}

#[rstest]
#[tokio::test]
async fn r_att_03_decided_rules_replace_the_programs_own(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let rule = |attest, who, limit: Option<i64>| Rule {
        id: 0,
        attest,
        who,
        limit: limit.map(Ore::kronor),
        insats: None,
        from: day("2022-01-01"),
        to: None,
    };
    for rule in [
        rule(Attest::First, Who::Role(Role::InsatsManager.code()), None),
        rule(Attest::Second, Who::Role(Role::Economist.code()), Some(1_000)),
        rule(Attest::Second, Who::Person("chef".into()), None),
    ] {
        app.add_attest_rule(&office(), &rule, now()).await.unwrap();
    }
    assert!(matches!(
        app.add_attest_rule(&economist(), &rule(Attest::Second, Who::Role(2), None), now())
            .await,
        Err(Failure::NotFound)
    ));
    let (number, _) = app
        .save_requisition(&manager(), ("krus", None), &draft("2022-k1", "1 001"), now())
        .await
        .unwrap();
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    step(app, &office(), &number, Did::Reviewed).await.unwrap();
    assert_eq!(
        refusals(step(app, &economist(), &number, Did::Approved).await)[0].code,
        "attest-grans"
    );
    let chief = with("chef", &[Role::Office], None);
    let mut tx = app.db().write().await.unwrap();
    store::user::create(&mut tx, "chef", "Chefen", None)
        .await
        .unwrap();
    store::user::create(&mut tx, "ekonom", "Ekonomen", None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let deputy = Deputy {
        id: 0,
        deputy: "ekonom".into(),
        of: "chef".into(),
        from: day("2022-05-01"),
        to: day("2022-05-31"),
    };
    app.add_deputy(&chief, &deputy, now()).await.unwrap();
    step(app, &economist(), &number, Did::Approved).await.unwrap();
    assert_eq!(state(app, &number).await, State::Approved);
}
