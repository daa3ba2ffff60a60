//! Everything computed of one year, kept until somebody changes a fact.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

use chrono::{Datelike, NaiveDate};
use domain::{
    check,
    disclosure::{self, Policy},
    facts::Facts,
    figures::Figures,
    finding::Finding,
    refusal::Refusal,
    years::YEARS,
};

use crate::{
    Actor, App, Failure, Outcome, Role,
    participation::{Filter, Grounds, Listing, Seen, Waiting},
    rights::{Act, On, require},
};

tokio::task_local! {
    /// The facts' revision that this request has asked for already.
    static KNOWN: i64;
}

/// Does `work` that changes no fact, with the facts at least as new as this revision, which was read when the
/// work began: nothing in it asks the database for it once more.
pub async fn as_of<W: Future>(revision: i64, work: W) -> W::Output {
    KNOWN.scope(revision, work).await
}

/// A dimension and a code in it: `insats` or `team`.
type Own = (&'static str, String);

/// One year: the facts, and what follows from them.
#[derive(Debug)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// What it was computed from; participations among them, so never handed to a page.
    pub(crate) facts: Arc<Facts>,
    /// Every figure as this reader may see it, and the statements they come from: small groups are
    /// withheld, except in the reader's own insatser and teams.
    pub figures: Figures,
    /// The insatser and teams whose own counts are shown as they are, by dimension and slug.
    own: Vec<Own>,
    /// What the checks find in them, once somebody asks.
    findings: OnceLock<Vec<Finding>>,
}

impl Year {
    fn of(facts: Arc<Facts>, policy: Policy, year: i32, own: Vec<Own>) -> Year {
        let exact = Figures::compute(&facts, year);
        let seen = disclosure::protect(&facts, &exact, policy);
        let figures = own.iter().fold(seen, |seen, (dimension, slug)| {
            seen.with_own(&exact, (dimension, slug))
        });
        Year {
            year,
            facts,
            figures,
            own,
            findings: OnceLock::new(),
        }
    }

    /// What the checks, or the one named, find in the year.
    pub(crate) fn findings(&self, only: Option<&str>) -> Vec<Finding> {
        let live = |only| check::live(&self.facts, &self.figures, only);
        match only {
            Some(_) => live(only),
            None => self.findings.get_or_init(|| live(None)).clone(),
        }
    }
}

/// What is kept: the years computed at one state of the facts. The number of the newest audit event
/// that changed a fact is that state; so another process's changes are seen too, and reading rows
/// or logging in costs nobody a computation.
#[derive(Debug, Default)]
pub struct Cache {
    revision: i64,
    facts: Option<Arc<Facts>>,
    policy: Policy,
    years: Vec<Arc<Year>>,
    /// The years that have anything to show.
    shown: Vec<i32>,
    /// What waits in the insatser that somebody has asked about, as of a day.
    waiting: BTreeMap<String, (NaiveDate, Arc<Vec<Waiting>>)>,
    /// Pages of lists of participations that somebody has been shown.
    listings: HashMap<ListKey, Arc<Listing>>,
    /// Participations that somebody has been shown, with their keys in the database.
    records: HashMap<RecordKey, Arc<(i64, Seen)>>,
    /// Insatser that somebody registers in; participations come and go without changing them.
    grounds: HashMap<String, Arc<Grounds>>,
}

/// A participation's key in addresses, and the day it was looked at.
type RecordKey = (String, NaiveDate);

/// More records than this are not kept.
const MOST_RECORDS: usize = 256;

/// An insats, a filter and an offset.
type ListKey = (String, Filter, i64);

/// More pages than this are not kept.
const MOST_LISTINGS: usize = 64;

/// The years that have anything to show, newest first: of the ledger, of exits, and those that have
/// only begun; of an association with neither, those of its budgets.
fn shown(facts: &Facts) -> Vec<i32> {
    let counted = || facts.participations.iter().filter(|p| p.is_counted());
    let exits = counted()
        .filter_map(|p| p.exit.as_ref())
        .map(|exit| exit.date.year());
    let mut years: BTreeSet<i32> = facts.ledger.years.iter().map(|y| y.year).collect();
    years.extend(exits);
    let last = years.last().copied().unwrap_or(i32::MIN);
    years.extend(counted().map(|p| p.entry.year()).filter(|year| *year > last));
    if years.is_empty() {
        years.extend(facts.budgets.iter().map(|b| b.year));
    }
    years.into_iter().rev().collect()
}

