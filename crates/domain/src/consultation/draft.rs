//! A consultation as typed, and what it makes of the referral.

use chrono::NaiveDate;

use super::{Desk, Meeting};
use crate::{
    recommendation::{Recommendation, Typed},
    referral::{self, DatedCode, Moment, Stage},
    refusal::Refusal,
};

/// A consultation as typed; the places of its refusals are the names of these fields in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// `remiss`: key of a referral, or empty for a question without one.
    pub referral: String,
    /// `rekommendation`: slug, or empty when there is none yet.
    pub kind: String,
    /// `insats`.
    pub insats: String,
    /// `skal`.
    pub reason: String,
    /// `svar`: the day of the answer; the meeting's own when empty.
    pub answered: String,
}

/// A checked consultation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The referral with its new stage.
    pub referral: Option<(String, Stage)>,
    /// The answer and its day.
    pub given: Option<(Recommendation, NaiveDate)>,
}

impl Draft {
    /// What the consultation is and what it makes of the referral.
    ///
    /// # Errors
    /// Refusals at their fields.
    pub fn check(
        &self,
        desk: &Desk,
        meeting: &Meeting,
        (insatser, codes): (&[String], &[DatedCode]),
        today: NaiveDate,
    ) -> Result<Checked, Vec<Refusal>> {
        let mut refusals = Vec::new();
        if meeting.on > today {
            let message = format!(
                "Mötet är {}. Registrera konsultationer när det har hållits.",
                meeting.on
            );
            return Err(vec![Refusal::new("mote-framtid", message)]);
        }
        let typed = Typed {
            kind: &self.kind,
            insats: &self.insats,
            reason: &self.reason,
        };
        let what = Recommendation::parse(typed, insatser, codes, meeting.on)
            .map_err(|refusal| refusals.push(refusal))
            .unwrap_or_default();
        let answered = self
            .answered_on(meeting, today)
            .map_err(|refusal| refusals.push(refusal))
            .unwrap_or(meeting.on);
        let referral = self
            .treated(desk, meeting, what.is_some().then_some(answered), today)
            .map_err(|refusal| refusals.push(refusal))
            .unwrap_or_default();
        if refusals.is_empty() {
            Ok(Checked {
                referral,
                given: what.map(|what| (what, answered)),
            })
        } else {
            Err(refusals)
        }
    }

    fn answered_on(&self, meeting: &Meeting, today: NaiveDate) -> Result<NaiveDate, Refusal> {
        if self.answered.trim().is_empty() {
            return Ok(meeting.on);
        }
        let on = referral::day(&self.answered, "svar")?;
        referral::not_after(on, today, "svar")?;
        if on < meeting.on {
            let message = format!("Svaret kan inte lämnas före mötet {}.", meeting.on);
            return Err(Refusal::at("svar-fore-mote", "svar", message));
        }
        Ok(on)
    }

    fn treated(
        &self,
        desk: &Desk,
        meeting: &Meeting,
        answered: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<Option<(String, Stage)>, Refusal> {
        let key = self.referral.trim();
        if key.is_empty() {
            return Ok(None);
        }
        let at_field = |refusal: Refusal| Refusal::at(refusal.code, "remiss", refusal.message);
        let referral = desk.referral(key).ok_or_else(|| {
            let message = "Välj en av teamets öppna remisser, eller ingen.";
            Refusal::at("remiss-okand", "remiss", message)
        })?;
        if desk.treated(key).iter().any(|(m, _)| m.key == meeting.key) {
            let message = format!("Remiss {} är redan behandlad på mötet.", referral.reference);
            return Err(Refusal::at("remiss-behandlad", "remiss", message));
        }
        let at = |on| Moment {
            received: referral.received,
            on,
            today,
        };
        let stage = referral.stage.clone().treat(at(meeting.on)).map_err(at_field)?;
        let stage = match answered {
            Some(on) => stage.answer(at(on)).map_err(at_field)?,
            None => stage,
        };
        Ok(Some((key.to_owned(), stage)))
    }
}
