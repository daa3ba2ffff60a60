use domain::{codes::Sex, head_count::Sheet};
use rstest::rstest;
use store::{Error, head_count};

use crate::{
    db::{Kind, fresh, with_association},
    facts::insats_of,
};

#[rstest]
#[tokio::test]
async fn r_lag_01_head_counts_are_read_back_as_saved(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    store::insats::save(&mut tx, id, &[insats_of("krus"), insats_of("resa")])
        .await
        .unwrap();
    let mut sheet = Sheet::default();
    sheet[0] = [Some(12), Some(0), None];
    sheet[11] = [None, None, Some(7)];
    assert_eq!(
        head_count::sheet(&mut tx, id, "resa", 2026).await.unwrap(),
        (Sheet::default(), 0)
    );
    head_count::save(&mut tx, id, ("resa", 2026), &sheet, 0)
        .await
        .unwrap();
    assert_eq!(
        head_count::sheet(&mut tx, id, "resa", 2026).await.unwrap(),
        (sheet, 1)
    );
    let loaded = head_count::load(&mut tx, id).await.unwrap();
    let seen: Vec<_> = loaded
        .iter()
        .map(|c| (c.insats, c.month, c.sex, c.count))
        .collect();
    assert_eq!(
        seen,
        [
            (1, 1, Some(Sex::Woman), 12),
            (1, 1, Some(Sex::Man), 0),
            (1, 12, None, 7)
        ]
    );
    head_count::save(&mut tx, id, ("resa", 2026), &Sheet::default(), 1)
        .await
        .unwrap();
    assert!(head_count::load(&mut tx, id).await.unwrap().is_empty());
    let unknown = head_count::sheet(&mut tx, id, "finns-inte", 2026).await;
    assert!(matches!(unknown, Err(Error::Unknown { .. })));
}

#[rstest]
#[tokio::test]
async fn r_vol_07_who_saves_over_a_newer_sheet_is_told(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    store::insats::save(&mut tx, id, &[insats_of("krus")])
        .await
        .unwrap();
    let sheet = Sheet::default();
    head_count::save(&mut tx, id, ("krus", 2026), &sheet, 0)
        .await
        .unwrap();
    let again = head_count::save(&mut tx, id, ("krus", 2026), &sheet, 0).await;
    assert!(matches!(again, Err(Error::Conflict { current: 1 })), "{again:?}");
    let ahead = head_count::save(&mut tx, id, ("krus", 2026), &sheet, 9).await;
    assert!(matches!(ahead, Err(Error::Conflict { current: 1 })), "{ahead:?}");
}