/// The insatser whose counts an actor sees as they are: those the actor answers for.
pub(crate) fn own_insatser(actor: &Actor) -> Vec<String> {
    let answers = |role: Role| matches!(role, Role::InsatsManager | Role::ParticipantManager);
    let mut own: Vec<String> = actor
        .assignments
        .iter()
        .filter(|a| answers(a.role))
        .filter_map(|a| a.insats.clone())
        .collect();
    own.sort_unstable();
    own.dedup();
    own
}

/// The teams whose counts an actor sees as they are: those of the actor's own.
pub(crate) fn own_teams(actor: &Actor) -> Vec<String> {
    let teams = actor.assignments.iter().filter(|a| a.role == Role::Team);
    let mut own: Vec<String> = teams.filter_map(|a| a.team.clone()).collect();
    own.sort_unstable();
    own.dedup();
    own
}

/// The years that anything at all is known of, newest first: those that are [`shown`], and those of
/// budgets, plans, contributions, goals and published values.
fn known(facts: &Facts) -> Vec<i32> {
    let mut years: BTreeSet<i32> = shown(facts).into_iter().collect();
    years.extend(facts.budgets.iter().map(|budget| budget.year));
    years.extend(facts.insats_budgets.iter().map(|budget| budget.year));
    years.extend(facts.contributions.iter().map(|contribution| contribution.year));
    years.extend(facts.goals.iter().map(|goal| goal.year));
    years.extend(facts.published.iter().map(|published| published.year));
    years.into_iter().rev().collect()
}

impl App {
    /// A year that anything is known of.
    ///
    /// # Errors
    /// A refusal that names those there are.
    pub async fn known_year(&self, actor: &Actor, year: i32) -> Outcome<i32> {
        require(actor, Act::ReadFigures, On::Association)?;
        let years = known(&*self.facts().await?);
        if years.contains(&year) {
            return Ok(year);
        }
        let there: Vec<String> = years.iter().map(ToString::to_string).collect();
        let message = if there.is_empty() {
            format!(
                "Databasen har inga uppgifter för {year}, och inte för något annat år. Läs in bokföring eller tabeller först."
            )
        } else {
            format!(
                "Databasen har inga uppgifter för {year}. År som finns: {}.",
                there.join(", ")
            )
        };
        Err(Refusal::at("okant-ar", "--year", message).into())
    }

    /// One year, computed or kept.
    ///
    /// # Errors
    /// Not found for somebody without a role, and for a year that no association can have; a refusal when
    /// the database is empty.
    pub async fn year(&self, actor: &Actor, year: i32) -> Outcome<Arc<Year>> {
        require(actor, Act::ReadFigures, On::Association)?;
        if !YEARS.contains(&year) {
            return Err(Failure::NotFound);
        }
        let facts = self.facts().await?;
        let insatser = own_insatser(actor).into_iter().map(|slug| ("insats", slug));
        let teams = own_teams(actor).into_iter().map(|slug| ("team", slug));
        self.year_of(facts, year, insatser.chain(teams).collect()).await
    }

    /// One year with every insats's own counts as they are, whoever asks: for acts that keep them
    /// beside an answer. Never shown as it is.
    pub(crate) async fn exact_year(&self, year: i32) -> Outcome<Arc<Year>> {
        let facts = self.facts().await?;
        let insatser = facts.insatser.iter();
        let mut all: Vec<Own> = insatser.map(|insats| ("insats", insats.slug.clone())).collect();
        all.sort_unstable();
        self.year_of(facts, year, all).await
    }

