use chrono::DateTime;
use domain::{facts::*, figure::FigureKey, figure::Scope};
use rstest::rstest;
use store::{Error, Target, carried, participation, withdrawal};

use crate::{
    db::{Kind, day, fresh, moment, with_association},
    facts::{insats_of, participations},
    limits::raw,
};

const SECRET: &str = "ankomst-7F3K-handling-19";

fn keys(number: i64) -> withdrawal::NewKeys {
    withdrawal::NewKeys {
        id: -number,
        public_id: format!("anonym{number}"),
    }
}

async fn filled(tx: &mut store::Tx, id: store::AssociationId) {
    store::insats::save(tx, id, &[insats_of("krus"), insats_of("resa")])
        .await
        .unwrap();
    let stored = participations()
        .into_iter()
        .enumerate()
        .map(|(i, fact)| participation::Stored {
            public_id: format!("p{i}"),
            reference: (!fact.anonymous).then(|| format!("{SECRET}-{i}")),
            fact,
        });
    participation::add(tx, id, &stored.collect::<Vec<_>>(), DateTime::default())
        .await
        .unwrap();
}

#[rstest]
#[tokio::test]
async fn r_sam_01_the_row_becomes_what_the_rule_says(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    filled(&mut tx, id).await;
    let mut expected = participation::load(&mut tx, id).await.unwrap();
    let found = withdrawal::find(&mut tx, id, "p0").await.unwrap().unwrap();
    assert!(!found.anonymous);
    withdrawal::make_anonymous(&mut tx, found.id, &keys(1))
        .await
        .unwrap();
    // The new row's key puts it first.
    let fact = domain::withdrawal::anonymous(&expected.remove(0));
    expected.insert(0, fact);
    assert_eq!(participation::load(&mut tx, id).await.unwrap(), expected);
    assert_eq!(withdrawal::find(&mut tx, id, "p0").await.unwrap(), None);
    let new = withdrawal::find(&mut tx, id, "anonym1").await.unwrap().unwrap();
    assert!(new.anonymous);
    let again = withdrawal::make_anonymous(&mut tx, new.id, &keys(2)).await;
    assert!(matches!(again, Err(Error::Unknown { .. })), "{again:?}");
}

#[tokio::test]
async fn r_sam_05_the_databases_own_files_hold_nothing_of_it_afterwards() {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    let (mut tx, id) = with_association(&fresh.db).await;
    filled(&mut tx, id).await;
    tx.commit().await.unwrap();
    let Target::File(path) = &fresh.target else { return };
    let held = || {
        let wal = format!("{}-wal", path.display());
        let files = [std::fs::read(path), std::fs::read(wal)];
        let secret = SECRET.as_bytes();
        files
            .into_iter()
            .flatten()
            .any(|bytes| bytes.windows(secret.len()).any(|window| window == secret))
    };
    assert!(held(), "the test would see it");
    let mut tx = fresh.db.write().await.unwrap();
    for i in 0..participations().len() {
        let found = withdrawal::find(&mut tx, id, &format!("p{i}"))
            .await
            .unwrap()
            .unwrap();
        if !found.anonymous {
            let number = i64::try_from(i).unwrap() + 1;
            withdrawal::make_anonymous(&mut tx, found.id, &keys(number))
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
    assert!(withdrawal::clear_traces(&fresh.db).await.unwrap());
    assert!(!held());
}

#[rstest]
#[tokio::test]
async fn r_lag_01_what_figures_keep_is_read_back_summed(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let key = |year| FigureKey {
        measure: "utbildning.antal",
        year,
        scope: Scope::all().with("kon", "kvinna"),
    };
    let of = |year: i32, k: i64| {
        let mut carried = Carried::default();
        let (n, missing) = (0, -k);
        carried.add(&key(year), Difference { k, n, missing });
        carried
    };
    carried::add(&mut tx, id, &of(2022, 1).and(&of(2023, 1)))
        .await
        .unwrap();
    carried::add(&mut tx, id, &of(2022, 2).and(&of(2023, -1)))
        .await
        .unwrap();
    let mut quarter = of(2022, 3);
    let cell = PeriodCell {
        measure: "utbildning.antal".into(),
        from: day(2022, 4, 1),
        to: day(2022, 6, 30),
        scope: Scope::all().with("insats", "krus"),
    };
    quarter.add_cell(&cell, 2);
    let mut more = Carried::default();
    more.add_cell(&cell, 2);
    carried::add(&mut tx, id, &more).await.unwrap();
    assert_eq!(carried::load(&mut tx, id).await.unwrap(), quarter);
    carried::add(&mut tx, id, &more).await.unwrap();
    assert_eq!(carried::load(&mut tx, id).await.unwrap(), quarter.and(&more));
}

#[rstest]
#[tokio::test]
async fn r_sam_06_a_certificate_is_kept_and_cannot_be_changed(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    filled(&mut tx, id).await;
    let made = withdrawal::Certificate {
        code: "intyg-0001".into(),
        insats: "krus".into(),
        at: moment(5),
        actor: "deltagare-krus".into(),
        content: "{\"figures\":3}".into(),
    };
    withdrawal::save_certificate(&mut tx, id, &made).await.unwrap();
    assert_eq!(
        withdrawal::certificate(&mut tx, id, "intyg-0001").await.unwrap(),
        Some(made)
    );
    assert_eq!(
        withdrawal::certificate(&mut tx, id, "finns-inte").await.unwrap(),
        None
    );
    tx.commit().await.unwrap();
    for text in [
        "UPDATE withdrawal_certificate SET content = '{}'",
        "DELETE FROM withdrawal_certificate",
    ] {
        assert!(raw(&fresh.db, text).await.is_err(), "{text}");
    }
}

#[rstest]
#[tokio::test]
async fn r_gal_02_what_ended_before_a_day_is_found_oldest_first(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    filled(&mut tx, id).await;
    let mut ended: Vec<_> = participations()
        .iter()
        .filter(|fact| !fact.anonymous)
        .filter_map(|fact| fact.exit.as_ref().map(|exit| exit.date))
        .collect();
    ended.sort();
    let all = withdrawal::ended_before(&mut tx, id, day(2100, 1, 1))
        .await
        .unwrap();
    assert_eq!(all.len(), ended.len());
    let none = withdrawal::ended_before(&mut tx, id, ended[0]).await.unwrap();
    assert!(none.is_empty(), "the day itself is not before");
}
