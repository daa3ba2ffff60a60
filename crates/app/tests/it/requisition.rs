//! A requisition from draft to paid, matched, closed and handed to the accounting firm, on both
//! databases.

mod attest;
mod matching;
mod payment;

use app::{Actor, App, Assignment, Failure, Role, payment::Payer};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    cost_type::CostType,
    money::Ore,
    quarter::Quarter,
    requisition::{
        Did, Draft, Recipient, State,
        attest::{Attest, Deputy, Rule, Who},
    },
};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, read_books, refusals, with_tables};

fn now() -> DateTime<Utc> {
    "2022-05-02T09:00:00Z".parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn with(id: &str, roles: &[Role], insats: Option<&str>) -> Actor {
    let assignment = |role: &Role| Assignment {
        role: *role,
        insats: insats.map(Into::into),
        team: None,
        from: NaiveDate::MIN,
        to: None,
    };
    Actor {
        id: id.into(),
        name: id.into(),
        assignments: roles.iter().map(assignment).collect(),
    }
}

fn manager() -> Actor {
    with("anna", &[Role::InsatsManager], Some("krus"))
}

fn office() -> Actor {
    with("kansli", &[Role::Office], None)
}

fn economist() -> Actor {
    with("ekonom", &[Role::Economist], None)
}

async fn prepared(kind: Kind) -> Option<Desk> {
    let desk = with_tables(kind, now()).await?;
    read_books(&desk, &[2022], now()).await;
    Some(desk)
}

fn draft(period: &str, amount: &str) -> Draft {
    Draft {
        period: period.into(),
        decision: "LIS-avtal".into(),
        recipient: Recipient {
            name: "Kalmar kommun".into(),
            org_number: "212000-0746".into(),
            account_kind: "bankgiro".into(),
            account: "991-2346".into(),
            reference: String::new(),
        },
        amounts: vec![(CostType::Personnel, amount.into())],
        ..Draft::default()
    }
}

async fn step(app: &App, actor: &Actor, number: &str, did: Did) -> app::Outcome<()> {
    app.step_requisition(actor, (number, did), "ett tillräckligt skäl", now())
        .await
}

async fn state(app: &App, number: &str) -> State {
    app.requisition(&office(), number, now())
        .await
        .unwrap()
        .requisition
        .state()
}

/// Filled in, attested, reviewed and attested again.
async fn approved(app: &App, period: &str, amount: &str) -> String {
    let filled = app
        .save_requisition(&manager(), ("krus", None), &draft(period, amount), now())
        .await;
    let (number, _) = filled.unwrap();
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    step(app, &office(), &number, Did::Reviewed).await.unwrap();
    step(app, &economist(), &number, Did::Approved).await.unwrap();
    number
}

#[rstest]
#[tokio::test]
async fn r_rek_04_each_takes_their_own_step_and_nobody_anothers(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let (number, odd) = app
        .save_requisition(&manager(), ("krus", None), &draft("2022-k1", "587 096,95"), now())
        .await
        .unwrap();
    assert!(odd.is_empty());
    let stranger = with("bo", &[Role::InsatsManager], Some("resa"));
    assert!(matches!(
        app.requisition(&stranger, &number, now()).await,
        Err(Failure::NotFound)
    ));
    assert!(matches!(
        step(app, &office(), &number, Did::Attested).await,
        Err(Failure::NotFound)
    ));
    assert_eq!(
        refusals(step(app, &office(), &number, Did::Reviewed).await)[0].code,
        "rekvisition-lage"
    );
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    let change = app
        .save_requisition(&manager(), ("krus", Some(&number)), &draft("2022-k1", "1"), now())
        .await;
    assert_eq!(refusals(change)[0].code, "rekvisition-lage");
    step(app, &office(), &number, Did::Returned).await.unwrap();
    let returned = app.requisition(&manager(), &number, now()).await.unwrap();
    assert!(returned.may.fill && !returned.may.attest);
    assert_eq!(
        returned.requisition.steps.last().unwrap().words,
        "ett tillräckligt skäl"
    );
    app.save_requisition(
        &manager(),
        ("krus", Some(&number)),
        &draft("2022-k1", "587 096,95"),
        now(),
    )
    .await
    .unwrap();
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    step(app, &office(), &number, Did::Reviewed).await.unwrap();
    assert!(matches!(
        step(app, &manager(), &number, Did::Approved).await,
        Err(Failure::NotFound)
    ));
    step(app, &economist(), &number, Did::Approved).await.unwrap();
    assert_eq!(state(app, &number).await, State::Approved);
}

#[rstest]
#[tokio::test]
async fn r_rek_10_files_are_kept_with_their_hash_and_shown_to_those_who_may(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let (number, _) = app
        .save_requisition(&manager(), ("krus", None), &draft("2022-k1", "100"), now())
        .await
        .unwrap();
    let add = |name: &'static str, bytes: &'static [u8]| {
        let number = number.clone();
        async move {
            app.add_requisition_file(&manager(), &number, (name, bytes), now())
                .await
        }
    };
    add("kvitto.pdf", b"%PDF-1.7 kvitto").await.unwrap();
    assert_eq!(
        refusals(add("igen.pdf", b"%PDF-1.7 kvitto").await)[0].code,
        "underlag-dubbelt"
    );
    assert_eq!(
        refusals(add("virus.pdf", b"MZ\x90").await)[0].code,
        "underlag-typ"
    );
    let shown = app.requisition(&economist(), &number, now()).await.unwrap();
    assert_eq!(shown.files.len(), 1);
    let key = shown.files[0].id;
    let (name, _, bytes) = app.requisition_file(&office(), (&number, key)).await.unwrap();
    assert_eq!(
        (name.as_str(), bytes.as_slice()),
        ("kvitto.pdf", &b"%PDF-1.7 kvitto"[..])
    );
    let stranger = with("bo", &[Role::InsatsManager], Some("resa"));
    assert!(matches!(
        app.requisition_file(&stranger, (&number, key)).await,
        Err(Failure::NotFound)
    ));
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    let late = app
        .remove_requisition_file(&manager(), (&number, key), now())
        .await;
    assert_eq!(refusals(late)[0].code, "rekvisition-lage");
}

#[rstest]
#[tokio::test]
async fn r_rek_09_a_missing_quarter_is_due_for_the_insats_and_later_for_the_office(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    approved(app, "2022-k1", "100").await;
    let due = |actor: Actor, at: &'static str| async move {
        let due = app.due(&actor, at.parse().unwrap()).await.unwrap();
        due.into_iter()
            .map(|due| due.what)
            .filter(|what| what.contains("ekvi"))
            .collect::<Vec<_>>()
    };
    let own = due(manager(), "2022-07-02T08:00:00Z").await;
    assert_eq!(own, ["Rekvirera för kvartal 2 2022, KRUS"]);
    assert!(due(office(), "2022-07-02T08:00:00Z").await.is_empty());
    let late = due(office(), "2022-07-25T08:00:00Z").await;
    assert_eq!(
        late,
        ["Påminn KRUS: rekvisition saknas för april, maj, juni 2022"]
    );
    assert_eq!(
        due(economist(), "2022-05-03T08:00:00Z").await.len(),
        1,
        "one to pay"
    );
}

#[rstest]
#[tokio::test]
async fn r_rek_11_what_is_attested_is_the_insats_s_claimed_amount_in_every_figure(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let claimed = async |year| {
        let year = app.year(&economist(), year).await.unwrap();
        let scope = domain::figure::Scope::all().with("insats", "krus");
        year.figures
            .of_year("insats.rekvirerat", scope)
            .map(|figure| figure.value)
    };
    let stated = claimed(2022).await;
    approved(app, "2022-k1", "100 000").await;
    assert_eq!(claimed(2022).await, stated, "the year was stated as a sum");
    assert_eq!(claimed(2023).await, None);
    approved(app, "2023-k1", "500 000,50").await;
    approved(app, "2023-k2", "20").await;
    assert_eq!(
        claimed(2023).await,
        Some(domain::figure::Value::Money(Ore(50_002_050)))
    );
}
