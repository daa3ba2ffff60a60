use domain::{
    disclosure::{CellKey, Memory, Period, State},
    figure::Scope,
    statistics::finsam::Details,
};
use rstest::rstest;
use store::{disclosure, insats, insats_detail};

use crate::db::{Kind, day, fresh, krus, moment, with_association};

fn cell(measure: &str, scope: Scope, value: Option<i64>) -> Memory {
    Memory {
        key: CellKey::new(measure, Period::year(2022), scope),
        state: if value.is_some() {
            State::Shown
        } else {
            State::Withheld
        },
        value,
    }
}

#[rstest]
#[tokio::test]
async fn what_left_is_remembered_and_a_withheld_count_is_not_kept(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let scope = |code: &str| Scope::all().with("kon", "kvinna").with("utbildning", code);
    let first = [
        cell("utbildning.antal", scope("grundskola"), Some(12)),
        cell("utbildning.antal", scope("gymnasium"), None),
        cell("avslut.anledning", Scope::all().with("orsak", "flytt"), Some(0)),
    ];
    disclosure::remember(&mut tx, id, &first, moment(0))
        .await
        .unwrap();
    let loaded = disclosure::memory(&mut tx, id, &["utbildning.antal"])
        .await
        .unwrap();
    assert_eq!(loaded, first[..2]);
    // Shown once is shown: a later withholding does not take it back.
    let later = [
        cell("utbildning.antal", scope("grundskola"), None),
        cell("utbildning.antal", scope("gymnasium"), Some(9)),
    ];
    disclosure::remember(&mut tx, id, &later, moment(0))
        .await
        .unwrap();
    let loaded = disclosure::memory(&mut tx, id, &["utbildning.antal"])
        .await
        .unwrap();
    assert_eq!(
        loaded.iter().map(|cell| cell.value).collect::<Vec<_>>(),
        [Some(12), Some(9)]
    );
}

#[rstest]
#[tokio::test]
async fn an_insats_is_described_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    insats::save(&mut tx, id, &[krus()]).await.unwrap();
    let mut details = Details {
        insats: "krus".into(),
        direction: "Arbetslivsinriktad rehabilitering".into(),
        precisely: String::new(),
        target_group: "Unga vuxna".into(),
        esf: Some(false),
        from: Some(day(2019, 1, 1)),
        to: None,
    };
    insats_detail::save(&mut tx, id, &details).await.unwrap();
    details.esf = None;
    insats_detail::save(&mut tx, id, &details).await.unwrap();
    assert_eq!(insats_detail::load(&mut tx, id).await.unwrap(), [details.clone()]);
    details.to = Some(day(2018, 1, 1));
    assert!(insats_detail::save(&mut tx, id, &details).await.is_err());
}
