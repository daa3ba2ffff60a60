//! An application over a fresh database, and the example association's files.

use std::{fs, path::Path};

use app::{Actor, App, Assignment, Failure, Role, import::Upload};
use chrono::{DateTime, NaiveDate, Utc};
use domain::refusal::Refusal;
use testkit::{Fresh, Kind, fresh};

pub struct Desk {
    pub app: App,
    pub actor: Actor,
    pub fresh: Fresh,
}

pub async fn desk(kind: Kind) -> Option<Desk> {
    let fresh = fresh(kind).await?;
    Some(Desk {
        app: App::over(fresh.db.clone()),
        actor: Actor::system(),
        fresh,
    })
}

/// A desk with the example's tables read in.
pub async fn with_tables(kind: Kind, now: DateTime<Utc>) -> Option<Desk> {
    let desk = desk(kind).await?;
    desk.app
        .import_tables(&desk.actor, folder(), false, now)
        .await
        .unwrap();
    Some(desk)
}

/// The example's bookkeeping of these years is read in too.
pub async fn read_books(desk: &Desk, years: &[i32], now: DateTime<Utc>) {
    for year in years {
        let file = example(&format!("bokforing-{year}.se"));
        desk.app.import_sie(&desk.actor, file, false, now).await.unwrap();
    }
}

/// Somebody with one role, of an insats or of the association.
pub fn with(role: Role, insats: Option<&str>) -> Actor {
    let assignment = Assignment {
        role,
        insats: insats.map(Into::into),
        team: None,
        from: NaiveDate::MIN,
        to: None,
    };
    Actor {
        id: "u".into(),
        name: "Prov".into(),
        assignments: vec![assignment],
    }
}

/// It is as if it were not there.
pub fn is_missing<T>(outcome: &app::Outcome<T>) -> bool {
    matches!(outcome, Err(Failure::NotFound))
}

pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

pub fn example(name: &str) -> Upload {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/kalmar")
        .join(name);
    Upload {
        name: name.into(),
        bytes: fs::read(path).unwrap(),
    }
}

/// Whether a file is a table.
pub fn is_table(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "csv")
}

/// Every file of the example association.
pub fn folder() -> Vec<Upload> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kalmar");
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| is_table(name) || Path::new(name).extension().is_some_and(|e| e == "se"))
        .collect();
    names.sort();
    names.iter().map(|name| example(name)).collect()
}

/// The refusals of an act that must refuse.
pub fn refusals<T: std::fmt::Debug>(outcome: app::Outcome<T>) -> Vec<Refusal> {
    match outcome {
        Err(Failure::Refused(refusals)) => refusals,
        other => panic!("a refusal was expected: {other:?}"),
    }
}

/// How much there is in the database: associations and audit events.
pub async fn traces(desk: &Desk) -> (usize, i64) {
    let mut tx = desk.fresh.db.read().await.unwrap();
    let associations = store::association::all(&mut tx).await.unwrap().len();
    (associations, store::audit::verify(&mut tx).await.unwrap())
}

/// All facts of the only association.
pub async fn facts(desk: &Desk) -> domain::facts::Facts {
    let mut tx = desk.fresh.db.read().await.unwrap();
    let id = store::association::all(&mut tx).await.unwrap()[0].id;
    store::load_facts(&mut tx, id).await.unwrap()
}
