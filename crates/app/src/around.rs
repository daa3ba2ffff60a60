//! What an installation has besides its database: its key.

use domain::refusal::Refusal;
use identity::InstallationKey;
use std::sync::Arc;

use crate::{App, Outcome};

/// What an installation has besides its database.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The installation's key.
    pub(crate) key: Option<InstallationKey>,
}

impl App {
    /// The same acts with a key of known bytes, for tests and for the demonstration.
    #[must_use]
    pub fn with_key(mut self, bytes: [u8; 32]) -> App {
        let mut around = (*self.around).clone();
        around.key = Some(InstallationKey::from_bytes(bytes));
        self.around = Arc::new(around);
        self
    }

    /// The installation's key.
    ///
    /// # Errors
    /// A refusal when the program was started without one.
    pub(crate) fn key(&self) -> Outcome<&InstallationKey> {
        self.around.key.as_ref().ok_or_else(|| {
            let message =
                "Programmet är startat utan installationens nyckel. Starta om det med samordna serve.";
            Refusal::new("nyckel-saknas", message).into()
        })
    }
}
