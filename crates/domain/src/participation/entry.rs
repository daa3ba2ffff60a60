//! What is recorded when somebody enters an insats.

use chrono::{Datelike, NaiveDate};

use super::{
    Answer, OwnAnswer, Rules,
    codes::{AgeReason, ExcessReason, Language, Stage},
    fields::required,
    rules::OTHER_MUNICIPALITY,
};
use crate::{
    codes::{Education, ReferringAuthority, Sex, SupportTime},
    facts::{OccupationShare, SupportShare},
    personnummer::{self, Personnummer},
    refusal::Refusal,
};

/// Somebody enters an insats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// With written consent: coded fields under the insats's own reference.
    Named(Box<Named>),
    /// Without consent, or with protected identity: sex and start year, nothing else.
    Anonymous(Anonymous),
}

/// An anonymous entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anonymous {
    /// Sex.
    pub sex: Answer<Sex>,
    /// The year it began.
    pub start_year: i32,
}

/// An entry with consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The insats's own reference: no name, no number of a person.
    pub reference: String,
    /// The number, for the pseudonym alone: never stored, never read back.
    pub person: Option<Personnummer>,
    /// How far it has come.
    pub stage: Stage,
    /// The day the stage began: granted, in the introduction group, or entered.
    pub start: NaiveDate,
    /// Consent.
    pub consent: Consent,
    /// Sex.
    pub sex: Answer<Sex>,
    /// Year of birth.
    pub birth_year: Answer<i32>,
    /// Municipality of the participant's home.
    pub municipality: Answer<String>,
    /// Who referred.
    pub referred_by: Answer<ReferringAuthority>,
    /// Education.
    pub education: Answer<Education>,
    /// Time in public support.
    pub support_time: Answer<SupportTime>,
    /// Supports with degree.
    pub supports: Answer<Vec<SupportShare>>,
    /// Occupations with per cent.
    pub occupations: Answer<Vec<OccupationShare>>,
    /// Answers to the insats's own questions.
    pub answers: Vec<OwnAnswer>,
    /// Why an age outside the limits is right.
    pub age_reason: Option<AgeReason>,
    /// Why supports beyond the whole are right.
    pub excess_reason: Option<ExcessReason>,
}

/// A written consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Version of the form that was signed.
    pub form_version: String,
    /// Its language.
    pub language: Language,
    /// The day it was given.
    pub given: NaiveDate,
    /// Where the signed form is kept; empty when it is kept with the case.
    pub document: String,
}

impl Entry {
    /// The first day: of an anonymous entry 1 January of its year.
    pub fn start(&self) -> NaiveDate {
        match self {
            Entry::Named(named) => named.start,
            Entry::Anonymous(anonymous) => {
                NaiveDate::from_ymd_opt(anonymous.start_year, 1, 1).unwrap_or_default()
            }
        }
    }

    /// The entry with consent.
    pub fn named(&self) -> Option<&Named> {
        match self {
            Entry::Named(named) => Some(named),
            Entry::Anonymous(_) => None,
        }
    }

    /// The insats's own reference.
    pub fn reference(&self) -> Option<&str> {
        self.named().map(|named| named.reference.as_str())
    }

    /// Everything that is wrong, each at its field.
    pub fn problems(&self, rules: &Rules) -> Vec<Refusal> {
        match self {
            Entry::Named(named) => named.problems(rules),
            Entry::Anonymous(anonymous) => anonymous.problems(rules),
        }
    }
}

impl Anonymous {
    fn problems(&self, rules: &Rules) -> Vec<Refusal> {
        let year = self.start_year;
        if (2000..=rules.today.year()).contains(&year) {
            return Vec::new();
        }
        let message = format!(
            "Startåret {year} kan inte stämma. Skriv ett år från 2000 till {}.",
            rules.today.year()
        );
        vec![Refusal::at("startar", "start", message)]
    }
}

impl Named {
    fn problems(&self, rules: &Rules) -> Vec<Refusal> {
        let mut problems = Vec::new();
        problems.extend(reference(&self.reference));
        problems.extend(rules.not_future("start", "Startdatumet", self.start));
        problems.extend(Rules::not_ancient("start", "Startdatumet", self.start));
        self.consent.problems(self.start, rules, &mut problems);
        self.person_problems(&mut problems);
        self.age_problems(rules, &mut problems);
        if let Some(name) = self.municipality.known()
            && name != OTHER_MUNICIPALITY
            && !rules.municipalities.iter().any(|known| known == name)
        {
            problems.push(super::fields::unknown_choice("kommun"));
        }
        problems.extend(excess("forsorjning", &self.supports, self.excess_reason));
        problems.extend(shares("sysselsattning", &self.occupations));
        problems.extend(OwnAnswer::problems(&self.answers, rules));
        problems
    }

    /// What the number says and the fields do not.
    fn person_problems(&self, problems: &mut Vec<Refusal>) {
        let Some(person) = &self.person else { return };
        if self
            .birth_year
            .known()
            .is_some_and(|year| *year != person.birth_year())
        {
            let message =
                "Födelseåret är ett annat än i numret. Rätta det som är fel, eller lämna födelseåret tomt.";
            problems.push(Refusal::at("fodelsear-annat", "fodelsear", message));
        }
        if self.sex.known().is_some_and(|sex| *sex != person.sex()) {
            let message = "Könet är ett annat än i numret. Rätta det som är fel, eller lämna könet tomt.";
            problems.push(Refusal::at("kon-annat", "kon", message));
        }
    }

