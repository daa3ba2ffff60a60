//! Participations: entering, closing, correcting, following up. Who may is asked insats by insats;
//! what one may not know exists is not found. The audit trail names the participation by its key and
//! says nothing of the person.

mod change;
mod insats_form;
mod outcome;
mod person;
mod reversal;
mod view;

use std::sync::Arc;

pub use change::Correction;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    participation::{Entry, Exit, Interim, Keys, OTHER_MUNICIPALITY, Record, Rules, Stage, State, overlaps},
    refusal::Refusal,
};
pub use reversal::Affected;
pub use store::participation::{Filter, Listed};
use store::{
    AssociationId, Tx,
    participation::{Found, Place},
};
pub use view::{Listing, OwnInsats, PAGE, Seen, Waiting};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// How a form was sent, beside what it says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sending<'a> {
    /// The form's own token: sent twice it is answered with what the first sending did.
    pub token: Option<&'a str>,
    /// The participation this one is a transfer from, by its key.
    pub transferred_from: Option<&'a str>,
    /// The recommendation that led here, by its key. One that somebody has acted on meanwhile stays as
    /// it is: the participation is entered all the same.
    pub recommendation: Option<&'a str>,
}

impl App {
    /// Enters a participation in an insats; answers with its key.
    ///
    /// # Errors
    /// Not found for those who may not register there; every refusal of the entry, each at its field.
    pub async fn enter_participation(
        &self,
        actor: &Actor,
        insats: &str,
        entry: Entry,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        self.send_entry(actor, insats, |_| Ok(entry), Sending::default(), now)
            .await
    }

    /// Enters a participation as a form sent it: read by the rules it is judged by, which are looked up
    /// once.
    ///
    /// # Errors
    /// As [`App::enter_participation`], and what the form itself refuses.
    pub async fn send_entry(
        &self,
        actor: &Actor,
        insats: &str,
        read: impl FnOnce(&Rules) -> Result<Entry, Vec<Refusal>> + Send,
        sending: Sending<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        require(actor, Act::EditRows, On::Insats(insats))?;
        let public_id = key()?;
        let mut tx = self.db().write().await?;
        if let Some(token) = sending.token {
            let form = (token, actor.id.as_str());
            if let Some(done) = store::receipt::claim(&mut tx, form, &public_id, now).await? {
                return Ok(done);
            }
        }
        let from = match sending.transferred_from {
            None => None,
            Some(public_id) => Some(self.own(&mut tx, actor, Act::EditRows, public_id).await?.found),
        };
        let new = (public_id.as_str(), read, None);
        let start = self
            .enter_in(&mut tx, actor, (insats, new), from.as_ref(), now)
            .await?;
        if let Some(key) = sending.recommendation {
            let entered = (public_id.as_str(), start);
            self.recommendation_became(&mut tx, actor, (insats, key), entered, now)
                .await?;
        }
        tx.commit().await?;
        if !self.has_grounds(insats) {
            // For the next entry. This one is saved, whatever comes of it.
            drop(self.read_grounds(insats, now).await);
        }
        Ok(public_id)
    }

    /// Closes a participation and opens another in a second insats, in one act; answers with the new
    /// one's key. Within one huvudman the pseudonym follows.
    ///
    /// # Errors
    /// Not found unless one may register in both; refusals of the exit and of the entry.
    pub async fn transfer_participation(
        &self,
        actor: &Actor,
        (public_id, seen): (&str, i64),
        exit: Exit,
        (insats, entry): (&str, Entry),
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        require(actor, Act::EditRows, On::Insats(insats))?;
        let mut tx = self.db().write().await?;
        let own = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        self.close_in(&mut tx, actor, &own, (exit, seen), now).await?;
        let closed = self.own(&mut tx, actor, Act::EditRows, public_id).await?;
        let opened = key()?;
        let new = (opened.as_str(), |_: &Rules| Ok(entry), None);
        self.enter_in(&mut tx, actor, (insats, new), Some(&closed.found), now)
            .await?;
        tx.commit().await?;
        Ok(opened)
    }

