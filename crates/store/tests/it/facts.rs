//! Facts saved and loaded.

mod edges;

use chrono::DateTime;
use domain::{
    codes::*,
    facts::*,
    figure::Scope,
    money::Ore,
    participation::Stage,
    plan::{
        Plan,
        tables::{Read, plans},
    },
    statement::{
        Adjustment,
        mapping::{Line, MappedRange, Mapping},
    },
};
use rstest::rstest;
use store::{
    AssociationId, Error, Tx, association, consultation, economy, goal, insats, load_facts, mapping, member,
    participation, project, published, setting,
};

use crate::db::{Kind, day, fresh, with_association};

pub fn insats_of(slug: &str) -> Insats {
    Insats {
        slug: slug.into(),
        name: slug.to_uppercase(),
        kind: InsatsKind::Individual,
        principal: "Kalmar kommun".into(),
        municipalities: vec!["Nybro".into(), "Emmaboda".into()],
        decision: "LIS".into(),
        staff: "2,5 tjänst".into(),
        methods: "7tjugo, MI".into(),
        budgeted_participants: vec![(2022, 30), (2023, 25)],
        ages: Some((16, 64)),
        registers: true,
    }
}

fn members() -> Vec<Member> {
    let member = |code: &str, name: &str, kind, population| Member {
        code: code.into(),
        name: name.into(),
        kind,
        population,
    };
    vec![
        member(
            "0880",
            "Kalmar kommun",
            MemberKind::Municipality,
            vec![(day(2021, 9, 30), 71_000), (day(2022, 9, 30), 71_947)],
        ),
        member("08", "Region Kalmar län", MemberKind::Region, vec![]),
        member("staten", "Försäkringskassan", MemberKind::State, vec![]),
    ]
}

pub fn participations() -> Vec<ParticipationFact> {
    let full = ParticipationFact {
        insats: 1,
        anonymous: false,
        stage: Stage::Participating,
        municipality: Some("Nybro".into()),
        person: None,
        sex: Some(Sex::Woman),
        birth_year: Some(1990),
        entry: day(2022, 2, 3),
        referred_by: Some(ReferringAuthority::Region),
        education: Some(Education::UpperSecondary),
        support_time: Some(SupportTime::Over5Years),
        support_before: vec![
            SupportShare {
                support: Support::SicknessBenefit,
                degree: 25,
            },
            SupportShare {
                support: Support::NoPublic,
                degree: 100,
            },
        ],
        occupation_before: vec![OccupationShare {
            occupation: Occupation::Other,
            per_cent: 100,
        }],
        exit: Some(ExitFact {
            date: day(2022, 2, 3),
            reason: Some(ExitReason::WorkStudyJobseeker),
            support_after: vec![SupportShare {
                support: Support::StudyAid,
                degree: 75,
            }],
            occupation_after: vec![
                OccupationShare {
                    occupation: Occupation::Work,
                    per_cent: 1,
                },
                OccupationShare {
                    occupation: Occupation::Study,
                    per_cent: 50,
                },
            ],
        }),
        constructed: true,
    };
    vec![
        full.clone(),
        anonymous(),
        ParticipationFact {
            exit: None,
            insats: 0,
            ..full
        },
    ]
}

fn anonymous() -> ParticipationFact {
    ParticipationFact {
        insats: 0,
        anonymous: true,
        stage: Stage::Participating,
        municipality: None,
        person: None,
        sex: Some(Sex::Man),
        birth_year: None,
        entry: day(2022, 1, 1),
        referred_by: None,
        education: None,
        support_time: None,
        support_before: vec![],
        occupation_before: vec![],
        exit: None,
        constructed: false,
    }
}

fn keyed(facts: &[ParticipationFact]) -> Vec<participation::Stored> {
    let stored = |(i, fact): (usize, &ParticipationFact)| participation::Stored {
        public_id: format!("p{i}"),
        reference: (!fact.anonymous).then(|| format!("ref {i}")),
        fact: fact.clone(),
    };
    facts.iter().enumerate().map(stored).collect()
}

