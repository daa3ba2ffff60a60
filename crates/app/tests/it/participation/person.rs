//! What is known of the person, by whom, and what is not kept.

use app::{Failure, Role, participation::Filter};
use domain::{codes::Sex, participation::*};
use rstest::rstest;
use testkit::Kind;

use super::*;

#[rstest]
#[tokio::test]
async fn r_reg_27_only_the_deltagaransvarig_of_the_insats_knows_that_it_is_there(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let app = &desk.app;
    let own = holder(Role::ParticipantManager, &["krus"]);
    let id = enter(app, &own, "krus", &[], "").await.unwrap();
    let mut others: Vec<Actor> = Role::ALL
        .into_iter()
        .filter(|role| *role != Role::ParticipantManager)
        .map(|role| holder(role, &["krus"]))
        .collect();
    others.push(holder(Role::ParticipantManager, &["resa"]));
    others.push(Actor::system());
    for other in &others {
        let entry = read(app, &own, "krus", &[("referens", "KR-9")], "").await;
        let correction = Correction {
            entry: entry.clone(),
            exit: None,
        };
        let list = app
            .show_participations(other, "krus", (&Filter::default(), 0), now())
            .await;
        assert!(matches!(list, Err(Failure::NotFound)), "{other:?}");
        let all = [
            app.participation(other, &id, now()).await.map(|_| ()),
            app.enter_participation(other, "krus", entry, now())
                .await
                .map(|_| ()),
            app.close_participation(other, (&id, 1), exit("2026-10-01"), now())
                .await
                .map(|_| ()),
            app.correct_participation(other, (&id, 1), correction, now())
                .await
                .map(|_| ()),
            app.save_interim(other, (&id, 1), Interim::default(), now())
                .await
                .map(|_| ()),
            app.reverse_participation(other, (&id, 1), ReversalReason::Twice, now())
                .await
                .map(|_| ()),
            app.figures_that_count(other, &id, now()).await.map(|_| ()),
        ];
        for outcome in all {
            assert!(
                matches!(outcome, Err(Failure::NotFound)),
                "{other:?}: {outcome:?}"
            );
        }
        let first = (&Filter::default(), 0);
        let desk = app
            .participation_desk(other, Some("krus"), first, 100, now())
            .await;
        assert!(matches!(desk, Err(Failure::NotFound)), "{other:?}");
    }
    let nowhere = app.participation(&own, "finns-inte", now()).await;
    assert!(
        matches!(nowhere, Err(Failure::NotFound)),
        "as what one may not know"
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_28_the_same_person_is_refused_in_the_insats_and_told_of_in_another(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (
        &desk.app,
        &holder(Role::ParticipantManager, &["krus", "resa", "norr"]),
    );
    let first = enter(app, actor, "krus", &[], ANNA).await.unwrap();
    assert!(!app.participation(actor, &first, now()).await.unwrap().elsewhere);
    let twice = enter(app, actor, "krus", &[("referens", "KR-2")], "196408233234").await;
    assert_eq!(codes(twice), ["deltagande-overlapp"]);
    let reference = enter(app, actor, "krus", &[], "").await;
    assert_eq!(codes(reference), ["referens-upptagen"]);
    let other = enter(app, actor, "resa", &[], ANNA).await.unwrap();
    assert!(
        app.participation(actor, &other, now()).await.unwrap().elsewhere,
        "same huvudman"
    );
    let foreign = enter(app, actor, "norr", &[], ANNA).await.unwrap();
    assert!(
        !app.participation(actor, &foreign, now()).await.unwrap().elsewhere,
        "keys of two huvudmän never meet"
    );
    // Back in the same insats after an exit it is a new participation.
    app.close_participation(actor, (&first, 1), exit("2026-10-01"), now())
        .await
        .unwrap();
    let again = enter(app, actor, "krus", &[("start", "2026-10-01")], ANNA)
        .await
        .unwrap();
    assert_ne!(again, first);
    let facts = crate::desk::facts(&desk).await;
    let persons: std::collections::HashSet<_> =
        facts.participations.iter().filter_map(|p| p.person).collect();
    assert_eq!(
        (facts.participations.len(), persons.len()),
        (4, 2),
        "one person in each huvudman"
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_05_an_older_key_still_recognises_the_person(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus", "resa"]));
    let first = enter(app, actor, "krus", &[], ANNA).await.unwrap();
    let manager = holder(Role::InsatsManager, &["krus"]);
    assert_eq!(
        app.rotate_pseudonym_key(&manager, "krus", now()).await.unwrap(),
        2
    );
    let refused = app.rotate_pseudonym_key(actor, "krus", now()).await;
    assert!(matches!(refused, Err(Failure::NotFound)));
    let twice = enter(app, actor, "krus", &[("referens", "KR-2")], ANNA).await;
    assert_eq!(codes(twice), ["deltagande-overlapp"], "under the old key");
    enter(app, actor, "resa", &[], ANNA).await.unwrap();
    assert!(
        app.participation(actor, &first, now()).await.unwrap().elsewhere,
        "both under the newest"
    );
    let other = app.clone().with_key([8; 32]);
    let locked = enter(&other, actor, "krus", &[("referens", "KR-3")], ANNA).await;
    assert_eq!(codes(locked), ["pseudonym-nyckel"]);
}

#[rstest]
#[tokio::test]
async fn r_reg_10_an_anonymous_one_keeps_sex_and_start_year_whatever_is_sent(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    let id = enter(app, actor, "krus", &[("underlag", "skyddad")], "")
        .await
        .unwrap();
    let full = Exit {
        reason: Answer::Known(domain::codes::ExitReason::Illness),
        ..exit("2026-10-01")
    };
    app.close_participation(actor, (&id, 1), full, now())
        .await
        .unwrap();
    let record = app.participation(actor, &id, now()).await.unwrap().record;
    assert_eq!(record.state(), State::Anonymous { closed: true });
    let kept = record.exit.as_ref().unwrap();
    assert_eq!(kept.date, exit("2026-10-01").date);
    assert!(kept.reason.known().is_none() && kept.supports.known().is_none_or(Vec::is_empty));
    assert_eq!(
        record.entry,
        Entry::Anonymous(Anonymous {
            sex: Answer::Known(Sex::Man),
            start_year: 2026
        })
    );
    let named = Correction {
        entry: read(app, actor, "krus", &[], "").await,
        exit: None,
    };
    assert_eq!(
        codes(app.correct_participation(actor, (&id, 2), named, now()).await),
        ["rattelse-anonym"]
    );
}

#[rstest]
#[tokio::test]
async fn r_reg_02_the_number_is_in_no_table_and_no_event(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = register(kind).await else { return };
    let (app, actor) = (&desk.app, &holder(Role::ParticipantManager, &["krus"]));
    enter(app, actor, "krus", &[], ANNA).await.unwrap();
    let wrong = enter(app, actor, "krus", &[("referens", "KR-2")], ANNA).await;
    let printed = format!("{wrong:?}");
    assert!(
        !printed.contains("3234") && !printed.contains("640823"),
        "{printed}"
    );
    let mut tx = desk.fresh.db.read().await.unwrap();
    let stored = store::audit::list(&mut tx, 0, 1000).await.unwrap();
    // Without the chain's hashes, where any four digits may stand by chance.
    let events: Vec<_> = stored.iter().map(|one| &one.event).collect();
    let text = format!("{events:?}");
    assert!(!text.contains("3234") && !text.contains("640823"), "{text}");
    drop(tx);
    if kind == Kind::Sqlite {
        desk.fresh.db.close().await;
        for file in std::fs::read_dir(desk.fresh.folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for digits in ["6408233234", "640823-3234", "196408233234"] {
                assert!(
                    !bytes.windows(digits.len()).any(|w| w == digits.as_bytes()),
                    "{digits}"
                );
            }
        }
    }
}
