//! From a typed number to a pseudonym, and no further: the number goes with the entry it came in.

use chrono::{DateTime, Utc};
use domain::{participation::Entry, refusal::Refusal};
use identity::PseudonymKey;
use store::{
    Tx,
    participation::{Person, Place},
    pseudonym::PrincipalId,
};

use crate::{Actor, App, Failure, Outcome, record, rights::Act};

impl App {
    /// Takes the number out of an entry. Answers with the pseudonym under the newest key, and those
    /// under every older one. Rows found under an older one are stored under the newest.
    pub(super) async fn person(
        &self,
        tx: &mut Tx,
        place: &Place,
        entry: &mut Entry,
        now: DateTime<Utc>,
    ) -> Outcome<(Option<Person>, Vec<Person>)> {
        let taken = match entry {
            Entry::Named(named) => named.person.take(),
            Entry::Anonymous(_) => None,
        };
        let (Some(number), Some(principal)) = (taken, place.principal) else {
            return Ok((None, Vec::new()));
        };
        let keys = self.pseudonym_keys(tx, principal, now).await?;
        let digits = number.bytes();
        let mut persons: Vec<Person> = keys
            .iter()
            .map(|key| Person {
                pseudonym: key.pseudonym(digits.as_ref()),
                version: key.version(),
            })
            .collect();
        let newest = persons.pop();
        if let Some(newest) = &newest {
            for old in &persons {
                store::participation::rekey(tx, principal, old, newest).await?;
            }
        }
        Ok((newest, persons))
    }

    /// Every key of a huvudman that is there, oldest first: for looking only.
    pub(crate) async fn known_keys(&self, tx: &mut Tx, principal: PrincipalId) -> Outcome<Vec<PseudonymKey>> {
        let stored = store::pseudonym::keys(tx, principal).await?;
        if stored.is_empty() {
            return Ok(Vec::new());
        }
        let installation = self.key()?;
        let open = |(version, sealed): &(i64, Vec<u8>)| {
            PseudonymKey::open(installation, &principal.place(), *version, sealed)
        };
        Ok(stored.iter().filter_map(open).collect())
    }

    /// Every key of a huvudman, oldest first; the first one is made when it is needed.
    async fn pseudonym_keys(
        &self,
        tx: &mut Tx,
        principal: PrincipalId,
        now: DateTime<Utc>,
    ) -> Outcome<Vec<PseudonymKey>> {
        let installation = self.key()?;
        let stored = store::pseudonym::keys(tx, principal).await?;
        if stored.is_empty() {
            return Ok(vec![self.add_pseudonym_key(tx, principal, 1, now).await?]);
        }
        let open = |(version, sealed): &(i64, Vec<u8>)| {
            PseudonymKey::open(installation, &principal.place(), *version, sealed)
        };
        let keys: Option<Vec<PseudonymKey>> = stored.iter().map(open).collect();
        keys.ok_or_else(|| {
            let message = "Huvudmannens nyckel kan inte öppnas med installationens nyckel. Lägg tillbaka rätt nyckelfil; registrera så länge utan nummer.";
            Refusal::at("pseudonym-nyckel", "personnummer", message).into()
        })
    }

    async fn add_pseudonym_key(
        &self,
        tx: &mut Tx,
        principal: PrincipalId,
        version: i64,
        now: DateTime<Utc>,
    ) -> Outcome<PseudonymKey> {
        let key = PseudonymKey::random(version).map_err(Failure::fault)?;
        let sealed = key
            .seal(self.key()?, &principal.place())
            .map_err(Failure::fault)?;
        store::pseudonym::add_key(tx, principal, version, &sealed, now).await?;
        Ok(key)
    }

    /// The versions of the key of an insats's huvudman with when each was made, newest first.
    ///
    /// # Errors
    /// Not found for those who do not give rights to the insats's rows.
    pub async fn pseudonym_versions(
        &self,
        actor: &Actor,
        insats: &str,
    ) -> Outcome<Vec<(i64, DateTime<Utc>)>> {
        crate::rights::require(actor, Act::ManageRowUsers, crate::rights::On::Insats(insats))?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let place = super::registering(&mut tx, association, insats).await?;
        let principal = place.principal.ok_or(Failure::NotFound)?;
        Ok(store::pseudonym::made(&mut tx, principal).await?)
    }

    /// Makes a new key for the huvudman of an insats. Pseudonyms under older keys are still recognised,
    /// and change to the newest when the person is next registered. Answers with the new version.
    ///
    /// # Errors
    /// Not found for those who do not give rights to the insats's rows.
    pub async fn rotate_pseudonym_key(
        &self,
        actor: &Actor,
        insats: &str,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        crate::rights::require(actor, Act::ManageRowUsers, crate::rights::On::Insats(insats))?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let place = super::registering(&mut tx, association, insats).await?;
        let principal = place.principal.ok_or(Failure::NotFound)?;
        let keys = self.pseudonym_keys(&mut tx, principal, now).await?;
        let version = keys.last().map_or(1, |key| key.version() + 1);
        self.add_pseudonym_key(&mut tx, principal, version, now).await?;
        let detail = serde_json::json!({ "version": version });
        record(&mut tx, actor, ("pseudonym.nyckel", insats), detail, now).await?;
        tx.commit().await?;
        Ok(version)
    }
}