    fn age_problems(&self, rules: &Rules, problems: &mut Vec<Refusal>) {
        let Some(year) = self.birth_year.known().copied() else {
            return;
        };
        if Rules::not_ancient("start", "", self.start).is_some() {
            return;
        }
        let age = self.start.year() - year;
        if !(1..=110).contains(&age) {
            let message = format!(
                "Födelseåret {year} kan inte stämma med start {}. Skriv fyra siffror, till exempel 1987.",
                self.start
            );
            problems.push(Refusal::at("fodelsear-orimligt", "fodelsear", message));
        } else if let Some((low, high)) = rules.ages
            && !(low..=high).contains(&age)
            && self.age_reason.is_none()
        {
            let message = format!(
                "Åldern {age} år är utanför insatsens gränser, {low}–{high} år. Rätta födelseåret, eller ange skälet till undantaget."
            );
            problems.push(Refusal::at("alder-utanfor", "alder-skal", message));
        }
    }
}

impl Consent {
    fn problems(&self, start: NaiveDate, rules: &Rules, problems: &mut Vec<Refusal>) {
        if self.given > start {
            let message = format!(
                "Samtycket är daterat {}, efter starten {start}. Utan samtycke vid start registreras deltagandet anonymt.",
                self.given
            );
            problems.push(Refusal::at("samtycke-efter-start", "samtycke-datum", message));
        }
        // A consent of the first day is judged with it.
        if self.given != start {
            problems.extend(rules.not_future("samtycke-datum", "Samtyckets datum", self.given));
            problems.extend(Rules::not_ancient(
                "samtycke-datum",
                "Samtyckets datum",
                self.given,
            ));
        }
        if self.form_version.is_empty() {
            let message = "Ange vilken version av blanketten som skrevs under, till exempel 2026-1.";
            problems.push(required("samtycke-version", message));
        }
        problems.extend(marked(
            "samtycke-version",
            "Blankettversionen",
            &self.form_version,
            20,
        ));
        problems.extend(marked(
            "samtycke-handling",
            "Handlingens beteckning",
            &self.document,
            60,
        ));
    }
}

/// A local reference: something without spaces that has a digit, so that no name passes for one.
fn reference(text: &str) -> Option<Refusal> {
    let refuse = |code, message: &str| Some(Refusal::at(code, "referens", message));
    if text.is_empty() {
        return refuse(
            "uppgift-kravs",
            "Skriv insatsens egen beteckning, till exempel KR-0123. Inget namn och inget personnummer.",
        );
    }
    if personnummer::is_in(text) {
        return refuse(
            "personnummer-i-text",
            "Beteckningen liknar ett personnummer och sparas inte. Använd insatsens egen löpande beteckning.",
        );
    }
    let allowed = |c: char| c.is_alphanumeric() || "-/._".contains(c);
    let digit = text.chars().any(|c| c.is_ascii_digit());
    if !digit || !text.chars().all(allowed) || text.chars().count() > 40 {
        return refuse(
            "referens-form",
            "Beteckningen ska ha minst en siffra, inga mellanslag och högst 40 tecken, till exempel KR-0123. Ett namn är ingen beteckning.",
        );
    }
    None
}

/// A designation of a document or form: not empty of digits, no number of a person, not long.
fn marked(place: &str, what: &str, text: &str, most: usize) -> Option<Refusal> {
    if text.is_empty() {
        return None;
    }
    let message = if personnummer::is_in(text) {
        format!(
            "{what} liknar ett personnummer och sparas inte. Skriv diarienummer eller pärmens beteckning."
        )
    } else if !text.chars().any(|c| c.is_ascii_digit()) || text.chars().count() > most || text.contains('@') {
        format!(
            "{what} ska ha minst en siffra och högst {most} tecken, till exempel Dnr 2026-114. Skriv inget namn."
        )
    } else {
        return None;
    };
    Some(Refusal::at("beteckning-form", place, message))
}

/// Supports beyond the whole need a reason.
pub(super) fn excess(
    place: &str,
    supports: &Answer<Vec<SupportShare>>,
    reason: Option<ExcessReason>,
) -> Option<Refusal> {
    let sum: u32 = supports
        .known()?
        .iter()
        .map(|share| u32::from(share.degree))
        .sum();
    if sum <= 100 || reason.is_some() {
        return twice(place, supports.known()?.iter().map(|share| share.support));
    }
    let message = format!(
        "Försörjningarna blir {sum} % tillsammans. Rätta graderna, eller ange skälet till att de är mer än hel."
    );
    Some(Refusal::at(
        "forsorjning-over-hel",
        format!("{place}-skal"),
        message,
    ))
}

/// Occupations: each once.
pub(super) fn shares(place: &str, occupations: &Answer<Vec<OccupationShare>>) -> Option<Refusal> {
    twice(place, occupations.known()?.iter().map(|share| share.occupation))
}

fn twice<T: PartialEq + Copy>(place: &str, values: impl Iterator<Item = T>) -> Option<Refusal> {
    let values: Vec<T> = values.collect();
    let repeated = values
        .iter()
        .enumerate()
        .any(|(i, value)| values[..i].contains(value));
    repeated.then(|| {
        Refusal::at(
            "angiven-tva-ganger",
            place,
            "Samma sak är angiven två gånger. Ange den en gång.",
        )
    })
}
