use domain::{
    audit::AuditEvent,
    read_log::{Kind as Rows, Read, RowSet},
};
use rstest::rstest;
use store::{Error, audit, read_log};

use crate::{
    db::{Kind, fresh, moment},
    limits::raw,
};

fn read(second: i64, actor: &str, rows: &[i64]) -> Read {
    Read {
        at: moment(second),
        actor: actor.into(),
        act: "deltagare.lista".into(),
        kind: Rows::Participations,
        place: "krus".into(),
        rows: RowSet::of(rows),
    }
}

fn unlocked(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Sqlite => &["DROP TRIGGER read_event_locked", "DROP TRIGGER read_event_kept"],
        Kind::Postgres => &[
            "DROP TRIGGER read_event_locked ON read_event",
            "DROP TRIGGER read_event_kept ON read_event",
        ],
    }
}

#[rstest]
#[tokio::test]
async fn r_log_02_reads_are_chained_and_cannot_be_changed(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    assert_eq!(read_log::verify(&mut tx).await.unwrap(), 0);
    // More than one statement's worth, and not a round number.
    let many: Vec<Read> = (0..87).map(|i| read(i, "a", &[i, i + 1, 900])).collect();
    read_log::append(&mut tx, &many).await.unwrap();
    read_log::append(&mut tx, &[read(100, "b", &[7])]).await.unwrap();
    assert_eq!(read_log::verify(&mut tx).await.unwrap(), 88);
    let newest = read_log::list(&mut tx, &read_log::Wanted::default(), 0, 2)
        .await
        .unwrap();
    assert_eq!(newest[0].read, read(100, "b", &[7]));
    assert_eq!(newest[1].sequence, 87);
    let wanted = read_log::Wanted {
        actor: Some("a".into()),
        act: Some("deltagare.lista".into()),
        place: Some("krus".into()),
        from: Some(moment(3)),
        before: Some(moment(5)),
    };
    assert_eq!(read_log::list(&mut tx, &wanted, 0, 50).await.unwrap().len(), 2);
    tx.commit().await.unwrap();
    for text in [
        "UPDATE read_event SET actor = 'x'",
        "DELETE FROM read_event WHERE sequence = 1",
    ] {
        assert!(raw(&fresh.db, text).await.is_err(), "{text}");
    }
}

#[rstest]
#[case::changed("UPDATE read_event SET actor = 'x' WHERE sequence = 2", 2)]
#[case::removed("DELETE FROM read_event WHERE sequence = 2", 3)]
#[tokio::test]
async fn r_log_02_a_changed_or_removed_read_is_named(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
    #[case] forgery: &'static str,
    #[case] seen_at: i64,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let reads: Vec<Read> = (0..3).map(|i| read(i, "a", &[i])).collect();
    read_log::append(&mut tx, &reads).await.unwrap();
    tx.commit().await.unwrap();
    for text in unlocked(kind).iter().chain([&forgery]) {
        raw(&fresh.db, text).await.unwrap();
    }
    let mut tx = fresh.db.read().await.unwrap();
    match read_log::verify(&mut tx).await {
        Err(Error::Damaged(what)) => assert_eq!(what, format!("read event {seen_at}")),
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[tokio::test]
async fn r_log_03_who_has_seen_a_row_is_found_by_its_key(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let elsewhere = Read {
        place: "resa".into(),
        ..read(9, "c", &[5])
    };
    let reads = [
        read(1, "a", &[1, 2, 3]),
        read(2, "b", &[4, 5, 6]),
        elsewhere,
        read(3, "a", &[5]),
    ];
    read_log::append(&mut tx, &reads).await.unwrap();
    let seen = read_log::of_row(&mut tx, Rows::Participations, "krus", 5)
        .await
        .unwrap();
    let by: Vec<(i64, &str)> = seen.iter().map(|s| (s.sequence, s.read.actor.as_str())).collect();
    assert_eq!(by, [(2, "b"), (4, "a")]);
    let other = read_log::of_row(&mut tx, Rows::Referrals, "krus", 5)
        .await
        .unwrap();
    assert!(other.is_empty());
}

#[rstest]
#[tokio::test]
async fn r_log_05_a_cut_off_end_is_seen_from_the_audit_trail(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let reads: Vec<Read> = (0..5).map(|i| read(i, "a", &[i])).collect();
    read_log::append(&mut tx, &reads).await.unwrap();
    let (number, hash) = read_log::head(&mut tx).await.unwrap();
    let point = AuditEvent {
        at: moment(6),
        actor: "system".into(),
        act: read_log::POINT.into(),
        object: number.to_string(),
        detail: format!("{{\"hash\":\"{}\"}}", domain::audit::hex(&hash)),
    };
    audit::append(&mut tx, &point).await.unwrap();
    assert_eq!(read_log::missed_point(&mut tx).await.unwrap(), None);
    tx.commit().await.unwrap();
    for text in unlocked(kind)
        .iter()
        .chain([&"DELETE FROM read_event WHERE sequence = 5"])
    {
        raw(&fresh.db, text).await.unwrap();
    }
    let mut tx = fresh.db.read().await.unwrap();
    assert_eq!(read_log::verify(&mut tx).await.unwrap(), 4);
    assert_eq!(read_log::missed_point(&mut tx).await.unwrap(), Some(5));
}

#[rstest]
#[tokio::test]
async fn the_oldest_reads_go_and_the_chain_still_holds(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let mut tx = fresh.db.write().await.unwrap();
    let reads: Vec<Read> = (0..5).map(|i| read(i, "a", &[i])).collect();
    read_log::append(&mut tx, &reads).await.unwrap();
    assert_eq!(read_log::count_before(&mut tx, moment(3)).await.unwrap(), 3);
    let (gone, through, hash) = read_log::dispose(&mut tx, moment(3), moment(9))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((gone, through), (3, 3));
    assert_eq!(read_log::verify(&mut tx).await.unwrap(), 2);
    // An anchor that the audit trail does not know of was set by somebody else.
    assert_eq!(read_log::missed_point(&mut tx).await.unwrap(), Some(3));
    let point = AuditEvent {
        at: moment(9),
        actor: "system".into(),
        act: read_log::POINT.into(),
        object: through.to_string(),
        detail: domain::audit::hex(&hash),
    };
    audit::append(&mut tx, &point).await.unwrap();
    assert_eq!(read_log::missed_point(&mut tx).await.unwrap(), None);
    assert_eq!(
        read_log::dispose(&mut tx, moment(3), moment(9)).await.unwrap(),
        None
    );
    read_log::append(&mut tx, &[read(10, "b", &[1])]).await.unwrap();
    assert_eq!(read_log::verify(&mut tx).await.unwrap(), 3);
    tx.commit().await.unwrap();
    assert!(
        raw(&fresh.db, "DELETE FROM read_event WHERE sequence = 4")
            .await
            .is_err()
    );
}
