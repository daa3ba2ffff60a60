//! Konsultationsremisser: who asks, what about, and how far the question has come. A referral holds
//! a local reference and coded fields; who it is about is not in it.

pub mod lists;
pub mod reference;

use chrono::NaiveDate;
pub use lists::{DatedCode, List};
pub use reference::LocalReference;

use crate::{
    codes::{CodeTable, ReferringAuthority},
    refusal::Refusal,
};

/// A sending unit in the team's own list: never a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderUnit {
    /// Key in forms.
    pub key: i64,
    /// The authority it belongs to.
    pub authority: ReferringAuthority,
    /// "Enhet 2, Västervik".
    pub name: String,
    /// Still offered for new referrals.
    pub active: bool,
}

/// A case officer's question to the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Key in addresses.
    pub key: String,
    /// The team's own reference.
    pub reference: LocalReference,
    /// Who asks.
    pub sender: SenderUnit,
    /// Code of [`List::Need`].
    pub need: String,
    /// Municipality, one of the team's; absent when not told.
    pub municipality: Option<String>,
    /// The day it came.
    pub received: NaiveDate,
    /// How far it has come.
    pub stage: Stage,
}

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

/// Refuses a day that has not come.
pub(crate) fn not_after(day: NaiveDate, today: NaiveDate, place: &str) -> Result<(), Refusal> {
    if day <= today {
        return Ok(());
    }
    let message = format!("{day} har inte varit än. Ange en dag till och med i dag.");
    Err(Refusal::at("datum-framtid", place, message))
}

/// A day as typed: ÅÅÅÅ-MM-DD, with or without hyphens, from 2000 on.
///
/// # Errors
/// A refusal at `place`.
pub fn day(text: &str, place: &str) -> Result<NaiveDate, Refusal> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
    let parsed = NaiveDate::parse_from_str(&digits, "%Y%m%d").ok();
    parsed
        .filter(|day| digits.len() == 8 && (2000..=2100).contains(&chrono::Datelike::year(day)))
        .ok_or_else(|| {
            let message = "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2026-11-21.";
            Refusal::at("datum-form", place, message)
        })
}

/// A new referral as typed; the places of its refusals are the names of these fields in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// `referens`.
    pub reference: String,
    /// `enhet`: key of a unit in the list, or empty for a new one.
    pub unit: String,
    /// `myndighet`: code of the new unit's authority.
    pub authority: String,
    /// `ny-enhet`: the new unit's name.
    pub new_unit: String,
    /// `behov`.
    pub need: String,
    /// `kommun`.
    pub municipality: String,
    /// `mottagen`.
    pub received: String,
}

/// What a draft is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The team's units.
    pub units: &'a [SenderUnit],
    /// The team's municipalities.
    pub municipalities: &'a [String],
    /// Codes of every list.
    pub codes: &'a [DatedCode],
    /// The present day.
    pub today: NaiveDate,
}

impl Draft {
    /// The referral, newly received. A unit with key 0 is to be added to the list.
    ///
    /// # Errors
    /// Every refusal at once, each at its field.
    pub fn check(&self, known: Known<'_>, key: &str) -> Result<Referral, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut keep = |refusal: Refusal| {
            refusals.push(refusal);
        };
        let reference = LocalReference::parse(&self.reference, "referens")
            .map_err(&mut keep)
            .ok();
        let sender = self.sender(known.units).map_err(&mut keep).ok();
        let received = day(&self.received, "mottagen")
            .and_then(|on| not_after(on, known.today, "mottagen").map(|()| on))
            .map_err(&mut keep)
            .ok();
        let on = received.unwrap_or(known.today);
        let need = lists::chosen(known.codes, List::Need, &self.need, on, "behov")
            .map_err(&mut keep)
            .ok();
        let municipality = self.municipality.trim();
        if !municipality.is_empty() && !known.municipalities.iter().any(|m| m == municipality) {
            let message = format!("{municipality} hör inte till teamet. Välj en av teamets kommuner.");
            keep(Refusal::at("remiss-kommun", "kommun", message));
        }
        match (reference, sender, need, received) {
            (Some(reference), Some(sender), Some(need), Some(received)) if refusals.is_empty() => {
                Ok(Referral {
                    key: key.to_owned(),
                    reference,
                    sender,
                    need,
                    municipality: (!municipality.is_empty()).then(|| municipality.to_owned()),
                    received,
                    stage: Stage::Received,
                })
            }
            _ => Err(refusals),
        }
    }

    fn sender(&self, units: &[SenderUnit]) -> Result<SenderUnit, Refusal> {
        let name = self.new_unit.trim();
        if name.is_empty() {
            let key = self.unit.trim().parse::<i64>().ok();
            let unit = units.iter().find(|unit| unit.active && Some(unit.key) == key);
            return unit.cloned().ok_or_else(|| {
                let message = "Välj den enhet remissen kom från, eller skriv en ny.";
                Refusal::at("remiss-enhet", "enhet", message)
            });
        }
        let authority = ReferringAuthority::from_slug(self.authority.trim()).ok_or_else(|| {
            let message = "Välj vilken myndighet den nya enheten hör till.";
            Refusal::at("remiss-myndighet", "myndighet", message)
        })?;
        unit_name(name)?;
        let same = |unit: &&SenderUnit| unit.authority == authority && unit.name == name;
        Ok(units.iter().find(same).cloned().unwrap_or(SenderUnit {
            key: 0,
            authority,
            name: name.to_owned(),
            active: true,
        }))
    }
}

/// A unit is named by its function: no address to a person, no number that could be one.
fn unit_name(name: &str) -> Result<(), Refusal> {
    let refuse = |message: &str| Err(Refusal::at("enhet-namn", "ny-enhet", message));
    if name.chars().count() > 60 {
        return refuse("Enhetens namn får ha högst 60 tecken. Korta det.");
    }
    if name.contains('@') || reference::looks_like_personal_number(name) {
        return refuse("Skriv enhetens namn, aldrig en person, e-postadress eller ett personnummer.");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
