//! Links that let somebody choose a password: an invitation, which also ties a telephone, and a
//! forgotten password, which asks for a code from the telephone that is tied.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{account::new_password, refusal::Refusal, throttle::LETTERS};
use identity::{
    code, seal,
    totp::{STEP, Secret},
};
use store::{
    Tx,
    credential::Credential,
    session::{Method, Purpose},
    user::User,
};

use crate::{
    Actor, App, Failure, Outcome,
    letter::Letter,
    login::{Origin, SPARE, TOTP},
    record,
    session::{hash, someone, token},
};

/// An invitation works for this long.
const INVITATION: TimeDelta = TimeDelta::days(7);
/// A link for a forgotten password works for this long.
const RESET: TimeDelta = TimeDelta::hours(1);
/// How many spare codes one gets.
const SPARES: usize = 10;
/// Purposes of keys.
const LETTER: &str = "samordna/sparr/brev";
const NEW_SECRET: &str = "samordna/totp-ny";

/// What an invited person sees before anything is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Who.
    pub actor: Actor,
    /// Address to log in with.
    pub email: String,
    /// The secret as typed by hand.
    pub secret: String,
    /// What an authenticator reads.
    pub address: String,
    /// The square code: `d` of its path and side of its viewbox.
    pub square: Option<(String, i32)>,
}

/// What was chosen.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// New password.
    pub password: String,
    /// The same again.
    pub again: String,
    /// Code from the telephone.
    pub code: String,
}

impl App {
    /// Makes an invitation for a user within an act; answers with its path.
    pub(crate) async fn invite(&self, tx: &mut Tx, user: &User, now: DateTime<Utc>) -> Outcome<String> {
        let token = token()?;
        let link = hash(&token);
        store::session::create_link(tx, (&link, Purpose::Invitation), user, now, now + INVITATION).await?;
        Ok(format!("/inbjudan/{token}"))
    }

    /// The letter that carries an invitation.
    pub(crate) fn send_invitation(&self, user: &User, path: &str, now: DateTime<Utc>) {
        let body = format!(
            "Du är inbjuden till samordna som {}.\n\nVälj lösenord här, inom sju dagar. Ha en telefon med en app för engångskoder till hands:\n{}\n\nLänken gäller en gång. Har du inte väntat dig brevet: kasta det.",
            user.name,
            self.link(path)
        );
        if let Some(to) = user.email.clone() {
            let subject = "Inbjudan till samordna";
            self.send(Letter { to, subject, body }, now);
        }
    }

    /// What an invitation shows; looking does not use it. The same link shows the same secret.
    ///
    /// # Errors
    /// Not found when the link is used, too old or unknown.
    pub async fn invitation(&self, link: &str, now: DateTime<Utc>) -> Outcome<Invited> {
        let hashed = hash(link);
        let mut tx = self.db().read().await?;
        let user = store::session::holder(&mut tx, (&hashed, Purpose::Invitation), now).await?;
        let user = user.ok_or(Failure::NotFound)?;
        let association = match store::association::all(&mut tx).await?.into_iter().next() {
            Some(stored) => stored.association.name,
            None => "samordna".into(),
        };
        drop(tx);
        let secret = self.new_secret(&hashed)?;
        let email = user.email.clone().unwrap_or_default();
        let address = secret.address(&association, &email);
        Ok(Invited {
            actor: self.actor(&user, now.date_naive()).await?,
            email,
            secret: secret.text(),
            square: identity::square::path(&address),
            address,
        })
    }

