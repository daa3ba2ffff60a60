//! One's own account: open sessions, password, spare codes.

use chrono::{DateTime, Utc};
use domain::refusal::Refusal;
use identity::password::Verdict;
use store::{credential::Credential, user::User};

use crate::{
    Actor, App, Failure, Outcome,
    invitation::{Chosen, password_refusal},
    login::Origin,
    record,
    session::{hash, someone},
};

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Address to log in with, if any.
    pub email: Option<String>,
    /// Whether one logs in with a password here; not with links and identity providers only.
    pub has_password: bool,
    /// Spare codes left.
    pub codes_left: i64,
    /// Open sessions, newest first.
    pub sessions: Vec<OwnSession>,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Names it in forms.
    pub key: String,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// "lösenord och kod".
    pub method: &'static str,
    /// The browser in few words, or empty.
    pub browser: String,
    /// The one that asks.
    pub this: bool,
}

impl App {
    /// One's own account as seen from the session of a token.
    ///
    /// # Errors
    /// The database's own.
    pub async fn account(&self, actor: &Actor, token: &str, now: DateTime<Utc>) -> Outcome<Account> {
        let mut tx = self.db().read().await?;
        let user = own(&mut tx, actor).await?;
        let this = hash(token);
        let open = store::session::of(&mut tx, &actor.id, now).await?;
        let session = |open: store::session::Open| OwnSession {
            this: this.starts_with(&open.key),
            begun: open.begun,
            method: match open.method {
                2 => "lösenord och kod",
                3 => "organisationens inloggning",
                _ => "engångslänk",
            },
            browser: open.browser,
            key: open.key,
        };
        Ok(Account {
            has_password: store::credential::of(&mut tx, &user).await?.is_some(),
            codes_left: store::credential::codes_left(&mut tx, &user).await?,
            sessions: open.into_iter().map(session).collect(),
            email: user.email,
        })
    }

    /// Ends one of one's own sessions.
    ///
    /// # Errors
    /// Not found when it is somebody else's or has ended.
    pub async fn end_session(&self, actor: &Actor, key: &str, now: DateTime<Utc>) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        if !store::session::end_one(&mut tx, &actor.id, key).await? {
            return Err(Failure::NotFound);
        }
        let what = ("inloggning.utloggad", actor.id.as_str());
        record(&mut tx, actor, what, serde_json::json!({ "sessioner": 1 }), now).await?;
        Ok(tx.commit().await?)
    }

    /// Ends all of one's own sessions, this one too; answers with how many there were.
    ///
    /// # Errors
    /// The database's own.
    pub async fn end_sessions(&self, actor: &Actor, now: DateTime<Utc>) -> Outcome<u64> {
        let mut tx = self.db().write().await?;
        let ended = store::session::end_all(&mut tx, &actor.id, None).await?;
        let what = ("inloggning.utloggad", actor.id.as_str());
        record(
            &mut tx,
            actor,
            what,
            serde_json::json!({ "sessioner": ended }),
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Changes one's own password; every other session ends.
    ///
    /// # Errors
    /// A refusal per field: the old password, or what is wrong with the new one.
    pub async fn change_password(
        &self,
        (actor, token): (&Actor, &str),
        old: &str,
        chosen: &Chosen,
        origin: &Origin<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let (user, credential) = self.own_credential(actor).await?;
        if let Some(refusal) = password_refusal(&user, chosen) {
            return Err(refusal.into());
        }
        self.confirm_password((&user, &credential), ("nuvarande", old), origin, now)
            .await?;
        let hashed = self.hash(&chosen.password).await?;
        let mut tx = self.db().write().await?;
        store::credential::set_password(&mut tx, &user, &hashed, now).await?;
        store::session::end_all(&mut tx, &actor.id, Some(&hash(token))).await?;
        let what = ("inloggning.lösenord", actor.id.as_str());
        record(&mut tx, actor, what, serde_json::json!({}), now).await?;
        Ok(tx.commit().await?)
    }

    /// New spare codes in place of the old; answers with them, once.
    ///
    /// # Errors
    /// A refusal when the password is wrong.
    pub async fn renew_codes(
        &self,
        actor: &Actor,
        password: &str,
        origin: &Origin<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<Vec<String>> {
        let (user, credential) = self.own_credential(actor).await?;
        self.confirm_password((&user, &credential), ("bekrafta", password), origin, now)
            .await?;
        let mut tx = self.db().write().await?;
        let codes = self.new_codes(&mut tx, &user).await?;
        let what = ("inloggning.reservkoder", actor.id.as_str());
        record(&mut tx, &someone(&user), what, serde_json::json!({}), now).await?;
        tx.commit().await?;
        Ok(codes)
    }

    async fn own_credential(&self, actor: &Actor) -> Outcome<(User, Credential)> {
        let mut tx = self.db().read().await?;
        let user = own(&mut tx, actor).await?;
        let credential = store::credential::of(&mut tx, &user).await?;
        Ok((user, credential.ok_or(Failure::NotFound)?))
    }

    /// Whoever sits at an open session must know the password before anything of it is changed.
    async fn confirm_password(
        &self,
        (user, credential): (&User, &Credential),
        (field, typed): (&'static str, &str),
        origin: &Origin<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let subject = self.confirmation(user)?;
        let limit = domain::throttle::PER_ACCOUNT;
        self.take_try((&subject, limit), origin.address, now).await?;
        let verdict = self.verify(typed, Some(credential.password.clone())).await?;
        if verdict == Verdict::Wrong {
            let message = "Lösenordet stämmer inte. Skriv det lösenord som du loggar in med nu.";
            return Err(Refusal::at("losenord-fel", field, message).into());
        }
        let mut tx = self.db().write().await?;
        store::throttle::forget(&mut tx, &subject).await?;
        self.give_back(&mut tx, origin.address, now).await?;
        Ok(tx.commit().await?)
    }

    fn confirmation(&self, user: &User) -> Outcome<String> {
        let text = format!("bekräfta {}", user.public_id);
        Ok(identity::code::fingerprint(
            self.key()?,
            "samordna/sparr/konto",
            &text,
        ))
    }
}

async fn own(tx: &mut store::Tx, actor: &Actor) -> Outcome<User> {
    store::user::find(tx, &actor.id).await?.ok_or(Failure::NotFound)
}
