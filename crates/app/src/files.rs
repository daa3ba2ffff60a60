//! Files from disk, with limits, and the errors people meet there.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use domain::refusal::{Problem, Refusal};

use crate::{Failure, Outcome};

/// The largest file that is read: a SIE file of half a million vouchers is about 100 MB.
pub const MAX_FILE: u64 = 512 * 1024 * 1024;

/// What names of files that are read end in.
const TABLES: [&str; 8] = ["csv", "tsv", "txt", "xlsx", "xls", "se", "si", "sie"];

/// The most files read from one folder.
const MAX_FILES: usize = 500;

/// A file's name and bytes.
type Named = (String, Vec<u8>);

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

/// Every file of a folder, by name, and what in it looks like one but cannot be read as one: a folder
/// called `x.csv`, a link that leads nowhere, a pipe. Hidden files and other folders are left out.
///
/// # Errors
/// As [`read`]; also for a folder with very many files.
pub fn read_folder(dir: &Path) -> Outcome<(Vec<Named>, Vec<Problem>)> {
    let refuse = |cause: String| {
        let message = format!(
            "Mappen går inte att läsa: {cause}. Ange en mapp med tabeller, till exempel examples/kalmar."
        );
        Failure::from(Refusal::at("mapp-olaslig", dir.display().to_string(), message))
    };
    let mut names = Vec::new();
    let mut passed = Vec::new();
    for entry in fs::read_dir(dir).map_err(|cause| refuse(words(&cause)))? {
        let entry = entry.map_err(|cause| refuse(words(&cause)))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        match found(&entry.path()) {
            Found::File => names.push((name, entry.path())),
            Found::Other => {}
            Found::Lookalike(what) => passed.push(passed_by(name, what)),
        }
    }
    if names.len() > MAX_FILES {
        return Err(refuse(format!("den innehåller fler än {MAX_FILES} filer")));
    }
    names.sort();
    passed.sort_by(|a: &Problem, b: &Problem| a.file.cmp(&b.file));
    let files: Outcome<Vec<_>> = names
        .into_iter()
        .map(|(name, path)| Ok((name, read(&path)?)))
        .collect();
    Ok((files?, passed))
}

/// What stands at a place in a folder.
enum Found {
    File,
    /// No file, and nobody thinks so.
    Other,
    /// No file, but it may be taken for one: what it is.
    Lookalike(&'static str),
}

fn found(path: &Path) -> Found {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Found::File,
        Ok(found) if found.is_dir() => {
            let ending = path
                .extension()
                .map(|ending| ending.to_string_lossy().to_lowercase());
            match ending {
                Some(ending) if TABLES.contains(&ending.as_str()) => Found::Lookalike("är en mapp"),
                _ => Found::Other,
            }
        }
        Ok(_) => Found::Lookalike("är ingen vanlig fil"),
        Err(_) => Found::Lookalike("är en länk som inte leder till någon fil"),
    }
}

fn passed_by(file: String, what: &str) -> Problem {
    let message =
        format!("{file} {what} och lästes inte. Lägg filen själv i mappen, eller ta bort det som står där.");
    Problem {
        file,
        line: 0,
        code: "fil-ej-fil",
        message,
    }
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
            let Some(folder) = folder else {
                return Ok(path.to_owned());
            };
            match fs::metadata(folder) {
                Ok(found) if found.is_dir() => Ok(path.to_owned()),
                Ok(_) => Err(refuse(&format!("{} är ingen mapp", folder.display()))),
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                    Err(refuse(&format!("mappen {} finns inte", folder.display())))
                }
                Err(cause) => Err(refuse(&format!("mappen {}: {}", folder.display(), words(&cause)))),
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

/// The cause in Swedish. An unusual one is told by the system's number, which can be looked up.
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
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "förbindelsen bröts".into()
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "adressen går inte att nå".into(),
        ErrorKind::InvalidData => "innehållet är inte text i UTF-8".into(),
        ErrorKind::InvalidInput => "namnet eller adressen går inte att använda".into(),
        ErrorKind::InvalidFilename => "namnet är för långt eller har tecken som inte får stå där".into(),
        ErrorKind::QuotaExceeded => "utrymmet som är tilldelat är slut".into(),
        ErrorKind::FileTooLarge => "filen blir för stor".into(),
        // The standard library has no kind for it.
        _ if cause.to_string().starts_with("failed to lookup address") => "servernamnet är okänt".into(),
        _ => match cause.raw_os_error() {
            Some(number) => format!("operativsystemet svarar med fel {number}"),
            None => "operativsystemet svarar med ett fel".into(),
        },
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
    fn r_imp_18_what_is_no_file_is_told_and_never_waited_for() {
        let dir = tempfile::tempdir().expect("folder");
        let at = |name: &str| dir.path().join(name);
        fs::write(at("budget.csv"), "a;b").expect("written");
        fs::create_dir(at("bokslut.csv")).expect("folder");
        fs::create_dir(at("bilder")).expect("folder");
        fs::write(at(".dold.csv"), "").expect("written");
        std::os::unix::fs::symlink(at("mal.csv"), at("mal.csv")).expect("link");
        std::os::unix::fs::symlink(at("budget.csv"), at("insatser.csv")).expect("link");
        let made = std::process::Command::new("mkfifo")
            .arg(at("insatsbudget.csv"))
            .status();
        assert!(made.expect("mkfifo").success());
        let (files, passed) = read_folder(dir.path()).expect("read");
        let files: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(files, ["budget.csv", "insatser.csv"]);
        let passed: Vec<_> = passed
            .iter()
            .map(|p| (p.file.as_str(), p.message.as_str()))
            .collect();
        assert_eq!(passed.len(), 3, "{passed:?}");
        for ((file, message), (name, what)) in passed.into_iter().zip([
            ("bokslut.csv", "är en mapp"),
            ("insatsbudget.csv", "är ingen vanlig fil"),
            ("mal.csv", "är en länk"),
        ]) {
            assert!(file == name && message.contains(what), "{file}: {message}");
        }
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
