//! A new referral as typed.

use chrono::NaiveDate;

use super::{DatedCode, List, LocalReference, Referral, SenderUnit, Stage, day, lists, not_after, reference};
use crate::{
    codes::{CodeTable, ReferringAuthority},
    refusal::Refusal,
};

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
