//! Requisitions, attest rules, payment files and the match.

use domain::{
    cost_type::CostType,
    matching::Explained,
    money::Ore,
    quarter::Quarter,
    requisition::{
        Did, Filled, Period, Recipient, State, Step,
        attest::{Attest, Deputy, Rule, Who},
    },
};
use rstest::rstest;
use store::{
    Error, matching,
    payment::{self, PaymentFile, ReadStatement},
    requisition::{self, Filter},
};

use crate::db::{Kind, fresh, moment, with_association, with_krus};

fn filled(period: &str) -> Filled {
    Filled {
        period: Period::parse(period).unwrap(),
        last: true,
        decision: "§ 45".into(),
        recipient: Recipient {
            name: "Kalmar kommun".into(),
            org_number: "212000-0746".into(),
            account_kind: "bankgiro".into(),
            account: "991-2346".into(),
            reference: "123".into(),
        },
        amounts: vec![(CostType::Personnel, Ore(500)), (CostType::Other, Ore(7))],
        words: "Ord".into(),
    }
}

fn step(did: Did, words: &str) -> Step {
    Step {
        did,
        by: "u".into(),
        at: moment(5),
        words: words.into(),
    }
}

#[rstest]
#[tokio::test]
async fn a_requisition_is_read_back_with_its_way(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    let first = step(Did::Filled, "");
    let number = requisition::add(&mut tx, id, "krus", &filled("2023-k1"), &first)
        .await
        .unwrap();
    assert_eq!(number, "R2023-001");
    requisition::add_step(&mut tx, id, &number, &step(Did::Attested, ""))
        .await
        .unwrap();
    let filter = Filter {
        year: Some(2023),
        number: Some(&number),
    };
    let held = requisition::load(&mut tx, id, filter).await.unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].total(), Ore(507));
    assert_eq!((held[0].state(), held[0].last), (State::Attested, true));
    assert_eq!(held[0].recipient, filled("2023-k1").recipient);
    let next = requisition::add(&mut tx, id, "krus", &filled("2023-4"), &first)
        .await
        .unwrap();
    assert_eq!(next, "R2023-002");
    requisition::change(&mut tx, id, &next, &filled("2023-5--6"), &first)
        .await
        .unwrap();
    let all = requisition::load(&mut tx, id, Filter::default()).await.unwrap();
    assert_eq!(all[1].period, Period::parse("2023-5--6").unwrap());
    let other = Filter {
        year: Some(2024),
        number: None,
    };
    assert!(requisition::load(&mut tx, id, other).await.unwrap().is_empty());
}

#[rstest]
#[tokio::test]
async fn a_month_is_claimed_once_until_it_is_given_back(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    let first = step(Did::Filled, "");
    let number = requisition::add(&mut tx, id, "krus", &filled("2023-k1"), &first)
        .await
        .unwrap();
    requisition::add_step(&mut tx, id, &number, &step(Did::Voided, "fel period"))
        .await
        .unwrap();
    requisition::add(&mut tx, id, "krus", &filled("2023-3"), &first)
        .await
        .unwrap();
    let twice = requisition::add(&mut tx, id, "krus", &filled("2023-k1"), &first).await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}

