//! Reading participations: lists and one record, for those of the insats.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    facts::{Facts, Insats},
    participation::{Due, Record, Rules},
};
use store::participation::{Filter, Listed, Page};

use super::rules;
use crate::{
    Actor, App, Failure, Outcome,
    rights::{Act, On, may, require},
};

/// How many lines a list shows at once.
pub const PAGE: i64 = 200;

/// An insats of the actor's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnInsats {
    /// The insats.
    pub insats: Insats,
    /// Whether participations may be registered there.
    pub may_edit: bool,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Lines, newest entry first.
    pub rows: Vec<Listed>,
    /// There are more after these.
    pub more: bool,
}

/// One participation as somebody who may sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Everything recorded.
    pub record: Record,
    /// The insats.
    pub insats: Insats,
    /// What its forms are judged by.
    pub rules: Rules,
    /// The same person is open in another insats of the same huvudman; which is not said.
    pub elsewhere: bool,
    /// Who changed it last, by name.
    pub changed_by: String,
}

/// What somebody of the insatser meets first.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The insatser whose participations one may read, in printed order.
    pub own: Vec<OwnInsats>,
    /// The one that is listed.
    pub chosen: OwnInsats,
    /// A page of its participations.
    pub listing: Arc<Listing>,
    /// What is due in all of them, earliest first.
    pub due: Vec<Waiting>,
    /// How much is due, what is not shown included.
    pub all_due: usize,
}

/// Something due for one of the actor's participations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    row: i64,
    /// The insats, by slug.
    pub insats: String,
    /// Key in addresses.
    pub public_id: String,
    /// The insats's own reference.
    pub reference: Option<String>,
    /// What, and when.
    pub due: Due,
}

impl App {
    /// The insatser whose participations this actor may read, in printed order.
    ///
    /// # Errors
    /// The database's own.
    pub async fn own_insatser(&self, actor: &Actor) -> Outcome<Vec<OwnInsats>> {
        let facts = self.facts().await?;
        Ok(own_of(&facts, actor))
    }

    /// Participations of an insats as a list that somebody is shown: the read log says so first.
    ///
    /// # Errors
    /// Not found for those who may not read rows there; a fault, and nothing shown, when the log cannot be
    /// written.
    pub async fn show_participations(
        &self,
        actor: &Actor,
        insats: &str,
        (filter, offset): (&Filter, i64),
        now: DateTime<Utc>,
    ) -> Outcome<Arc<Listing>> {
        let listing = self.participations(actor, insats, filter, offset).await?;
        let rows: Vec<i64> = listing.rows.iter().map(|row| row.id).collect();
        let seen = crate::read_log::Seen::Participations { insats, rows: &rows };
        self.log_read(actor, "deltagare.lista", seen, now).await?;
        Ok(listing)
    }

    /// What somebody of the insatser meets first: a page of the participations of one of them, and at most
    /// `most` of what is due in all of them, earliest first. Whatever is shown is in the read log first.
    ///
    /// # Errors
    /// Not found for those who may read no rows, or not those of the insats asked for; a fault, and nothing
    /// shown, when the log cannot be written.
    pub async fn participation_desk(
        &self,
        actor: &Actor,
        insats: Option<&str>,
        (filter, offset): (&Filter, i64),
        most: usize,
        now: DateTime<Utc>,
    ) -> Outcome<Desk> {
        let facts = self.facts().await?;
        let own = own_of(&facts, actor);
        let chosen = match insats {
            None => own.first(),
            Some(slug) => own.iter().find(|own| own.insats.slug == slug),
        };
        let chosen = chosen.ok_or(Failure::NotFound)?.clone();
        let listing = self.listing(&facts, &chosen.insats.slug, filter, offset).await?;
        let (due, all_due) = self.earliest(&facts, &own, (most, now.date_naive())).await?;
        let mut seen = Vec::with_capacity(own.len());
        for own in &own {
            let slug = own.insats.slug.as_str();
            let here = due.iter().filter(|w| w.insats == slug).map(|w| w.row);
            let listed = listing.rows.iter().filter(|_| slug == chosen.insats.slug);
            let rows: Vec<i64> = here.chain(listed.map(|row| row.id)).collect();
            seen.push((slug, rows));
        }
        let seen: Vec<_> = seen
            .iter()
            .map(|(insats, rows)| crate::read_log::Seen::Participations { insats, rows })
            .collect();
        self.log_reads(actor, "deltagare.lista", &seen, now).await?;
        Ok(Desk {
            own,
            chosen,
            listing,
            due,
            all_due,
        })
    }

    /// The same for acts that show nobody a row.
    pub(crate) async fn participations(
        &self,
        actor: &Actor,
        insats: &str,
        filter: &Filter,
        offset: i64,
    ) -> Outcome<Arc<Listing>> {
        require(actor, Act::ReadRows, On::Insats(insats))?;
        let facts = self.facts().await?;
        self.listing(&facts, insats, filter, offset).await
    }

