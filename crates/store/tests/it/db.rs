//! A fresh database, and one with an association in it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    codes::InsatsKind,
    facts::{Association, Insats},
};
use store::{AssociationId, Db, Tx};
pub use testkit::{Kind, fresh};

/// A transaction that may write, with an association of the given number in it.
pub async fn with_association(db: &Db) -> (Tx, AssociationId) {
    let mut tx = db.write().await.expect("a transaction");
    let association = Association {
        name: "Samordningsförbundet i Prov".into(),
        org_number: "222000-1859".into(),
        seat: "Provstad".into(),
        formed: Some(day(2005, 10, 1)),
        constructed: false,
    };
    let id = store::association::create(&mut tx, "prov", &association)
        .await
        .expect("an association");
    (tx, id)
}

/// An insats that is registered.
pub fn krus() -> Insats {
    Insats {
        slug: "krus".into(),
        name: "KRUS".into(),
        kind: InsatsKind::Individual,
        principal: "Kalmar kommun".into(),
        municipalities: Vec::new(),
        decision: String::new(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: Vec::new(),
        ages: None,
        registers: true,
    }
}

/// The same, with that insats in it.
pub async fn with_krus(db: &Db) -> (Tx, AssociationId) {
    let (mut tx, id) = with_association(db).await;
    store::insats::save(&mut tx, id, &[krus()])
        .await
        .expect("an insats");
    (tx, id)
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

pub fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).expect("a time")
}
