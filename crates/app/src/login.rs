//! Logging in with e-mail address, password and one-time code, all three at once: a wrong one of them
//! is answered like any other, and so is an address that nobody has.

use chrono::{DateTime, Utc};
use domain::{
    refusal::Refusal,
    throttle::{PER_ACCOUNT, PER_ADDRESS, Throttle},
};
use identity::{
    code,
    password::{self, Verdict},
    seal,
    totp::Secret,
};
use store::{credential::Credential, session::Method, user::User};

use crate::{Actor, App, Failure, Outcome, record, session::someone};

/// Purposes of keys.
const ACCOUNT: &str = "samordna/sparr/konto";
const ADDRESS: &str = "samordna/sparr/adress";
pub(crate) const SPARE: &str = "samordna/reservkod";
pub(crate) const TOTP: &str = "samordna/totp";

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// One-time code, or a spare code.
    pub code: String,
}

/// Where a try comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Network address.
    pub address: &'a str,
    /// The browser in few words, for the list of sessions.
    pub browser: &'a str,
}

impl App {
    /// Logs in; answers with the session's token.
    ///
    /// # Errors
    /// One refusal for whatever is wrong, or one that says how long to wait.
    pub async fn log_in_with_password(
        &self,
        typed: &Typed,
        origin: &Origin<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        let email = typed.email.trim().to_lowercase();
        let account = code::fingerprint(self.key()?, ACCOUNT, &email);
        self.take_try((&account, PER_ACCOUNT), origin.address, now)
            .await?;
        let (user, credential) = self.claimed(&email).await?;
        let stored = credential.as_ref().map(|c| c.password.clone());
        let verdict = self.verify(&typed.password, stored).await?;
        let (Some(user), Some(credential)) = (user, credential) else {
            return Err(wrong().into());
        };
        if verdict == Verdict::Wrong {
            return Err(wrong().into());
        }
        let rehashed = match verdict {
            Verdict::RightButOld => Some(self.hash(&typed.password).await?),
            Verdict::Right | Verdict::Wrong => None,
        };
        let mut tx = self.db().write().await?;
        if !self
            .use_code(&mut tx, (&user, &credential), &typed.code, now)
            .await?
        {
            return Err(wrong().into());
        }
        if let Some(hash) = rehashed {
            store::credential::set_password(&mut tx, &user, &hash, now).await?;
        }
        store::throttle::forget(&mut tx, &account).await?;
        self.give_back(&mut tx, origin.address, now).await?;
        let how = (Method::Password, origin.browser);
        let token = self.begin(&mut tx, &user, how, now).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Counts a try of an account and of the address it comes from, before it is known whether it
    /// succeeds.
    pub(crate) async fn take_try(
        &self,
        (account, limit): (&str, u32),
        address: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let address = code::fingerprint(self.key()?, ADDRESS, address);
        let mut tx = self.db().write().await?;
        for (subject, limit, object) in [(account, limit, "konto"), (&address, PER_ADDRESS, "nätadress")] {
            let known = store::throttle::load(&mut tx, subject).await?;
            let taken = Throttle::take(known, limit, now)?;
            store::throttle::save(&mut tx, subject, &taken).await?;
            if taken.until > now {
                // Whose account is not written: an address that nobody has is barred like any other.
                let nobody = Actor {
                    id: "okänd".into(),
                    name: String::new(),
                    assignments: Vec::new(),
                };
                let detail = serde_json::json!({ "till": taken.until.to_rfc3339() });
                record(&mut tx, &nobody, ("inloggning.spärrad", object), detail, now).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// A try from this address succeeded.
    pub(crate) async fn give_back(
        &self,
        tx: &mut store::Tx,
        address: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let subject = code::fingerprint(self.key()?, ADDRESS, address);
        if let Some(known) = store::throttle::load(tx, &subject).await? {
            store::throttle::save(tx, &subject, &known.give_back(now)).await?;
        }
        store::throttle::sweep(tx, now - chrono::TimeDelta::days(2)).await?;
        Ok(())
    }

    /// The active user of an address, and what that user logs in with.
    async fn claimed(&self, email: &str) -> Outcome<(Option<User>, Option<Credential>)> {
        let mut tx = self.db().read().await?;
        let user = store::user::by_email(&mut tx, email).await?;
        let Some(user) = user.filter(|user| user.active) else {
            return Ok((None, None));
        };
        let credential = store::credential::of(&mut tx, &user).await?;
        Ok((Some(user), credential))
    }

    /// Verifies a password; without a stored hash it takes as long and is wrong.
    pub(crate) async fn verify(&self, typed: &str, stored: Option<String>) -> Outcome<Verdict> {
        let _turn = self.hashing.acquire().await.map_err(Failure::fault)?;
        let typed = typed.to_owned();
        let stored = stored.unwrap_or_else(|| password::NOBODY.to_owned());
        let verdict = tokio::task::spawn_blocking(move || password::verify(&typed, &stored));
        verdict.await.map_err(Failure::fault)
    }

    /// Hashes a password.
    pub(crate) async fn hash(&self, typed: &str) -> Outcome<String> {
        let _turn = self.hashing.acquire().await.map_err(Failure::fault)?;
        let typed = typed.to_owned();
        let hashed = tokio::task::spawn_blocking(move || password::hash(&typed));
        hashed.await.map_err(Failure::fault)?.map_err(Failure::fault)
    }

    /// Uses a one-time code or a spare code; false when it is wrong or was used.
    pub(crate) async fn use_code(
        &self,
        tx: &mut store::Tx,
        (user, credential): (&User, &Credential),
        typed: &str,
        now: DateTime<Utc>,
    ) -> Outcome<bool> {
        let key = self.key()?;
        let plain = code::plain(typed);
        if plain.len() == 12 {
            let fingerprint = code::fingerprint(key, SPARE, &format!("{} {plain}", user.public_id));
            let spent = store::credential::use_code(tx, user, &fingerprint).await?;
            if spent {
                let what = ("inloggning.reservkod", user.public_id.as_str());
                record(tx, &someone(user), what, serde_json::json!({}), now).await?;
            }
            return Ok(spent);
        }
        let secret = seal::open(key, TOTP, &user.public_id, &credential.secret)
            .and_then(|bytes| Secret::of(&bytes))
            .ok_or_else(|| Failure::fault("a sealed secret does not open under this key"))?;
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let last = u64::try_from(credential.last_step).unwrap_or(0);
        let Some(step) = secret.step_of(typed, seconds, last) else {
            return Ok(false);
        };
        let step = i64::try_from(step).map_err(Failure::fault)?;
        Ok(store::credential::use_step(tx, user, step).await?)
    }
}

/// The one answer to whatever was wrong.
fn wrong() -> Refusal {
    let message = "E-postadressen, lösenordet eller koden stämmer inte. En kod gäller en gång: vänta på nästa om du just använt den.";
    Refusal::at("inloggning-fel", "epost", message)
}
