//! Tokens that other programs act with, each for one insats or one team (or, for figures, for the
//! association), with scopes and a last day; and what was asked under which idempotency key.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::refusal::Refusal;
use sha2::{Digest, Sha256};
use store::api;
pub use store::api::Holder;

use crate::{
    Actor, App, Assignment, Failure, Outcome, Role, hex, record,
    rights::{Act, On, may, require},
};

/// A token works for at most this many days.
pub const MAX_DAYS: i64 = 400;
/// An answer is kept for this long for the same key.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);
/// A request that has no answer after this long came to nothing.
const UNDER_WAY: TimeDelta = TimeDelta::minutes(2);
/// The time of use is noted this often.
const NOTED: TimeDelta = TimeDelta::minutes(1);

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Read participations of its insats.
    ReadRows,
    /// Register, correct and close participations of its insats.
    WriteRows,
    /// Read figures.
    Figures,
    /// Register head counts of its insats.
    HeadCounts,
    /// Read referrals and meetings of its team.
    ReadReferrals,
    /// Register referrals, meetings and consultations of its team.
    WriteReferrals,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 6] = [
        Scope::ReadRows,
        Scope::WriteRows,
        Scope::Figures,
        Scope::HeadCounts,
        Scope::ReadReferrals,
        Scope::WriteReferrals,
    ];

    /// As programs and people read it.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::ReadRows => "deltaganden:läsa",
            Scope::WriteRows => "deltaganden:skriva",
            Scope::Figures => "tal:läsa",
            Scope::HeadCounts => "volym:skriva",
            Scope::ReadReferrals => "remisser:läsa",
            Scope::WriteReferrals => "remisser:skriva",
        }
    }

    /// The scope of a name.
    pub fn named(name: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.name() == name)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Whether somebody may give it: nobody gives more than they have.
    fn given_by(self, actor: &Actor, holder: &Holder) -> bool {
        let (act, fits) = match self {
            Scope::ReadRows => (Act::ReadRows, matches!(holder, Holder::Insats(_))),
            Scope::WriteRows => (Act::EditRows, matches!(holder, Holder::Insats(_))),
            Scope::HeadCounts => (Act::EditHeadCounts, matches!(holder, Holder::Insats(_))),
            Scope::Figures => (Act::EditSettings, matches!(holder, Holder::Association)),
            Scope::ReadReferrals => (Act::ReadReferrals, matches!(holder, Holder::Team(_))),
            Scope::WriteReferrals => (Act::EditReferrals, matches!(holder, Holder::Team(_))),
        };
        fits && may(actor, act, place(holder))
    }

    const fn role(self) -> Role {
        match self {
            Scope::ReadRows | Scope::WriteRows => Role::ParticipantManager,
            // The role that reads figures and nothing else.
            Scope::Figures => Role::Registrar,
            Scope::HeadCounts => Role::InsatsManager,
            Scope::ReadReferrals | Scope::WriteReferrals => Role::Team,
        }
    }
}

/// A token as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Key in addresses.
    pub id: String,
    /// What the program is called.
    pub name: String,
    /// What it is for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it stops working.
    pub expires: DateTime<Utc>,
    /// When it was last used.
    pub used: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked: Option<DateTime<Utc>>,
}

/// A token as asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewToken {
    /// What the program is called.
    pub name: String,
    /// What it is for.
    pub scopes: Vec<Scope>,
    /// For how many days.
    pub days: i64,
}

/// Whoever a token stands for.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The program as an actor: in the audit trail and the read log it goes by the token's key.
    pub actor: Actor,
    token: api::Token,
}

impl Bearer {
    /// Whether the token has this scope.
    pub fn has(&self, scope: Scope) -> bool {
        self.token.scopes & scope.bit() != 0
    }

    /// Whose the token is.
    pub fn holder(&self) -> &Holder {
        &self.token.holder
    }

    /// The token's key.
    pub fn key(&self) -> &str {
        &self.token.public_id
    }
}

/// What stands under an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Nothing: go ahead.
    First,
    /// The same was asked before, and answered.
    Answered(u16, String),
    /// The same is being done right now.
    UnderWay,
    /// Something else was asked under this key.
    Other,
}

impl App {
    /// Who may see the tokens of a holder.
    fn token_right(actor: &Actor, holder: &Holder) -> Result<(), Failure> {
        match holder {
            Holder::Insats(insats) if may(actor, Act::EditHeadCounts, On::Insats(insats)) => Ok(()),
            Holder::Insats(_) => require(actor, Act::ManageTokens, place(holder)),
            Holder::Team(_) => require(actor, Act::ManageTeamTokens, place(holder)),
            Holder::Association => require(actor, Act::EditSettings, place(holder)),
        }
    }

