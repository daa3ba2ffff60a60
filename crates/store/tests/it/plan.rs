//! Plans in versions, on both databases.

use domain::{
    cost_type::CostType,
    equity::{Basis, Guideline, Rule, Step},
    facts::BudgetGroup,
    money::Ore,
    plan::{
        Decision, Follows, InsatsRow, Line, MemberRow, Opening, Plan, State, Stated, Sum, Timetable, Version,
    },
    scenario::{Change, Month, Scenario},
};
use rstest::rstest;
use store::{Error, insats, member, plan};

use crate::{
    db::{Kind, day, fresh, with_association},
    facts::insats_of,
};

fn kr(amounts: [i64; 3]) -> Vec<Option<Ore>> {
    amounts.map(|kr| (kr >= 0).then(|| Ore::kronor(kr))).to_vec()
}

fn proposal() -> Plan {
    Plan {
        first: 2027,
        span: 3,
        version: Version {
            number: 1,
            state: State::Consultation(day(2026, 9, 30)),
            source: "Förslag till samråd".into(),
        },
        lines: vec![Line {
            group: BudgetGroup::Cost,
            label: "Beslutade individinsatser".into(),
            follows: Follows::Insatser,
            cost_type: None,
            amounts: kr([-1, -1, 5]),
            note: "Följer delarna".into(),
        }],
        insatser: vec![InsatsRow {
            insats: Some("krus".into()),
            label: "KRUS".into(),
            cost_type: Some(CostType::Personnel),
            amounts: kr([3, 0, -1]),
            note: String::new(),
        }],
        contributions: vec![MemberRow {
            member: "0880".into(),
            name: "Kalmar kommun".into(),
            inhabitants: Some(71_947),
            amounts: kr([9, 9, 9]),
        }],
        opening: Some(Opening {
            amount: Ore(-5),
            source: "Prognos".into(),
        }),
        stated: vec![Stated {
            sum: Sum::Cost,
            year: 2028,
            amount: Ore(7),
        }],
        timetable: Timetable {
            answers_by: Some(day(2026, 10, 31)),
            meeting: None,
        },
    }
}

#[rstest]
#[tokio::test]
async fn r_pla_14_a_decided_version_is_locked_and_a_change_is_a_new_one(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    insats::save(&mut tx, id, &[insats_of("krus")]).await.unwrap();
    let kalmar = domain::facts::Member {
        code: "0880".into(),
        name: "Kalmar kommun".into(),
        kind: domain::codes::MemberKind::Municipality,
        population: vec![],
    };
    member::save(&mut tx, id, &[kalmar]).await.unwrap();
    assert_eq!(plan::add(&mut tx, id, &proposal()).await.unwrap(), 1);
    let held = plan::load(&mut tx, id).await.unwrap();
    assert_eq!((held.len(), &held[0].plan, held[0].revision), (1, &proposal(), 1));
    let mut changed = proposal();
    changed.lines[0].note = "Ny".into();
    changed.span = 4;
    for rows in [
        &mut changed.lines[0].amounts,
        &mut changed.insatser[0].amounts,
        &mut changed.contributions[0].amounts,
    ] {
        rows.push(Some(Ore(1)));
    }
    plan::save(&mut tx, id, (2027, 1), &changed, 1).await.unwrap();
    assert_eq!(plan::load(&mut tx, id).await.unwrap()[0].plan, changed);
    let stale = plan::save(&mut tx, id, (2027, 1), &proposal(), 1).await;
    assert!(matches!(stale, Err(Error::Conflict { current: 2 })), "{stale:?}");
    changed.version.state = State::Decided(Decision {
        on: Some(day(2026, 11, 26)),
        section: "§ 47".into(),
    });
    plan::save(&mut tx, id, (2027, 1), &changed, 2).await.unwrap();
    assert_eq!(plan::load(&mut tx, id).await.unwrap()[0].plan, changed);
    assert_eq!(plan::add(&mut tx, id, &proposal()).await.unwrap(), 2);
    tx.commit().await.unwrap();
    guidelines_and_scenarios(&fresh.db, id).await;
    let mut tx = fresh.db.write().await.unwrap();
    assert!(plan::save(&mut tx, id, (2027, 1), &proposal(), 3).await.is_err());
    drop(tx);
    let mut tx = fresh.db.write().await.unwrap();
    assert!(plan::remove(&mut tx, id, (2027, 1)).await.is_err());
    drop(tx);
    let mut tx = fresh.db.write().await.unwrap();
    plan::remove(&mut tx, id, (2027, 2)).await.unwrap();
    assert_eq!(plan::load(&mut tx, id).await.unwrap().len(), 1);
}

async fn guidelines_and_scenarios(db: &store::Db, id: store::AssociationId) {
    let mut tx = db.write().await.unwrap();
    let mut guideline = Guideline {
        from_year: 2022,
        rule: Rule::Entered(Ore::kronor(2_730_000)),
        source: "Årsredovisning 2022".into(),
        effect: String::new(),
    };
    store::equity::save(&mut tx, id, &guideline).await.unwrap();
    assert_eq!(
        store::equity::load(&mut tx, id).await.unwrap(),
        [guideline.clone()]
    );
    guideline.rule = Rule::Steps {
        basis: Basis::State,
        steps: [(0, 2_000), (500, 1_000)]
            .map(|(above, rate)| Step {
                above: Ore(above),
                rate,
            })
            .to_vec(),
        unit: Ore(1_000),
    };
    store::equity::save(&mut tx, id, &guideline).await.unwrap();
    assert_eq!(store::equity::load(&mut tx, id).await.unwrap(), [guideline]);
    let label = || "A".to_owned();
    let from = Month { year: 2028, month: 7 };
    let mut own = Scenario {
        name: "Prov".into(),
        base: (2027, 2),
        span: 5,
        notice: 3,
        personnel: 8_000,
        liquid: Some(Ore(1)),
        changes: vec![
            Change::Start {
                label: label(),
                from,
                yearly: Ore(7),
            },
            Change::Stop { label: label(), from },
            Change::Delay {
                label: label(),
                months: 4,
            },
            Change::Allotment {
                from: 2028,
                total: Ore(9),
            },
            Change::Index {
                from: 2028,
                rate: -250,
            },
            Change::Vacancy {
                from: 2029,
                rate: 500,
            },
        ],
    };
    let key = store::scenario::save(&mut tx, id, None, &own).await.unwrap();
    let held = store::scenario::load(&mut tx, id).await.unwrap();
    assert_eq!((held[0].id, &held[0].scenario, held[0].revision), (key, &own, 1));
    own.changes.truncate(1);
    store::scenario::save(&mut tx, id, Some((key, 1)), &own)
        .await
        .unwrap();
    assert_eq!(store::scenario::load(&mut tx, id).await.unwrap()[0].scenario, own);
    let stale = store::scenario::save(&mut tx, id, Some((key, 1)), &own).await;
    assert!(matches!(stale, Err(Error::Conflict { current: 2 })));
    store::scenario::remove(&mut tx, id, key).await.unwrap();
    assert!(store::scenario::load(&mut tx, id).await.unwrap().is_empty());
    tx.commit().await.unwrap();
}
