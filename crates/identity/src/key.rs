//! The installation's key: 32 random bytes in a file of its own, never in the database. Keys for each
//! purpose are derived from it, so that whoever has a copy of the database has nothing to try
//! numbers or codes against.

use std::{
    fmt, fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// First line of the file.
const MARK: &str = "samordna-nyckel 1";
/// What the database keeps to recognise its key.
const CHECK: &str = "samordna/kontroll";

/// The key of one installation. Never printed, wiped from memory when dropped.
#[derive(Clone)]
pub struct InstallationKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstallationKey(…)")
    }
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyTrouble {
    /// There is no such file.
    #[error("there is no key at {0}")]
    Missing(PathBuf),
    /// There is one already.
    #[error("there is a key at {0} already")]
    Exists(PathBuf),
    /// Others than its owner may read it.
    #[error("others may read {0}")]
    Open(PathBuf),
    /// It is not a key.
    #[error("{0} is not a key")]
    Damaged(PathBuf),
    /// It cannot be read or written.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] std::io::Error),
    /// The machine gave no random bytes.
    #[error("no random bytes: {0}")]
    Random(getrandom::Error),
}

impl InstallationKey {
    /// A key of known bytes, for tests and for the demonstration.
    pub fn from_bytes(bytes: [u8; 32]) -> InstallationKey {
        InstallationKey(Zeroizing::new(bytes))
    }

    /// A new random key in memory.
    ///
    /// # Errors
    /// [`KeyTrouble::Random`].
    pub fn random() -> Result<InstallationKey, KeyTrouble> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(KeyTrouble::Random)?;
        Ok(InstallationKey(bytes))
    }

    /// Makes a new key in a new file that its owner alone may read.
    ///
    /// # Errors
    /// [`KeyTrouble::Exists`] rather than overwriting one; otherwise what the file system says.
    pub fn create(path: &Path) -> Result<InstallationKey, KeyTrouble> {
        use std::os::unix::fs::OpenOptionsExt;
        let key = InstallationKey::random()?;
        let io = |cause| KeyTrouble::Io(path.to_owned(), cause);
        let file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        let mut file = file.map_err(|cause| match cause.kind() {
            ErrorKind::AlreadyExists => KeyTrouble::Exists(path.to_owned()),
            _ => io(cause),
        })?;
        let digits = Zeroizing::new(crate::hex::hex(key.0.as_ref()));
        file.write_all(format!("{MARK}\n{}\n", *digits).as_bytes())
            .map_err(io)?;
        file.sync_all().map_err(io)?;
        Ok(key)
    }

    /// Reads the key of a file.
    ///
    /// # Errors
    /// [`KeyTrouble::Open`] when group or others may read the file: a key that others have read is
    /// not secret any more, and nobody would notice.
    pub fn read(path: &Path) -> Result<InstallationKey, KeyTrouble> {
        use std::os::unix::fs::PermissionsExt;
        let io = |cause: std::io::Error| match cause.kind() {
            ErrorKind::NotFound => KeyTrouble::Missing(path.to_owned()),
            _ => KeyTrouble::Io(path.to_owned(), cause),
        };
        let mode = fs::metadata(path).map_err(io)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyTrouble::Open(path.to_owned()));
        }
        let text = Zeroizing::new(fs::read_to_string(path).map_err(io)?);
        parse(&text).ok_or_else(|| KeyTrouble::Damaged(path.to_owned()))
    }

    /// The key of one purpose, such as "samordna/pseudonym/12": HKDF-SHA-256 with the purpose as info.
    /// Keys of different purposes tell nothing of each other.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut derived = Zeroizing::new([0; 32]);
        // It fails for more than 8 160 bytes only; 32 are asked for.
        let _ = Hkdf::<Sha256>::new(None, self.0.as_ref()).expand(purpose.as_bytes(), derived.as_mut());
        derived
    }

    /// What may be stored to recognise the key: 16 hexadecimal digits of a derived key.
    pub fn check(&self) -> String {
        crate::hex::hex(&self.derive(CHECK)[..8])
    }
}

fn parse(text: &str) -> Option<InstallationKey> {
    let digits = text.strip_prefix(MARK)?.trim();
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let mut bytes = Zeroizing::new([0; 32]);
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
    }
    Some(InstallationKey(bytes))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn r_inl_01_the_key_is_a_file_that_only_its_owner_may_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.nyckel");
        assert!(matches!(
            InstallationKey::read(&path),
            Err(KeyTrouble::Missing(_))
        ));
        let made = InstallationKey::create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(InstallationKey::read(&path).unwrap().check(), made.check());
        assert!(matches!(
            InstallationKey::create(&path),
            Err(KeyTrouble::Exists(_))
        ));
        for mode in [0o640, 0o604, 0o660, 0o644] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(
                matches!(InstallationKey::read(&path), Err(KeyTrouble::Open(_))),
                "{mode:o}"
            );
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        for broken in ["", "samordna-nyckel 1\nabc", "annat", "samordna-nyckel 1\nåäö"] {
            fs::write(&path, broken).unwrap();
            assert!(matches!(
                InstallationKey::read(&path),
                Err(KeyTrouble::Damaged(_))
            ));
        }
    }

    #[test]
    fn each_purpose_has_a_key_of_its_own_and_nothing_prints_it() {
        let key = InstallationKey::from_bytes([7; 32]);
        assert_eq!(*key.derive("a"), *key.derive("a"));
        assert_ne!(*key.derive("a"), *key.derive("b"));
        assert_ne!(
            *key.derive("a"),
            *InstallationKey::from_bytes([8; 32]).derive("a")
        );
        assert_eq!(format!("{key:?}"), "InstallationKey(…)");
        assert_eq!(key.check().len(), 16);
    }
}
