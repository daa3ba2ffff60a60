//! Team meetings, consultations, months counted before them, and what becomes of recommendations.

use chrono::{DateTime, Datelike, Utc};
use domain::{
    consultation::{self, Consultation, Desk, Draft, MonthCount, Party},
    facts::Insats,
    recommendation::{Given, Outcome as Became, Waiting},
    referral::{self, DatedCode, List, lists},
    refusal::Refusal,
};
use store::{AssociationId, Tx};

use crate::{
    Actor, App, Failure, Outcome,
    read_log::Seen,
    record,
    referral::{TeamDesk, form_key, own_team_of, read_last, team_desk, unknown_is_not_found},
    rights::{Act, On, require},
};

/// Recommendations waiting for an insats, with the words of their codes.
#[derive(Clone, Debug)]
pub struct WaitingList {
    /// Oldest first.
    pub waiting: Vec<Waiting>,
    /// Every code list.
    pub codes: Vec<DatedCode>,
}

impl App {
    /// Registers a meeting; answers with its key.
    ///
    /// # Errors
    /// Not found for those who are not of the team; refusals at `dag` and `parter`.
    pub async fn add_meeting(
        &self,
        actor: &Actor,
        team: &str,
        (key, on, parties): (&str, &str, Vec<Party>),
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        require(actor, Act::EditReferrals, On::Team(team))?;
        let key = form_key(key)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::referral::lock(&mut tx, association, team).await?;
        let TeamDesk { desk, .. } = team_desk(&mut tx, association, team).await?;
        if desk.meeting(&key).is_some() {
            return Ok(key);
        }
        let meeting = consultation::check_meeting(&desk, (on, parties), &key, now.date_naive())
            .map_err(Failure::Refused)?;
        store::desk::save_meeting(&mut tx, association, team, &meeting).await?;
        let detail = serde_json::json!({ "dag": meeting.on });
        record(&mut tx, actor, ("mote.nytt", team), detail, now).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Saves which parties took part in a meeting; answers with its version after it. `seen` is the
    /// version that was read, by whoever names one.
    ///
    /// # Errors
    /// Not found when it is another team's; a conflict when another version stands; a refusal at `parter`.
    pub async fn set_parties(
        &self,
        actor: &Actor,
        (meeting, seen): (&str, Option<i64>),
        parties: Vec<Party>,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let team = own_team_of(&mut tx, association, actor, meeting, Act::EditReferrals).await?;
        store::referral::lock(&mut tx, association, &team).await?;
        let TeamDesk { desk, .. } = team_desk(&mut tx, association, &team).await?;
        let mut meeting = desk.meeting(meeting).cloned().ok_or(Failure::NotFound)?;
        read_last(seen, meeting.version)?;
        consultation::check_parties(meeting.on, &parties, now.date_naive())?;
        meeting.parties = parties;
        store::desk::save_meeting(&mut tx, association, &team, &meeting).await?;
        let detail = serde_json::json!({ "dag": meeting.on, "parter": meeting.parties.len() });
        record(&mut tx, actor, ("mote.parter", &team), detail, now).await?;
        tx.commit().await?;
        Ok(meeting.version + 1)
    }

    /// Registers a consultation at a meeting with its recommendation, and answers the referral when
    /// there is one. The same key again changes nothing.
    ///
    /// # Errors
    /// Not found when the meeting is another team's; refusals at the draft's fields; a refusal in a
    /// month for which a number was entered.
    pub async fn add_consultation(
        &self,
        actor: &Actor,
        meeting: &str,
        (key, draft): (&str, &Draft),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let key = form_key(key)?;
        let insatser = offered(&self.facts().await?.insatser);
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let team = own_team_of(&mut tx, association, actor, meeting, Act::EditReferrals).await?;
        store::referral::lock(&mut tx, association, &team).await?;
        let TeamDesk { desk, codes } = team_desk(&mut tx, association, &team).await?;
        if desk.consultations.iter().any(|c| c.key == key) {
            return Ok(());
        }
        let held = desk.meeting(meeting).ok_or(Failure::NotFound)?;
        let month = (held.on.year(), u8::try_from(held.on.month()).unwrap_or(0));
        let (common, own) = store::consultation::covering(&mut tx, association, &team, month).await?;
        consultation::beside_counts(held.on, own.or(common))?;
        let checked = draft
            .check(&desk, held, (&insatser, &codes), now.date_naive())
            .map_err(Failure::Refused)?;
        let given = match checked.given {
            None => None,
            Some((what, on)) => Some(Given {
                key: form_key("")?,
                what,
                on,
                outcome: None,
            }),
        };
        let kind = given.as_ref().map_or("ingen", |given| given.what.label());
        let detail = serde_json::json!({ "dag": held.on, "rekommendation": kind });
        let new = Consultation {
            key,
            meeting: meeting.to_owned(),
            referral: checked.referral.as_ref().map(|(key, _)| key.clone()),
            given,
        };
        store::desk::add_consultation(&mut tx, association, &team, &new).await?;
        if let Some((referral, stage)) = checked.referral {
            store::referral::save_stage(&mut tx, &referral, &stage).await?;
        }
        record(&mut tx, actor, ("konsultation.ny", &team), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// The numbers entered for a team's months, newest first.
    ///
    /// # Errors
    /// Not found for those who are not of the team.
    pub async fn entered_counts(&self, actor: &Actor, team: &str) -> Outcome<Vec<MonthCount>> {
        require(actor, Act::ReadReferrals, On::Team(team))?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        Ok(store::consultation::entered(&mut tx, association, team).await?)
    }

    /// Enters a number of consultations for a month before the team registered them; an empty number
    /// removes it.
    ///
    /// # Errors
    /// Not found for those who are not of the team; refusals at `manad` and `antal`, for a month that
    /// has consultations registered among them.
    pub async fn enter_count(
        &self,
        actor: &Actor,
        team: &str,
        (month, count): (&str, &str),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditReferrals, On::Team(team))?;
        let remove = count.trim().is_empty();
        let typed = if remove { "0" } else { count };
        let typed = MonthCount::parse(month, typed, now.date_naive()).map_err(Failure::Refused)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::referral::lock(&mut tx, association, team).await?;
        let TeamDesk { desk, .. } = team_desk(&mut tx, association, team).await?;
        let at = (typed.year, typed.month);
        if !remove {
            typed.beside_records(&desk)?;
            let (common, _) = store::consultation::covering(&mut tx, association, team, at).await?;
            if common.is_some() {
                let message = "Månadens konsultationer är redan angivna för alla team tillsammans. Ett antal till skulle räkna dem två gånger.";
                return Err(Refusal::at("antal-dubbelt", "manad", message).into());
            }
        }
        let count = (!remove).then_some(typed.count);
        store::consultation::enter(&mut tx, association, team, at, count).await?;
        let detail = serde_json::json!({ "ar": typed.year, "manad": typed.month, "antal": count });
        record(&mut tx, actor, ("konsultation.antal", team), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Recommendations waiting for an insats: what its deltagaransvarig can begin an entry with. The
    /// referrals behind them are in the read log before they are handed out.
    ///
    /// # Errors
    /// Not found for those who may not read the insats's rows; a fault when the log cannot be written.
    pub async fn recommendations_waiting(
        &self,
        actor: &Actor,
        insats: &str,
        now: DateTime<Utc>,
    ) -> Outcome<WaitingList> {
        require(actor, Act::ReadRows, On::Insats(insats))?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let list = WaitingList {
            waiting: store::desk::waiting(&mut tx, association, insats).await?,
            codes: store::referral::codes(&mut tx, association).await?,
        };
        let referrals = store::referral::waiting_ids(&mut tx, association, insats).await?;
        drop(tx);
        for of_team in referrals.chunk_by(|a, b| a.0 == b.0) {
            let rows: Vec<i64> = of_team.iter().map(|(_, id)| *id).collect();
            let team = of_team.first().map_or("", |(team, _)| team.as_str());
            let seen = Seen::Referrals { team, rows: &rows };
            self.log_read(actor, "rekommendation.lista", seen, now).await?;
        }
        Ok(list)
    }

    /// One recommendation that waits for an insats of the actor's own: what an entry is filled with.
    /// The read log says first that the actor sees it.
    ///
    /// # Errors
    /// Not found when it is not there, has been acted on, or is another insats's; a fault, and nothing
    /// shown, when the log cannot be written.
    pub async fn recommendation(&self, actor: &Actor, key: &str, now: DateTime<Utc>) -> Outcome<Waiting> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let insats = own_insats_of(&mut tx, association, actor, key, Act::ReadRows).await?;
        let waiting = store::desk::waiting(&mut tx, association, &insats).await?;
        let found = waiting.into_iter().find(|w| w.key == key);
        let found = found.ok_or(Failure::NotFound)?;
        let referral = store::referral::of_recommendation(&mut tx, association, key).await?;
        drop(tx);
        if let Some((team, row)) = referral {
            let rows = [row];
            let seen = Seen::Referrals {
                team: &team,
                rows: &rows,
            };
            self.log_read(actor, "rekommendation.visa", seen, now).await?;
        }
        Ok(found)
    }

    /// Links a recommendation to the participation it became, within the act that entered it; `entered`
    /// is the participation's key and first day. One that does not wait for this insats is left alone.
    pub(crate) async fn recommendation_became(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (insats, key): (&str, &str),
        entered: (&str, chrono::NaiveDate),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let association = self.association(tx).await?;
        let waiting = store::desk::waiting(tx, association, insats).await?;
        if !waiting.iter().any(|w| w.key == key) {
            return Ok(());
        }
        let became = Became::Entered {
            on: entered.1,
            participation: Some(entered.0.to_owned()),
        };
        store::desk::save_outcome(tx, association, key, &became).await?;
        let detail = serde_json::json!({ "inskriven": true });
        record(tx, actor, ("rekommendation.tagen", insats), detail, now).await
    }

    /// Says that a recommendation did not become a participation, and why.
    ///
    /// # Errors
    /// Not found when it is another insats's; refusals at `datum` and `skal`, or when it has been acted on.
    pub async fn close_recommendation(
        &self,
        actor: &Actor,
        key: &str,
        (on, reason): (&str, &str),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let waiting = self.recommendation(actor, key, now).await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let codes = store::referral::codes(&mut tx, association).await?;
        drop(tx);
        let day = referral::day(on, "datum")?;
        if day < waiting.on || day > now.date_naive() {
            let message = format!("Ange en dag från {} till och med i dag.", waiting.on);
            return Err(Refusal::at("rekommendation-datum", "datum", message).into());
        }
        let reason = lists::chosen(&codes, List::Decline, reason, day, "skal")?;
        self.act_on(actor, key, Became::NotTaken { on: day, reason }, now)
            .await
    }

    async fn act_on(&self, actor: &Actor, key: &str, became: Became, now: DateTime<Utc>) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let insats = own_insats_of(&mut tx, association, actor, key, Act::EditRows).await?;
        store::desk::save_outcome(&mut tx, association, key, &became)
            .await
            .map_err(|error| match error {
                store::Error::Duplicate(_) => {
                    let message = "Någon har redan tagit hand om rekommendationen. Läs in listan igen.";
                    Refusal::new("rekommendation-tagen", message).into()
                }
                other => unknown_is_not_found(other),
            })?;
        let detail = serde_json::json!({ "inskriven": matches!(became, Became::Entered { .. }) });
        record(&mut tx, actor, ("rekommendation.tagen", &insats), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Insatser that can be recommended, slug and name, for a team's form.
    ///
    /// # Errors
    /// Not found for those who have no team.
    pub async fn insatser_to_recommend(&self, actor: &Actor) -> Outcome<Vec<(String, String)>> {
        self.own_teams(actor).await?;
        let facts = self.facts().await?;
        let registering = facts.insatser.iter().filter(|insats| insats.registers);
        Ok(registering.map(|i| (i.slug.clone(), i.name.clone())).collect())
    }
}

fn offered(insatser: &[Insats]) -> Vec<String> {
    let registering = insatser.iter().filter(|insats| insats.registers);
    registering.map(|insats| insats.slug.clone()).collect()
}

/// The insats a recommendation names, when the actor may do this on it.
async fn own_insats_of(
    tx: &mut Tx,
    association: AssociationId,
    actor: &Actor,
    key: &str,
    act: Act,
) -> Outcome<String> {
    let insats = store::desk::insats_of(tx, association, key).await?;
    let insats = insats.ok_or(Failure::NotFound)?;
    require(actor, act, On::Insats(&insats))?;
    Ok(insats)
}

/// Saves a whole constructed desk of a new team, for the example.
pub(crate) async fn save_constructed(tx: &mut Tx, association: AssociationId, desk: &Desk) -> Outcome<()> {
    let team = desk.team.slug.as_str();
    for referral in &desk.referrals {
        let mut referral = referral.clone();
        // Keys of constructed units are not the database's: each joins the list by its name.
        referral.sender.key = 0;
        store::referral::add(tx, association, team, &referral).await?;
    }
    for meeting in &desk.meetings {
        store::desk::save_meeting(tx, association, team, meeting).await?;
    }
    for consultation in &desk.consultations {
        store::desk::add_consultation(tx, association, team, consultation).await?;
    }
    Ok(())
}
