//! What every handler has at hand: the acts, the clock and how the site is reached.

use std::sync::Arc;

use app::App;
use chrono::{DateTime, Utc};

use crate::{api::pace::Pace, register_import::Desk, staging::Staging};

/// How the site is reached and what time it is. The clock is an argument so that tests can hold it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reached over https: cookies are `Secure` and browsers are told to stay there.
    pub secure: bool,
    /// The present time.
    pub clock: fn() -> DateTime<Utc>,
}

/// The state of the router.
#[derive(Clone)]
pub struct Site {
    /// The acts.
    pub app: Arc<App>,
    /// The options.
    pub options: Options,
    /// Files between dry run and confirmation.
    pub staging: Staging,
    /// How fast tokens may ask.
    pub pace: Pace,
    /// Registers being imported.
    pub desk: Desk,
}

impl Site {
    /// The present time.
    pub fn now(&self) -> DateTime<Utc> {
        (self.options.clock)()
    }
}
