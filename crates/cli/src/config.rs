//! The settings file `samordna.toml`: where the database is and where to listen.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use app::Around;
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
    /// The installation's key; next to the database unless said otherwise.
    pub key_file: Option<PathBuf>,
    /// Folder where letters are put for the mail program to send.
    pub outbox: Option<PathBuf>,
    /// The organisation's own identity provider.
    pub provider: Option<Provider>,
}

/// An identity provider that speaks OpenID Connect.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// On the log-in page's button.
    pub name: String,
    /// Its address, as in its own configuration.
    pub issuer: String,
    /// The name it knows us by.
    pub client_id: String,
    /// File with the secret it knows us by.
    pub client_secret_file: PathBuf,
}

impl Config {
    /// What the installation has besides its database. `address` is the one people use.
    ///
    /// # Errors
    /// A file with a secret that cannot be read, or a folder for letters that is not there.
    pub fn around(&self, address: &str) -> Result<Around, Refusal> {
        let address = address.trim_end_matches('/').to_owned();
        if let Some(folder) = self.outbox.as_ref().filter(|folder| !folder.is_dir()) {
            let message = "Mappen för brev finns inte. Skapa den, och låt e-postprogrammet hämta därifrån.";
            return Err(Refusal::at("brevmapp", folder.display().to_string(), message));
        }
        let provider = match &self.provider {
            None => None,
            Some(configured) => Some(configured.read(&address)?),
        };
        Ok(Around {
            provider,
            outbox: self.outbox.clone(),
            address,
        })
    }

    /// Where the installation's key is: as set, or next to the database.
    pub fn key_file(&self, db: &str) -> PathBuf {
        let beside = if db.contains("://") {
            PathBuf::from("samordna.nyckel")
        } else {
            Path::new(db).with_extension("nyckel")
        };
        self.key_file.clone().unwrap_or(beside)
    }
}

impl Provider {
    fn read(&self, address: &str) -> Result<app::Provider, Refusal> {
        let file = &self.client_secret_file;
        let secret = fs::read_to_string(file).map_err(|cause| {
            let message =
                format!("Filen med hemligheten för organisationens inloggning går inte att läsa: {}. Kontrollera client_secret_file och rättigheterna.", app::files::words(&cause));
            Refusal::at("hemlighet", file.display().to_string(), message)
        })?;
        Ok(app::Provider {
            name: self.name.clone(),
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: secret.trim().to_owned(),
            redirect: format!("{address}/logga-in/extern/svar"),
        })
    }
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
        Err(cause) => return Err(refusal(path, &app::files::words(&cause))),
    };
    toml::from_str(&text).map_err(|cause| refusal(path, &place_of(&text, cause.span())))
}

/// Which line the settings stop at. What is set may be secret; only what comes before it is told.
fn place_of(text: &str, span: Option<Range<usize>>) -> String {
    let before = text.get(..span.map_or(0, |span| span.start)).unwrap_or_default();
    let at = before.matches('\n').count();
    let line = text.lines().nth(at).unwrap_or_default();
    match line.split_once('=') {
        Some((name, _)) => format!("fel på rad {}: ”{}”", at + 1, name.trim()),
        None => format!("fel på rad {}", at + 1),
    }
}

fn refusal(path: &Path, cause: &str) -> Refusal {
    let message = format!(
        "Inställningsfilen går inte att läsa ({cause}). Tillåtna rader är db, listen, public_address, key_file och outbox samt avsnittet [provider], till exempel: db = \"forbund.db\"."
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
        let whole = "public_address = \"https://a.se/\"\nkey_file = \"/n\"\n[provider]\nname = \"Kommunen\"\nissuer = \"https://i.se\"\nclient_id = \"s\"\nclient_secret_file = \"/finns/inte\"\n";
        fs::write(&path, whole).expect("write");
        let config = read(Some(&path)).expect("readable");
        assert_eq!(config.key_file("a.db"), PathBuf::from("/n"));
        assert_eq!(
            config.around("https://a.se/").expect_err("no secret").code,
            "hemlighet"
        );
        assert_eq!(
            Config::default().key_file("/x/a.db"),
            PathBuf::from("/x/a.nyckel")
        );
        assert_eq!(
            Config::default().key_file("postgres://x/y"),
            PathBuf::from("samordna.nyckel")
        );
        fs::write(&path, "databas = 1").expect("write");
        let refusal = read(Some(&path)).expect_err("unknown key");
        assert!(refusal.message.contains("rad 1: ”databas”"), "{refusal}");
        fs::write(&path, "listen = \"a\"\ndb = postgres://kalle:hemligt@server/a").expect("write");
        let refusal = read(Some(&path)).expect_err("no quotes");
        assert!(
            refusal.message.contains("rad 2: ”db”") && !refusal.message.contains("hemligt"),
            "{refusal}"
        );
    }
}
