//! Copies of a SQLite database, taken while it is served, and put back whole or not at all.
//! PostgreSQL has its own tools for both; `app` names them.

use std::path::{Path, PathBuf};

use sqlite::{Few, Query};

use crate::{Db, Error, Options, Result, Target, doctor, lock, migrate};

/// Writes one moment of the database to a new file, while others read and write.
///
/// # Errors
/// [`Error::Duplicate`] when the file exists; [`Error::DiskFull`], after which no file is left;
/// [`Error::Foreign`] on PostgreSQL.
pub async fn backup(db: &Db, to: &Path) -> Result<()> {
    let Db::Sqlite { readers, .. } = db else {
        return Err(Error::Foreign(db.display()));
    };
    if to.exists() {
        return Err(Error::Duplicate(to.display().to_string()));
    }
    let part = beside(to, "part");
    let done = copy(readers, &part).await;
    if done.is_err() {
        // The cause is told; a half-written copy must not be mistaken for one.
        let _ = std::fs::remove_file(&part);
    }
    // It is the copy that cannot be written.
    done.map_err(|cause| match cause {
        Error::NotWritable(_) => Error::NotWritable(to.display().to_string()),
        other => other,
    })?;
    std::fs::File::open(&part)?.sync_all()?;
    std::fs::rename(&part, to)?;
    Ok(())
}

async fn copy(readers: &Few, to: &Path) -> Result<()> {
    let _ = std::fs::remove_file(to);
    let name = to
        .to_str()
        .ok_or_else(|| Error::NotWritable(to.display().to_string()))?;
    let mut connection = readers.lend().await?;
    // VACUUM INTO writes another file only, but counts as a write.
    Query::new("PRAGMA query_only = 0").execute(&mut connection)?;
    let copied = Query::new("VACUUM INTO $1").bind(name).execute(&mut connection);
    Query::new("PRAGMA query_only = 1").execute(&mut connection)?;
    copied?;
    Ok(())
}

/// What a backup file is.
///
/// # Errors
/// [`Error::Missing`], [`Error::Foreign`], [`Error::Newer`], or [`Error::Damaged`] naming what is wrong in it.
pub async fn verify(from: &Path) -> Result<i64> {
    let options = Options {
        any_version: true,
        ..Options::default()
    };
    let db = Db::open_with(&Target::File(from.to_owned()), options).await?;
    let examined = examined(&db).await;
    db.close().await;
    examined
}

async fn examined(db: &Db) -> Result<i64> {
    let (found, known) = (migrate::version(db).await?, migrate::known());
    if found == 0 {
        return Err(Error::Foreign(db.display()));
    }
    if found > known {
        return Err(Error::Newer { found, known });
    }
    let diagnosis = doctor::examine(db).await?;
    if let Some(line) = diagnosis.integrity.first() {
        return Err(Error::Damaged(line.clone()));
    }
    if let Some((table, count)) = diagnosis.orphans.first() {
        return Err(Error::Damaged(format!("{table}: {count}")));
    }
    match diagnosis.audit.and(diagnosis.reads) {
        Err(what) if found == known => Err(Error::Damaged(what)),
        _ => Ok(found),
    }
}

/// Puts a verified backup in the database's place with one rename, after taking the lock of serving.
/// The file that stood there is kept as `<name>.before-restore`, or with a number after it; answers with its path, if there was one.
///
/// # Errors
/// [`Error::InUse`] while the database is served; as [`verify`]; [`Error::DiskFull`]. Then nothing changed.
pub async fn restore(from: &Path, to: &Path) -> Result<Option<PathBuf>> {
    let _lock = lock::take(to)?;
    let part = beside(to, "part");
    // The copy is examined, so that the backup itself is not even opened for writing.
    let ready = match copied(from, &part) {
        Ok(()) => verify(&part).await.map_err(|cause| named(cause, from)),
        Err(cause) => Err(cause),
    };
    if let Err(cause) = ready {
        for ending in ["", "-wal", "-shm"] {
            // Half a copy is of no use; that it cannot be removed changes nothing.
            let _ = std::fs::remove_file(format!("{}{ending}", part.display()));
        }
        return Err(cause);
    }
    let kept = keep(to).await?;
    std::fs::rename(&part, to)?;
    Ok(kept)
}

fn copied(from: &Path, part: &Path) -> Result<()> {
    if !from.is_file() {
        return Err(Error::Missing(from.display().to_string()));
    }
    let mut source = std::fs::File::open(from)?;
    let mut target = std::fs::File::create(part)?;
    let done = std::io::copy(&mut source, &mut target).and_then(|_| target.sync_all());
    done.map_err(|cause| match cause.kind() {
        std::io::ErrorKind::StorageFull => Error::DiskFull,
        _ => cause.into(),
    })
}

/// What is wrong with the copy is wrong with the backup, which has another name.
fn named(cause: Error, from: &Path) -> Error {
    match cause {
        Error::Foreign(_) => Error::Foreign(from.display().to_string()),
        Error::Missing(_) => Error::Missing(from.display().to_string()),
        other => other,
    }
}

/// Sets the standing database aside, its write-ahead log folded in, under a name that nothing has.
async fn keep(database: &Path) -> Result<Option<PathBuf>> {
    if !database.exists() {
        return Ok(None);
    }
    let options = Options {
        any_version: true,
        ..Options::default()
    };
    // A damaged file cannot be opened, and is set aside with its log as it is.
    if let Ok(db) = Db::open_with(&Target::File(database.to_owned()), options).await {
        // What somebody is writing just now is let to its end, so that it is in what is set aside.
        let busy = matches!(db.write().await, Err(Error::Busy));
        db.close().await;
        if busy {
            return Err(Error::Busy);
        }
    }
    let free = |n: &u32| {
        let name = match n {
            1 => beside(database, "before-restore"),
            _ => beside(database, &format!("before-restore-{n}")),
        };
        (!name.exists()).then_some(name)
    };
    let kept = (1..1_000).find_map(|n| free(&n));
    let kept =
        kept.ok_or_else(|| Error::NotWritable(beside(database, "before-restore").display().to_string()))?;
    std::fs::rename(database, &kept)?;
    for log in ["-wal", "-shm"] {
        let with = |path: &Path| PathBuf::from(format!("{}{log}", path.display()));
        if with(database).exists() {
            std::fs::rename(with(database), with(&kept))?;
        }
    }
    Ok(Some(kept))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