    /// Uses an invitation: saves what was chosen, ends whatever sessions there were and begins one;
    /// answers with its token and the spare codes, which are never shown again.
    ///
    /// # Errors
    /// Not found when the link is used, too old or unknown; a refusal per field.
    pub async fn accept(
        &self,
        link: &str,
        chosen: &Chosen,
        origin: &Origin<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<(String, Vec<String>)> {
        let hashed = hash(link);
        let user = self.link_user((&hashed, Purpose::Invitation), now).await?;
        let secret = self.new_secret(&hashed)?;
        let mut refusals = Vec::new();
        refusals.extend(password_refusal(&user, chosen));
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let step = secret.step_of(&chosen.code, seconds, 0);
        if step.is_none() {
            let message = format!(
                "Koden stämmer inte. Skriv den sexsiffriga kod som appen visar just nu; den byts var {STEP}:e sekund. Kontrollera att telefonens klocka går rätt."
            );
            refusals.push(Refusal::at("kod-fel", "kod", message));
        }
        let (true, Some(step)) = (refusals.is_empty(), step) else {
            return Err(Failure::Refused(refusals));
        };
        let credential = Credential {
            password: self.hash(&chosen.password).await?,
            secret: seal::seal(self.key()?, TOTP, &user.public_id, secret.bytes()).map_err(Failure::fault)?,
            last_step: i64::try_from(step).map_err(Failure::fault)?,
        };
        let mut tx = self.db().write().await?;
        let spent = store::session::use_link(&mut tx, (&hashed, Purpose::Invitation), now).await?;
        spent.ok_or(Failure::NotFound)?;
        store::credential::forget(&mut tx, &user).await?;
        store::credential::save(&mut tx, &user, &credential, now).await?;
        store::session::end_links(&mut tx, &user, Purpose::Reset).await?;
        store::session::end_all(&mut tx, &user.public_id, None).await?;
        let codes = self.new_codes(&mut tx, &user).await?;
        let what = ("inloggning.valt", user.public_id.as_str());
        record(&mut tx, &someone(&user), what, serde_json::json!({}), now).await?;
        let how = (Method::Password, origin.browser);
        let session = self.begin(&mut tx, &user, how, now).await?;
        tx.commit().await?;
        Ok((session, codes))
    }

    /// A forgotten password: a letter with a link, if the address is somebody's who has one. Whether
    /// it is cannot be told from the answer, nor from how long it takes.
    ///
    /// # Errors
    /// A refusal that says how long to wait, for any address.
    pub async fn forgot(&self, email: &str, origin: &Origin<'_>, now: DateTime<Utc>) -> Outcome<()> {
        let email = email.trim().to_lowercase();
        let subject = code::fingerprint(self.key()?, LETTER, &email);
        self.take_try((&subject, LETTERS), origin.address, now).await?;
        // Done after the answer: whether there is anything to do must not be felt.
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(failure) = app.write_reset(&email, now).await {
                tracing::error!(
                    ?failure,
                    "a letter about a forgotten password could not be written"
                );
            }
        });
        Ok(())
    }

    async fn write_reset(&self, email: &str, now: DateTime<Utc>) -> Outcome<()> {
        let token = token()?;
        let link = hash(&token);
        let mut tx = self.db().write().await?;
        let user = store::user::by_email(&mut tx, email).await?;
        let Some(user) = user.filter(|user| user.active) else {
            return Ok(());
        };
        if store::credential::of(&mut tx, &user).await?.is_none() {
            return Ok(());
        }
        store::session::create_link(&mut tx, (&link, Purpose::Reset), &user, now, now + RESET).await?;
        let what = ("inloggning.glömt", user.public_id.as_str());
        record(&mut tx, &someone(&user), what, serde_json::json!({}), now).await?;
        tx.commit().await?;
        let body = format!(
            "Någon, troligen du, vill välja ett nytt lösenord i samordna.\n\nGör det här inom en timme:\n{}\n\nDu behöver också en kod från din telefon. Var det inte du: gör ingenting, ditt lösenord gäller som förut.",
            self.link(&format!("/aterstall/{token}"))
        );
        if let Some(to) = user.email {
            let subject = "Nytt lösenord i samordna";
            self.send(Letter { to, subject, body }, now);
        }
        Ok(())
    }

    /// Whose password a link would change.
    ///
    /// # Errors
    /// Not found when the link is used, too old or unknown.
    pub async fn reset_holder(&self, link: &str, now: DateTime<Utc>) -> Outcome<String> {
        let user = self.link_user((&hash(link), Purpose::Reset), now).await?;
        Ok(user.email.unwrap_or_default())
    }

    /// Changes a forgotten password, and ends every session there was.
    ///
    /// # Errors
    /// Not found when the link is used, too old or unknown; a refusal per field.
    pub async fn reset(
        &self,
        link: &str,
        chosen: &Chosen,
        origin: &Origin<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let hashed = hash(link);
        let user = self.link_user((&hashed, Purpose::Reset), now).await?;
        if let Some(refusal) = password_refusal(&user, chosen) {
            return Err(refusal.into());
        }
        // A code has a million values: guessing is counted here as at the log-in page.
        let account = code::fingerprint(self.key()?, LETTER, &format!("kod {}", user.public_id));
        let limit = domain::throttle::PER_ACCOUNT;
        self.take_try((&account, limit), origin.address, now).await?;
        let password = self.hash(&chosen.password).await?;
        let mut tx = self.db().write().await?;
        let credential = store::credential::of(&mut tx, &user).await?;
        let credential = credential.ok_or(Failure::NotFound)?;
        if !self
            .use_code(&mut tx, (&user, &credential), &chosen.code, now)
            .await?
        {
            let message = "Koden stämmer inte. Skriv den kod som appen visar just nu, eller en reservkod.";
            return Err(Refusal::at("kod-fel", "kod", message).into());
        }
        let spent = store::session::use_link(&mut tx, (&hashed, Purpose::Reset), now).await?;
        spent.ok_or(Failure::NotFound)?;
        store::credential::set_password(&mut tx, &user, &password, now).await?;
        store::session::end_all(&mut tx, &user.public_id, None).await?;
        store::throttle::forget(&mut tx, &account).await?;
        self.give_back(&mut tx, origin.address, now).await?;
        let what = ("inloggning.lösenord", user.public_id.as_str());
        record(&mut tx, &someone(&user), what, serde_json::json!({}), now).await?;
        Ok(tx.commit().await?)
    }

    /// New spare codes in place of those there were.
    pub(crate) async fn new_codes(&self, tx: &mut Tx, user: &User) -> Outcome<Vec<String>> {
        let key = self.key()?;
        let mut codes = Vec::new();
        for _ in 0..SPARES {
            codes.push(code::random().map_err(Failure::fault)?);
        }
        let fingerprint = |code: &String| {
            code::fingerprint(key, SPARE, &format!("{} {}", user.public_id, code::plain(code)))
        };
        let fingerprints: Vec<String> = codes.iter().map(fingerprint).collect();
        store::credential::save_codes(tx, user, &fingerprints).await?;
        Ok(codes)
    }

    async fn link_user(&self, link: (&str, Purpose), now: DateTime<Utc>) -> Outcome<User> {
        let mut tx = self.db().read().await?;
        let user = store::session::holder(&mut tx, link, now).await?;
        user.ok_or(Failure::NotFound)
    }

    /// The secret a link offers: derived, so that nothing is kept until it is chosen.
    fn new_secret(&self, link: &str) -> Outcome<Secret> {
        let derived = self.key()?.derive(&format!("{NEW_SECRET}/{link}"));
        Secret::of(derived.as_ref()).ok_or_else(|| Failure::fault("a derived key is too short"))
    }
}

/// What is wrong with a chosen password.
pub(crate) fn password_refusal(user: &User, chosen: &Chosen) -> Option<Refusal> {
    let email = user.email.as_deref().unwrap_or_default();
    let local = email.split('@').next().unwrap_or_default();
    let mut about = vec![user.name.as_str(), email, local];
    about.extend(user.name.split_whitespace());
    new_password(&chosen.password, &chosen.again, &about).err()
}
