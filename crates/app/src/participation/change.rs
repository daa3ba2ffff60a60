//! Changes of a participation that is there: close, correct, begin, plan, follow up. Each names the
//! version the person saw; if another stands, both texts are shown and nothing is saved.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    participation::{Answer, Entry, Exit, FollowUp, Interim, Record, Stage, State, overlaps},
    refusal::Refusal,
};
use store::{Tx, participation::Person};

use super::Own;
use crate::{Actor, App, Failure, Outcome, record, rights::Act};

/// What a correction puts in place of what stands.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The entry. Without a number the pseudonym stays.
    pub entry: Entry,
    /// The exit, of a participation that has ended.
    pub exit: Option<Exit>,
}

impl App {
    /// Closes a participation; answers with its new version. An anonymous one keeps its last day only.
    ///
    /// # Errors
    /// Not found for those who may not; refusals of the exit; a conflict when another version stands.
    pub async fn close_participation(
        &self,
        actor: &Actor,
        (public_id, seen): (&str, i64),
        exit: Exit,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let mut tx = self.db().write().await?;
        let own = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        let version = self.close_in(&mut tx, actor, &own, (exit, seen), now).await?;
        tx.commit().await?;
        Ok(version)
    }

    pub(super) async fn close_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        own: &Own,
        (mut exit, seen): (Exit, i64),
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let standing = &own.found.record;
        same_version(standing, seen)?;
        if !standing.state().is_open() {
            let message = "Deltagandet är redan avslutat. Öppna det för att se eller rätta avslutet.";
            return Err(Refusal::at("redan-avslutad", "avslut", message).into());
        }
        if standing.entry.named().is_none() {
            exit = nothing_but_the_day(exit.date);
        }
        let rules = super::rules(tx, own.association, &own.place, now).await?;
        refuse_any(exit.problems(standing.entry.start(), &rules))?;
        let mut changed = standing.clone();
        changed.exit = Some(exit);
        self.save(tx, actor, (own, changed), ("deltagande.avslut", None), now)
            .await
    }

    /// Puts a corrected entry, and exit, in place of what stands; answers with the new version.
    ///
    /// # Errors
    /// As [`App::close_participation`].
    pub async fn correct_participation(
        &self,
        actor: &Actor,
        (public_id, seen): (&str, i64),
        correction: Correction,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let mut tx = self.db().write().await?;
        let own = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        let standing = &own.found.record;
        same_version(standing, seen)?;
        let Correction { mut entry, exit } = correction;
        refuse_any(kind_problem(standing, &entry).into_iter().collect())?;
        let rules = super::rules(&mut tx, own.association, &own.place, now).await?;
        let mut problems = entry.problems(&rules);
        let exit = if standing.exit.is_some() {
            exit.or_else(|| standing.exit.clone())
        } else {
            None
        };
        let exit = match &entry {
            Entry::Anonymous(_) => exit.map(|exit| nothing_but_the_day(exit.date)),
            Entry::Named(_) => exit,
        };
        if let Some(exit) = &exit {
            problems.extend(exit.problems(entry.start(), &rules));
        }
        let (person, older) = self.person(&mut tx, &own.place, &mut entry, now).await?;
        let person = person.or_else(|| own.found.person.clone());
        let known: Vec<Person> = older.into_iter().chain(person.clone()).collect();
        let spans =
            store::participation::spans(&mut tx, &own.place, entry.reference(), &known, Some(&own.found))
                .await?;
        problems.extend(overlaps(entry.start(), exit.as_ref().map(|e| e.date), &spans));
        refuse_any(problems)?;
        let mut changed = standing.clone();
        changed.granted = changed.granted.map(|day| day.min(entry.start()));
        changed.introduced = changed.introduced.map(|day| day.min(entry.start()));
        changed.entry = entry;
        changed.exit = exit;
        self.save_last(tx, actor, (&own, changed), ("deltagande.rattelse", person), now)
            .await
    }

    /// From granted to the introduction group or to participating; answers with the new version.
    ///
    /// # Errors
    /// As [`App::close_participation`].
    pub async fn begin_participation(
        &self,
        actor: &Actor,
        (public_id, seen): (&str, i64),
        (stage, day): (Stage, NaiveDate),
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let mut tx = self.db().write().await?;
        let own = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        let standing = &own.found.record;
        same_version(standing, seen)?;
        let mut changed = standing.clone();
        let waiting = matches!(standing.state(), State::Granted | State::Introduction);
        let (Entry::Named(named), true) = (&mut changed.entry, waiting) else {
            let message = "Deltagandet har redan startat. Rätta startdatumet om det är fel.";
            return Err(Refusal::at("redan-startad", "start", message).into());
        };
        if stage <= named.stage {
            let message = "Välj ett läge som kommer efter det som gäller nu.";
            return Err(Refusal::at("lage-ordning", "lage", message).into());
        }
        if day < named.start {
            let message = format!("Dagen är före {}, då det förra läget började.", named.start);
            return Err(Refusal::at("start-fore-lage", "start", message).into());
        }
        named.stage = stage;
        named.start = day;
        if stage == Stage::Introduction {
            changed.introduced = Some(day);
        }
        let rules = super::rules(&mut tx, own.association, &own.place, now).await?;
        refuse_any(changed.entry.problems(&rules))?;
        self.save_last(tx, actor, (&own, changed), ("deltagande.start", None), now)
            .await
    }

    /// Puts a plan with its activities in place of what stands; answers with the new version.
    ///
    /// # Errors
    /// As [`App::close_participation`].
    pub async fn save_interim(
        &self,
        actor: &Actor,
        (public_id, seen): (&str, i64),
        interim: Interim,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let mut tx = self.db().write().await?;
        let own = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        let standing = &own.found.record;
        same_version(standing, seen)?;
        not_anonymous(standing)?;
        let rules = super::rules(&mut tx, own.association, &own.place, now).await?;
        let first = standing
            .granted
            .or(standing.introduced)
            .unwrap_or(standing.entry.start());
        refuse_any(interim.problems(first.min(standing.entry.start()), &rules))?;
        let mut changed = standing.clone();
        changed.interim = interim.in_place_of(&standing.interim, &rules);
        self.save_last(tx, actor, (&own, changed), ("deltagande.plan", None), now)
            .await
    }

    /// Adds a follow-up, or replaces the one of the same months; answers with the new version.
    ///
    /// # Errors
    /// As [`App::close_participation`].
    pub async fn save_follow_up(
        &self,
        actor: &Actor,
        (public_id, seen): (&str, i64),
        follow_up: FollowUp,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let mut tx = self.db().write().await?;
        let own = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        let standing = &own.found.record;
        same_version(standing, seen)?;
        not_anonymous(standing)?;
        let Some(exit) = standing
            .exit
            .as_ref()
            .filter(|_| standing.state() == State::Closed)
        else {
            let message = "Uppföljning görs efter avslutet. Avsluta deltagandet först.";
            return Err(Refusal::at("uppfoljning-fore-avslut", "manader", message).into());
        };
        let rules = super::rules(&mut tx, own.association, &own.place, now).await?;
        refuse_any(follow_up.problems(exit.date, &rules))?;
        let mut changed = standing.clone();
        changed
            .follow_ups
            .retain(|other| other.months != follow_up.months);
        changed.follow_ups.push(follow_up);
        changed.follow_ups.sort_by_key(|f| f.months);
        self.save_last(tx, actor, (&own, changed), ("deltagande.uppfoljning", None), now)
            .await
    }

    /// Saves a changed record as the next version and writes the act's event. Without a person the
    /// pseudonym that stands stays.
    async fn save(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (own, mut changed): (&Own, Record),
        (act, person): (&str, Option<Person>),
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let seen = own.found.record.keys.version;
        changed.keys.version = seen + 1;
        changed.keys.changed_at = now;
        changed.keys.changed_by.clone_from(&actor.id);
        let person = person.or_else(|| own.found.person.clone());
        let saved = store::participation::update(tx, &own.found, seen, &changed, person.as_ref()).await;
        match saved {
            Err(store::Error::Conflict { current }) => {
                return Err(Failure::Conflict {
                    theirs: own.found.record.text(),
                    version: current,
                });
            }
            other => other?,
        }
        let detail = serde_json::json!({ "insats": changed.keys.insats, "version": changed.keys.version });
        record(tx, actor, (act, &changed.keys.public_id), detail, now).await?;
        Ok(changed.keys.version)
    }

    /// The same as the last thing an act does.
    pub(super) async fn save_last(
        &self,
        mut tx: Tx,
        actor: &Actor,
        changed: (&Own, Record),
        what: (&str, Option<Person>),
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        let version = self.save(&mut tx, actor, changed, what, now).await?;
        tx.commit().await?;
        Ok(version)
    }
}

