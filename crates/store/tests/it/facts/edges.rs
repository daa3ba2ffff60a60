//! What is refused, what associations see of each other, and how lists are sorted.

use chrono::DateTime;

use super::*;

/// What the schema itself refuses, whoever writes.
#[rstest]
#[case::exit_before_entry(|p: &mut ParticipationFact| p.entry = day(2022, 2, 4))]
#[case::born_after_entry(|p: &mut ParticipationFact| p.birth_year = Some(2022))]
#[case::anonymous_with_birth_year(|p: &mut ParticipationFact| { *p = anonymous(); p.birth_year = Some(1990) })]
#[case::anonymous_with_day(|p: &mut ParticipationFact| { *p = anonymous(); p.entry = day(2022, 1, 2) })]
#[case::anonymous_with_education(|p: &mut ParticipationFact| {
    *p = anonymous();
    p.education = Some(Education::Compulsory);
})]
#[case::anonymous_with_support(|p: &mut ParticipationFact| {
    *p = anonymous();
    p.support_before = vec![SupportShare { support: Support::Parental, degree: 100 }];
})]
#[tokio::test]
async fn r_lag_04_a_participation_that_contradicts_itself_is_not_stored(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] spoil: fn(&mut ParticipationFact),
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    insats::save(&mut tx, id, &[insats_of("a"), insats_of("b")])
        .await
        .unwrap();
    let mut fact = participations().remove(0);
    spoil(&mut fact);
    let refused = participation::add(&mut tx, id, &keyed(&[fact]), DateTime::default()).await;
    assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn unknown_references_and_negative_amounts_are_refused(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let contribution = |amount| {
        [Contribution {
            member: "0880".into(),
            year: 2022,
            amount,
            override_reason: None,
        }]
    };
    let refused = member::save_contributions(&mut tx, id, &contribution(Ore(1))).await;
    assert!(
        matches!(refused, Err(Error::Unknown { what: "member", .. })),
        "{refused:?}"
    );
    let project = Project {
        code: "X".into(),
        name: "X".into(),
        insats: Some("krus".into()),
        municipality: String::new(),
    };
    let refused = project::save(&mut tx, id, &[project]).await;
    assert!(
        matches!(refused, Err(Error::Unknown { what: "insats", .. })),
        "{refused:?}"
    );
    let mut twice = participations().remove(0);
    twice.support_before.push(twice.support_before[0]);
    insats::save(&mut tx, id, &[insats_of("a"), insats_of("b")])
        .await
        .unwrap();
    let refused = participation::add(&mut tx, id, &keyed(&[twice]), DateTime::default()).await;
    assert!(matches!(refused, Err(Error::Duplicate(_))), "{refused:?}");
    member::save(&mut tx, id, &members()).await.unwrap();
    let refused = member::save_contributions(&mut tx, id, &contribution(Ore(-1))).await;
    assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn rows_are_one_insats_with_its_references(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    fill(&mut tx, id).await;
    let rows = participation::rows(&mut tx, id, "krus").await.unwrap();
    let keys: Vec<_> = rows
        .iter()
        .map(|r| (r.public_id.as_str(), r.reference.as_deref()))
        .collect();
    assert_eq!(keys, [("p1", None), ("p2", Some("ref 2"))]);
    assert_eq!(rows[1].fact, participations()[2]);
    assert!(matches!(
        participation::rows(&mut tx, id, "nej").await,
        Err(Error::Unknown { .. })
    ));
}

#[rstest]
#[tokio::test]
async fn r_lag_05_associations_do_not_see_each_other(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    fill(&mut tx, id).await;
    let other = Association {
        name: "Äldre förbund".into(),
        org_number: "222000-0000".into(),
        ..Association::default()
    };
    let other_id = association::create(&mut tx, "annat", &other).await.unwrap();
    let facts = load_facts(&mut tx, other_id).await.unwrap();
    assert_eq!(
        format!("{facts:?}"),
        format!(
            "{:?}",
            Facts {
                association: other,
                ..Facts::default()
            }
        )
    );
    let all = association::all(&mut tx).await.unwrap();
    let names: Vec<_> = all.iter().map(|a| a.public_id.as_str()).collect();
    assert_eq!(names, ["prov", "annat"], "å, ä, ö last");
    assert_eq!(all[1].id, other_id);
    let taken = association::create(&mut tx, "tredje", &all[1].association).await;
    assert!(matches!(taken, Err(Error::Duplicate(_))), "{taken:?}");
}

#[rstest]
#[tokio::test]
async fn an_association_and_its_settings_can_be_changed(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let mut changed = association::load(&mut tx, id).await.unwrap();
    changed.seat = "Kalmar".into();
    association::update(&mut tx, id, &changed).await.unwrap();
    assert_eq!(association::load(&mut tx, id).await.unwrap(), changed);
    for value in ["5", "4"] {
        setting::save(&mut tx, id, "minsta_grupp", value).await.unwrap();
    }
    let settings = setting::load(&mut tx, id).await.unwrap();
    assert_eq!(
        settings.into_iter().collect::<Vec<_>>(),
        [("minsta_grupp".to_owned(), "4".to_owned())]
    );
    for _ in 0..2 {
        setting::remove(&mut tx, id, "minsta_grupp").await.unwrap();
    }
    assert!(setting::load(&mut tx, id).await.unwrap().is_empty());
    changed.org_number = "2220001859".into();
    let refused = association::update(&mut tx, id, &changed).await;
    assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
}

#[rstest]
#[tokio::test]
async fn r_lag_03_both_databases_sort_as_swedes_do(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let mut names = vec![
        "Ölmsta",
        "Ängelholm",
        "Åmål",
        "Zinkgruvan",
        "Borgholm",
        "Idun",
        "Ide",
        "Mörbylånga",
        "Mönsterås",
        "Müller",
        "Myra",
        "10",
        "2",
        "Emmaboda",
        "Éva",
        "Vimmerby",
        "Västervik",
        "Torsås",
        "van Dyk",
        "Öland 2",
    ];
    for (i, name) in names.iter().enumerate() {
        store::user::create(&mut tx, &i.to_string(), name, None)
            .await
            .unwrap();
    }
    let sorted: Vec<String> = store::user::all(&mut tx)
        .await
        .unwrap()
        .into_iter()
        .map(|u| u.name)
        .collect();
    names.sort_by(|a, b| store::collation::compare(a, b));
    assert_eq!(sorted, names);
}
