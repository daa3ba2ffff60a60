//! Files between dry run and confirmation: kept in memory, for the person who sent them, for a while.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::import::Upload;
use chrono::{DateTime, TimeDelta, Utc};

/// How long a file waits for its confirmation.
const PATIENCE: TimeDelta = TimeDelta::hours(1);
/// How many wait at most; the oldest gives way.
const MOST: usize = 8;

/// Files that were tried and wait.
#[derive(Clone, Debug)]
pub struct Staged {
    /// Who sent them.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The files.
    pub files: Vec<Upload>,
}

/// All that wait, by key.
#[derive(Clone, Debug, Default)]
pub struct Staging(Arc<Mutex<HashMap<String, Staged>>>);

impl Staging {
    /// Keeps files and answers with their key.
    pub fn keep(&self, staged: Staged) -> String {
        let now = staged.at;
        let mut all = self.all();
        all.retain(|_, other| now - other.at < PATIENCE);
        while all.len() >= MOST {
            let oldest = all
                .iter()
                .min_by_key(|(_, other)| other.at)
                .map(|(key, _)| key.clone());
            match oldest {
                Some(key) => all.remove(&key),
                None => break,
            };
        }
        let key = format!(
            "{}-{:x}",
            now.timestamp_millis(),
            staged.files.iter().map(|f| f.bytes.len()).sum::<usize>()
        );
        all.insert(key.clone(), staged);
        key
    }

    /// The files of a key, for the one who sent them.
    pub fn find(&self, key: &str, by: &str, now: DateTime<Utc>) -> Option<Staged> {
        let all = self.all();
        all.get(key)
            .filter(|staged| staged.by == by && now - staged.at < PATIENCE)
            .cloned()
    }

    /// Forgets them.
    pub fn forget(&self, key: &str, by: &str) {
        let mut all = self.all();
        if all.get(key).is_some_and(|staged| staged.by == by) {
            all.remove(key);
        }
    }

    /// A poisoned lock only means that another request gave up; what is kept is whole.
    fn all(&self) -> MutexGuard<'_, HashMap<String, Staged>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
