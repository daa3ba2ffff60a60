//! A form whose session ended while it was typed: kept sealed for its user, and handed back after the
//! next log-in to be looked at and sent again. Never sent by itself.

use chrono::{DateTime, TimeDelta, Utc};
use identity::seal;

use crate::{Actor, App, Failure, Outcome, session};

/// How long after its end a session still tells whose form it was.
const AFTER: TimeDelta = TimeDelta::hours(20);
/// How long a form is kept.
const KEPT: TimeDelta = TimeDelta::hours(1);
/// The longest form kept, in bytes.
const LONGEST: usize = 256 << 10;
const PURPOSE: &str = "samordna/formular";

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Held {
    /// The page it stood on.
    pub page: String,
    /// Where it was sent.
    pub action: String,
    /// Names and values in order, without the session's token.
    pub fields: Vec<(String, String)>,
}

impl App {
    /// Keeps a form that came with the cookie and the form token of a session that has run out; false
    /// when there is no such session. A session that was logged out, or whose user is gone, keeps
    /// nothing.
    ///
    /// # Errors
    /// The database's own.
    pub async fn hold(&self, (token, csrf): (&str, &str), form: &Held, now: DateTime<Utc>) -> Outcome<bool> {
        let bytes = serde_json::to_vec(form).map_err(Failure::fault)?;
        if csrf != session::form_token(token) || bytes.len() > LONGEST || self.key.is_none() {
            return Ok(false);
        }
        let mut tx = self.db().write().await?;
        let span = (now - AFTER, now);
        let Some(user) = store::session::expired(&mut tx, &session::hash(token), span).await? else {
            return Ok(false);
        };
        let sealed = seal::seal(self.key()?, PURPOSE, &user.public_id, &bytes).map_err(Failure::fault)?;
        store::held::keep(&mut tx, &user, &sealed, now + KEPT).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The form kept for somebody.
    ///
    /// # Errors
    /// The database's own.
    pub async fn held(&self, actor: &Actor, now: DateTime<Utc>) -> Outcome<Option<Held>> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let mut tx = self.db().read().await?;
        let sealed = store::held::of(&mut tx, &actor.id, now).await?;
        let opened = sealed.and_then(|sealed| seal::open(key, PURPOSE, &actor.id, &sealed));
        Ok(opened.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// The form was handed back, or is not wanted.
    ///
    /// # Errors
    /// The database's own.
    pub async fn forget_held(&self, actor: &Actor) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        store::held::forget(&mut tx, &actor.id).await?;
        Ok(tx.commit().await?)
    }
}
