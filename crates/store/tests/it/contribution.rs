use std::collections::BTreeMap;

use domain::{
    codes::MemberKind,
    contribution::{Basis, Group, Key},
    facts::Member,
    money::Ore,
};
use rstest::rstest;
use store::{
    Error,
    contribution::{self, Other, Source},
    invoice::{self, Billing, Received, Stored},
};

use crate::db::{Kind, day, fresh, moment, with_association};

fn members() -> Vec<Member> {
    [
        ("0880", MemberKind::Municipality),
        ("region", MemberKind::Region),
        ("staten", MemberKind::State),
    ]
    .map(|(code, kind)| Member {
        code: code.into(),
        name: format!("Medlem {code}"),
        kind,
        population: Vec::new(),
    })
    .to_vec()
}

#[rstest]
#[tokio::test]
async fn r_lag_01_a_years_contributions_are_read_back_as_saved(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    store::member::save(&mut tx, id, &members()).await.unwrap();
    assert_eq!(
        contribution::load(&mut tx, id, 2027).await.unwrap(),
        contribution::Stored::default()
    );
    let shares: BTreeMap<String, i64> = [("staten".to_owned(), 3)].into();
    let amounts: BTreeMap<String, Ore> = [("region".to_owned(), Ore(5))].into();
    let group = |kind, weight, key| Group { kind, weight, key };
    let basis = Basis {
        total: Ore::kronor(16_020_000),
        groups: vec![
            group(MemberKind::State, 2, Key::Fixed(shares)),
            group(MemberKind::Region, 1, Key::Entered(amounts)),
            group(
                MemberKind::Municipality,
                1,
                Key::Population { on: day(2026, 9, 30) },
            ),
        ],
    };
    contribution::save_basis(&mut tx, id, 2027, &basis, 0)
        .await
        .unwrap();
    let again = contribution::save_basis(&mut tx, id, 2027, &basis, 0).await;
    assert!(matches!(again, Err(Error::Conflict { current: 1 })), "{again:?}");
    let others = [Other {
        member: "0880".into(),
        amount: Ore(7),
        reason: "avrundat".into(),
    }];
    contribution::save_others(&mut tx, id, 2027, &others)
        .await
        .unwrap();
    contribution::save_dues(&mut tx, id, 2027, &[day(2027, 1, 31), day(2027, 7, 31)])
        .await
        .unwrap();
    contribution::set_decision(&mut tx, id, 2027, Some(("§ 58/2026", day(2026, 11, 27))))
        .await
        .unwrap();
    let stands = contribution::load(&mut tx, id, 2027).await.unwrap();
    assert_eq!((stands.basis, stands.version), (basis.clone(), 2));
    assert_eq!(stands.decided, Some(("§ 58/2026".into(), day(2026, 11, 27))));
    assert_eq!(stands.others, others);
    assert_eq!(stands.dues, [day(2027, 1, 31), day(2027, 7, 31)]);
    contribution::set_decision(&mut tx, id, 2027, None).await.unwrap();
    let law = Basis::by_law(Ore::kronor(4), day(2026, 9, 30));
    contribution::save_basis(&mut tx, id, 2027, &law, 3)
        .await
        .unwrap();
    assert_eq!(contribution::load(&mut tx, id, 2027).await.unwrap().basis, law);
}

#[rstest]
#[tokio::test]
async fn r_lag_01_populations_keep_their_source(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    store::member::save(&mut tx, id, &members()).await.unwrap();
    let mut source = Source {
        on: day(2026, 9, 30),
        table: "SCB".into(),
        extracted: day(2026, 11, 22),
        stated: Some(9),
    };
    for count in [71_000, 72_000] {
        contribution::save_populations(&mut tx, id, &source, &[("0880".into(), count)])
            .await
            .unwrap();
        source.stated = None;
    }
    assert_eq!(
        contribution::sources(&mut tx, id).await.unwrap(),
        [source.clone()]
    );
    let members = store::member::load(&mut tx, id).await.unwrap();
    assert_eq!(members[0].population, [(day(2026, 9, 30), 72_000)]);
    let unknown = contribution::save_populations(&mut tx, id, &source, &[("9999".into(), 1)]).await;
    assert!(matches!(unknown, Err(Error::Unknown { .. })));
}

