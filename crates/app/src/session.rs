//! Logging in with a link that works once, and the session that follows. Tokens are random, leave
//! the program once, and are stored as their SHA-256 only.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use store::{
    Tx,
    session::{Method, Purpose},
    user::User,
};

use crate::{Actor, App, Failure, Outcome, hex, people::acting, record};

/// A session ends after this long without a page…
const IDLE: TimeDelta = TimeDelta::hours(2);
/// … and after this long in any case.
const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// A log-in link works for this long, once.
const LINK: TimeDelta = TimeDelta::hours(24);

/// Somebody's open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub actor: Actor,
    /// The token every form of this session carries.
    pub csrf: String,
    /// The facts' revision when the session was looked up; see [`crate::as_of`].
    pub revision: i64,
}

impl App {
    /// Makes a log-in link's token for a user.
    ///
    /// # Errors
    /// The database's own.
    pub async fn login_link(&self, user: &User, now: DateTime<Utc>) -> Outcome<String> {
        let token = token()?;
        let mut tx = self.db().write().await?;
        let link = (hash(&token), Purpose::LogIn);
        store::session::create_link(&mut tx, (&link.0, link.1), user, now, now + LINK).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Whom a link would log in; looking does not use it.
    ///
    /// # Errors
    /// Not found when the link is used, too old or unknown.
    pub async fn link_holder(&self, token: &str, now: DateTime<Utc>) -> Outcome<Actor> {
        let mut tx = self.db().read().await?;
        let user = store::session::holder(&mut tx, (&hash(token), Purpose::LogIn), now).await?;
        drop(tx);
        self.actor(&user.ok_or(Failure::NotFound)?, now.date_naive())
            .await
    }

    /// Uses a link and begins a session; answers with the session's token.
    ///
    /// # Errors
    /// Not found when the link is used, too old or unknown.
    pub async fn log_in(&self, link: &str, now: DateTime<Utc>) -> Outcome<String> {
        let mut tx = self.db().write().await?;
        let user = store::session::use_link(&mut tx, (&hash(link), Purpose::LogIn), now).await?;
        let user = user.ok_or(Failure::NotFound)?;
        let token = self.begin(&mut tx, &user, (Method::Link, ""), now).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Begins a session within an act that found out who somebody is, and records it.
    pub(crate) async fn begin(
        &self,
        tx: &mut Tx,
        user: &User,
        how: (Method, &str),
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        let token = token()?;
        store::session::sweep(tx, now).await?;
        store::held::sweep(tx, now).await?;
        store::session::create(tx, &hash(&token), user, how, (now, now + IDLE)).await?;
        let actor = someone(user);
        let detail = serde_json::json!({ "metod": how.0 as i16 });
        record(tx, &actor, ("inloggning", &user.public_id), detail, now).await?;
        Ok(token)
    }

    /// The session of a token, if it is open. A session in use is kept open, in steps, so that most
    /// pages only read.
    ///
    /// # Errors
    /// The database's own.
    pub async fn session(&self, token: &str, now: DateTime<Utc>) -> Outcome<Option<Session>> {
        let hashed = hash(token);
        let Some(open) = store::session::open(self.db(), &hashed, now).await? else {
            return Ok(None);
        };
        let actor = acting(&open.user, open.assignments, now.date_naive());
        let until = (now + IDLE).min(open.begun + ABSOLUTE);
        if until - open.ends > IDLE / 4 {
            let mut tx = self.db().write().await?;
            store::session::renew(&mut tx, &hashed, until).await?;
            tx.commit().await?;
        }
        Ok(Some(Session {
            actor,
            csrf: form_token(token),
            revision: open.revision,
        }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database's own.
    pub async fn log_out(&self, token: &str) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        store::session::end(&mut tx, &hash(token)).await?;
        Ok(tx.commit().await?)
    }
}

/// A user as one who acts upon oneself: roles are not asked for.
pub(crate) fn someone(user: &User) -> Actor {
    Actor {
        id: user.public_id.clone(),
        name: user.name.clone(),
        assignments: Vec::new(),
    }
}

/// The token that every form of a session carries.
pub(crate) fn form_token(token: &str) -> String {
    hash(&format!("csrf {token}"))
}

/// 256 random bits, hexadecimal.
pub(crate) fn token() -> Outcome<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Failure::fault)?;
    Ok(hex(&bytes))
}

pub(crate) fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