    async fn year_of(&self, facts: Arc<Facts>, year: i32, own: Vec<Own>) -> Outcome<Arc<Year>> {
        if let Some(kept) = self
            .cache()
            .years
            .iter()
            .find(|y| y.year == year && y.own == own && Arc::ptr_eq(&y.facts, &facts))
        {
            return Ok(kept.clone());
        }
        let (computing, policy, mine) = (facts.clone(), self.cache().policy, own.clone());
        let computed = tokio::task::spawn_blocking(move || Arc::new(Year::of(computing, policy, year, mine)));
        let computed = computed.await.map_err(Failure::fault)?;
        let mut cache = self.cache();
        if cache.facts.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, &facts)) {
            cache.years.retain(|y| y.year != year || y.own != own);
            cache.years.push(computed.clone());
        }
        Ok(computed)
    }

    /// The years that have anything to show, newest first.
    ///
    /// # Errors
    /// As [`App::year`].
    pub async fn years(&self, actor: &Actor) -> Outcome<Vec<i32>> {
        require(actor, Act::ReadFigures, On::Association)?;
        self.facts().await?;
        Ok(self.shown_years())
    }

    /// The years of the facts last loaded.
    pub(crate) fn shown_years(&self) -> Vec<i32> {
        self.cache().shown.clone()
    }

    /// The facts as they stand, loaded once per state of the database.
    pub(crate) async fn facts(&self) -> Outcome<Arc<Facts>> {
        let revision = match KNOWN.try_with(|revision| *revision) {
            Ok(revision) => revision,
            Err(_) => store::audit::present_revision(&self.db).await?,
        };
        if let Some(facts) = self.kept(revision) {
            return Ok(facts);
        }
        let mut tx = self.db.read().await?;
        let revision = store::audit::fact_revision(&mut tx).await?;
        let association = self.association(&mut tx).await?;
        let facts = Arc::new(store::load_facts(&mut tx, association).await?);
        let policy = crate::disclosure::stored(&mut tx, association).await?;
        let mut cache = self.cache();
        let grounds = std::mem::take(&mut cache.grounds);
        *cache = Cache {
            revision,
            facts: Some(facts.clone()),
            policy,
            years: Vec::new(),
            shown: shown(&facts),
            waiting: BTreeMap::new(),
            listings: HashMap::new(),
            records: HashMap::new(),
            grounds,
        };
        drop(cache);
        Ok(facts)
    }

    /// The smallest cell as it stands decided.
    pub(crate) async fn policy(&self) -> Outcome<Policy> {
        self.facts().await?;
        Ok(self.cache().policy)
    }

    /// What waits in an insats, as it was computed since the last change; `day` is the present one.
    pub(crate) fn kept_waiting(&self, insats: &str, day: NaiveDate) -> Option<Arc<Vec<Waiting>>> {
        let cache = self.cache();
        let (of, waiting) = cache.waiting.get(insats)?;
        (*of == day).then(|| waiting.clone())
    }

    /// Keeps it, unless a fact has changed since `facts` were read.
    pub(crate) fn keep_waiting(
        &self,
        facts: &Arc<Facts>,
        (insats, day): (&str, NaiveDate),
        waiting: &Arc<Vec<Waiting>>,
    ) {
        let mut cache = self.cache();
        if cache.facts.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, facts)) {
            cache.waiting.insert(insats.to_owned(), (day, waiting.clone()));
        }
    }

    /// A page of a list as it was read since the last change.
    pub(crate) fn kept_listing(&self, key: &ListKey) -> Option<Arc<Listing>> {
        self.cache().listings.get(key).cloned()
    }

    /// Keeps it, unless a fact has changed since `facts` were read.
    pub(crate) fn keep_listing(&self, facts: &Arc<Facts>, key: ListKey, listing: &Arc<Listing>) {
        let mut cache = self.cache();
        if cache.facts.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, facts)) {
            if cache.listings.len() >= MOST_LISTINGS {
                cache.listings.clear();
            }
            cache.listings.insert(key, listing.clone());
        }
    }

    /// A record as it was read since the last change, for those who may see it.
    pub(crate) fn kept_record(&self, key: &RecordKey) -> Option<Arc<(i64, Seen)>> {
        self.cache().records.get(key).cloned()
    }

    /// Keeps it, unless a fact has changed since `facts` were read.
    pub(crate) fn keep_record(&self, facts: &Arc<Facts>, key: RecordKey, record: &Arc<(i64, Seen)>) {
        let mut cache = self.cache();
        if cache.facts.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, facts)) {
            if cache.records.len() >= MOST_RECORDS {
                cache.records.clear();
            }
            cache.records.insert(key, record.clone());
        }
    }

    /// An insats and what its participations are judged by on a day, as of this event.
    pub(crate) fn kept_grounds(
        &self,
        insats: &str,
        (revision, day): (i64, NaiveDate),
    ) -> Option<Arc<Grounds>> {
        let mut cache = self.cache();
        let kept = cache.grounds.get(insats)?;
        if kept.revision == revision && kept.rules.today == day {
            return Some(kept.clone());
        }
        cache.grounds.remove(insats);
        None
    }

    /// Keeps it.
    pub(crate) fn keep_grounds(&self, insats: &str, one: &Arc<Grounds>) {
        self.cache().grounds.insert(insats.to_owned(), one.clone());
    }

    /// Whether one is kept.
    pub(crate) fn has_grounds(&self, insats: &str) -> bool {
        self.cache().grounds.contains_key(insats)
    }

    /// Keeps nothing of any participation: what was overwritten or removed is not left in memory either.
    pub(crate) fn forget_rows(&self) {
        *self.cache() = Cache::default();
    }

    fn kept(&self, revision: i64) -> Option<Arc<Facts>> {
        let cache = self.cache();
        cache.facts.clone().filter(|_| cache.revision >= revision)
    }

    /// A poisoned lock only means that another thread gave up while computing; what is kept is whole.
    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.years
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
