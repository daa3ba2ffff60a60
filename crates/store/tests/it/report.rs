use rstest::rstest;
use store::{
    Error, finding,
    report::{self, Edit},
};

use crate::db::{Kind, fresh, moment, with_association};

fn edit(markdown: &str, seen: i64) -> Edit<'_> {
    Edit {
        key: "ordforande",
        markdown,
        seen,
        at: moment(seen),
        by: "u1",
    }
}

#[rstest]
#[tokio::test]
async fn r_lag_10_who_saves_later_sees_that_somebody_else_did(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    assert_eq!(report::find(&mut tx, id, "annual", 2022).await.unwrap(), None);
    let report = report::create(&mut tx, id, "r1", "annual", 2022).await.unwrap();
    assert_eq!(
        report::find(&mut tx, id, "annual", 2022).await.unwrap(),
        Some(report.clone())
    );
    assert_eq!(
        report::save_section(&mut tx, &report, edit("ett", 0))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        report::save_section(&mut tx, &report, edit("två", 1))
            .await
            .unwrap(),
        2
    );
    for stale in [0, 1, 3] {
        let refused = report::save_section(&mut tx, &report, edit("sent", stale)).await;
        assert!(
            matches!(refused, Err(Error::Conflict { current: 2 })),
            "{refused:?}"
        );
    }
    let sections = report::sections(&mut tx, &report).await.unwrap();
    assert_eq!(sections.len(), 1);
    assert_eq!((sections[0].markdown.as_str(), sections[0].version), ("två", 2));
    assert_eq!(sections[0].edited_at, moment(1));
    let twice = report::create(&mut tx, id, "r2", "annual", 2022).await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}

#[rstest]
#[tokio::test]
async fn r_lag_11_a_published_report_is_locked(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let report = report::create(&mut tx, id, "r1", "annual", 2022).await.unwrap();
    for (number, bytes) in [(1, b"ett"), (2, b"tv\xe5")] {
        let hash = domain::audit::sha256(bytes);
        assert_eq!(
            report::publish(&mut tx, &report, &hash, bytes, moment(number), "u1")
                .await
                .unwrap(),
            number
        );
    }
    let snapshots = report::snapshots(&mut tx, &report).await.unwrap();
    assert_eq!(snapshots.iter().map(|s| s.number).collect::<Vec<_>>(), [1, 2]);
    let newest = report::newest(&mut tx, id, "annual").await.unwrap();
    assert_eq!(newest, [(2022, snapshots[1].clone())]);
    assert_eq!(report::newest(&mut tx, id, "other").await.unwrap(), []);
    assert_eq!(
        report::snapshot_bytes(&mut tx, &report, 2).await.unwrap(),
        Some(b"tv\xe5".to_vec())
    );
    assert_eq!(report::snapshot_bytes(&mut tx, &report, 3).await.unwrap(), None);
    tx.commit().await.unwrap();
    for text in [
        "UPDATE report_snapshot SET published_by = 'x'",
        "DELETE FROM report_snapshot",
    ] {
        assert!(crate::limits::raw(&fresh.db, text).await.is_err(), "{text}");
    }
}

#[rstest]
#[tokio::test]
async fn an_answer_is_kept_with_what_was_found(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let mut answer = finding::Answer {
        finding: "flode|tabell|rad|kolumn".into(),
        expected: Some("12".into()),
        found: "13".into(),
        reason: "en återinskriven".into(),
        answered_at: moment(0),
        answered_by: "u1".into(),
    };
    finding::save(&mut tx, id, 2022, &answer).await.unwrap();
    answer.found = "14".into();
    finding::save(&mut tx, id, 2022, &answer).await.unwrap();
    assert_eq!(finding::load(&mut tx, id, 2022).await.unwrap(), [answer.clone()]);
    assert_eq!(finding::load(&mut tx, id, 2021).await.unwrap(), []);
    answer.reason.clear();
    let refused = finding::save(&mut tx, id, 2022, &answer).await;
    assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
}
