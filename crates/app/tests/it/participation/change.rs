//! Corrections, transfers and reversals, and what is sent twice.

use app::{Failure, Role, participation::Correction};
use domain::participation::*;
use rstest::rstest;
use testkit::Kind;

use super::*;

#[rstest]
#[tokio::test]
async fn r_reg_21_two_people_at_the_same_record_lose_nobodys_text(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let id = enter(app, actor, "krus", &[], "").await.unwrap();
    let correction = async |reference: &str| Correction {
        entry: read(app, actor, "krus", &[("referens", reference)], "").await,
        exit: None,
    };
    let first = correction("KR-2").await;
    assert_eq!(
        app.correct_participation(actor, (&id, 1), first, now())
            .await
            .unwrap(),
        2
    );
    match app
        .correct_participation(actor, (&id, 1), correction("KR-3").await, now())
        .await
    {
        Err(Failure::Conflict { theirs, version }) => {
            assert!(theirs.contains("KR-2") && version == 2, "{theirs}");
        }
        other => panic!("{other:?}"),
    }
    let again = correction("KR-3").await;
    assert_eq!(
        app.correct_participation(actor, (&id, 2), again, now())
            .await
            .unwrap(),
        3
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_24_a_form_sent_twice_does_its_work_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let token = App::form_token().unwrap();
    let sending = Sending {
        token: Some(&token),
        ..Sending::default()
    };
    let mut answers = Vec::new();
    for _ in 0..2 {
        let entry = read(app, actor, "krus", &[], ANNA).await;
        answers.push(
            app.send_entry(actor, "krus", |_| Ok(entry), sending, now())
                .await
                .unwrap(),
        );
    }
    assert_eq!(answers[0], answers[1]);
    let listing = app
        .show_participations(actor, "krus", (&Filter::default(), 0), now())
        .await
        .unwrap();
    assert_eq!(listing.rows.len(), 1);
}

#[rstest]
#[tokio::test]
async fn r_reg_29_a_transfer_closes_one_and_opens_another_linked(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus", "resa"]));
    let first = enter(app, actor, "krus", &[], ANNA).await.unwrap();
    let early = read(app, actor, "resa", &[("start", "2026-09-15")], "").await;
    let refused = app
        .transfer_participation(actor, (&first, 1), exit("2026-10-01"), ("resa", early), now())
        .await;
    assert_eq!(codes(refused), ["overgang-fore-avslut"]);
    assert_eq!(
        app.participation(actor, &first, now())
            .await
            .unwrap()
            .record
            .state(),
        State::Open,
        "nothing happened"
    );
    let entry = read(app, actor, "resa", &[("start", "2026-10-01")], "").await;
    let second = app
        .transfer_participation(actor, (&first, 1), exit("2026-10-01"), ("resa", entry), now())
        .await
        .unwrap();
    let (from, to) = (
        app.participation(actor, &first, now()).await.unwrap().record,
        app.participation(actor, &second, now()).await.unwrap().record,
    );
    assert_eq!((from.state(), to.state()), (State::Closed, State::Open));
    assert_eq!(
        (from.transferred_to, to.transferred_from),
        (Some(second), Some(first))
    );
    assert!(to.pseudonymous, "within one huvudman the pseudonym follows");
}

#[rstest]
#[tokio::test]
async fn r_reg_30_a_reversal_names_the_figures_it_changes_and_is_no_result(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let id = enter(app, actor, "krus", &[], ANNA).await.unwrap();
    enter(app, actor, "krus", &[("referens", "KR-2"), ("kon", "kvinna")], "")
        .await
        .unwrap();
    let affected = app.figures_that_count(actor, &id, now()).await.unwrap();
    let name = domain::measure::find("deltaganden.nya").unwrap().name;
    let own = affected.iter().find(|a| a.name == name && a.scope.is_empty());
    let own = own.unwrap();
    assert_eq!(own.values, Some(("2".into(), "1".into())));
    assert_eq!((own.year, own.published), (2026, false));
    let others: Vec<_> = affected.iter().filter(|a| a.values.is_none()).collect();
    assert_eq!(others.iter().filter(|a| a.name == name).count(), 1, "{others:?}");
    assert!(
        others.iter().all(|a| a.scope.is_empty()),
        "the association's figures are named and no more"
    );
    app.reverse_participation(actor, (&id, 1), ReversalReason::WrongPerson, now())
        .await
        .unwrap();
    let year = app.year(&Actor::system(), 2026).await.unwrap();
    let new = year
        .figures
        .of_year("deltaganden.nya", domain::figure::Scope::all())
        .unwrap();
    assert_eq!(new.text(), "1");
    assert_eq!(
        app.participation(actor, &id, now()).await.unwrap().record.state(),
        State::Reversed
    );
    let again = enter(app, actor, "krus", &[], ANNA).await;
    assert!(again.is_ok(), "a reversed one overlaps nothing");
    let corrected = Correction {
        entry: read(app, actor, "krus", &[], "").await,
        exit: None,
    };
    assert_eq!(
        codes(app.correct_participation(actor, (&id, 2), corrected, now()).await),
        ["felregistrerad"]
    );
}
