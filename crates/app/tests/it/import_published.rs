//! Imports after an annual report was published.

use app::import::Upload;
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, desk, example, folder, now, read_books};

/// The example with its annual report of 2022 published.
async fn published(kind: Kind) -> Option<Desk> {
    let desk = desk(kind).await?;
    desk.app
        .import_tables(&desk.actor, folder(), false, now())
        .await
        .unwrap();
    read_books(&desk, &[2021, 2022], now()).await;
    let mut tx = desk.fresh.db.write().await.unwrap();
    let id = store::association::all(&mut tx).await.unwrap()[0].id;
    let report = store::report::create(&mut tx, id, "r1", "arsredovisning", 2022)
        .await
        .unwrap();
    let hash = domain::audit::sha256(b"pdf");
    store::report::publish(&mut tx, &report, &hash, b"pdf", now(), "u1")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    Some(desk)
}

fn with(name: &str, from: &str, to: &str) -> Upload {
    let file = example(name);
    let at = place(&file.bytes, from.as_bytes());
    let mut bytes = file.bytes.clone();
    bytes.splice(at..at + from.len(), to.bytes());
    Upload { bytes, ..file }
}

fn place(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes
        .windows(wanted.len())
        .position(|part| part == wanted)
        .unwrap()
}

#[rstest]
#[tokio::test]
async fn r_imp_19_books_that_change_a_published_year_say_so(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = published(kind).await else { return };
    for (file, expected) in [
        // The same books under another date, then a voucher's day, then the year before.
        (with("bokforing-2022.se", "#GEN 2", "#GEN  2"), None),
        (
            with("bokforing-2022.se", "#VER A 1 2022010", "#VER A 1 2022011"),
            Some("årets uppgifter"),
        ),
        (
            with("bokforing-2021.se", "#VER A 1 2021010", "#VER A 1 2021011"),
            Some("uppgifter från 2021"),
        ),
    ] {
        for dry_run in [true, false] {
            let report = desk
                .app
                .import_sie(&desk.actor, file.clone(), dry_run, now())
                .await
                .unwrap();
            let told: Vec<_> = report
                .published
                .iter()
                .map(|p| (p.year, p.message.as_str()))
                .collect();
            match expected {
                None => assert_eq!(told, []),
                Some(words) => {
                    assert_eq!(told.len(), 1);
                    assert_eq!(told[0].0, 2022);
                    assert!(
                        told[0].1.contains(words) && told[0].1.contains("oförändrad"),
                        "{told:?}"
                    );
                }
            }
        }
    }
}

#[rstest]
#[tokio::test]
async fn r_imp_19_tables_that_change_a_published_year_say_so(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = published(kind).await else { return };
    let import = |files: Vec<Upload>| desk.app.import_tables(&desk.actor, files, true, now());
    assert_eq!(
        import(folder()).await.unwrap().published,
        [],
        "again changes nothing"
    );
    for (file, from, to, told) in [
        ("medlemsbidrag.csv", ";175657", ";175658", 0),
        ("medlemsbidrag.csv", ";176874", ";176875", 1),
        ("budget.csv", "16058000", "16058001", 1),
        ("mal.csv", "2022;individ;Deltagarna", "2022;individ;Deltagare", 1),
    ] {
        let report = import(vec![with(file, from, to)]).await.unwrap();
        assert_eq!(
            report.published.len(),
            told,
            "{file} {from}: {:?}",
            report.problems
        );
    }
}
