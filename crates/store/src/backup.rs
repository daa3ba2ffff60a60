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
    done?;
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
/// The file that stood there is kept as `<name>.before-restore`; answers with its path, if there was one.
///
/// # Errors
/// [`Error::InUse`] while the database is served; as [`verify`]; [`Error::DiskFull`]. Then nothing changed.
pub async fn restore(from: &Path, to: &Path) -> Result<Option<PathBuf>> {
    let _lock = lock::take(to)?;
    verify(from).await?;
    let part = beside(to, "part");
    let copied = std::fs::copy(from, &part).and_then(|_| std::fs::File::open(&part)?.sync_all());
    if let Err(cause) = copied {
        let _ = std::fs::remove_file(&part);
        return Err(if cause.kind() == std::io::ErrorKind::StorageFull {
            Error::DiskFull
        } else {
            cause.into()
        });
    }
    let kept = keep(to).await?;
    std::fs::rename(&part, to)?;
    Ok(kept)
}

/// Sets the standing database aside, its write-ahead log folded in.
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
        db.close().await;
    }
    let kept = beside(database, "before-restore");
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
