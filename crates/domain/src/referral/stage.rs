//! How far a referral has come: an enum computed from the stored days, and its steps.

use chrono::NaiveDate;

use super::not_after;
use crate::refusal::Refusal;

/// How far a referral has come. A step consumes the stage and answers with the next or a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Came, not looked at.
    Received,
    /// The team takes it up.
    Accepted {
        /// When.
        on: NaiveDate,
    },
    /// Sent back unanswered.
    Returned {
        /// When the team first took it up, if it did.
        accepted: Option<NaiveDate>,
        /// When.
        on: NaiveDate,
        /// Code of [`List::Return`].
        reason: String,
    },
    /// Taken back by the sender.
    Withdrawn {
        /// When the team first took it up, if it did.
        accepted: Option<NaiveDate>,
        /// When.
        on: NaiveDate,
    },
    /// Answered.
    Done {
        /// When the team took it up.
        accepted: NaiveDate,
        /// When the sender had the answer.
        answered: NaiveDate,
    },
}

/// The stored facts a stage is computed from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// Taken up.
    pub accepted: Option<NaiveDate>,
    /// Sent back, with the reason's code.
    pub returned: Option<(NaiveDate, String)>,
    /// Taken back.
    pub withdrawn: Option<NaiveDate>,
    /// Answered.
    pub answered: Option<NaiveDate>,
}

/// When a step is taken, and the days it has to lie between.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The day the referral came.
    pub received: NaiveDate,
    /// The day of the step.
    pub on: NaiveDate,
    /// The present day.
    pub today: NaiveDate,
}

impl Moment {
    /// The day of the step, when it can be.
    ///
    /// # Errors
    /// A refusal at `datum` before the referral came, or in the future.
    fn day(self) -> Result<NaiveDate, Refusal> {
        if self.on < self.received {
            let message = format!(
                "Dagen kan inte ligga före {}, då remissen kom. Rätta datumet.",
                self.received
            );
            return Err(Refusal::at("remiss-datum", "datum", message));
        }
        not_after(self.on, self.today, "datum")?;
        Ok(self.on)
    }
}

impl Stage {
    /// The stage these facts make.
    pub fn of(dates: &Dates) -> Stage {
        match dates {
            Dates {
                accepted: Some(accepted),
                answered: Some(answered),
                ..
            } => Stage::Done {
                accepted: *accepted,
                answered: *answered,
            },
            Dates {
                returned: Some((on, reason)),
                accepted,
                ..
            } => Stage::Returned {
                accepted: *accepted,
                on: *on,
                reason: reason.clone(),
            },
            Dates {
                withdrawn: Some(on),
                accepted,
                ..
            } => Stage::Withdrawn {
                accepted: *accepted,
                on: *on,
            },
            Dates {
                accepted: Some(on), ..
            } => Stage::Accepted { on: *on },
            _ => Stage::Received,
        }
    }

    /// The facts to store.
    pub fn dates(&self) -> Dates {
        let none = Dates::default();
        match self {
            Stage::Received => none,
            Stage::Accepted { on } => Dates {
                accepted: Some(*on),
                ..none
            },
            Stage::Returned { accepted, on, reason } => Dates {
                accepted: *accepted,
                returned: Some((*on, reason.clone())),
                ..none
            },
            Stage::Withdrawn { accepted, on } => Dates {
                accepted: *accepted,
                withdrawn: Some(*on),
                ..none
            },
            Stage::Done { accepted, answered } => Dates {
                accepted: Some(*accepted),
                answered: Some(*answered),
                ..none
            },
        }
    }

    /// The team takes it up.
    ///
    /// # Errors
    /// A refusal when it is not newly received, or the day cannot be.
    pub fn accept(self, at: Moment) -> Result<Stage, Refusal> {
        match self {
            Stage::Received => Ok(Stage::Accepted { on: at.day()? }),
            other => Err(other.refuse("tas emot")),
        }
    }

    /// The team sends it back.
    ///
    /// # Errors
    /// A refusal when it is closed, or the day cannot be.
    pub fn send_back(self, at: Moment, reason: String) -> Result<Stage, Refusal> {
        let accepted = self.open("återlämnas")?;
        Ok(Stage::Returned {
            accepted,
            on: after(accepted, at)?,
            reason,
        })
    }

    /// The sender takes it back.
    ///
    /// # Errors
    /// A refusal when it is closed, or the day cannot be.
    pub fn withdraw(self, at: Moment) -> Result<Stage, Refusal> {
        let accepted = self.open("återtas")?;
        Ok(Stage::Withdrawn {
            accepted,
            on: after(accepted, at)?,
        })
    }

    /// It was treated at a meeting: one that nobody had taken up is taken up that day.
    ///
    /// # Errors
    /// A refusal when it is closed, or the meeting was before it came.
    pub fn treat(self, at: Moment) -> Result<Stage, Refusal> {
        match self {
            Stage::Accepted { .. } => {
                at.day()?;
                Ok(self)
            }
            other => other.accept(at),
        }
    }

    /// The sender has the answer.
    ///
    /// # Errors
    /// A refusal when it was not taken up or is closed, or the day cannot be.
    pub fn answer(self, at: Moment) -> Result<Stage, Refusal> {
        match self {
            Stage::Accepted { on } => Ok(Stage::Done {
                accepted: on,
                answered: after(Some(on), at)?,
            }),
            other => Err(other.refuse("besvaras")),
        }
    }

    /// Whether the team still has it.
    pub const fn is_open(&self) -> bool {
        matches!(self, Stage::Received | Stage::Accepted { .. })
    }

    /// The slugs of every stage.
    pub const SLUGS: [&'static str; 5] = ["inkommen", "mottagen", "aterlamnad", "atertagen", "besvarad"];

    /// As programs read it.
    pub const fn slug(&self) -> &'static str {
        Stage::SLUGS[match self {
            Stage::Received => 0,
            Stage::Accepted { .. } => 1,
            Stage::Returned { .. } => 2,
            Stage::Withdrawn { .. } => 3,
            Stage::Done { .. } => 4,
        }]
    }

    /// In words.
    pub const fn label(&self) -> &'static str {
        match self {
            Stage::Received => "inkommen",
            Stage::Accepted { .. } => "mottagen",
            Stage::Returned { .. } => "återlämnad",
            Stage::Withdrawn { .. } => "återtagen",
            Stage::Done { .. } => "besvarad",
        }
    }

    /// The day the team took it up, when the referral is open.
    fn open(self, what: &str) -> Result<Option<NaiveDate>, Refusal> {
        match self {
            Stage::Received => Ok(None),
            Stage::Accepted { on } => Ok(Some(on)),
            other => Err(other.refuse(what)),
        }
    }

    fn refuse(&self, what: &str) -> Refusal {
        let message = format!(
            "Remissen är redan {} och kan inte {what}. Läs in sidan igen för att se vad som har hänt.",
            self.label()
        );
        Refusal::new("remiss-skede", message)
    }
}

/// The day of a step that cannot come before an earlier one.
fn after(earlier: Option<NaiveDate>, at: Moment) -> Result<NaiveDate, Refusal> {
    let day = at.day()?;
    match earlier {
        Some(earlier) if day < earlier => {
            let message =
                format!("Dagen kan inte ligga före {earlier}, då remissen togs emot. Rätta datumet.");
            Err(Refusal::at("remiss-datum", "datum", message))
        }
        _ => Ok(day),
    }
}