fn goals() -> Vec<Goal> {
    let goal = |number, outcome, thresholds| Goal {
        year: 2022,
        number,
        level: GoalLevel::Economy,
        text: format!("Mål {number}"),
        measured_by: "SUS".into(),
        outcome,
        thresholds,
    };
    let threshold = |direction, target, largely| {
        Some(Thresholds {
            direction,
            target,
            largely,
            decimals: 1,
        })
    };
    vec![
        goal(
            1,
            GoalOutcome::Measure("avslut.arbete_eller_studier".into()),
            threshold(GoalDirection::AtLeast, 350, 300),
        ),
        goal(
            2,
            GoalOutcome::Entered {
                units: 878,
                decimals: 1,
                source: "Årsredovisning 2022".into(),
            },
            threshold(GoalDirection::AtMost, 50, 60),
        ),
        goal(
            3,
            GoalOutcome::Words {
                text: "6 informationer".into(),
                judgement: "uppnått".into(),
            },
            None,
        ),
        goal(4, GoalOutcome::None, None),
    ]
}

/// Who and what, without money.
fn register(association: Association) -> Facts {
    Facts {
        association,
        members: members(),
        contributions: vec![Contribution {
            member: "0880".into(),
            year: 2022,
            amount: Ore::kronor(1_158_274),
            override_reason: Some("avrundning för hand".into()),
        }],
        insatser: vec![
            insats_of("krus"),
            Insats {
                ages: None,
                registers: false,
                ..insats_of("hemligheten")
            },
        ],
        projects: vec![Project {
            code: "KRUS".into(),
            name: "KRUS".into(),
            insats: Some("krus".into()),
            municipality: "Kalmar".into(),
        }],
        participations: participations(),
        consultations: vec![
            ConsultationFact {
                insats: None,
                year: 2022,
                month: 1,
                count: 3,
            },
            ConsultationFact {
                insats: Some(1),
                year: 2022,
                month: 12,
                count: 155,
            },
        ],
        ..Facts::default()
    }
}

fn lines() -> Mapping {
    Mapping {
        preset: "EUBAS97".into(),
        ranges: vec![
            MappedRange {
                from: 3000,
                to: 3999,
                line: Line::Income,
                note_row: String::new(),
            },
            MappedRange {
                from: 2440,
                to: 2440,
                line: Line::ShortLiabilities,
                note_row: "Leverantörer".into(),
            },
        ],
    }
}

fn gain() -> Adjustment {
    Adjustment {
        label: "Realisationsvinst".into(),
        amount: Ore::kronor(-5),
    }
}

/// Money, goals and values without rows.
fn economy(register: Facts) -> Facts {
    Facts {
        budgets: vec![Budget {
            year: 2022,
            version: "beslutad".into(),
            source: "Budget 2022".into(),
            lines: vec![
                BudgetLine {
                    group: BudgetGroup::Income,
                    label: "Bidrag".into(),
                    amount: Ore::kronor(16_058_000),
                },
                BudgetLine {
                    group: BudgetGroup::FinancialCost,
                    label: "Ränta".into(),
                    amount: Ore::ZERO,
                },
            ],
        }],
        insats_budgets: vec![
            InsatsBudget {
                insats: Some("krus".into()),
                label: "KRUS".into(),
                year: 2023,
                amount: Ore(1),
            },
            InsatsBudget {
                insats: None,
                label: "Miljonen".into(),
                year: 2023,
                amount: Ore::kronor(850_000),
            },
        ],
        requisitioned: vec![Requisitioned {
            project: "KRUS".into(),
            insats: Some("krus".into()),
            year: 2022,
            amount: Ore::kronor(2_070_769),
            source: "insatskostnader-2022.csv".into(),
        }],
        mapping: lines(),
        published: vec![Published {
            measure: "deltaganden.nya".into(),
            year: 2011,
            scope: Scope::all()
                .with("insats", "krus")
                .with("rad", "Möten, \"LSG\" = {x}"),
            units: 122,
            decimals: 0,
            source: Source {
                document: "Årsredovisning 2022, tabell 2".into(),
                cell: "2011 / nya".into(),
            },
        }],
        adjustments: vec![(2022, gain())],
        goals: goals(),
        ..register
    }
}