    /// Whether somebody with the right may see a token: those for participations are the
    /// deltagaransvariga's.
    fn sees(actor: &Actor, token: &api::Token) -> bool {
        let of_rows = matches!(token.holder, Holder::Insats(_)) && token.scopes != Scope::HeadCounts.bit();
        !of_rows || may(actor, Act::ManageTokens, place(&token.holder))
    }

    /// The tokens of a holder, newest first.
    ///
    /// # Errors
    /// Not found for those who may not.
    pub async fn tokens(&self, actor: &Actor, holder: &Holder) -> Outcome<Vec<Listed>> {
        App::token_right(actor, holder)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let tokens = api::list(&mut tx, association, holder).await?;
        let seen = tokens.into_iter().filter(|token| App::sees(actor, token));
        Ok(seen.map(listed).collect())
    }

    /// Whose tokens somebody may make: of insatser and teams of theirs, or of the association.
    pub fn token_holders(actor: &Actor) -> Vec<Holder> {
        let own = actor.assignments.iter().flat_map(|assignment| {
            let insats = assignment.insats.clone().map(Holder::Insats);
            insats
                .into_iter()
                .chain(assignment.team.clone().map(Holder::Team))
        });
        let mut holders: Vec<Holder> = Vec::new();
        for holder in own.chain([Holder::Association]) {
            if App::token_right(actor, &holder).is_ok() && !holders.contains(&holder) {
                holders.push(holder);
            }
        }
        holders
    }

    /// The scopes somebody may give a token of this holder.
    pub fn scopes(actor: &Actor, holder: &Holder) -> Vec<Scope> {
        let given = |scope: &Scope| scope.given_by(actor, holder);
        Scope::ALL.into_iter().filter(given).collect()
    }

    /// Makes a token and answers with it: it is shown once.
    ///
    /// # Errors
    /// Not found for those who may not; refusals for a name, scopes or days that cannot be.
    pub async fn create_token(
        &self,
        actor: &Actor,
        holder: &Holder,
        new: &NewToken,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        App::token_right(actor, holder)?;
        let name = new.name.trim();
        let refusals = refusals(new, &App::scopes(actor, holder));
        if !refusals.is_empty() {
            return Err(Failure::Refused(refusals));
        }
        let token = format!("samordna_{}", crate::session::token()?);
        let public_id = crate::session::token()?[..12].to_owned();
        let scopes = new.scopes.iter().fold(0, |bits, scope| bits | scope.bit());
        let stored = api::NewToken {
            public_id: &public_id,
            holder,
            name,
            hash: &hash(&token),
            scopes,
            created_by: &actor.id,
            expires_at: now + TimeDelta::days(new.days),
        };
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        api::create(&mut tx, association, &stored, now)
            .await
            .map_err(gone)?;
        let names: Vec<&str> = new.scopes.iter().map(|scope| scope.name()).collect();
        let mut detail = whose(holder);
        detail["behörighet"] = names.into();
        detail["dagar"] = new.days.into();
        record(&mut tx, actor, ("nyckel.ny", &public_id), detail, now).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Revokes a token: it stops working at once.
    ///
    /// # Errors
    /// Not found for those who may not, and for a token that is not there or does not work any more.
    pub async fn revoke_token(
        &self,
        actor: &Actor,
        holder: &Holder,
        id: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        App::token_right(actor, holder)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let tokens = api::list(&mut tx, association, holder).await?;
        let seen = tokens
            .iter()
            .any(|token| token.public_id == id && App::sees(actor, token));
        if !seen || !api::revoke(&mut tx, association, holder, id, now).await? {
            return Err(Failure::NotFound);
        }
        record(&mut tx, actor, ("nyckel.återkalla", id), whose(holder), now).await?;
        Ok(tx.commit().await?)
    }

    /// Whoever this token stands for, while it works.
    ///
    /// # Errors
    /// The database's own.
    pub async fn bearer(&self, token: &str, now: DateTime<Utc>) -> Outcome<Option<Bearer>> {
        let mut tx = self.db().read().await?;
        let found = api::open(&mut tx, &hash(token), now).await?;
        drop(tx);
        let Some(token) = found else { return Ok(None) };
        if token.used_at.is_none_or(|used| now - used >= NOTED) {
            let mut tx = self.db().write().await?;
            api::used(&mut tx, &token, now).await?;
            tx.commit().await?;
        }
        Ok(Some(bearer(token)))
    }

    /// Claims an idempotency key for what is asked. `secret` is the token itself: it keys what is
    /// kept of the content.
    ///
    /// # Errors
    /// The database's own.
    pub async fn claim_request(
        &self,
        bearer: &Bearer,
        (key, secret, content): (&str, &str, &[u8]),
        now: DateTime<Utc>,
    ) -> Outcome<Asked> {
        let fingerprint = fingerprint(secret, content);
        let mut tx = self.db().write().await?;
        let times = (now, now - REMEMBERED);
        let found = api::claim(&mut tx, &bearer.token, (key, &fingerprint), times).await?;
        let asked = match found {
            None => Asked::First,
            Some(request) if request.fingerprint != fingerprint => Asked::Other,
            Some(request) => match request.answer {
                Some((status, answer)) => Asked::Answered(status, answer),
                None if now - request.at < UNDER_WAY => Asked::UnderWay,
                None => {
                    // The program stopped in the middle: what was done is found by its reference or version.
                    api::release(&mut tx, &bearer.token, key).await?;
                    api::claim(&mut tx, &bearer.token, (key, &fingerprint), times).await?;
                    Asked::First
                }
            },
        };
        tx.commit().await?;
        Ok(asked)
    }

    /// Keeps the answer under the key; `None` frees the key, so that a fault can be tried again.
    ///
    /// # Errors
    /// The database's own.
    pub async fn answer_request(
        &self,
        bearer: &Bearer,
        key: &str,
        answer: Option<(u16, &str)>,
    ) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        match answer {
            Some(answer) => api::answer(&mut tx, &bearer.token, key, answer).await?,
            None => api::release(&mut tx, &bearer.token, key).await?,
        }
        Ok(tx.commit().await?)
    }
}

