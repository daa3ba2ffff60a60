//! What an installation has besides its database: its key, the address people use, where letters go
//! and its identity provider. The command line fills it from the settings file.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::refusal::Refusal;
use identity::{InstallationKey, KeyTrouble, provider::Provider};

use crate::{App, Failure, Outcome};

/// What an installation has besides its database.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// "https://…" without a slash at the end; links in letters begin with it.
    pub address: String,
    /// Folder where letters are put for the mail program to fetch.
    pub outbox: Option<PathBuf>,
    /// The employer's identity provider.
    pub provider: Option<Provider>,
}

impl App {
    /// The same acts with an installation's surroundings.
    #[must_use]
    pub fn with_around(mut self, around: Around) -> App {
        self.around = Arc::new(around);
        self
    }

    /// The same acts with a key of known bytes, for tests and for the demonstration.
    #[must_use]
    pub fn with_key(mut self, bytes: [u8; 32]) -> App {
        self.key = Some(InstallationKey::from_bytes(bytes));
        self
    }

    /// The surroundings.
    pub fn around(&self) -> &Around {
        &self.around
    }

    /// Reads the installation's key from its file and makes sure that it is this database's. A
    /// database that never had a key gets one, in a new file.
    ///
    /// # Errors
    /// A refusal when the file is missing, may be read by others, is damaged or belongs to another
    /// database.
    pub async fn unlock(mut self, file: &Path) -> Outcome<App> {
        let mut tx = self.db().write().await?;
        let known = store::credential::key_check(&mut tx).await?;
        let key = match InstallationKey::read(file) {
            Err(KeyTrouble::Missing(_)) if known.is_none() => InstallationKey::create(file),
            read => read,
        };
        let key = key.map_err(|trouble| refusal(trouble, file))?;
        match known {
            None => store::credential::set_key_check(&mut tx, &key.check()).await?,
            Some(check) if check == key.check() => {}
            Some(_) => {
                let message =
                    "Nyckelfilen hör till en annan databas. Ange rätt fil med key_file i inställningsfilen.";
                return Err(Refusal::at("nyckel-annan", file.display().to_string(), message).into());
            }
        }
        tx.commit().await?;
        self.key = Some(key);
        Ok(self)
    }

    /// The installation's key.
    ///
    /// # Errors
    /// A refusal when the program was started without one.
    pub(crate) fn key(&self) -> Outcome<&InstallationKey> {
        self.key.as_ref().ok_or_else(|| {
            let message =
                "Programmet är startat utan installationens nyckel. Starta om det med samordna serve.";
            Refusal::new("nyckel-saknas", message).into()
        })
    }
}

fn refusal(trouble: KeyTrouble, file: &Path) -> Failure {
    let (code, message) = match trouble {
        KeyTrouble::Missing(_) => (
            "nyckel-saknas",
            "Installationens nyckel saknas. Utan den kan ingen logga in med lösenord. Lägg tillbaka filen från er säkerhetskopia av nyckeln.",
        ),
        KeyTrouble::Open(_) => (
            "nyckel-oppen",
            "Andra användare på datorn kan läsa installationens nyckel. Kör chmod 600 på filen. Har någon obehörig kunnat läsa den: byt nyckel enligt handboken, kapitlet Drift.",
        ),
        KeyTrouble::Damaged(_) => (
            "nyckel-skadad",
            "Filen är ingen nyckel. Lägg tillbaka den från er säkerhetskopia av nyckeln.",
        ),
        KeyTrouble::Io(..) => (
            "nyckel-olaslig",
            "Nyckelfilen kan inte läsas eller skrivas. Kontrollera att mappen finns och dess rättigheter.",
        ),
        KeyTrouble::Exists(_) | KeyTrouble::Random(_) => return Failure::fault(trouble),
    };
    Refusal::at(code, file.display().to_string(), message).into()
}
