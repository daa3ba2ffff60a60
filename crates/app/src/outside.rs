//! Logging in by the employer's identity provider. Only somebody who was invited gets in: by the key the
//! provider has for the person once it is known, before that by the verified address of the invitation.

use chrono::{DateTime, TimeDelta, Utc};
use domain::refusal::Refusal;
use identity::{
    provider::{Begun, Person, ProviderTrouble},
    seal,
};
use store::{Tx, session::Method, user::User};

use crate::{App, Failure, Outcome, login::Origin};

/// How long one may take at the provider.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);
const PURPOSE: &str = "samordna/extern-inloggning";

impl App {
    /// The provider's name on the button, if there is one.
    pub fn provider_name(&self) -> Option<&str> {
        self.around.provider.as_ref().map(|p| p.name.as_str())
    }

    /// Begins a log-in at the provider: where to send the browser, and what the browser is to keep
    /// until it is back (sealed, in hexadecimal).
    ///
    /// # Errors
    /// Not found without a provider; a refusal when it does not answer.
    pub async fn begin_outside(&self, now: DateTime<Utc>) -> Outcome<(String, String)> {
        let provider = self.around.provider.as_ref().ok_or(Failure::NotFound)?;
        let begun = provider.begin().await.map_err(|trouble| silent(&trouble))?;
        let until = (now + PATIENCE).timestamp();
        let kept = serde_json::json!([until, begun.state, begun.nonce, begun.verifier]).to_string();
        let sealed = seal::seal(self.key()?, PURPOSE, &provider.issuer, kept.as_bytes());
        Ok((begun.address, crate::hex(&sealed.map_err(Failure::fault)?)))
    }

    /// Ends it: answers with the session's token.
    ///
    /// # Errors
    /// One refusal for whatever does not hold, and another for somebody who was not invited.
    pub async fn finish_outside(
        &self,
        kept: &str,
        (state, code): (&str, &str),
        origin: &Origin<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        let provider = self.around.provider.as_ref().ok_or(Failure::NotFound)?;
        let begun = self.begun(kept, &provider.issuer, now)?;
        let begun = begun.filter(|begun| begun.state == state).ok_or_else(late)?;
        let person = provider.finish(&begun, code).await.map_err(|trouble| {
            tracing::warn!(%trouble, "log-in by the identity provider");
            Failure::from(late())
        })?;
        let mut tx = self.db().write().await?;
        let user = match store::credential::outside(&mut tx, &person.issuer, &person.subject).await? {
            Some(user) => user,
            None => tie(&mut tx, &person, now).await?,
        };
        let how = (Method::Provider, origin.browser);
        let token = self.begin(&mut tx, &user, how, now).await?;
        tx.commit().await?;
        Ok(token)
    }

    fn begun(&self, kept: &str, issuer: &str, now: DateTime<Utc>) -> Outcome<Option<Begun>> {
        let Some(sealed) = unhex(kept) else {
            return Ok(None);
        };
        let Some(opened) = seal::open(self.key()?, PURPOSE, issuer, &sealed) else {
            return Ok(None);
        };
        let parts: Option<(i64, String, String, String)> = serde_json::from_slice(&opened).ok();
        Ok(parts
            .filter(|(until, ..)| now.timestamp() < *until)
            .map(|(_, state, nonce, verifier)| Begun {
                address: String::new(),
                state,
                nonce,
                verifier,
            }))
    }
}

/// Ties an invited user to the provider's key for the person. A user who is tied to another key there
/// is another person with an inherited address, and is not let in.
async fn tie(tx: &mut Tx, person: &Person, now: DateTime<Utc>) -> Outcome<User> {
    let user = match &person.verified_email {
        Some(email) => store::user::by_email(tx, email).await?,
        None => None,
    };
    let user = user.filter(|user| user.active).ok_or_else(uninvited)?;
    if store::credential::has_outside(tx, &user, &person.issuer).await? {
        return Err(uninvited().into());
    }
    store::credential::tie(tx, &user, (&person.issuer, &person.subject), now).await?;
    Ok(user)
}

fn uninvited() -> Refusal {
    let message = "Du är inloggad hos er organisation, men ingen användare här är inbjuden med den adressen. Be den som sköter behörigheterna om en inbjudan till adressen.";
    Refusal::new("extern-okand", message)
}

fn late() -> Refusal {
    let message =
        "Inloggningen hos er organisation kunde inte bekräftas, eller tog för lång tid. Försök igen.";
    Refusal::new("extern-avbruten", message)
}

fn silent(trouble: &ProviderTrouble) -> Failure {
    tracing::error!(%trouble, "the identity provider");
    let message = "Er organisations inloggningstjänst svarar inte. Försök igen om en stund, eller logga in med lösenord.";
    Refusal::new("extern-tyst", message).into()
}

/// Bytes of hexadecimal digits.
fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 == 1 || text.len() > 8_192 {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(byte).collect()
}
