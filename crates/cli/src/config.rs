//! The settings file `samordna.toml`: where the database is and where to listen.

use std::{fs, path::Path};

use domain::refusal::Refusal;
use serde::Deserialize;

/// What the file may say; the command line and the environment win over it.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Path or `postgres://…`.
    pub db: Option<String>,
    /// `address:port`.
    pub listen: Option<String>,
    /// The address people use, `https://…`: decides whether cookies are marked secure.
    pub public_address: Option<String>,
}

/// Reads the named file, or `samordna.toml` here when it exists.
///
/// # Errors
/// A file that is missing though named, or that cannot be read as settings.
pub fn read(named: Option<&Path>) -> Result<Config, Refusal> {
    let path = named.unwrap_or_else(|| Path::new("samordna.toml"));
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(_) if named.is_none() => return Ok(Config::default()),
        Err(cause) => return Err(refusal(path, &cause.to_string())),
    };
    toml::from_str(&text).map_err(|cause| refusal(path, cause.message()))
}

fn refusal(path: &Path, cause: &str) -> Refusal {
    let message = format!(
        "Inställningsfilen går inte att läsa ({cause}). Tillåtna rader är db, listen och public_address, till exempel: db = \"forbund.db\"."
    );
    Refusal::at("installningsfil", path.display().to_string(), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_named_must_be_readable() {
        let dir = tempfile::tempdir().expect("folder");
        let path = dir.path().join("s.toml");
        assert!(read(Some(&path)).is_err());
        fs::write(&path, "db = \"a.db\"").expect("write");
        assert_eq!(read(Some(&path)).expect("readable").db.as_deref(), Some("a.db"));
        fs::write(&path, "databas = 1").expect("write");
        let refusal = read(Some(&path)).expect_err("unknown key");
        assert!(refusal.message.contains("databas"), "{refusal}");
    }
}
