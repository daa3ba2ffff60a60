//! Typed text into entries, exits, plans and follow-ups: everything that is wrong at once.

use chrono::{Datelike, NaiveDate};

use super::{
    Activity, Anonymous, Answer, Consent, Contact, Entry, Exit, Fields, FollowUp, Interim, Missing, Moment,
    Months, Named, OwnAnswer, PlanGoal, Rules, Stage,
    codes::{ActivityKind, ExcessReason, GoalStatus, Language, PlanArea},
    fields::required,
};
use crate::{
    codes::{CodeTable, ExitReason, Occupation, Sex, Support},
    facts::{OccupationShare, SupportShare},
    personnummer::Typed,
    refusal::Refusal,
};

/// Adds the problems of places that have none yet: one cause per field is enough.
fn join(mut read: Vec<Refusal>, judged: Vec<Refusal>) -> Vec<Refusal> {
    for refusal in judged {
        if read.iter().all(|other| other.place != refusal.place) {
            read.push(refusal);
        }
    }
    read
}

impl Entry {
    /// The entry of a form, a row of a file or a program. `underlag` decides which kind: `skriftligt`
    /// (written consent), `inget` (none) or `skyddad` (protected identity); without a consent nothing
    /// but sex and start year is read.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(fields: &Fields, person: &Typed, rules: &Rules) -> Result<Entry, Vec<Refusal>> {
        let mut problems = Vec::new();
        let entry = match fields.text("underlag") {
            "skriftligt" => Entry::Named(Box::new(named(fields, person, rules, &mut problems))),
            "inget" | "skyddad" => Entry::Anonymous(anonymous(fields, person, &mut problems)),
            _ => {
                let message =
                    "Ange om det finns ett skriftligt samtycke. Utan det registreras deltagandet anonymt.";
                return Err(vec![required("underlag", message)]);
            }
        };
        let problems = join(problems, entry.problems(rules));
        if problems.is_empty() {
            Ok(entry)
        } else {
            Err(problems)
        }
    }
}

fn anonymous(fields: &Fields, person: &Typed, problems: &mut Vec<Refusal>) -> Anonymous {
    if !person.is_empty() {
        let message =
            "Ett anonymt deltagande har inget nummer. Töm fältet, eller ange att skriftligt samtycke finns.";
        problems.push(Refusal::at("anonym-med-nummer", "personnummer", message));
    }
    let sex = fields.answer::<Sex>("kon", problems);
    let text = fields.text("start");
    let start_year = match text.parse::<i32>() {
        Ok(year) if text.len() == 4 => year,
        _ => fields.date("start", problems).map_or(0, |date| date.year()),
    };
    if text.is_empty() {
        problems.push(required("start", "Skriv startåret, till exempel 2026."));
    }
    Anonymous { sex, start_year }
}

fn named(fields: &Fields, typed: &Typed, rules: &Rules, problems: &mut Vec<Refusal>) -> Named {
    let start = fields.date("start", problems);
    if fields.text("start").is_empty() {
        problems.push(required("start", "Skriv startdatumet som ÅÅÅÅ-MM-DD."));
    }
    let start = start.unwrap_or(rules.today);
    let person = match (typed.is_empty(), typed.read(rules.today)) {
        (true, _) => None,
        (false, Ok(person)) => Some(person),
        (false, Err(wrong)) => {
            problems.push(wrong.refusal("personnummer"));
            None
        }
    };
    let mut named = Named {
        reference: fields.text("referens").to_owned(),
        stage: fields.code("lage", problems).unwrap_or(Stage::Participating),
        start,
        consent: consent(fields, start, problems),
        sex: fields.answer("kon", problems),
        birth_year: birth_year(fields, problems),
        municipality: municipality(fields),
        referred_by: fields.answer("remittent", problems),
        education: fields.answer("utbildning", problems),
        support_time: fields.answer("tid", problems),
        supports: supports(fields, "forsorjning", problems),
        occupations: occupations(fields, "sysselsattning", problems),
        answers: OwnAnswer::read(fields, (Moment::Entry, start), rules, problems),
        age_reason: fields.code("alder-skal", problems),
        excess_reason: fields.code("forsorjning-skal", problems),
        person,
    };
    fill_from_number(&mut named, fields);
    for (place, empty, message) in [
        (
            "kon",
            fields.text("kon").is_empty(),
            "Ange kön, eller varför uppgiften saknas.",
        ),
        (
            "fodelsear",
            fields.text("fodelsear").is_empty(),
            "Skriv födelseåret med fyra siffror.",
        ),
    ] {
        if empty && named.person.is_none() && typed.is_empty() {
            problems.push(required(place, message));
        }
    }
    named
}

