//! Referrals of one's own team: the desk, a new referral and its steps.

mod listing;

use chrono::{DateTime, Utc};
use domain::{
    codes::CodeTable,
    consultation::Desk,
    facts::Team,
    referral::{DatedCode, Draft, Known, List, Moment, lists},
    refusal::Refusal,
};
pub use listing::{Choices, Filter, Held, Line, Listing};
use store::{AssociationId, Tx};

use crate::{
    Actor, App, Failure, Outcome,
    read_log::Seen,
    record,
    rights::{Act, On, may, require},
};

/// A team's desk with the words of its codes.
#[derive(Clone, Debug)]
pub struct TeamDesk {
    /// The desk.
    pub desk: Desk,
    /// Every code list.
    pub codes: Vec<DatedCode>,
}

/// A step of a referral as typed.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// `ta-emot`, `aterlamna` or `aterta`.
    pub what: String,
    /// `datum`.
    pub on: String,
    /// `skal`: code of the reason when it is sent back.
    pub reason: String,
}

impl App {
    /// The teams whose referrals this actor may read, in printed order.
    ///
    /// # Errors
    /// Not found for those who have none.
    pub async fn own_teams(&self, actor: &Actor) -> Outcome<Vec<Team>> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let mut teams = store::team::load(&mut tx, association).await?;
        teams.retain(|team| may(actor, Act::ReadReferrals, On::Team(&team.slug)));
        if teams.is_empty() {
            return Err(Failure::NotFound);
        }
        Ok(teams)
    }

    /// A team's desk. Its referrals are in the read log before they are answered.
    ///
    /// # Errors
    /// Not found for those who are not of the team; a fault when the reading cannot be logged.
    pub async fn desk(&self, actor: &Actor, team: &str, now: DateTime<Utc>) -> Outcome<TeamDesk> {
        require(actor, Act::ReadReferrals, On::Team(team))?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let desk = team_desk(&mut tx, association, team).await?;
        let rows = store::referral::keys(&mut tx, association, team).await?;
        drop(tx);
        let rows: Vec<i64> = rows.into_iter().map(|(id, _)| id).collect();
        let seen = Seen::Referrals { team, rows: &rows };
        self.log_read(actor, "remisser.bord", seen, now).await?;
        Ok(desk)
    }

    /// The desk that a referral or a meeting lies on, by its key. The referral, or the team's when it
    /// is a meeting's, are in the read log before they are answered.
    ///
    /// # Errors
    /// Not found when it is not there or another team's; a fault when the reading cannot be logged.
    pub async fn desk_of(&self, actor: &Actor, key: &str, now: DateTime<Utc>) -> Outcome<TeamDesk> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let team = own_team_of(&mut tx, association, actor, key, Act::ReadReferrals).await?;
        let desk = team_desk(&mut tx, association, &team).await?;
        let rows = store::referral::keys(&mut tx, association, &team).await?;
        drop(tx);
        let one = desk.desk.referral(key).is_some();
        let shown = rows.into_iter().filter(|(_, own)| !one || own == key);
        let rows: Vec<i64> = shown.map(|(id, _)| id).collect();
        let seen = Seen::Referrals {
            team: &team,
            rows: &rows,
        };
        let act = if one { "remiss.visa" } else { "remisser.bord" };
        self.log_read(actor, act, seen, now).await?;
        Ok(desk)
    }

    /// Registers a referral; answers with its key. The same key again, a form sent twice, changes nothing.
    ///
    /// # Errors
    /// Not found for those who are not of the team; every refusal at its field.
    pub async fn add_referral(
        &self,
        actor: &Actor,
        team: &str,
        (key, draft): (&str, &Draft),
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        require(actor, Act::EditReferrals, On::Team(team))?;
        let key = form_key(key)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::referral::lock(&mut tx, association, team).await?;
        let TeamDesk { desk, codes } = team_desk(&mut tx, association, team).await?;
        if desk.referral(&key).is_some() {
            return Ok(key);
        }
        let known = Known {
            units: &desk.units,
            municipalities: &desk.team.municipalities,
            codes: &codes,
            today: now.date_naive(),
        };
        let referral = draft.check(known, &key).map_err(Failure::Refused)?;
        if desk.referrals.iter().any(|r| r.reference == referral.reference) {
            let message = "Teamet har redan en remiss med den referensen. Välj en annan.";
            return Err(Refusal::at("referens-finns", "referens", message).into());
        }
        store::referral::add(&mut tx, association, team, &referral).await?;
        let detail = serde_json::json!({ "remiss": key, "myndighet": referral.sender.authority.slug() });
        record(&mut tx, actor, ("remiss.ny", team), detail, now).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Takes a step with a referral; answers with its version after it. `seen` is the version that was
    /// read, by whoever names one; a form's step is refused by the stage alone.
    ///
    /// # Errors
    /// Not found when it is another team's; a conflict when another version stands; a refusal when the
    /// step cannot be taken.
    pub async fn step_referral(
        &self,
        actor: &Actor,
        (key, seen): (&str, Option<i64>),
        step: &Step,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let team = own_team_of(&mut tx, association, actor, key, Act::EditReferrals).await?;
        store::referral::lock(&mut tx, association, &team).await?;
        let TeamDesk { desk, codes } = team_desk(&mut tx, association, &team).await?;
        let mut referral = desk.referral(key).cloned().ok_or(Failure::NotFound)?;
        read_last(seen, desk.version(&referral))?;
        let at = Moment {
            received: referral.received,
            on: domain::referral::day(&step.on, "datum")?,
            today: now.date_naive(),
        };
        let stage = referral.stage;
        referral.stage = match step.what.as_str() {
            "ta-emot" => stage.accept(at)?,
            "aterlamna" => {
                let reason = lists::chosen(&codes, List::Return, &step.reason, at.on, "skal")?;
                stage.send_back(at, reason)?
            }
            "aterta" => stage.withdraw(at)?,
            _ => return Err(Failure::NotFound),
        };
        store::referral::save_stage(&mut tx, key, &referral.stage).await?;
        let detail = serde_json::json!({ "remiss": key, "skede": referral.stage.label() });
        record(&mut tx, actor, ("remiss.steg", &team), detail, now).await?;
        tx.commit().await?;
        Ok(desk.version(&referral))
    }

    /// Offers a sending unit for new referrals, or no longer.
    ///
    /// # Errors
    /// Not found for those who are not of the team, or a unit that is not the team's.
    pub async fn offer_unit(
        &self,
        actor: &Actor,
        team: &str,
        (unit, active): (i64, bool),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditReferrals, On::Team(team))?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::referral::offer_unit(&mut tx, association, team, unit, active)
            .await
            .map_err(unknown_is_not_found)?;
        let detail = serde_json::json!({ "enhet": unit, "erbjuds": active });
        record(&mut tx, actor, ("remiss.enhet", team), detail, now).await?;
        Ok(tx.commit().await?)
    }
}

