use app::{Actor, App, Assignment, Failure, Role, log::LogFilter, read_log::Seen};
use chrono::{DateTime, NaiveDate, Utc};
use domain::figures::Figures;
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, desk, facts, folder, now, refusals};

fn of(role: Role, insats: Option<&str>) -> Actor {
    Actor {
        id: format!("{}-prov", role.label()),
        name: "Prov".into(),
        assignments: vec![Assignment {
            role,
            insats: insats.map(Into::into),
            team: None,
            from: NaiveDate::MIN,
            to: None,
        }],
    }
}

/// The example's year with its rows.
async fn example(kind: Kind) -> Option<Desk> {
    let desk = desk(kind).await?;
    desk.app.load_example(now()).await.unwrap();
    Some(desk)
}

/// Some record with details: its key in addresses, its reference and its insats.
async fn somebody(desk: &Desk) -> (String, String, String) {
    let insats = "krus".to_owned();
    let mut tx = desk.fresh.db.read().await.unwrap();
    let id = store::association::all(&mut tx).await.unwrap()[0].id;
    let rows = store::participation::rows(&mut tx, id, &insats).await.unwrap();
    let chosen = rows
        .iter()
        .find(|row| !row.fact.anonymous && row.fact.exit.is_some() && row.fact.education.is_some());
    let chosen = chosen.unwrap();
    (
        chosen.public_id.clone(),
        chosen.reference.clone().unwrap_or_default(),
        insats,
    )
}

fn printed(facts: &domain::facts::Facts) -> Vec<String> {
    (2020..=2023)
        .flat_map(|year| {
            let figures = Figures::compute(facts, year);
            let lines = figures
                .iter()
                .map(|f| format!("{} {:?} {:?} {:?} {}", f.key, f.value, f.k, f.n, f.missing));
            lines.collect::<Vec<_>>()
        })
        .collect()
}

#[rstest]
#[tokio::test]
async fn r_sam_02_a_withdrawn_consent_changes_no_figure_and_leaves_no_row(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = example(kind).await else { return };
    let (public_id, _, insats) = somebody(&desk).await;
    let before = printed(&facts(&desk).await);
    let manager = of(Role::ParticipantManager, Some(&insats));
    let code = desk
        .app
        .withdraw_consent(&manager, &public_id, now())
        .await
        .unwrap();
    assert_eq!(printed(&facts(&desk).await), before);
    assert!(
        !facts(&desk).await.carried.is_empty(),
        "somebody with details is kept in totals"
    );
    let again = desk.app.withdraw_consent(&manager, &public_id, now()).await;
    assert!(
        matches!(again, Err(Failure::NotFound)),
        "the old key leads nowhere"
    );
    let seen = desk.app.seen_by(&manager, &public_id).await;
    assert!(matches!(seen, Err(Failure::NotFound)));
    let made = desk.app.withdrawal_certificate(&manager, &code).await.unwrap();
    assert!(made.done.figures > 0 && !made.done.kept.is_empty() && made.done.backups > 0);
    assert!(!format!("{made:?}").contains(&public_id));
    for other in [
        of(Role::Office, None),
        of(Role::ParticipantManager, Some("resa")),
        of(Role::InsatsManager, Some(&insats)),
    ] {
        let refused = desk.app.withdrawal_certificate(&other, &code).await;
        assert!(matches!(refused, Err(Failure::NotFound)), "{other:?}");
    }
    assert!(desk.app.verify_audit().await.unwrap().whole());
}

#[tokio::test]
async fn r_sam_04_only_its_own_deltagaransvarig_withdraws_and_only_once() {
    let desk = example(Kind::Sqlite).await.unwrap();
    let (public_id, _, insats) = somebody(&desk).await;
    for other in [
        Actor::system(),
        of(Role::Auditor, None),
        of(Role::InsatsManager, Some(&insats)),
        of(Role::ParticipantManager, Some("resa")),
    ] {
        let refused = desk.app.withdraw_consent(&other, &public_id, now()).await;
        assert!(matches!(refused, Err(Failure::NotFound)), "{other:?}");
    }
    let manager = of(Role::ParticipantManager, Some(&insats));
    desk.app
        .withdraw_consent(&manager, &public_id, now())
        .await
        .unwrap();
    let mut tx = desk.fresh.db.read().await.unwrap();
    let id = store::association::all(&mut tx).await.unwrap()[0].id;
    let rows = store::participation::rows(&mut tx, id, &insats).await.unwrap();
    drop(tx);
    let anonymous = rows.iter().find(|row| row.fact.anonymous).unwrap();
    let refused = desk
        .app
        .withdraw_consent(&manager, &anonymous.public_id, now())
        .await;
    assert_eq!(refusals(refused)[0].code, "redan-anonym");
}