#[rstest]
#[tokio::test]
async fn files_rules_and_deputies_are_read_back(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    let number = requisition::add(&mut tx, id, "krus", &filled("2023-k1"), &step(Did::Filled, ""))
        .await
        .unwrap();
    let sha = "a".repeat(64);
    let file = ("a.pdf", "application/pdf", sha.as_str(), &b"%PDF-"[..]);
    requisition::add_file(&mut tx, id, &number, file, ("u", moment(1)))
        .await
        .unwrap();
    let held = requisition::files(&mut tx, id, &number).await.unwrap();
    assert_eq!((held.len(), held[0].size), (1, 5));
    let (name, _, bytes) = requisition::file(&mut tx, id, &number, held[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((name.as_str(), bytes.as_slice()), ("a.pdf", &b"%PDF-"[..]));
    assert!(
        requisition::file(&mut tx, id, "R1999-001", held[0].id)
            .await
            .unwrap()
            .is_none()
    );
    requisition::remove_file(&mut tx, id, &number, held[0].id)
        .await
        .unwrap();
    assert!(requisition::files(&mut tx, id, &number).await.unwrap().is_empty());

    let mut rule = Rule {
        id: 0,
        attest: Attest::Second,
        who: Who::Role(2),
        limit: Some(Ore(5)),
        insats: Some("krus".into()),
        from: "2023-01-01".parse().unwrap(),
        to: None,
    };
    requisition::add_rule(&mut tx, id, &rule).await.unwrap();
    let held = requisition::rules(&mut tx, id).await.unwrap();
    rule.id = held[0].id;
    assert_eq!(held, [rule.clone()]);
    requisition::remove_rule(&mut tx, id, rule.id).await.unwrap();
    let mut deputy = Deputy {
        id: 0,
        deputy: "a".into(),
        of: "b".into(),
        from: "2023-01-01".parse().unwrap(),
        to: "2023-01-31".parse().unwrap(),
    };
    requisition::add_deputy(&mut tx, id, &deputy).await.unwrap();
    let held = requisition::deputies(&mut tx, id).await.unwrap();
    deputy.id = held[0].id;
    assert_eq!(held, [deputy.clone()]);
    requisition::remove_deputy(&mut tx, id, deputy.id).await.unwrap();
    assert!(requisition::deputies(&mut tx, id).await.unwrap().is_empty());
    assert!(requisition::rules(&mut tx, id).await.unwrap().is_empty());
}

#[rstest]
#[tokio::test]
async fn payment_files_and_statements_are_kept_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let file = PaymentFile {
        name: "B2023-001".into(),
        on: "2023-04-14".parse().unwrap(),
        profile: "svensk-03".into(),
        total: Ore(5),
        payments: 1,
        sha256: "b".repeat(64),
        at: moment(1),
        by: "u".into(),
    };
    payment::add_file(&mut tx, id, &file, b"<x/>").await.unwrap();
    assert_eq!(
        payment::files(&mut tx, id).await.unwrap(),
        std::slice::from_ref(&file)
    );
    assert_eq!(
        payment::bytes(&mut tx, id, "B2023-001").await.unwrap().as_deref(),
        Some(&b"<x/>"[..])
    );
    assert_eq!(payment::bytes(&mut tx, id, "B").await.unwrap(), None);
    let read = ReadStatement {
        name: "k.xml".into(),
        sha256: "c".repeat(64),
        entries: 3,
        paid: 1,
        at: moment(2),
        by: "u".into(),
    };
    payment::add_statement(&mut tx, id, &read).await.unwrap();
    assert_eq!(
        payment::statements(&mut tx, id).await.unwrap(),
        std::slice::from_ref(&read)
    );
    let twice = payment::add_statement(&mut tx, id, &read).await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}

#[rstest]
#[tokio::test]
async fn explanations_are_replaced_and_closings_kept(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    let quarter = Quarter::new(2023, 1).unwrap();
    let mut explained = Explained {
        insats: "krus".into(),
        difference: Ore(-5),
        over: Ore(0),
        words: "Bokförs i april".into(),
        by: "u".into(),
        on: "2023-04-20".parse().unwrap(),
    };
    matching::explain(&mut tx, id, quarter, &explained).await.unwrap();
    explained.difference = Ore(-6);
    matching::explain(&mut tx, id, quarter, &explained).await.unwrap();
    assert_eq!(
        matching::explanations(&mut tx, id, quarter).await.unwrap(),
        [explained]
    );
    assert!(matching::closing(&mut tx, id, quarter).await.unwrap().is_none());
    matching::close(&mut tx, id, quarter, "[]", ("u", moment(3)))
        .await
        .unwrap();
    assert_eq!(
        matching::closing(&mut tx, id, quarter).await.unwrap(),
        Some((moment(3), "u".into()))
    );
    assert!(
        matching::bookings(&mut tx, id, (2023, 2024), (4000, 7999))
            .await
            .unwrap()
            .is_empty()
    );
}
