//! Team meetings and consultations. A consultation is the team's treatment of a referral, or of a
//! question without one; it is never a participant.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::{
    facts::Team,
    recommendation::{Given, Outcome, Recommendation, Typed, Waiting},
    referral::{self, DatedCode, Moment, Referral, SenderUnit, Stage},
    refusal::Refusal,
};

/// Days from referral to meeting before it is late.
pub const TO_MEETING: i64 = 21;
/// Days from meeting to answer before it is late.
pub const TO_ANSWER: i64 = 7;

/// One of the four parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// Försäkringskassan.
    SocialInsurance,
    /// Arbetsförmedlingen.
    EmploymentService,
    /// The region.
    Region,
    /// The municipalities.
    Municipality,
}

impl Party {
    /// All four, as they are printed.
    pub const ALL: [Party; 4] = [
        Party::SocialInsurance,
        Party::EmploymentService,
        Party::Region,
        Party::Municipality,
    ];

    /// Its name in forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Party::SocialInsurance => "fk",
            Party::EmploymentService => "af",
            Party::Region => "region",
            Party::Municipality => "kommun",
        }
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Party::SocialInsurance => "Försäkringskassan",
            Party::EmploymentService => "Arbetsförmedlingen",
            Party::Region => "regionen",
            Party::Municipality => "kommunen",
        }
    }
}

/// A team's meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Key in addresses.
    pub key: String,
    /// When.
    pub on: NaiveDate,
    /// Who took part.
    pub parties: Vec<Party>,
}

/// A consultation at a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// Key in addresses.
    pub key: String,
    /// Key of the meeting.
    pub meeting: String,
    /// Key of the referral; absent for a question without one.
    pub referral: Option<String>,
    /// What the team answered.
    pub given: Option<Given>,
}

/// All that a team has: its inbox, its meetings and what they came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Whose.
    pub team: Team,
    /// Units that send.
    pub units: Vec<SenderUnit>,
    /// Referrals by day, oldest first.
    pub referrals: Vec<Referral>,
    /// Meetings by day, oldest first.
    pub meetings: Vec<Meeting>,
    /// Consultations in the order they were registered.
    pub consultations: Vec<Consultation>,
}

impl Desk {
    /// A meeting by key.
    pub fn meeting(&self, key: &str) -> Option<&Meeting> {
        self.meetings.iter().find(|m| m.key == key)
    }

    /// A referral by key.
    pub fn referral(&self, key: &str) -> Option<&Referral> {
        self.referrals.iter().find(|r| r.key == key)
    }

    /// Consultations of a referral with their meetings, oldest first.
    pub fn treated(&self, referral: &str) -> Vec<(&Meeting, &Consultation)> {
        let own = |c: &&Consultation| c.referral.as_deref() == Some(referral);
        let met = self.consultations.iter().filter(own);
        let mut met: Vec<_> = met.filter_map(|c| Some((self.meeting(&c.meeting)?, c))).collect();
        met.sort_by_key(|(meeting, _)| meeting.on);
        met
    }

    /// The next thing an open referral waits for, and by when.
    pub fn next_step(&self, referral: &Referral) -> Option<(&'static str, NaiveDate)> {
        if !referral.stage.is_open() {
            return None;
        }
        Some(match self.treated(&referral.key).last() {
            None => ("möte", referral.received + TimeDelta::days(TO_MEETING)),
            Some((meeting, _)) => ("svar", meeting.on + TimeDelta::days(TO_ANSWER)),
        })
    }

    /// Meetings that were held without any consultation registered.
    pub fn unrecorded(&self, today: NaiveDate) -> impl Iterator<Item = &Meeting> {
        let recorded = |key: &str| self.consultations.iter().any(|c| c.meeting == key);
        self.meetings
            .iter()
            .filter(move |m| m.on < today && !recorded(&m.key))
    }

    /// Recommendations to begin in an insats that nobody has acted on.
    pub fn waiting(&self) -> impl Iterator<Item = Waiting> {
        self.consultations.iter().filter_map(|c| {
            let given = c.given.as_ref().filter(|given| given.outcome.is_none())?;
            let Recommendation::Enrol { insats } = &given.what else {
                return None;
            };
            let referral = c.referral.as_deref().and_then(|key| self.referral(key));
            Some(Waiting {
                key: given.key.clone(),
                insats: insats.clone(),
                team: self.team.name.clone(),
                reference: referral.map(|r| r.reference.to_string()),
                authority: referral.map(|r| r.sender.authority),
                unit: referral.map(|r| r.sender.name.clone()).unwrap_or_default(),
                municipality: referral.and_then(|r| r.municipality.clone()),
                need: referral.map(|r| r.need.clone()),
                on: given.on,
            })
        })
    }

    /// Whether the month has consultations registered.
    pub fn has_records(&self, year: i32, month: u32) -> bool {
        let held = |m: &Meeting| m.on.year() == year && m.on.month() == month;
        self.consultations
            .iter()
            .any(|c| self.meeting(&c.meeting).is_some_and(held))
    }
}

