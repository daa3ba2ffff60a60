//! Imports under way: kept in memory, for the person who sent the file, for an hour. What is in the
//! file is written nowhere else.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::register_import::{Progress, Told};
use chrono::{DateTime, TimeDelta, Utc};
use domain::register_import::{Mapping, Table};

/// How long a file is kept.
const PATIENCE: TimeDelta = TimeDelta::hours(1);
/// How many are kept; the oldest that is not running gives way.
const MOST: usize = 8;

/// How far an import has come.
#[derive(Clone, Debug)]
pub enum Phase {
    /// Its columns are decided.
    Mapping,
    /// It was tried.
    Tried(Arc<[Told]>),
    /// It is being carried out.
    Running(Progress),
    /// It is done.
    Done(Arc<[Told]>),
    /// A fault stopped it.
    Stopped,
}

/// One import.
#[derive(Clone, Debug)]
pub struct Job {
    by: String,
    at: DateTime<Utc>,
    /// The insats, by slug.
    pub insats: String,
    /// The file's name.
    pub file: String,
    /// What it says.
    pub table: Arc<Table>,
    state: Arc<Mutex<(Mapping, Phase)>>,
}

impl Job {
    /// An import that begins.
    pub fn new(
        by: &str,
        insats: String,
        file: String,
        table: Table,
        mapping: Mapping,
        at: DateTime<Utc>,
    ) -> Job {
        Job {
            by: by.to_owned(),
            at,
            insats,
            file,
            table: Arc::new(table),
            state: Arc::new(Mutex::new((mapping, Phase::Mapping))),
        }
    }

    /// How far it has come.
    pub fn phase(&self) -> Phase {
        self.state().1.clone()
    }

    /// Its mapping.
    pub fn mapping(&self) -> Mapping {
        self.state().0.clone()
    }

    /// Decides the mapping, unless it is being carried out.
    pub fn set_mapping(&self, mapping: Mapping) {
        let mut state = self.state();
        if matches!(state.1, Phase::Mapping | Phase::Tried(_)) {
            *state = (mapping, Phase::Mapping);
        }
    }

    /// It has come so far.
    pub fn set_phase(&self, phase: Phase) {
        self.state().1 = phase;
    }

    /// Begins carrying it out, once.
    pub fn start(&self) -> Option<Progress> {
        let mut state = self.state();
        let progress = Progress::default();
        matches!(state.1, Phase::Tried(_)).then(|| {
            state.1 = Phase::Running(progress.clone());
            progress
        })
    }

    /// A poisoned lock only means that another request gave up; what is kept is whole.
    fn state(&self) -> MutexGuard<'_, (Mapping, Phase)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All imports, by key.
#[derive(Clone, Debug, Default)]
pub struct Desk(Arc<Mutex<HashMap<String, Job>>>);

impl Desk {
    /// Keeps an import and answers with its key.
    pub fn keep(&self, job: Job) -> String {
        let mut all = self.all();
        let now = job.at;
        all.retain(|_, other| now - other.at < PATIENCE);
        while all.len() >= MOST {
            let waiting = all
                .iter()
                .filter(|(_, other)| !matches!(other.phase(), Phase::Running(_)));
            let oldest = waiting
                .min_by_key(|(_, other)| other.at)
                .map(|(key, _)| key.clone());
            match oldest {
                Some(key) => all.remove(&key),
                None => break,
            };
        }
        let mut key = format!("{}-{}", now.timestamp_millis(), job.table.rows.len());
        while all.contains_key(&key) {
            key.push('x');
        }
        all.insert(key.clone(), job);
        key
    }

    /// An import, for the person who sent its file.
    pub fn find(&self, key: &str, by: &str, now: DateTime<Utc>) -> Option<Job> {
        let all = self.all();
        all.get(key)
            .filter(|job| job.by == by && now - job.at < PATIENCE)
            .cloned()
    }

    /// Forgets it.
    pub fn forget(&self, key: &str) {
        self.all().remove(key);
    }

    /// Forgets every file that is not being registered: when a consent is withdrawn none may bring the
    /// person's row back.
    pub fn forget_waiting(&self) {
        self.all()
            .retain(|_, job| matches!(job.phase(), Phase::Running(_)));
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