fn refusals(new: &NewToken, allowed: &[Scope]) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        let message = "Skriv vilket program nyckeln är till, högst 60 tecken.";
        refusals.push(Refusal::at("nyckel-namn", "namn", message));
    }
    if new.scopes.is_empty() || new.scopes.iter().any(|scope| !allowed.contains(scope)) {
        let message = "Välj minst en sak som nyckeln ska få göra, bland dem du själv får göra.";
        refusals.push(Refusal::at("nyckel-behorighet", "behorighet", message));
    }
    if !(1..=MAX_DAYS).contains(&new.days) {
        let message = format!("Nyckeln kan gälla 1 till {MAX_DAYS} dagar.");
        refusals.push(Refusal::at("nyckel-dagar", "dagar", message));
    }
    refusals
}

/// Where a holder's tokens act.
fn place(holder: &Holder) -> On<'_> {
    match holder {
        Holder::Association => On::Association,
        Holder::Insats(insats) => On::Insats(insats),
        Holder::Team(team) => On::Team(team),
    }
}

/// A holder as the audit trail names it.
fn whose(holder: &Holder) -> serde_json::Value {
    match holder {
        Holder::Association => serde_json::json!({ "insats": null }),
        Holder::Insats(insats) => serde_json::json!({ "insats": insats }),
        Holder::Team(team) => serde_json::json!({ "team": team }),
    }
}

/// An insats or team that is not there is not found, like one that one may not know of.
fn gone(error: store::Error) -> Failure {
    match error {
        store::Error::Unknown { .. } => Failure::NotFound,
        other => other.into(),
    }
}

fn listed(token: api::Token) -> Listed {
    let has = |scope: &Scope| token.scopes & scope.bit() != 0;
    Listed {
        scopes: Scope::ALL.into_iter().filter(has).collect(),
        id: token.public_id,
        name: token.name,
        created: token.created_at,
        expires: token.expires_at,
        used: token.used_at,
        revoked: token.revoked_at,
    }
}

fn bearer(token: api::Token) -> Bearer {
    let has = |scope: &Scope| token.scopes & scope.bit() != 0;
    let (insats, team) = match &token.holder {
        Holder::Association => (None, None),
        Holder::Insats(insats) => (Some(insats.clone()), None),
        Holder::Team(team) => (None, Some(team.clone())),
    };
    let assignment = |scope: Scope| Assignment {
        role: scope.role(),
        insats: insats.clone(),
        team: team.clone(),
        from: NaiveDate::MIN,
        to: None,
    };
    let mut assignments: Vec<Assignment> = Scope::ALL.into_iter().filter(has).map(assignment).collect();
    assignments.dedup();
    Bearer {
        actor: Actor {
            id: format!("nyckel-{}", token.public_id),
            name: token.name.clone(),
            assignments,
        },
        token,
    }
}

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Keyed by a secret of 256 bits that is not in the database.
fn fingerprint(secret: &str, content: &[u8]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(Sha256::digest(format!("samordna request {secret}")));
    hasher.update(content);
    hex(&hasher.finalize())
}