    /// Enters a participation with its exit when it is over already, as a register that is read in has
    /// it: one act, so that the days it is judged by are its own.
    ///
    /// # Errors
    /// As [`App::enter_participation`], and refusals of the exit.
    pub(crate) async fn enter_whole(
        &self,
        actor: &Actor,
        insats: &str,
        (entry, exit): (Entry, Option<Exit>),
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        require(actor, Act::EditRows, On::Insats(insats))?;
        let mut tx = self.db().write().await?;
        let public_id = key()?;
        let new = (public_id.as_str(), |_: &Rules| Ok(entry), exit);
        self.enter_in(&mut tx, actor, (insats, new), None, now).await?;
        tx.commit().await?;
        Ok(public_id)
    }

    /// Enters a participation under this key; answers with its first day.
    async fn enter_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (insats, (public_id, read, exit)): (
            &str,
            (
                &str,
                impl FnOnce(&Rules) -> Result<Entry, Vec<Refusal>> + Send,
                Option<Exit>,
            ),
        ),
        from: Option<&Found>,
        now: DateTime<Utc>,
    ) -> Outcome<NaiveDate> {
        let grounds = self.grounds(tx, insats, now).await?;
        let Grounds { place, rules, .. } = &*grounds;
        let mut entry = read(rules).map_err(Failure::Refused)?;
        let start = entry.start();
        let mut problems = entry.problems(rules);
        let exit = exit.map(|exit| match &entry {
            Entry::Named(_) => exit,
            Entry::Anonymous(_) => change::nothing_but_the_day(exit.date),
        });
        if let Some(exit) = &exit {
            problems.extend(exit.problems(entry.start(), rules));
        }
        if let Some(from) = from {
            problems.extend(transfer_problem(from, insats, &entry));
        }
        let (mut person, persons) = self.person(tx, place, &mut entry, now).await?;
        let carried = from.filter(|from| Some(from.principal) == place.principal);
        if let (None, Some(carried), Entry::Named(_)) = (&person, carried, &entry) {
            person.clone_from(&carried.person);
        }
        let known: Vec<_> = persons.iter().chain(&person).cloned().collect();
        let spans = store::participation::spans(tx, place, entry.reference(), &known, None).await?;
        let last = exit.as_ref().map(|exit| exit.date);
        problems.extend(overlaps(entry.start(), last, &spans));
        change::refuse_any(problems)?;
        let keys = Keys {
            public_id: public_id.to_owned(),
            insats: insats.to_owned(),
            version: 1,
            changed_at: now,
            changed_by: actor.id.clone(),
        };
        let mut new = fresh(keys, entry, from);
        new.exit = exit;
        new.pseudonymous = person.is_some();
        store::participation::insert(tx, place, &new, person.as_ref()).await?;
        let detail = serde_json::json!({ "insats": insats, "transfer": from.is_some() });
        record(tx, actor, ("deltagande.ny", public_id), detail, now).await?;
        Ok(start)
    }

    /// An insats and what its participations are judged by, as it was read since the last change of
    /// that, or read now.
    async fn grounds(&self, tx: &mut Tx, insats: &str, now: DateTime<Utc>) -> Outcome<Arc<Grounds>> {
        let revision = store::audit::grounds_revision(tx).await?;
        if let Some(kept) = self.kept_grounds(insats, (revision, now.date_naive())) {
            return Ok(kept);
        }
        let association = self.association(tx).await?;
        let place = registering(tx, association, insats).await?;
        let rules = rules(tx, association, &place, now).await?;
        Ok(Arc::new(Grounds {
            revision,
            place,
            rules,
        }))
    }

    /// The same, kept: read by itself, for what an act sees while it writes may come to nothing.
    async fn read_grounds(&self, insats: &str, now: DateTime<Utc>) -> Outcome<Arc<Grounds>> {
        let mut tx = self.db().read().await?;
        let grounds = self.grounds(&mut tx, insats, now).await?;
        self.keep_grounds(insats, &grounds);
        Ok(grounds)
    }

    /// A participation of an insats where the actor may do this.
    async fn own(&self, tx: &mut Tx, actor: &Actor, act: Act, public_id: &str) -> Outcome<Own> {
        let association = self.association(tx).await?;
        let found = store::participation::find(tx, association, public_id).await?;
        let found = found.ok_or(Failure::NotFound)?;
        require(actor, act, On::Insats(&found.record.keys.insats))?;
        let place = store::participation::place(tx, association, &found.record.keys.insats).await?;
        Ok(Own {
            association,
            place: place.ok_or(Failure::NotFound)?,
            found,
        })
    }
}

