use std::path::PathBuf;

use domain::facts::Association;
use store::{Db, Error, Target, association, backup, doctor, migrate};
use tempfile::TempDir;
use testkit::Fresh;

use crate::db::{Kind, fresh, moment, with_association};

async fn names(target: &Target) -> Vec<String> {
    let db = Db::open(target).await.unwrap();
    let mut tx = db.read().await.unwrap();
    association::all(&mut tx)
        .await
        .unwrap()
        .into_iter()
        .map(|a| a.association.name)
        .collect()
}

/// An empty database in a file, where it is, and a folder with a backup of it, `kopia.db`.
async fn backed_up() -> (Fresh, PathBuf, TempDir) {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    let Target::File(path) = fresh.target.clone() else {
        unreachable!("SQLite is in a file")
    };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("kopia.db");
    backup::backup(&fresh.db, &copy).await.unwrap();
    (fresh, path, folder)
}

#[tokio::test]
async fn r_lag_18_a_backup_is_one_moment_while_others_write() {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    let (tx, _) = with_association(&fresh.db).await;
    tx.commit().await.unwrap();
    let (mut open, _) = {
        let mut tx = fresh.db.write().await.unwrap();
        let other = Association {
            name: "Ej sparat".into(),
            org_number: "222000-0001".into(),
            ..Association::default()
        };
        let id = association::create(&mut tx, "b", &other).await.unwrap();
        (tx, id)
    };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("kopia.db");
    backup::backup(&fresh.db, &copy).await.unwrap();
    assert_eq!(
        association::all(&mut open).await.unwrap().len(),
        2,
        "the writer was not disturbed"
    );
    open.commit().await.unwrap();
    assert_eq!(backup::verify(&copy).await.unwrap(), migrate::known());
    assert_eq!(
        names(&Target::File(copy.clone())).await,
        ["Samordningsförbundet i Prov"]
    );
    assert!(matches!(
        backup::backup(&fresh.db, &copy).await,
        Err(Error::Duplicate(_))
    ));
    assert_eq!(
        std::fs::read_dir(folder.path())
            .unwrap()
            .filter(|f| {
                f.as_ref()
                    .unwrap()
                    .file_name()
                    .to_string_lossy()
                    .ends_with(".part")
            })
            .count(),
        0
    );
}

#[tokio::test]
async fn r_lag_19_a_restore_puts_back_whole_or_not_at_all() {
    let (fresh, path, folder) = backed_up().await;
    let copy = folder.path().join("kopia.db");
    let (tx, _) = with_association(&fresh.db).await;
    tx.commit().await.unwrap();

    let serving = fresh.db.lock_for_serving().unwrap();
    assert!(matches!(backup::restore(&copy, &path).await, Err(Error::InUse)));
    drop(serving);
    fresh.db.close().await;

    let damaged = folder.path().join("skadad.db");
    let mut bytes = std::fs::read(&copy).unwrap();
    let page = bytes.len() / 2 / 4096 * 4096;
    bytes[page..page + 4096].fill(0x55);
    std::fs::write(&damaged, &bytes).unwrap();
    let refused = backup::restore(&damaged, &path).await;
    assert!(matches!(refused, Err(Error::Damaged(_))), "{refused:?}");
    std::fs::write(&damaged, "inte en databas, men ganska lång text".repeat(50)).unwrap();
    let refused = backup::restore(&damaged, &path).await;
    assert!(matches!(refused, Err(Error::Foreign(_))), "{refused:?}");
    assert_eq!(names(&fresh.target).await.len(), 1, "still the old one");

    let bytes = std::fs::read(&copy).unwrap();
    let kept = backup::restore(&copy, &path).await.unwrap().unwrap();
    assert_eq!(names(&fresh.target).await.len(), 0);
    assert_eq!(std::fs::read(&copy).unwrap(), bytes, "the backup is as it was");
    let again = backup::restore(&copy, &path).await.unwrap().unwrap();
    assert_ne!(again, kept);
    assert_eq!(
        names(&Target::File(kept)).await.len(),
        1,
        "what stood there is kept, also from the next restore"
    );
    let other = format!("{}.part", path.display());
    assert!(!std::path::Path::new(&other).exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r_lag_19_a_restore_waits_for_whoever_writes() {
    let (fresh, path, folder) = backed_up().await;
    let copy = folder.path().join("kopia.db");
    let (tx, _) = with_association(&fresh.db).await;
    let restored = tokio::spawn({
        let (copy, path) = (copy.clone(), path.clone());
        async move { backup::restore(&copy, &path).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    let kept = restored.await.unwrap().unwrap().unwrap();
    assert_eq!(names(&Target::File(kept)).await.len(), 1);
    assert_eq!(names(&fresh.target).await.len(), 0);
}

#[rstest::rstest]
#[tokio::test]
async fn r_lag_20_the_doctor_finds_what_is_wrong(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, _) = with_association(&fresh.db).await;
    let event = domain::audit::AuditEvent {
        at: moment(0),
        actor: "system".into(),
        act: "prov".into(),
        object: String::new(),
        detail: String::new(),
    };
    store::audit::append(&mut tx, &event).await.unwrap();
    tx.commit().await.unwrap();
    let sound = doctor::examine(&fresh.db).await.unwrap();
    assert_eq!((sound.version, &sound.audit), (sound.known, &Ok(1)));
    assert!(sound.integrity.is_empty() && sound.orphans.is_empty() && sound.size > 0);
    if kind == Kind::Postgres {
        assert_eq!(sound.free, None, "another machine's disk");
        return;
    }
    assert_eq!(sound.journal_mode, "wal");
    assert!(sound.free.is_some_and(|free| free > 0));
    let Db::Sqlite { lane, .. } = &fresh.db else {
        panic!()
    };
    let mut connection = lane.alone().await.unwrap();
    for text in [
        "PRAGMA foreign_keys = 0",
        "INSERT INTO setting VALUES (77, 'a', 'b')",
        "DROP TRIGGER audit_event_locked",
        "UPDATE audit_event SET actor = 'någon'",
    ] {
        sqlite::Query::new(text).execute(&mut connection).unwrap();
    }
    drop(connection);
    let ill = doctor::examine(&fresh.db).await.unwrap();
    assert_eq!(ill.orphans, [("setting".to_owned(), 1)]);
    assert_eq!(ill.audit, Err("audit event 1".into()));
}