/// What the number says need not be typed.
fn fill_from_number(named: &mut Named, fields: &Fields) {
    let Some(person) = &named.person else { return };
    if fields.text("kon").is_empty() {
        named.sex = Answer::Known(person.sex());
    }
    if fields.text("fodelsear").is_empty() {
        named.birth_year = Answer::Known(person.birth_year());
    }
}

fn consent(fields: &Fields, start: NaiveDate, problems: &mut Vec<Refusal>) -> Consent {
    let version = fields.text("samtycke-version");
    Consent {
        form_version: (if version.is_empty() { "1" } else { version }).to_owned(),
        language: fields
            .code("samtycke-sprak", problems)
            .unwrap_or(Language::Swedish),
        given: fields.date("samtycke-datum", problems).unwrap_or(start),
        document: fields.text("samtycke-handling").to_owned(),
    }
}

fn birth_year(fields: &Fields, problems: &mut Vec<Refusal>) -> Answer<i32> {
    if let Some(why) = Missing::from_slug(fields.text("fodelsear")) {
        return Answer::Missing(why);
    }
    let year = fields.number("fodelsear", (1900, 2100), problems);
    year.and_then(|year| i32::try_from(year).ok()).into()
}

fn municipality(fields: &Fields) -> Answer<String> {
    let text = fields.text("kommun");
    match Missing::from_slug(text) {
        Some(why) => Answer::Missing(why),
        None => Some(text.to_owned()).filter(|text| !text.is_empty()).into(),
    }
}

/// One choice for the ordinary case, and a degree per support for the others: `place` and
/// `place-<slug>`. The chosen one gets what the others leave.
pub(super) fn supports(
    fields: &Fields,
    place: &str,
    problems: &mut Vec<Refusal>,
) -> Answer<Vec<SupportShare>> {
    let parts = parts::<Support>(fields, place, (25, 100), problems);
    for (support, degree) in &parts {
        if degree % 25 != 0 {
            let message = format!("Graden av {} ska vara 25, 50, 75 eller 100 %.", support.label());
            problems.push(Refusal::at(
                "grad",
                format!("{place}-{}", support.slug()),
                message,
            ));
        }
    }
    let share = |(support, degree): (Support, u8)| SupportShare { support, degree };
    whole(fields, place, parts, 25, problems).map_shares(share)
}

/// One choice for the ordinary case, and per cent per occupation for the others.
pub(super) fn occupations(
    fields: &Fields,
    place: &str,
    problems: &mut Vec<Refusal>,
) -> Answer<Vec<OccupationShare>> {
    let parts = parts::<Occupation>(fields, place, (1, 100), problems);
    let share = |(occupation, per_cent): (Occupation, u8)| OccupationShare { occupation, per_cent };
    whole(fields, place, parts, 1, problems).map_shares(share)
}

fn parts<T: CodeTable>(
    fields: &Fields,
    place: &str,
    limits: (i64, i64),
    problems: &mut Vec<Refusal>,
) -> Vec<(T, u8)> {
    let part = |code: &T| {
        let name = format!("{place}-{}", code.slug());
        if fields.text(&name) == "0" {
            return None;
        }
        let value = fields.number(&name, limits, problems)?;
        Some((*code, u8::try_from(value).ok()?))
    };
    T::ALL.iter().filter_map(part).collect()
}

fn whole<T: CodeTable>(
    fields: &Fields,
    place: &str,
    mut parts: Vec<(T, u8)>,
    least: u8,
    problems: &mut Vec<Refusal>,
) -> Answer<Vec<(T, u8)>> {
    match fields.answer::<T>(place, problems) {
        Answer::Known(main) if parts.iter().all(|(code, _)| *code != main) => {
            let others: u32 = parts.iter().map(|(_, degree)| u32::from(*degree)).sum();
            let left = u8::try_from(100_u32.saturating_sub(others)).unwrap_or(100);
            parts.push((main, left.max(least)));
            parts.sort_by_key(|(code, _)| code.code());
            Answer::Known(parts)
        }
        Answer::Missing(why) if parts.is_empty() => Answer::Missing(why),
        _ => Answer::Known(parts),
    }
}

impl<T> Answer<Vec<(T, u8)>> {
    fn map_shares<S>(self, share: impl Fn((T, u8)) -> S) -> Answer<Vec<S>> {
        match self {
            Answer::Known(parts) => Answer::Known(parts.into_iter().map(share).collect()),
            Answer::Missing(why) => Answer::Missing(why),
        }
    }
}

