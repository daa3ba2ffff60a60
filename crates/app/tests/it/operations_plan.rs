//! The operations plan as an act: which years, which version, whose texts, and what stops it.

use app::{
    plan::New,
    report::{Edited, Which},
};
use domain::{operations_plan::CARRIED, report::Kind as Report};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{desk, folder, now, refusals};

#[rstest]
#[tokio::test]
async fn r_vpb_07_a_new_years_plan_begins_with_the_texts_of_the_last(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = desk(kind).await else { return };
    let (app, actor) = (&desk.app, &desk.actor);
    app.import_tables(actor, folder(), false, now()).await.unwrap();
    assert_eq!(
        app.report_years(actor, Report::OperationsPlan).await.unwrap(),
        [2023, 2022]
    );
    let text = |markdown, seen| Edited {
        section: "syfte",
        markdown,
        seen,
    };
    let first = text("Ingen faller mellan stolarna.", 0);
    app.save_section(actor, Which::plan(2023), &first, now())
        .await
        .unwrap();
    let decided = app.report(actor, Which::plan(2023), now()).await.unwrap();
    assert_eq!(decided.document.title, "Verksamhetsplan och budget 2023–2025");
    assert_eq!((decided.findings, decided.undecided), (Vec::new(), None));

    let new = New {
        first: 2024,
        span: 3,
        from: Some((2023, 1)),
    };
    app.new_plan(actor, new, now()).await.unwrap();
    let next = Which::plan(2024);
    let draft = app.report(actor, next, now()).await.unwrap();
    assert_eq!(
        draft.document.title,
        "Förslag till verksamhetsplan och budget 2024–2026"
    );
    assert!(format!("{:?}", draft.document.blocks).contains("mellan stolarna"));
    let section = || async {
        let all = app.sections(actor, next).await.unwrap();
        all.into_iter().find(|s| s.spec.id == "syfte").unwrap()
    };
    let carried = section().await;
    assert!(carried.proposed && carried.version == 0 && carried.markdown.contains("stolarna"));

    let stops = refusals(app.publish_report(actor, next, now()).await);
    let has = |code: &str| stops.iter().any(|refusal| refusal.code == code);
    assert!(has("plan-inte-beslutad") && has(CARRIED), "{stops:?}");
    assert!(app.published_reports(actor, next).await.unwrap().is_empty());

    let own = text("Egna ord.", 0);
    app.save_section(actor, next, &own, now()).await.unwrap();
    let saved = section().await;
    assert!(!saved.proposed && saved.markdown == "Egna ord.");
    let draft = app.report(actor, next, now()).await.unwrap();
    assert!(!draft.problems.iter().any(|problem| problem.code == CARRIED));
    let before = app.report(actor, Which::plan(2023), now()).await.unwrap();
    assert!(format!("{:?}", before.document.blocks).contains("stolarna"));
}
