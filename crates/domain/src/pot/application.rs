//! An application: what is applied for, how it was decided, when the board was told.

use chrono::NaiveDate;

use super::{FEWEST, Pot, Standing, kronor, words};
use crate::{money::Ore, refusal::Refusal};

/// An application to a pot. Nothing in it is about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Number within the pot, from 1.
    pub number: i64,
    /// The insats that applies, by slug.
    pub insats: String,
    /// What for.
    pub purpose: String,
    /// How much.
    pub amount: Ore,
    /// The day.
    pub applied_on: NaiveDate,
    /// By whom: a user's public id.
    pub applied_by: String,
    /// How it went.
    pub outcome: Outcome,
    /// The board's meeting it was reported to.
    pub reported: Option<NaiveDate>,
}

/// How an application went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Not decided.
    #[default]
    Waiting,
    /// Decided: granted with an amount, or refused with a reason.
    Decided(Decided),
    /// Taken back before it was decided.
    Withdrawn {
        /// The day.
        on: NaiveDate,
    },
}

/// A decision by delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What was granted; `None` when it was refused.
    pub granted: Option<Ore>,
    /// Why, always when it was refused or granted with less.
    pub reason: String,
    /// The day.
    pub on: NaiveDate,
    /// By whom: a user's public id.
    pub by: String,
}

impl Application {
    /// What was granted.
    pub fn granted(&self) -> Option<Ore> {
        match &self.outcome {
            Outcome::Decided(decided) => decided.granted,
            _ => None,
        }
    }

    /// Decided by delegation, and no meeting was told of it.
    pub const fn is_to_report(&self) -> bool {
        matches!(self.outcome, Outcome::Decided(_)) && self.reported.is_none()
    }

    /// On pages.
    pub const fn state(&self) -> &'static str {
        match &self.outcome {
            Outcome::Waiting => "inte beslutad",
            Outcome::Decided(Decided { granted: Some(_), .. }) => "beviljad",
            Outcome::Decided(Decided { granted: None, .. }) => "avslagen",
            Outcome::Withdrawn { .. } => "återtagen",
        }
    }
}

/// An application as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// What for.
    pub purpose: &'a str,
    /// How much.
    pub amount: &'a str,
}

/// Reads an application: purpose and amount.
///
/// # Errors
/// Refusals at `andamal` and `belopp`, and one for the whole when the pot is closed or not the year's.
pub fn apply(
    wanted: &Wanted<'_>,
    pot: &Pot,
    standing: &Standing,
    today: NaiveDate,
) -> Result<(String, Ore), Vec<Refusal>> {
    if pot.closed || chrono::Datelike::year(&today) > pot.year {
        let message = format!("{} {} tar inte emot fler ansökningar.", pot.name, pot.year);
        return Err(vec![Refusal::new("pott-stangd", message)]);
    }
    let mut refusals = Vec::new();
    let purpose = words(wanted.purpose, "andamal", (FEWEST, "Ändamålet"));
    let purpose = purpose.map_err(|refusal| refusals.push(refusal)).ok();
    let amount = kronor(wanted.amount, "belopp").and_then(|amount| within(amount, pot, standing));
    let amount = amount.map_err(|refusal| refusals.push(refusal)).ok();
    purpose.zip(amount).ok_or(refusals)
}

/// Within the most of one application, and within what is left.
fn within(amount: Ore, pot: &Pot, standing: &Standing) -> Result<Ore, Refusal> {
    if let Some(most) = pot.most.filter(|most| amount > *most) {
        let message = format!(
            "Högst {} kr kan beviljas per ansökan ur {}. Sänk beloppet.",
            most.rounded(),
            pot.name
        );
        return Err(Refusal::at("pott-hogst", "belopp", message));
    }
    if amount > standing.left() {
        let message = format!(
            "Av ramen {} kr återstår {} kr. Beloppet ryms inte; sänk det.",
            standing.frame.rounded(),
            standing.left().rounded()
        );
        return Err(Refusal::at("pott-ram", "belopp", message));
    }
    Ok(amount)
}

