//! How fast a token may ask: a bucket per token, kept in memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

/// Requests at once.
pub const BURST: i64 = 300;
/// Requests per second after that.
pub const STEADY: i64 = 50;
/// Buckets are counted in thousandths of a request.
const ONE: i64 = 1000;

/// What each token has left.
#[derive(Clone, Debug, Default)]
pub struct Pace(Arc<Mutex<Buckets>>);

/// By token: what is left, and when that was reckoned.
type Buckets = HashMap<String, (i64, DateTime<Utc>)>;

impl Pace {
    /// Takes one request.
    ///
    /// # Errors
    /// The seconds to wait, when there is none left.
    pub fn take(&self, token: &str, now: DateTime<Utc>) -> Result<(), i64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, since) = all.entry(token.to_owned()).or_insert((BURST * ONE, now));
        // Milliseconds times requests a second are thousandths of a request.
        let passed = (now - *since).num_milliseconds().clamp(0, 60_000);
        *left = (*left + passed * STEADY).min(BURST * ONE);
        *since = now;
        if *left < ONE {
            return Err(1);
        }
        *left -= ONE;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn r_api_09_a_token_that_asks_too_fast_waits_and_others_do_not() {
        let (pace, now) = (Pace::default(), DateTime::UNIX_EPOCH);
        assert!((0..BURST).all(|_| pace.take("a", now).is_ok()));
        assert_eq!(pace.take("a", now), Err(1));
        assert_eq!(pace.take("b", now), Ok(()));
        let later = now + TimeDelta::seconds(1);
        assert!((0..STEADY).all(|_| pace.take("a", later).is_ok()));
        assert_eq!(pace.take("a", later), Err(1));
    }
}