#[rstest]
#[tokio::test]
async fn r_log_07_who_has_seen_a_participation_is_told_to_its_huvudman_only(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = example(kind).await else { return };
    let (public_id, _, insats) = somebody(&desk).await;
    let mut tx = desk.fresh.db.read().await.unwrap();
    let id = store::association::all(&mut tx).await.unwrap()[0].id;
    let found = store::withdrawal::find(&mut tx, id, &public_id)
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    let manager = of(Role::ParticipantManager, Some(&insats));
    for (act, rows) in [
        ("deltagare.lista", vec![found.id, found.id + 1]),
        ("deltagare.lista", vec![found.id]),
        ("deltagande.visa", vec![found.id + 1]),
    ] {
        let seen = Seen::Participations {
            insats: &insats,
            rows: &rows,
        };
        desk.app.log_read(&manager, act, seen, now()).await.unwrap();
    }
    let seen = desk.app.seen_by(&manager, &public_id).await.unwrap();
    assert_eq!(seen.reads.len(), 1);
    assert_eq!(
        (seen.reads[0].2.as_str(), seen.reads[0].3),
        ("deltagare.lista", 2)
    );
    for other in [
        of(Role::Auditor, None),
        of(Role::Office, None),
        of(Role::ParticipantManager, Some("resa")),
    ] {
        let refused = desk.app.seen_by(&other, &public_id).await;
        assert!(matches!(refused, Err(Failure::NotFound)), "{other:?}");
    }
    let reads = LogFilter {
        chain: app::log::Chain::Reads,
        ..LogFilter::default()
    };
    let lines = desk.app.log(&of(Role::Auditor, None), &reads).await.unwrap();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        (lines[0].object.as_str(), lines[2].rows),
        ("deltaganden i krus", Some(2))
    );
    assert!(!format!("{lines:?}").contains(&public_id));
    assert!(matches!(
        desk.app.log(&manager, &reads).await,
        Err(Failure::NotFound)
    ));
}

/// Some years later.
fn later(year: i32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, 6, 1)
        .unwrap()
        .and_hms_opt(3, 0, 0)
        .unwrap()
        .and_utc()
}

async fn rows_with_details(app: &App, desk: &Desk) -> usize {
    let _ = app;
    facts(desk)
        .await
        .participations
        .iter()
        .filter(|fact| !fact.anonymous)
        .count()
}

#[rstest]
#[tokio::test]
async fn r_gal_03_disposal_runs_once_a_day_and_changes_no_figure(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = example(kind).await else { return };
    let Desk {
        app,
        actor,
        fresh: _held,
    } = &desk;
    let manager = of(Role::ParticipantManager, Some("krus"));
    let seen = Seen::Participations {
        insats: "krus",
        rows: &[1, 2, 3],
    };
    app.log_read(&manager, "deltagare.lista", seen, now())
        .await
        .unwrap();
    let before = printed(&facts(&desk).await);
    let rows = rows_with_details(app, &desk).await;
    let open = facts(&desk)
        .await
        .participations
        .iter()
        .filter(|f| !f.anonymous && f.exit.is_none())
        .count();

    // Nothing is old yet, and a dry run leaves no trace.
    let early = app.dispose(actor, now()).await.unwrap();
    assert!(early.lines.iter().all(|line| line.count == 0), "{early:?}");
    let plan = app.plan_disposal(actor, later(2040)).await.unwrap();
    assert_eq!(rows_with_details(app, &desk).await, rows);

    let run = app.dispose_daily(later(2040)).await.unwrap().unwrap();
    assert_eq!(run.lines, plan.lines, "the dry run says what the run does");
    assert!(
        app.dispose_daily(later(2040)).await.unwrap().is_none(),
        "once a day"
    );
    assert_eq!(
        rows_with_details(app, &desk).await,
        open,
        "those who have not ended are kept"
    );
    assert_eq!(printed(&facts(&desk).await), before);
    let verified = app.verify_audit().await.unwrap();
    assert!(verified.whole(), "{verified:?}");
    assert_eq!(
        verified.reads,
        Ok(0),
        "the read from 2023 is gone and the chain holds"
    );
    let retention = app.retention(&of(Role::Auditor, None)).await.unwrap();
    assert_eq!(retention.protocols.len(), 2);
    assert_eq!(retention.protocols[0].lines, run.lines);
    assert!(matches!(
        app.dispose(&of(Role::Auditor, None), now()).await,
        Err(Failure::NotFound)
    ));
}

#[rstest]
#[tokio::test]
async fn r_vol_02_head_counts_are_entered_by_the_insatsansvarig_where_nobody_registers(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(Desk {
        app,
        actor,
        fresh: _kept,
    }) = desk(kind).await
    else {
        return;
    };
    app.import_tables(&actor, folder(), false, now()).await.unwrap();
    let years = app.year(&actor, 2022).await.unwrap();
    let counted = years
        .insatser()
        .iter()
        .find(|i| domain::head_count::is_counted(i))
        .unwrap()
        .slug
        .clone();
    let registers = years
        .insatser()
        .iter()
        .find(|i| !domain::head_count::is_counted(i))
        .unwrap()
        .slug
        .clone();
    let mut typed: [[String; 3]; 12] = Default::default();
    typed[0] = ["3".into(), "4".into(), String::new()];
    let manager = of(Role::InsatsManager, Some(&counted));
    let at = (counted.as_str(), 2022);
    app.save_head_counts(&manager, at, &typed, 0, now())
        .await
        .unwrap();
    let year = app.year(&actor, 2022).await.unwrap();
    let scope = domain::figure::Scope::all().with("insats", &counted);
    assert_eq!(year.figures.of_year("volym.antal", scope).unwrap().k, Some(7));
    let conflict = app.save_head_counts(&manager, at, &typed, 0, now()).await;
    match conflict {
        Err(Failure::Conflict { theirs, version }) => {
            assert_eq!((theirs.as_str(), version), ("januari: 3 kvinnor, 4 män", 1));
        }
        other => panic!("{other:?}"),
    }
    let elsewhere = of(Role::InsatsManager, Some(&registers));
    let refused = app
        .save_head_counts(&elsewhere, (&registers, 2022), &typed, 0, now())
        .await;
    assert_eq!(refusals(refused)[0].code, "volym-registrerar");
    for other in [&actor, &elsewhere, &of(Role::ParticipantManager, Some(&counted))] {
        let refused = app.head_counts(other, &counted, None, now()).await;
        assert!(matches!(refused, Err(Failure::NotFound)), "{other:?}");
    }
}