impl Exit {
    /// The exit of a form; `start` is the participation's first day.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(fields: &Fields, start: NaiveDate, rules: &Rules) -> Result<Exit, Vec<Refusal>> {
        let mut problems = Vec::new();
        if fields.text("avslut").is_empty() {
            problems.push(required("avslut", "Skriv avslutsdatumet som ÅÅÅÅ-MM-DD."));
        }
        let date = fields.date("avslut", &mut problems).unwrap_or(rules.today);
        let label = Some(fields.text("etikett").to_owned()).filter(|slug| !slug.is_empty());
        let mut reason = fields.answer::<ExitReason>("orsak", &mut problems);
        let mapped = rules.labels.iter().find(|l| Some(&l.slug) == label.as_ref());
        if let (Some(label), true) = (mapped, fields.text("orsak").is_empty()) {
            reason = Answer::Known(label.reason);
        } else if fields.text("orsak").is_empty() {
            problems.push(required(
                "orsak",
                "Välj avslutsanledning, eller varför uppgiften saknas.",
            ));
        }
        let exit = Exit {
            date,
            reason,
            label,
            supports: supports(fields, "forsorjning_efter", &mut problems),
            occupations: occupations(fields, "sysselsattning_efter", &mut problems),
            steps: fields
                .all("steg")
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
                .collect(),
            answers: OwnAnswer::read(fields, (Moment::Exit, date), rules, &mut problems),
            excess_reason: fields.code::<ExcessReason>("forsorjning_efter-skal", &mut problems),
        };
        let problems = join(problems, exit.problems(start, rules));
        if problems.is_empty() {
            Ok(exit)
        } else {
            Err(problems)
        }
    }
}

impl FollowUp {
    /// The follow-up of a form; `exit` is the participation's last day.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(fields: &Fields, exit: NaiveDate, rules: &Rules) -> Result<FollowUp, Vec<Refusal>> {
        let mut problems = Vec::new();
        let months = fields.code::<Months>("manader", &mut problems);
        if months.is_none() {
            problems.push(required("manader", "Välj vilken uppföljning det är."));
        }
        let contact = fields.code::<Contact>("kontakt", &mut problems);
        if contact.is_none() {
            problems.push(required("kontakt", "Ange om deltagaren svarade."));
        }
        let contact = contact.unwrap_or(Contact::Reached);
        let on = fields.date("datum", &mut problems).unwrap_or(rules.today);
        let (supports, occupations) = match contact {
            Contact::Reached => (
                supports(fields, "forsorjning", &mut problems),
                occupations(fields, "sysselsattning", &mut problems),
            ),
            Contact::Declined => (
                Answer::Missing(Missing::Declined),
                Answer::Missing(Missing::Declined),
            ),
            Contact::Lost => (
                Answer::Missing(Missing::LostContact),
                Answer::Missing(Missing::LostContact),
            ),
        };
        let follow_up = FollowUp {
            months: months.unwrap_or(Months::Three),
            on,
            contact,
            supports,
            occupations,
            answers: OwnAnswer::read(fields, (Moment::FollowUp, on), rules, &mut problems),
        };
        let problems = join(problems, follow_up.problems(exit, rules));
        if problems.is_empty() {
            Ok(follow_up)
        } else {
            Err(problems)
        }
    }
}

impl Interim {
    /// The plan and activities of a form: rows `mal-N-…` and `akt-N-…`; a row without area or kind is
    /// left out.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(fields: &Fields, start: NaiveDate, rules: &Rules) -> Result<Interim, Vec<Refusal>> {
        let mut problems = Vec::new();
        let mut interim = Interim::default();
        for n in 1..=Interim::MOST {
            let name = |part: &str| format!("mal-{n}-{part}");
            if let Some(area) = fields.code::<PlanArea>(&name("omrade"), &mut problems) {
                let above = fields.number(&name("under"), (1, Interim::MOST), &mut problems);
                interim.goals.push(PlanGoal {
                    number: u8::try_from(n).unwrap_or(0),
                    parent: above.and_then(|above| u8::try_from(above).ok()),
                    area,
                    set_on: fields.date(&name("satt"), &mut problems).unwrap_or(rules.today),
                    status: fields
                        .code(&name("lage"), &mut problems)
                        .unwrap_or(GoalStatus::Ongoing),
                    status_on: fields.date(&name("dag"), &mut problems),
                });
            }
            let name = |part: &str| format!("akt-{n}-{part}");
            if let Some(kind) = fields.code::<ActivityKind>(&name("slag"), &mut problems) {
                let hours = fields.number(&name("timmar"), (1, 40), &mut problems);
                if hours.is_none() && fields.text(&name("timmar")).is_empty() {
                    problems.push(required(&name("timmar"), "Skriv timmar i veckan, 1 till 40."));
                }
                interim.activities.push(Activity {
                    kind,
                    from: fields.date(&name("fran"), &mut problems).unwrap_or(rules.today),
                    to: fields.date(&name("till"), &mut problems),
                    hours: hours.and_then(|hours| u8::try_from(hours).ok()).unwrap_or(1),
                });
            }
        }
        let at = (Moment::Interim, rules.today);
        interim.answers = OwnAnswer::read(fields, at, rules, &mut problems);
        let problems = join(problems, interim.problems(start, rules));
        if problems.is_empty() {
            Ok(interim)
        } else {
            Err(problems)
        }
    }
}