fn invoice(number: i64, credits: Option<i64>) -> Stored {
    Stored {
        number,
        member: "0880".into(),
        year: 2027,
        instalment: 1,
        issued: day(2027, 1, 2),
        due: day(2027, 1, 31),
        amount: Ore::kronor(43_915),
        ocr: "2027000104".into(),
        credits,
        sent: None,
        paid: None,
    }
}

#[rstest]
#[tokio::test]
async fn r_fak_12_invoices_are_numbered_without_gaps_and_never_changed(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    store::member::save(&mut tx, id, &members()).await.unwrap();
    assert_eq!(invoice::next_number(&mut tx, id, 2027).await.unwrap(), 20_270_001);
    invoice::add(&mut tx, id, &invoice(20_270_001, None), "<a/>")
        .await
        .unwrap();
    invoice::add(&mut tx, id, &invoice(20_270_002, Some(20_270_001)), "<b/>")
        .await
        .unwrap();
    assert_eq!(invoice::next_number(&mut tx, id, 2027).await.unwrap(), 20_270_003);
    assert_eq!(invoice::next_number(&mut tx, id, 2028).await.unwrap(), 20_280_001);
    let (sent, paid) = (Some(day(2027, 1, 3)), Some(day(2027, 1, 30)));
    invoice::mark(&mut tx, id, 20_270_001, (sent, paid))
        .await
        .unwrap();
    let listed = invoice::list(&mut tx, id).await.unwrap();
    assert_eq!(
        listed,
        [
            Stored {
                sent,
                paid,
                ..invoice(20_270_001, None)
            },
            invoice(20_270_002, Some(20_270_001))
        ]
    );
    assert_eq!(
        invoice::xml(&mut tx, id, 20_270_002).await.unwrap().as_deref(),
        Some("<b/>")
    );
    assert_eq!(invoice::xml(&mut tx, id, 1).await.unwrap(), None);
    tx.commit().await.unwrap();
    let mut tx = fresh.db.write().await.unwrap();
    let twice = invoice::add(&mut tx, id, &invoice(20_270_003, Some(20_270_001)), "<c/>").await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}

#[rstest]
#[tokio::test]
async fn r_lag_01_billing_and_received_invoices_are_read_back_as_saved(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    store::member::save(&mut tx, id, &members()).await.unwrap();
    let mut billing = Billing {
        member: "0880".into(),
        org_number: "2120000746".into(),
        street: "Gatan 1".into(),
        post_code: "392 00".into(),
        city: "Kalmar".into(),
        reference: "X".into(),
    };
    invoice::save_billing(&mut tx, id, &billing).await.unwrap();
    billing.reference = "ZZ1".into();
    invoice::save_billing(&mut tx, id, &billing).await.unwrap();
    assert_eq!(invoice::billing(&mut tx, id).await.unwrap(), [billing]);
    let received = Received {
        id: 1,
        seller: "Redovisningsbyrån".into(),
        number: "77".into(),
        issued: Some(day(2026, 11, 1)),
        due: None,
        amount: Ore(12_500),
        currency: "SEK".into(),
        problems: 2,
        at: moment(0),
    };
    let hash = "a".repeat(64);
    assert_eq!(
        invoice::receive(&mut tx, id, &received, &hash, b"<x/>")
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        invoice::received(&mut tx, id).await.unwrap(),
        std::slice::from_ref(&received)
    );
    assert_eq!(
        invoice::received_bytes(&mut tx, id, 1).await.unwrap().as_deref(),
        Some(&b"<x/>"[..])
    );
    let twice = invoice::receive(&mut tx, id, &received, &hash, b"<x/>").await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}
