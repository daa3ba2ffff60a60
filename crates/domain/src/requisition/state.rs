//! The way of a requisition: which step may follow which.

use chrono::{DateTime, Utc};

use crate::{personnummer, refusal::Refusal};

/// The fewest letters of a reason.
const FEWEST: usize = 10;
/// The most letters of a reason.
const MOST: usize = 500;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Did {
    /// Filled in or changed by the huvudman.
    Filled,
    /// Attested by the huvudman (attest 1).
    Attested,
    /// Reviewed by the office.
    Reviewed,
    /// Returned to the huvudman, with a reason.
    Returned,
    /// Attested by the association (attest 2).
    Approved,
    /// Put into a payment file; the words are the file's name.
    Filed,
    /// Taken out of it again.
    Unfiled,
    /// Paid; the words are the day.
    Paid,
    /// Withdrawn, with a reason.
    Voided,
}

impl Did {
    /// Every step, in the order of stored codes from 1.
    pub const ALL: [Did; 9] = [
        Did::Filled,
        Did::Attested,
        Did::Reviewed,
        Did::Returned,
        Did::Approved,
        Did::Filed,
        Did::Unfiled,
        Did::Paid,
        Did::Voided,
    ];

    /// The stored code.
    pub fn code(self) -> u8 {
        let place = Did::ALL.iter().position(|did| *did == self).unwrap_or(0);
        u8::try_from(place).unwrap_or(0) + 1
    }

    /// The step of a stored code.
    pub fn from_code(code: u8) -> Option<Did> {
        Did::ALL.into_iter().find(|did| did.code() == code)
    }

    /// As in a history: "återsänd av …".
    pub const fn label(self) -> &'static str {
        match self {
            Did::Filled => "ifylld",
            Did::Attested => "attesterad av huvudmannen (attest 1)",
            Did::Reviewed => "granskad",
            Did::Returned => "återsänd",
            Did::Approved => "attesterad av förbundet (attest 2)",
            Did::Filed => "lagd i betalfil",
            Did::Unfiled => "tagen ur betalfil",
            Did::Paid => "betald",
            Did::Voided => "makulerad",
        }
    }

    const fn verb(self) -> &'static str {
        match self {
            Did::Filled => "ändras",
            Did::Attested => "attesteras av huvudmannen",
            Did::Reviewed => "granskas",
            Did::Returned => "återsändas",
            Did::Approved => "attesteras av förbundet",
            Did::Filed => "läggas i en betalfil",
            Did::Unfiled => "tas ur en betalfil",
            Did::Paid => "märkas betald",
            Did::Voided => "makuleras",
        }
    }
}

/// One step: who did what and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub did: Did,
    /// By whom: a user's public id.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The reason, the file or the day of payment.
    pub words: String,
}

/// How a requisition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Being filled in.
    Draft,
    /// Returned to the huvudman.
    Returned,
    /// The huvudman stands for it.
    Attested,
    /// The office found it in order.
    Reviewed,
    /// May be paid.
    Approved,
    /// On its way through the bank.
    InFile,
    /// Paid.
    Paid,
    /// Withdrawn.
    Void,
}

impl State {
    /// Every state, in the order of the way.
    pub const ALL: [State; 8] = [
        State::Draft,
        State::Returned,
        State::Attested,
        State::Reviewed,
        State::Approved,
        State::InFile,
        State::Paid,
        State::Void,
    ];

    /// The state that steps have led to.
    pub fn of(steps: &[Step]) -> State {
        match steps.last().map(|step| step.did) {
            None | Some(Did::Filled) => State::Draft,
            Some(Did::Attested) => State::Attested,
            Some(Did::Reviewed) => State::Reviewed,
            Some(Did::Returned) => State::Returned,
            Some(Did::Approved | Did::Unfiled) => State::Approved,
            Some(Did::Filed) => State::InFile,
            Some(Did::Paid) => State::Paid,
            Some(Did::Voided) => State::Void,
        }
    }

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            State::Draft => "utkast",
            State::Returned => "återsänd",
            State::Attested => "attesterad 1",
            State::Reviewed => "granskad",
            State::Approved => "attesterad 2",
            State::InFile => "i betalfil",
            State::Paid => "betald",
            State::Void => "makulerad",
        }
    }

    /// Whether the step may be taken from here.
    pub fn allows(self, did: Did) -> bool {
        match did {
            Did::Filled => matches!(self, State::Draft | State::Returned),
            Did::Attested => self == State::Draft,
            Did::Reviewed => self == State::Attested,
            Did::Returned => matches!(self, State::Attested | State::Reviewed),
            Did::Approved => self == State::Reviewed,
            Did::Filed => self == State::Approved,
            Did::Unfiled => self == State::InFile,
            Did::Paid => matches!(self, State::Approved | State::InFile),
            Did::Voided => matches!(
                self,
                State::Draft | State::Returned | State::Attested | State::Reviewed
            ),
        }
    }

    const fn next(self) -> &'static str {
        match self {
            State::Draft => "Huvudmannen fyller i och attesterar den först.",
            State::Returned => "Huvudmannen rättar och attesterar den igen.",
            State::Attested => "Kansliet granskar den först.",
            State::Reviewed => "Den väntar på förbundets attest.",
            State::Approved => "Den väntar på betalning.",
            State::InFile => "Ta ur den ur betalfilen först, eller läs in kontoutdraget.",
            State::Paid => "Rätta i nästa rekvisition.",
            State::Void => "Skriv en ny rekvisition för perioden.",
        }
    }
}

/// The step, if it may be taken from this state with these words.
///
/// # Errors
/// Refusals: the state does not allow it, or a reason is missing, too long or looks like a personal
/// identity number.
pub fn next(state: State, did: Did, by: &str, at: DateTime<Utc>, words: &str) -> Result<Step, Refusal> {
    if !state.allows(did) {
        let message = format!(
            "Rekvisitionen är {} och kan inte {}. {}",
            state.label(),
            did.verb(),
            state.next()
        );
        return Err(Refusal::new("rekvisition-lage", message));
    }
    let words = words.trim();
    if matches!(did, Did::Returned | Did::Voided) {
        let length = words.chars().count();
        if !(FEWEST..=MOST).contains(&length) {
            let message = format!(
                "Skriv skälet med {FEWEST} till {MOST} tecken, så att den som läser vet vad som ska rättas."
            );
            return Err(Refusal::at("rekvisition-skal", "skal", message));
        }
        if personnummer::is_in(words) {
            let message = "Skälet ser ut att innehålla ett personnummer. Skriv utan uppgifter om personer.";
            return Err(Refusal::at("rekvisition-personnummer", "skal", message));
        }
    }
    Ok(Step {
        did,
        by: by.to_owned(),
        at,
        words: words.to_owned(),
    })
}
