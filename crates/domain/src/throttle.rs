//! How often one may try to log in: after some failures each further one doubles the wait. Pure: the
//! time is an argument, and what is remembered is a value.

use chrono::{DateTime, TimeDelta, Utc};

use crate::refusal::Refusal;

/// The first wait; each further failure doubles it.
const FIRST: TimeDelta = TimeDelta::minutes(1);
/// The longest wait.
const LONGEST: TimeDelta = TimeDelta::hours(1);
/// Failures are forgotten after this long without one.
const MEMORY: TimeDelta = TimeDelta::hours(24);

/// Failures one may have before one waits: of an account.
pub const PER_ACCOUNT: u32 = 5;
/// Of a network address, which many may share.
pub const PER_ADDRESS: u32 = 30;
/// Letters about a forgotten password.
pub const LETTERS: u32 = 3;

/// What is remembered of an account or an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Tries that did not succeed.
    pub failures: u32,
    /// The last of them.
    pub last: DateTime<Utc>,
    /// No further try before this.
    pub until: DateTime<Utc>,
}

impl Throttle {
    /// Takes a try: what to remember if it fails, which is written before it is known whether it
    /// does, so that tries at the same time count too.
    ///
    /// # Errors
    /// A refusal that says how long to wait.
    pub fn take(known: Option<Throttle>, limit: u32, now: DateTime<Utc>) -> Result<Throttle, Refusal> {
        let known = known.filter(|known| now - known.last < MEMORY);
        if let Some(known) = known.filter(|known| now < known.until) {
            return Err(wait(known.until - now));
        }
        let failures = known.map_or(0, |known| known.failures) + 1;
        let until = match failures.checked_sub(limit) {
            None => now,
            Some(beyond) => now + (FIRST * (1 << beyond.min(6))).min(LONGEST),
        };
        Ok(Throttle {
            failures,
            last: now,
            until,
        })
    }

    /// Gives a try back that succeeded.
    pub fn give_back(self, now: DateTime<Utc>) -> Throttle {
        Throttle {
            failures: self.failures.saturating_sub(1),
            until: now,
            ..self
        }
    }
}

fn wait(left: TimeDelta) -> Refusal {
    let minutes = (left.num_seconds() + 59) / 60;
    let words = match minutes {
        ..=1 => "en minut".to_owned(),
        minutes => format!("{minutes} minuter"),
    };
    Refusal::new(
        "inloggning-sparrad",
        format!(
            "För många försök. Vänta {words} och försök igen. Har du glömt lösenordet: välj Glömt lösenordet."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn at(minutes: i64) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2023, 2, 15, 9, 0, 0).unwrap() + TimeDelta::minutes(minutes)
    }

    #[test]
    fn r_inl_07_after_five_failures_one_waits_and_each_further_failure_doubles_the_wait() {
        let mut known = None;
        for _ in 0..5 {
            known = Some(Throttle::take(known, PER_ACCOUNT, at(0)).unwrap());
        }
        let refusal = Throttle::take(known, PER_ACCOUNT, at(0)).unwrap_err();
        assert!(refusal.message.contains("Vänta en minut"), "{refusal}");
        let mut now = at(1);
        for expected in [2, 4, 8, 16, 32, 60, 60] {
            let taken = Throttle::take(known, PER_ACCOUNT, now).unwrap();
            assert_eq!((taken.until - now).num_minutes(), expected);
            let refusal = Throttle::take(Some(taken), PER_ACCOUNT, now).unwrap_err();
            assert!(
                refusal.message.contains(&format!("{expected} minuter")),
                "{refusal}"
            );
            (known, now) = (Some(taken), taken.until);
        }
    }

    #[test]
    fn failures_are_forgotten_after_a_day_and_a_success_costs_nothing() {
        let mut known = None;
        for _ in 0..5 {
            known = Some(Throttle::take(known, PER_ACCOUNT, at(0)).unwrap());
        }
        let fresh = Throttle::take(known, PER_ACCOUNT, at(24 * 60)).unwrap();
        assert_eq!(fresh.failures, 1);
        let back = known.unwrap().give_back(at(0));
        assert_eq!(back.failures, 4);
        assert!(Throttle::take(Some(back), PER_ACCOUNT, at(0)).is_ok());
    }
}