async fn fill(tx: &mut Tx, id: AssociationId) -> Facts {
    let association = association::load(tx, id).await.unwrap();
    let facts = economy(register(Association {
        constructed: true,
        ..association
    }));
    save(tx, id, &facts).await;
    facts
}

/// The plans of the facts' budgets, as tables give them.
fn read(f: &Facts) -> Vec<Plan> {
    plans(&Read {
        budgets: &f.budgets,
        insatser: &f.insats_budgets,
        ..Read::default()
    })
}

async fn save(tx: &mut Tx, id: AssociationId, f: &Facts) {
    member::save(tx, id, &f.members).await.unwrap();
    member::save_contributions(tx, id, &f.contributions)
        .await
        .unwrap();
    insats::save(tx, id, &f.insatser).await.unwrap();
    project::save(tx, id, &f.projects).await.unwrap();
    project::save_requisitioned(tx, id, &f.requisitioned)
        .await
        .unwrap();
    participation::add(tx, id, &keyed(&f.participations), DateTime::default())
        .await
        .unwrap();
    consultation::save(tx, id, &f.consultations).await.unwrap();
    economy::save_read(tx, id, &read(f)).await.unwrap();
    for (year, adjustment) in &f.adjustments {
        let own = [(adjustment.clone(), "Not 5".to_owned())];
        economy::save_adjustments(tx, id, *year, &own).await.unwrap();
    }
    mapping::save(tx, id, &f.mapping).await.unwrap();
    published::save(tx, id, &f.published).await.unwrap();
    goal::save(tx, id, &f.goals).await.unwrap();
}

#[rstest]
#[tokio::test]
async fn r_lag_01_what_is_saved_is_loaded(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let facts = fill(&mut tx, id).await;
    tx.commit().await.unwrap();
    let mut tx = fresh.db.read().await.unwrap();
    let mut loaded = load_facts(&mut tx, id).await.unwrap();
    assert_eq!(std::mem::take(&mut loaded.plans), read(&facts));
    assert_eq!(format!("{loaded:#?}"), format!("{facts:#?}"));
}

#[rstest]
#[tokio::test]
async fn saving_twice_changes_nothing(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let facts = fill(&mut tx, id).await;
    save(
        &mut tx,
        id,
        &Facts {
            participations: vec![],
            ..facts.clone()
        },
    )
    .await;
    let mut loaded = load_facts(&mut tx, id).await.unwrap();
    assert_eq!(std::mem::take(&mut loaded.plans).len(), 2);
    assert_eq!(format!("{loaded:?}"), format!("{facts:?}"));
}

#[rstest]
#[tokio::test]
async fn r_lag_02_budgets_are_versions_and_the_newest_decided_holds(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let version = |version: &str, amount| Budget {
        year: 2023,
        version: version.into(),
        source: String::new(),
        lines: vec![BudgetLine {
            group: BudgetGroup::Cost,
            label: "Resor".into(),
            amount: Ore(amount),
        }],
    };
    for (name, amount, holds) in [
        ("förslag", 1, 1),
        ("samråd", 2, 2),
        ("beslutad", 3, 3),
        ("förslag", 4, 3),
        ("reviderad", 5, 5),
    ] {
        let mut own = plans(&Read {
            budgets: &[version(name, amount)],
            ..Read::default()
        });
        own[0].version.source.push_str(name);
        assert_eq!(economy::save_read(&mut tx, id, &own).await.unwrap(), 1);
        assert_eq!(economy::save_read(&mut tx, id, &own).await.unwrap(), 0);
        let held = load_facts(&mut tx, id).await.unwrap().budgets;
        assert_eq!(held.len(), 1);
        assert_eq!(held[0].lines[0].amount, Ore(holds), "after {name}");
    }
    assert_eq!(store::plan::load(&mut tx, id).await.unwrap().len(), 5);
}
