use app::import::Upload;
use domain::{
    facts::GoalOutcome,
    figure::{Figure, Scope},
    figures::Figures,
};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{desk, example, facts, folder, is_table, now, refusals, traces};

#[rstest]
#[tokio::test]
async fn r_imp_03_the_example_folder_is_imported_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = desk(kind).await else { return };
    let report = desk
        .app
        .import_tables(&desk.actor, folder(), false, now())
        .await
        .unwrap();
    let unknown: Vec<_> = report
        .problems
        .iter()
        .map(|p| (p.file.as_str(), p.code))
        .collect();
    assert_eq!(unknown, [("insatsbudget.csv", "insats-okand")], "only the pot");
    let first = facts(&desk).await;
    assert_eq!(
        (
            first.members.len(),
            first.insatser.len(),
            first.projects.len(),
            first.goals.len()
        ),
        (14, 9, 14, 22)
    );
    let therapist = first
        .projects
        .iter()
        .find(|p| p.name == "Arbetsterapeut")
        .unwrap();
    assert_eq!(
        therapist.code, "ARBETSTERAPEUT",
        "by the bookkeeping beside the tables"
    );
    desk.app
        .import_tables(&desk.actor, folder(), false, now())
        .await
        .unwrap();
    assert_eq!(
        format!("{:?}", facts(&desk).await),
        format!("{first:?}"),
        "again changes nothing"
    );
    assert_eq!(traces(&desk).await, (1, 2));
}

#[tokio::test]
async fn tables_and_books_meet_in_the_figures() {
    let desk = desk(Kind::Sqlite).await.unwrap();
    desk.app
        .import_tables(&desk.actor, folder(), false, now())
        .await
        .unwrap();
    for year in ["bokforing-2021.se", "bokforing-2022.se"] {
        desk.app
            .import_sie(&desk.actor, example(year), false, now())
            .await
            .unwrap();
    }
    let facts = facts(&desk).await;
    assert_eq!(facts.projects.len(), 14, "the books' projects are the tables'");
    let figures = Figures::compute(&facts, 2022);
    let text = |measure, scope| figures.of_year(measure, scope).and_then(Figure::machine_text);
    assert_eq!(
        text("insats.kostnad", Scope::all().with("insats", "krus")).as_deref(),
        Some("207076900")
    );
    assert_eq!(
        text("insats.rekvirerat", Scope::all()).as_deref(),
        Some("1163352800")
    );
    assert_eq!(
        text("ekonomi.eget_kapital", Scope::all()).as_deref(),
        Some("385365500")
    );
    let goal = facts
        .goals
        .iter()
        .find(|g| g.year == 2022 && g.number == 10)
        .unwrap();
    assert_eq!(goal.outcome, GoalOutcome::Measure("ekonomi.eget_kapital".into()));
}

#[rstest]
#[tokio::test]
async fn r_imp_09_tables_can_be_tried_first(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = desk(kind).await else { return };
    let tried = desk
        .app
        .import_tables(&desk.actor, folder(), true, now())
        .await
        .unwrap();
    assert!(tried.dry_run && !tried.refused && tried.counts.len() == 9);
    assert_eq!(traces(&desk).await, (0, 0));
}

#[rstest]
#[tokio::test]
async fn r_imp_11_one_bad_table_leaves_nothing_of_the_others(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = desk(kind).await else { return };
    let mut files = folder();
    let budget = files.iter_mut().find(|f| f.name == "budget.csv").unwrap();
    budget.bytes = String::from_utf8(budget.bytes.clone())
        .unwrap()
        .replacen("355000", "mycket", 1)
        .into_bytes();
    let refused = refusals(desk.app.import_tables(&desk.actor, files, false, now()).await);
    assert_eq!(
        (refused[0].code, refused[0].place.as_str()),
        ("inte-tal", "budget.csv, rad 6")
    );
    assert_eq!(traces(&desk).await, (0, 0));
}

#[tokio::test]
async fn without_association_and_books_the_import_says_what_is_missing() {
    let desk = desk(Kind::Sqlite).await.unwrap();
    let tables: Vec<Upload> = folder().into_iter().filter(|f| is_table(&f.name)).collect();
    let refused = refusals(desk.app.import_tables(&desk.actor, tables, false, now()).await);
    assert_eq!(refused[0].code, "forbund-saknas");
    let enormous = Upload {
        name: "stor.csv".into(),
        bytes: vec![b'a'; 5 << 20],
    };
    let refused = refusals(
        desk.app
            .import_tables(&desk.actor, vec![enormous], false, now())
            .await,
    );
    assert!(!refused.is_empty());
}