/// A decision as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// "bevilja" or "avsla".
    pub decision: &'a str,
    /// The granted amount.
    pub amount: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Decides an application; what is granted never exceeds the frame.
///
/// # Errors
/// Refusals at `beslut`, `belopp` and `skal`, and one for the whole when it is decided already.
pub fn decide(
    typed: &Typed<'_>,
    application: &Application,
    (pot, standing): (&Pot, &Standing),
    (today, by): (NaiveDate, &str),
) -> Result<Decided, Vec<Refusal>> {
    if application.outcome != Outcome::Waiting {
        let message = format!("Ansökan är redan {}. Läs om sidan.", application.state());
        return Err(vec![Refusal::new("pott-beslutad", message)]);
    }
    let mut refusals = Vec::new();
    let granted = match typed.decision {
        "bevilja" => {
            let amount = kronor(typed.amount, "belopp").and_then(|amount| within(amount, pot, standing));
            let amount = amount.and_then(|amount| not_more(amount, application.amount));
            amount.map(Some).map_err(|refusal| refusals.push(refusal)).ok()
        }
        "avsla" => Some(None),
        _ => {
            let message = "Välj om ansökan ska beviljas eller avslås.";
            refusals.push(Refusal::at("pott-beslut", "beslut", message));
            None
        }
    };
    let fewest = match granted {
        Some(Some(amount)) if amount == application.amount => 0,
        Some(_) => FEWEST,
        None => 0,
    };
    let what = if fewest == 0 {
        "Skälet"
    } else {
        "Skälet till avslag eller lägre belopp"
    };
    let reason = words(typed.reason, "skal", (fewest, what));
    let reason = reason.map_err(|refusal| refusals.push(refusal)).ok();
    match (granted, reason) {
        (Some(granted), Some(reason)) if refusals.is_empty() => Ok(Decided {
            granted,
            reason,
            on: today,
            by: by.to_owned(),
        }),
        _ => Err(refusals),
    }
}

fn not_more(amount: Ore, wanted: Ore) -> Result<Ore, Refusal> {
    if amount <= wanted {
        return Ok(amount);
    }
    let message = format!(
        "Mer än de sökta {} kr kan inte beviljas. Sänk beloppet.",
        wanted.rounded()
    );
    Err(Refusal::at("pott-over-sokt", "belopp", message))
}

/// Whether an application can be taken back.
///
/// # Errors
/// A refusal when it is decided or taken back already.
pub fn can_withdraw(application: &Application) -> Result<(), Refusal> {
    if application.outcome == Outcome::Waiting {
        return Ok(());
    }
    let message = format!(
        "Ansökan är redan {} och kan inte tas tillbaka.",
        application.state()
    );
    Err(Refusal::new("pott-beslutad", message))
}

/// Those that are not decided.
pub fn waiting(applications: &[Application]) -> impl Iterator<Item = &Application> {
    applications.iter().filter(|a| a.outcome == Outcome::Waiting)
}

/// The numbers of the decisions no meeting has been told of, made by the meeting's day.
///
/// # Errors
/// A refusal when there is nothing to report, or the day is after today.
pub fn report(
    applications: &[Application],
    meeting: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(NaiveDate, Vec<i64>), Refusal> {
    let Some(meeting) = meeting.filter(|meeting| *meeting <= today) else {
        let message = format!("Ange sammanträdets dag, senast i dag, {today}.");
        return Err(Refusal::at("pott-sammantrade", "sammantrade", message));
    };
    let told: Vec<i64> = applications
        .iter()
        .filter(|a| a.is_to_report())
        .filter(|a| matches!(&a.outcome, Outcome::Decided(decided) if decided.on <= meeting))
        .map(|a| a.number)
        .collect();
    if told.is_empty() {
        let message = "Inga delegationsbeslut väntar på att anmälas till det sammanträdet.";
        return Err(Refusal::at("pott-inget-att-anmala", "sammantrade", message));
    }
    Ok((meeting, told))
}