/// A conflict, with what stands now, when the person saw another version.
pub(super) fn same_version(standing: &Record, seen: i64) -> Outcome<()> {
    if standing.keys.version == seen {
        return Ok(());
    }
    Err(Failure::Conflict {
        theirs: standing.text(),
        version: standing.keys.version,
    })
}

pub(super) fn refuse_any(problems: Vec<Refusal>) -> Outcome<()> {
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Refused(problems))
    }
}

fn not_anonymous(standing: &Record) -> Outcome<()> {
    if standing.entry.named().is_some() {
        return Ok(());
    }
    let message = "Ett anonymt deltagande har bara kön och startår. Ingenting mer registreras.";
    Err(Refusal::new("anonym", message).into())
}

/// A correction changes what stands, not what kind it is.
fn kind_problem(standing: &Record, entry: &Entry) -> Option<Refusal> {
    if standing.reversal.is_some() {
        let message = "Deltagandet är felregistrerat och ändras inte mer. Registrera det rätta som ett nytt deltagande.";
        return Some(Refusal::new("felregistrerad", message));
    }
    match (&standing.entry, entry) {
        (Entry::Named(_), Entry::Anonymous(_)) => {
            let message = "Återkallas samtycket görs det på deltagandets sida, så att alla uppgifter tas bort på en gång.";
            Some(Refusal::at("rattelse-anonym", "underlag", message))
        }
        (Entry::Anonymous(_), Entry::Named(_)) => {
            let message = "Ett anonymt deltagande kan inte få uppgifter i efterhand. Registrera ett nytt om samtycke ges.";
            Some(Refusal::at("rattelse-anonym", "underlag", message))
        }
        _ => None,
    }
}

pub(super) fn nothing_but_the_day(date: NaiveDate) -> Exit {
    Exit {
        date,
        reason: Answer::default(),
        label: None,
        supports: Answer::default(),
        occupations: Answer::default(),
        steps: Vec::new(),
        answers: Vec::new(),
        excess_reason: None,
    }
}