/// A team's desk within a transaction; asks for no rights.
pub(crate) async fn team_desk(tx: &mut Tx, association: AssociationId, team: &str) -> Outcome<TeamDesk> {
    let desk = store::desk::load(tx, association, team).await;
    Ok(TeamDesk {
        desk: desk.map_err(unknown_is_not_found)?,
        codes: store::referral::codes(tx, association).await?,
    })
}

/// The team of a referral or meeting, when the actor may do this on it.
pub(crate) async fn own_team_of(
    tx: &mut Tx,
    association: AssociationId,
    actor: &Actor,
    key: &str,
    act: Act,
) -> Outcome<String> {
    let team = store::referral::team_of(tx, association, key).await?;
    let team = team.ok_or(Failure::NotFound)?;
    require(actor, act, On::Team(&team))?;
    Ok(team)
}

/// A conflict unless the version that was read, by whoever names one, is the one that stands.
pub(crate) fn read_last(seen: Option<i64>, version: i64) -> Result<(), Failure> {
    if seen.is_none_or(|seen| seen == version) {
        return Ok(());
    }
    Err(Failure::Conflict {
        theirs: String::new(),
        version,
    })
}

pub(crate) fn unknown_is_not_found(error: store::Error) -> Failure {
    match error {
        store::Error::Unknown { .. } => Failure::NotFound,
        other => other.into(),
    }
}

const KEY: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The key a form carries, so that sending it twice is the same act; a new one when it carries none.
///
/// # Errors
/// A fault when the machine has no randomness.
pub fn form_key(typed: &str) -> Outcome<String> {
    if typed.len() == 16 && typed.bytes().all(|byte| KEY.contains(&byte)) {
        return Ok(typed.to_owned());
    }
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(Failure::fault)?;
    Ok(bytes
        .iter()
        .map(|byte| char::from(KEY[usize::from(byte & 31)]))
        .collect())
}