    /// Participations of an insats, [`PAGE`] lines from `offset` on, newest entry first; asks for no rights and
    /// shows nobody a row. Read once per state of the facts.
    async fn listing(
        &self,
        facts: &Arc<Facts>,
        insats: &str,
        filter: &Filter,
        offset: i64,
    ) -> Outcome<Arc<Listing>> {
        let key = (insats.to_owned(), filter.clone(), offset.max(0));
        if let Some(kept) = self.kept_listing(&key) {
            return Ok(kept);
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let page = Page {
            limit: PAGE + 1,
            offset: key.2,
        };
        let mut rows = store::participation::list(&mut tx, association, insats, filter, page).await?;
        let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        let listing = Arc::new(Listing { rows, more });
        self.keep_listing(facts, key, &listing);
        Ok(listing)
    }

    /// One participation by its key.
    ///
    /// # Errors
    /// Not found when it is not there or the actor may not know that it is.
    pub async fn participation(&self, actor: &Actor, public_id: &str, now: DateTime<Utc>) -> Outcome<Seen> {
        let facts = self.facts().await?;
        let key = (public_id.to_owned(), now.date_naive());
        let kept = if let Some(kept) = self.kept_record(&key) {
            kept
        } else {
            let read = Arc::new(self.read_record(actor, public_id, now).await?);
            self.keep_record(&facts, key, &read);
            read
        };
        let (row, seen) = &*kept;
        let insats = seen.insats.slug.as_str();
        require(actor, Act::ReadRows, On::Insats(insats))?;
        let rows = &[*row];
        let shown = crate::read_log::Seen::Participations { insats, rows };
        self.log_read(actor, "deltagande.visa", shown, now).await?;
        Ok(seen.clone())
    }

    /// The same with its key in the database, before anybody is shown it.
    async fn read_record(&self, actor: &Actor, public_id: &str, now: DateTime<Utc>) -> Outcome<(i64, Seen)> {
        let mut tx = self.db().read().await?;
        let own = self.own(&mut tx, actor, Act::ReadRows, public_id).await?;
        let elsewhere = store::participation::elsewhere(&mut tx, &own.found).await?;
        let rules = rules(&mut tx, own.association, &own.place, now).await?;
        let by = store::user::find(&mut tx, &own.found.record.keys.changed_by).await?;
        let seen = Seen {
            rules,
            elsewhere,
            changed_by: by.map_or_else(|| "Kommandoraden".to_owned(), |user| user.name),
            insats: own.place.fact,
            record: own.found.record.clone(),
        };
        Ok((own.found.row(), seen))
    }

    /// What a form of an insats is judged by: limits, municipalities, questions, labels, lists.
    ///
    /// # Errors
    /// Not found for those who may not register there.
    pub async fn entry_rules(&self, actor: &Actor, insats: &str, now: DateTime<Utc>) -> Outcome<Rules> {
        require(actor, Act::EditRows, On::Insats(insats))?;
        Ok(self.read_grounds(insats, now).await?.rules.clone())
    }

    /// The first of what waits in these insatser, and how much waits; shows nobody a row.
    async fn earliest(
        &self,
        facts: &Arc<Facts>,
        own: &[OwnInsats],
        (most, today): (usize, NaiveDate),
    ) -> Outcome<(Vec<Waiting>, usize)> {
        let (mut first, mut all) = (Vec::new(), 0);
        for own in own {
            let here = self.waiting_in(facts, &own.insats.slug, today).await?;
            all += here.len();
            first.extend(here.iter().take(most).cloned());
        }
        first.sort_by(|a, b| (a.due.on, &a.public_id).cmp(&(b.due.on, &b.public_id)));
        first.truncate(most);
        Ok((first, all))
    }

    /// What waits for a start or a follow-up in an insats, earliest first; asks for no rights and shows
    /// nobody a row. Computed once per state of the facts and day.
    pub(crate) async fn waiting_in(
        &self,
        facts: &Arc<Facts>,
        insats: &str,
        today: NaiveDate,
    ) -> Outcome<Arc<Vec<Waiting>>> {
        /// Granted, and closed: what waits for a start or a follow-up.
        const STATES: [i64; 2] = [1, 4];
        if let Some(kept) = self.kept_waiting(insats, today) {
            return Ok(kept);
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let mut waiting = Vec::new();
        for state in STATES {
            let filter = Filter {
                state,
                reference: String::new(),
            };
            let page = Page {
                limit: i64::MAX,
                offset: 0,
            };
            for row in store::participation::list(&mut tx, association, insats, &filter, page).await? {
                for due in Due::of(&row.fact, &row.made, row.lost, today) {
                    waiting.push(Waiting {
                        row: row.id,
                        insats: insats.to_owned(),
                        public_id: row.public_id.clone(),
                        reference: row.reference.clone(),
                        due,
                    });
                }
            }
        }
        waiting.sort_by(|a, b| (a.due.on, &a.public_id).cmp(&(b.due.on, &b.public_id)));
        let waiting = Arc::new(waiting);
        self.keep_waiting(facts, (insats, today), &waiting);
        Ok(waiting)
    }
}

fn own_of(facts: &Facts, actor: &Actor) -> Vec<OwnInsats> {
    let own = facts
        .insatser
        .iter()
        .filter(|i| may(actor, Act::ReadRows, On::Insats(&i.slug)));
    own.map(|insats| OwnInsats {
        may_edit: insats.registers && may(actor, Act::EditRows, On::Insats(&insats.slug)),
        insats: insats.clone(),
    })
    .collect()
}
