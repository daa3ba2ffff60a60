//! Answers, texts and closings of quarters.

use domain::quarter::{Answer, Counted, Counts, Given, Line, Quarter, Remark};
use rstest::rstest;
use store::{
    Error,
    quarter::{self, Closing, Edit, Snapshot},
};

use crate::db::{Kind, fresh, moment, with_krus};

fn third() -> Quarter {
    Quarter::new(2026, 3).unwrap()
}

fn counts(new: i64) -> Counts {
    Counts(vec![Counted {
        line: Line::New,
        quarter: Some(new),
        year: Some(30),
        start: None,
        before: Some(2),
        withheld: false,
    }])
}

#[rstest]
#[tokio::test]
async fn an_answer_is_read_back_with_its_counts_and_remarks(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    assert!(quarter::answers(&mut tx, id, third()).await.unwrap().is_empty());
    let given = Given {
        by: "insatsansvarig".into(),
        at: moment(5),
        counts: counts(7),
    };
    let remark = Remark {
        line: Line::New,
        counted: Some(7),
        words: "Två saknas i september.".into(),
    };
    for answer in [
        Answer::Accepted(given.clone()),
        Answer::Disputed(given.clone(), vec![remark]),
        Answer::Accepted(given),
    ] {
        let at = (third(), "krus");
        quarter::save_answer(&mut tx, id, at, &answer, "u1")
            .await
            .unwrap();
        assert_eq!(
            quarter::answers(&mut tx, id, third()).await.unwrap()["krus"],
            answer
        );
    }
    let other = Quarter::new(2026, 2).unwrap();
    assert!(quarter::answers(&mut tx, id, other).await.unwrap().is_empty());
    let nowhere = quarter::save_answer(&mut tx, id, (third(), "x"), &Answer::Silent, "u1").await;
    assert!(matches!(nowhere, Err(Error::Unknown { .. })), "{nowhere:?}");
    assert!(quarter::practice(&mut tx, id, "krus").await.unwrap().is_empty());
    assert!(quarter::closed(&mut tx, id, "krus").await.unwrap().is_empty());
}

#[rstest]
#[tokio::test]
async fn r_kva_13_who_saves_a_text_later_sees_that_somebody_else_did(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    let edit = |markdown, seen| Edit {
        key: "metod",
        markdown,
        seen,
        at: moment(seen),
        by: "u1",
    };
    let at = (third(), "krus");
    assert_eq!(
        quarter::save_text(&mut tx, id, at, edit("ett", 0)).await.unwrap(),
        1
    );
    assert_eq!(
        quarter::save_text(&mut tx, id, at, edit("två", 1)).await.unwrap(),
        2
    );
    for stale in [0, 1, 3] {
        let refused = quarter::save_text(&mut tx, id, at, edit("sent", stale)).await;
        assert!(
            matches!(refused, Err(Error::Conflict { current: 2 })),
            "{refused:?}"
        );
    }
    let written = quarter::texts(&mut tx, id, "krus").await.unwrap();
    assert_eq!(written.len(), 1);
    assert_eq!(
        (
            written[0].markdown.as_str(),
            written[0].version,
            written[0].quarter
        ),
        ("två", 2, third())
    );
    let of = quarter::texts_of(&mut tx, id, third()).await.unwrap();
    assert_eq!(of, [("krus".to_owned(), "metod".to_owned(), "två".to_owned())]);
}

#[rstest]
#[tokio::test]
async fn r_kva_07_a_closed_quarter_is_locked(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    assert_eq!(quarter::closing(&mut tx, id, third()).await.unwrap(), None);
    let closing = Closing {
        reason: "Påminda två gånger.".into(),
        at: moment(9),
        by: "u1".into(),
        sha256: domain::audit::sha256(b"allt"),
    };
    let snapshot = Snapshot {
        insats: "krus".into(),
        counts: counts(7),
        answered: false,
        sha256: domain::audit::sha256(b"sida"),
        bytes: b"sida".to_vec(),
    };
    let one = std::slice::from_ref(&snapshot);
    quarter::close(&mut tx, id, third(), (&closing, b"allt"), one)
        .await
        .unwrap();
    assert_eq!(
        quarter::closing(&mut tx, id, third()).await.unwrap(),
        Some(closing)
    );
    assert_eq!(
        quarter::file(&mut tx, id, third()).await.unwrap(),
        Some(b"allt".to_vec())
    );
    assert_eq!(
        quarter::snapshot(&mut tx, id, third(), "krus").await.unwrap(),
        Some(snapshot)
    );
    assert_eq!(quarter::snapshot(&mut tx, id, third(), "x").await.unwrap(), None);
    tx.commit().await.unwrap();
    for text in [
        "UPDATE quarter_closing SET reason = 'x'",
        "DELETE FROM quarter_closing",
        "UPDATE quarter_snapshot SET counts = 'x'",
        "DELETE FROM quarter_snapshot",
    ] {
        assert!(crate::limits::raw(&fresh.db, text).await.is_err(), "{text}");
    }
}
