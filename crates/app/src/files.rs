//! Files from disk, with limits, and the errors people meet there.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use domain::refusal::Refusal;

use crate::{Failure, Outcome};

/// The largest file that is read: a SIE file of half a million vouchers is about 100 MB.
pub const MAX_FILE: u64 = 512 * 1024 * 1024;

/// The most files read from one folder.
const MAX_FILES: usize = 500;

/// One file, whole.
///
/// # Errors
/// A refusal that names the file when it is missing, unreadable or too large.
pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    let refuse = |cause: String| {
        let message = format!("Filen går inte att läsa: {cause}. Kontrollera sökvägen och rättigheterna.");
        Failure::from(Refusal::at("fil-olaslig", path.display().to_string(), message))
    };
    let file = fs::File::open(path).map_err(|cause| refuse(words(&cause)))?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|cause| refuse(words(&cause)))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(refuse(format!(
            "den är större än {} MB",
            MAX_FILE / (1024 * 1024)
        )));
    }
    Ok(bytes)
}

/// Every file of a folder, by name; hidden files and folders are left out.
///
/// # Errors
/// As [`read`]; also for a folder with very many files.
pub fn read_folder(dir: &Path) -> Outcome<Vec<(String, Vec<u8>)>> {
    let refuse = |cause: String| {
        let message = format!(
            "Mappen går inte att läsa: {cause}. Ange en mapp med tabeller, till exempel examples/kalmar."
        );
        Failure::from(Refusal::at("mapp-olaslig", dir.display().to_string(), message))
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(|cause| refuse(words(&cause)))? {
        let entry = entry.map_err(|cause| refuse(words(&cause)))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !name.starts_with('.') {
            names.push((name, entry.path()));
        }
    }
    if names.len() > MAX_FILES {
        return Err(refuse(format!("den innehåller fler än {MAX_FILES} filer")));
    }
    names.sort();
    names
        .into_iter()
        .map(|(name, path)| Ok((name, read(&path)?)))
        .collect()
}

/// Where a file will be written: a link's own file is; anything but a file, a device for example, is
/// never replaced.
///
/// # Errors
/// A refusal that names the place when no file can be put there.
pub fn place(path: &Path) -> Outcome<PathBuf> {
    let refuse = |cause: &str| {
        let message = format!("Filen går inte att skriva: {cause}. Välj en annan plats.");
        Failure::from(Refusal::at("fil-skriv", path.display().to_string(), message))
    };
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(refuse("det är en mapp")),
        Ok(found) if !found.is_file() => Err(refuse("där står något annat än en fil")),
        Ok(_) => fs::canonicalize(path).map_err(|cause| refuse(&words(&cause))),
        Err(_) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            match folder {
                Some(folder) if !folder.is_dir() => {
                    Err(refuse(&format!("mappen {} finns inte", folder.display())))
                }
                _ => Ok(path.to_owned()),
            }
        }
    }
}

/// Writes a file so that it is either whole or not there: beside it first, then moved into place.
///
/// # Errors
/// A refusal that names the file when it cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    let refuse = |cause: std::io::Error| {
        let message = format!(
            "Filen går inte att skriva: {}. Den är inte skriven. Kontrollera mappen och utrymmet.",
            words(&cause)
        );
        Failure::from(Refusal::at("fil-skriv", path.display().to_string(), message))
    };
    let path = &place(path)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".tmp");
    let beside = Path::new(&beside);
    let written = fs::write(beside, bytes).and_then(|()| fs::rename(beside, path));
    if written.is_err() {
        // The half-written file is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(beside);
    }
    written.map_err(refuse)
}

/// The cause in Swedish, for the usual ones.
pub fn words(cause: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match cause.kind() {
        ErrorKind::NotFound => "den finns inte".into(),
        ErrorKind::PermissionDenied => "åtkomst nekas".into(),
        ErrorKind::IsADirectory => "det är en mapp".into(),
        ErrorKind::NotADirectory => "det är inte en mapp".into(),
        ErrorKind::StorageFull => "disken är full".into(),
        ErrorKind::ReadOnlyFilesystem => "platsen är skrivskyddad".into(),
        ErrorKind::AlreadyExists => "där finns redan något".into(),
        ErrorKind::ResourceBusy => "platsen används".into(),
        ErrorKind::ConnectionRefused => "ingen svarar på adressen".into(),
        ErrorKind::AddrInUse => "adressen används redan".into(),
        ErrorKind::AddrNotAvailable => "adressen finns inte på den här datorn".into(),
        ErrorKind::TimedOut => "det tog för lång tid".into(),
        _ => cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_named_with_the_next_step() {
        let Err(Failure::Refused(refusals)) = read(Path::new("finns-inte.se")) else {
            panic!("must refuse")
        };
        assert_eq!(refusals[0].place, "finns-inte.se");
        assert!(
            refusals[0].message.contains("den finns inte") && refusals[0].message.contains("Kontrollera")
        );
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_nothing() {
        let dir = tempfile::tempdir().expect("folder");
        let target = dir.path().join("saknas/rapport.pdf");
        assert!(write(&target, b"x").is_err());
        let target = dir.path().join("rapport.pdf");
        write(&target, b"x").expect("written");
        assert_eq!(fs::read_dir(dir.path()).expect("folder").count(), 1);
    }
}