/// A meeting as typed.
///
/// # Errors
/// Refusals at `dag` and `parter`; one meeting a day.
pub fn check_meeting(
    desk: &Desk,
    typed: (&str, Vec<Party>),
    key: &str,
    today: NaiveDate,
) -> Result<Meeting, Vec<Refusal>> {
    let on = referral::day(typed.0, "dag").map_err(|refusal| vec![refusal])?;
    let mut refusals = Vec::new();
    if desk.meetings.iter().any(|m| m.on == on && m.key != key) {
        let message = format!("Teamet har redan ett möte {on}. Öppna det i listan över möten.");
        refusals.push(Refusal::at("mote-finns", "dag", message));
    }
    if on > today + TimeDelta::days(366) {
        let message = "Mötet ligger mer än ett år fram. Rätta datumet.";
        refusals.push(Refusal::at("mote-dag", "dag", message));
    }
    refusals.extend(check_parties(on, &typed.1, today).err());
    if refusals.is_empty() {
        Ok(Meeting {
            key: key.to_owned(),
            on,
            parties: typed.1,
        })
    } else {
        Err(refusals)
    }
}

/// Who took part in a meeting that has been; one to come may still be without.
///
/// # Errors
/// A refusal at `parter`.
pub fn check_parties(on: NaiveDate, parties: &[Party], today: NaiveDate) -> Result<(), Refusal> {
    if on <= today && parties.is_empty() {
        let message = "Kryssa för vilka parter som var med.";
        return Err(Refusal::at("mote-parter", "parter", message));
    }
    Ok(())
}

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

/// A month's number of consultations as typed, for a month before the team registered them one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCount {
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// How many.
    pub count: i64,
}

impl MonthCount {
    /// A count as typed: `manad` as ÅÅÅÅ-MM and `antal`.
    ///
    /// # Errors
    /// Refusals at the fields, for a month that has not ended among them.
    pub fn parse(month: &str, count: &str, today: NaiveDate) -> Result<MonthCount, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let first = NaiveDate::parse_from_str(&format!("{}-01", month.trim()), "%Y-%m-%d").ok();
        let first = first.filter(|day| (2000..=2100).contains(&day.year()));
        if first.is_none() {
            let message = "Skriv månaden som ÅÅÅÅ-MM, till exempel 2026-10.";
            refusals.push(Refusal::at("manad-form", "manad", message));
        }
        if first.is_some_and(|day| (day.year(), day.month()) >= (today.year(), today.month())) {
            let message = "Månaden är inte slut. Registrera konsultationerna på mötena i stället.";
            refusals.push(Refusal::at("manad-framtid", "manad", message));
        }
        let count = count.trim().parse::<i64>().ok().filter(|n| (0..=999).contains(n));
        if count.is_none() {
            let message = "Skriv antalet med siffror, 0 till 999.";
            refusals.push(Refusal::at("antal-form", "antal", message));
        }
        match (first, count) {
            (Some(first), Some(count)) if refusals.is_empty() => Ok(MonthCount {
                year: first.year(),
                month: u8::try_from(first.month()).unwrap_or(0),
                count,
            }),
            _ => Err(refusals),
        }
    }

    /// Whether it may stand beside what is registered.
    ///
    /// # Errors
    /// A refusal when the team has consultations registered in the month: they would count twice.
    pub fn beside_records(self, desk: &Desk) -> Result<MonthCount, Refusal> {
        if desk.has_records(self.year, u32::from(self.month)) {
            let message = format!(
                "{} har konsultationer registrerade på möten. De räknas redan; ett antal till skulle räkna dem två gånger.",
                month_words(self.year, self.month)
            );
            return Err(Refusal::at("antal-dubbelt", "manad", message));
        }
        Ok(self)
    }
}

/// Whether a consultation may be registered in a month: not where a number was entered.
///
/// # Errors
/// A refusal that names the number.
pub fn beside_counts(on: NaiveDate, entered: Option<i64>) -> Result<(), Refusal> {
    let Some(count) = entered else { return Ok(()) };
    let words = month_words(on.year(), u8::try_from(on.month()).unwrap_or(0));
    let message = format!(
        "För {} är {count} konsultationer redan angivna som antal. Ta bort antalet först, under Antal per månad, så att inget räknas två gånger.",
        words.to_lowercase()
    );
    Err(Refusal::new("antal-finns", message))
}

/// "Oktober 2026".
pub fn month_words(year: i32, month: u8) -> String {
    const NAMES: [&str; 12] = [
        "Januari",
        "Februari",
        "Mars",
        "April",
        "Maj",
        "Juni",
        "Juli",
        "Augusti",
        "September",
        "Oktober",
        "November",
        "December",
    ];
    let name = usize::from(month).checked_sub(1).and_then(|at| NAMES.get(at));
    format!("{} {year}", name.unwrap_or(&"?"))
}

/// The entry a recommendation led to, for a timeline.
pub fn entered_on(given: &Given) -> Option<NaiveDate> {
    match given.outcome {
        Some(Outcome::Entered { on, .. }) => Some(on),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