/// An insats, and what its participations are judged by on a day.
#[derive(Debug)]
pub(crate) struct Grounds {
    /// The newest event that changed something other than a participation, when it was read.
    pub(crate) revision: i64,
    place: Place,
    pub(crate) rules: Rules,
}

/// A participation one may act on, and where it is.
struct Own {
    association: AssociationId,
    place: Place,
    found: Found,
}

/// The record of an entry, with nothing after it.
fn fresh(keys: Keys, entry: Entry, from: Option<&Found>) -> Record {
    Record {
        keys,
        granted: stage_day(&entry, Stage::Granted),
        introduced: stage_day(&entry, Stage::Introduction),
        entry,
        interim: Interim::default(),
        exit: None,
        reversal: None,
        follow_ups: Vec::new(),
        transferred_from: from.map(|from| from.record.keys.public_id.clone()),
        transferred_to: None,
        pseudonymous: false,
        constructed: false,
    }
}

/// The insats, when participations can be registered for it.
pub(crate) async fn registering(tx: &mut Tx, association: AssociationId, insats: &str) -> Outcome<Place> {
    let place = store::participation::place(tx, association, insats).await?;
    let place = place.ok_or(Failure::NotFound)?;
    if !place.fact.registers {
        let message =
            "Insatsen registrerar inga deltaganden: den räknas som volym eller är strukturövergripande.";
        return Err(Refusal::new("insats-registrerar-inte", message).into());
    }
    if place.principal.is_none() {
        let message = "Insatsen har ingen huvudman. Be förbundets kansli ange den, så att det är klart vem som ansvarar för uppgifterna.";
        return Err(Refusal::new("insats-utan-huvudman", message).into());
    }
    Ok(place)
}

/// What an insats's participations are judged by today.
async fn rules(tx: &mut Tx, association: AssociationId, place: &Place, now: DateTime<Utc>) -> Outcome<Rules> {
    let slug = &place.fact.slug;
    let teams = store::team::load(tx, association).await?;
    let mut municipalities = place.municipalities.clone();
    municipalities.extend(teams.into_iter().flat_map(|t| t.municipalities));
    municipalities.sort_by(|a, b| store::collation::compare(a, b));
    municipalities.dedup();
    municipalities.push(OTHER_MUNICIPALITY.to_owned());
    Ok(Rules {
        today: now.date_naive(),
        ages: place.fact.ages,
        municipalities,
        questions: store::register::questions(tx, association, slug).await?,
        labels: store::register::labels(tx, association, slug).await?,
        lists: store::register::lists(tx, association).await?,
    })
}

fn stage_day(entry: &Entry, stage: Stage) -> Option<NaiveDate> {
    entry
        .named()
        .filter(|named| named.stage == stage)
        .map(|named| named.start)
}

/// What stands in the way of a transfer.
fn transfer_problem(from: &Found, insats: &str, entry: &Entry) -> Option<Refusal> {
    let record = &from.record;
    let refuse = |code, message: String| Some(Refusal::at(code, "start", message));
    if record.keys.insats == insats {
        return refuse(
            "overgang-samma-insats",
            "En övergång går till en annan insats. Kommer personen tillbaka till samma insats är det ett nytt deltagande.".into(),
        );
    }
    if record.state() != State::Closed {
        return refuse(
            "overgang-oppen",
            "Det deltagande som övergången kommer från är inte avslutat. Avsluta det först.".into(),
        );
    }
    let end = record.exit.as_ref().map(|exit| exit.date)?;
    if entry.start() < end {
        return refuse(
            "overgang-fore-avslut",
            format!("Det förra deltagandet slutade {end}. Starten kan inte vara tidigare."),
        );
    }
    None
}

impl App {
    /// A token for a form, so that sent twice it does its work once.
    ///
    /// # Errors
    /// A fault when the machine gives no random bytes.
    pub fn form_token() -> Outcome<String> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(Failure::fault)?;
        Ok(crate::hex(&bytes))
    }
}

/// A new key for addresses: ten letters and digits that nobody can guess and few mistake.
fn key() -> Outcome<String> {
    const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz9";
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes).map_err(Failure::fault)?;
    Ok(bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 31)]))
        .collect())
}
