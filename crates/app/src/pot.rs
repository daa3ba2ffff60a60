//! Pots: frames, applications, decisions by delegation, and what the board is told.

use chrono::{DateTime, Utc};
use domain::{
    money::Ore,
    pot::{self, Application, Outcome as Ended, Pot, Standing, Typed, TypedPot, Wanted},
    refusal::Refusal,
};
use store::{AssociationId, Tx};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, may, may_somewhere, require},
};

/// A pot with its applications, as far as the reader may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PotSheet {
    /// The pot.
    pub pot: Pot,
    /// How much is used, of all applications.
    pub standing: Standing,
    /// The applications the reader sees.
    pub applications: Vec<Application>,
}

/// What an insats's own see: their applications, and the pots that take more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPots {
    /// The pots.
    pub pots: Vec<PotSheet>,
    /// The insatser one may apply for: slug and name.
    pub insatser: Vec<(String, String)>,
}

impl App {
    /// Every pot with every application.
    ///
    /// # Errors
    /// Not found for those who may not read the economy.
    pub async fn pots(&self, actor: &Actor) -> Outcome<Vec<PotSheet>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        sheets(&mut tx, association).await
    }

    /// The pots with the applications of this actor's insatser.
    ///
    /// # Errors
    /// Not found for those who apply for no insats.
    pub async fn own_pots(&self, actor: &Actor) -> Outcome<OwnPots> {
        if !may_somewhere(actor, Act::ApplyPot) {
            return Err(Failure::NotFound);
        }
        let facts = self.facts().await?;
        let own = |slug: &str| may(actor, Act::ApplyPot, On::Insats(slug));
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let mut pots = sheets(&mut tx, association).await?;
        for sheet in &mut pots {
            sheet.applications.retain(|application| own(&application.insats));
        }
        let insatser = facts.insatser.iter().filter(|insats| own(&insats.slug));
        Ok(OwnPots {
            pots,
            insatser: insatser.map(|i| (i.slug.clone(), i.name.clone())).collect(),
        })
    }

    /// Registers a decided frame, or changes the one with this key; answers with its key.
    ///
    /// # Errors
    /// Not found for those who may not, or a pot that is not there; refusals.
    pub async fn save_pot(
        &self,
        actor: &Actor,
        key: Option<&str>,
        typed: TypedPot<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        require(actor, Act::DecidePot, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let before = match key {
            Some(key) => Some(locked(&mut tx, association, key).await?),
            None => None,
        };
        let id = key.map_or_else(|| uuid::Uuid::now_v7().to_string(), str::to_owned);
        let granted = before.as_ref().map_or(Ore::ZERO, |sheet| sheet.standing.granted);
        let mut pot = pot::read_pot(&typed, &id, granted).map_err(Failure::Refused)?;
        if let Some(before) = &before {
            pot.closed = before.pot.closed;
            pot.constructed = before.pot.constructed;
        }
        match store::pot::save(&mut tx, association, &pot).await {
            Err(store::Error::Duplicate(..)) => {
                let message = format!(
                    "Det finns redan en pott {} för {}. Ändra den i stället.",
                    pot.name, pot.year
                );
                return Err(Refusal::at("pott-finns", "namn", message).into());
            }
            saved => saved?,
        }
        let detail = serde_json::json!({
            "ram": pot.frame.to_kronor(), "beslut": pot.decision, "dag": pot.decided_on.to_string(),
        });
        let object = format!("{} {}", pot.name, pot.year);
        record(&mut tx, actor, ("pott.ram", &object), detail, now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Stops a pot from taking applications, or opens it again.
    ///
    /// # Errors
    /// Not found for those who may not, or a pot that is not there.
    pub async fn close_pot(&self, actor: &Actor, key: &str, closed: bool, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::DecidePot, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let pot = Pot {
            closed,
            ..locked(&mut tx, association, key).await?.pot
        };
        store::pot::save(&mut tx, association, &pot).await?;
        let object = format!("{} {}", pot.name, pot.year);
        let detail = serde_json::json!({ "stangd": closed });
        record(&mut tx, actor, ("pott.stang", &object), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Applies for money from a pot; answers with the application's number.
    ///
    /// # Errors
    /// Not found for those who do not apply for the insats, or a pot that is not there; refusals.
    pub async fn apply_pot(
        &self,
        actor: &Actor,
        (key, insats): (&str, &str),
        wanted: Wanted<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        require(actor, Act::ApplyPot, On::Insats(insats))?;
        let facts = self.facts().await?;
        facts.insats(insats).ok_or(Failure::NotFound)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let sheet = locked(&mut tx, association, key).await?;
        let today = now.date_naive();
        let (purpose, amount) =
            pot::apply(&wanted, &sheet.pot, &sheet.standing, today).map_err(Failure::Refused)?;
        let application = Application {
            number: 0,
            insats: insats.to_owned(),
            purpose,
            amount,
            applied_on: today,
            applied_by: actor.id.clone(),
            outcome: Ended::Waiting,
            reported: None,
        };
        let number = store::pot::apply(&mut tx, association, key, &application).await?;
        let detail = serde_json::json!({ "nummer": number, "insats": insats, "belopp": amount.to_kronor() });
        record(&mut tx, actor, ("pott.ansokan", &named(&sheet.pot)), detail, now).await?;
        tx.commit().await?;
        Ok(number)
    }

    /// Takes back an application that is not decided.
    ///
    /// # Errors
    /// Not found for those who do not apply for its insats; a refusal when it is decided.
    pub async fn withdraw_pot(
        &self,
        actor: &Actor,
        (key, number): (&str, i64),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let sheet = locked(&mut tx, association, key).await?;
        let application = sheet.application(number)?;
        require(actor, Act::ApplyPot, On::Insats(&application.insats))?;
        pot::can_withdraw(application)?;
        let outcome = Ended::Withdrawn { on: now.date_naive() };
        store::pot::end(&mut tx, association, (key, number), &outcome).await?;
        let detail = serde_json::json!({ "nummer": number });
        record(&mut tx, actor, ("pott.aterta", &named(&sheet.pot)), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Decides an application by delegation: grants at most what is applied for and what is left, or
    /// refuses with a reason.
    ///
    /// # Errors
    /// Not found for those who may not, or an application that is not there; refusals.
    pub async fn decide_pot(
        &self,
        actor: &Actor,
        (key, number): (&str, i64),
        typed: Typed<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::DecidePot, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let sheet = locked(&mut tx, association, key).await?;
        let application = sheet.application(number)?;
        let at = (now.date_naive(), actor.id.as_str());
        let decided =
            pot::decide(&typed, application, (&sheet.pot, &sheet.standing), at).map_err(Failure::Refused)?;
        let granted = decided.granted.map(Ore::to_kronor);
        let outcome = Ended::Decided(decided);
        store::pot::end(&mut tx, association, (key, number), &outcome).await?;
        let detail = serde_json::json!({ "nummer": number, "beviljat": granted });
        record(&mut tx, actor, ("pott.beslut", &named(&sheet.pot)), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Marks every decision no meeting was told of as reported to this one; answers with how many.
    ///
    /// # Errors
    /// Not found for those who may not; refusals.
    pub async fn report_pots(&self, actor: &Actor, meeting: &str, now: DateTime<Utc>) -> Outcome<usize> {
        require(actor, Act::DecidePot, On::Association)?;
        let meeting = meeting.trim().parse().ok();
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let (mut count, mut refusal) = (0, None);
        let mut day = None;
        for sheet in sheets(&mut tx, association).await? {
            match pot::report(&sheet.applications, meeting, now.date_naive()) {
                Ok((on, numbers)) => {
                    let key = &sheet.pot.public_id;
                    store::pot::report(&mut tx, association, key, (on, &numbers)).await?;
                    count += numbers.len();
                    day = Some(on);
                }
                Err(no) => refusal = refusal.or(Some(no)),
            }
        }
        let Some(day) = day else {
            let nothing = || {
                let message = "Det finns inga potter att anmäla beslut ur.";
                Refusal::at("pott-inget-att-anmala", "sammantrade", message)
            };
            return Err(refusal.unwrap_or_else(nothing).into());
        };
        let object = format!("sammanträdet {day}");
        record(
            &mut tx,
            actor,
            ("pott.anmald", &object),
            serde_json::json!({ "beslut": count }),
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(count)
    }
}

impl PotSheet {
    fn application(&self, number: i64) -> Outcome<&Application> {
        let found = self.applications.iter().find(|a| a.number == number);
        found.ok_or(Failure::NotFound)
    }
}

fn named(pot: &Pot) -> String {
    format!("{} {}", pot.name, pot.year)
}

/// Every pot with its applications and how it stands.
async fn sheets(tx: &mut Tx, association: AssociationId) -> Outcome<Vec<PotSheet>> {
    let applications = store::pot::applications(tx, association).await?;
    let pots = store::pot::all(tx, association).await?;
    let sheet = |pot: Pot| {
        let own = applications.iter().filter(|(key, _)| *key == pot.public_id);
        let applications: Vec<Application> = own.map(|(_, application)| application.clone()).collect();
        PotSheet {
            standing: Standing::of(&pot, &applications),
            pot,
            applications,
        }
    };
    Ok(pots.into_iter().map(sheet).collect())
}

/// A pot that nobody else can change before the act is done; not found when it is not there.
async fn locked(tx: &mut Tx, association: AssociationId, key: &str) -> Outcome<PotSheet> {
    store::pot::lock(tx, association, key)
        .await
        .map_err(|error| match error {
            store::Error::Unknown { .. } => Failure::NotFound,
            error => error.into(),
        })?;
    let found = sheets(tx, association)
        .await?
        .into_iter()
        .find(|s| s.pot.public_id == key);
    found.ok_or(Failure::NotFound)
}
