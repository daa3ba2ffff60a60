//! A participation as a program reads it: the fields that are sent, key, version and where it stands.

mod referral;

use domain::{
    codes::CodeTable,
    facts::{OccupationShare, ParticipationFact, SupportShare},
    participation::{Answer, Entry, Exit, FollowUp, Interim, Named, OwnAnswer, Record, State},
};
use serde_json::{Map, Value, json};

pub use referral::{choices, held, meeting, referral, referral_line, waiting};

use super::schema::GOAL;

/// The exit inside a participation.
pub const EXIT: &str = "utregistrering";

/// Where a participation stands, as a code.
pub fn state(state: State) -> &'static str {
    match state {
        State::Granted => "beviljad",
        State::Introduction => "introduktion",
        State::Open => "deltar",
        State::Closed => "avslutad",
        State::Reversed => "felregistrerad",
        State::Anonymous { .. } => "anonym",
    }
}

/// A line of a list.
pub fn line(id: &str, reference: Option<&str>, fact: &ParticipationFact) -> Value {
    json!({
        "id": id,
        "referens": reference,
        "tillstand": state(State::of(fact)),
        "start": fact.entry.to_string(),
        "avslut": fact.exit.as_ref().map(|exit| exit.date.to_string()),
        "kon": fact.sex.map(CodeTable::slug),
        "fodelsear": fact.birth_year,
    })
}

/// A whole participation.
pub fn whole(record: &Record) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), record.keys.public_id.clone().into());
    out.insert("version".into(), record.keys.version.into());
    out.insert("insats".into(), record.keys.insats.clone().into());
    out.insert("tillstand".into(), state(record.state()).into());
    out.insert("pseudonym".into(), record.pseudonymous.into());
    match &record.entry {
        Entry::Named(named) => entry(named, &mut out),
        Entry::Anonymous(anonymous) => {
            // Without consent and protected identity are one thing here: nobody can tell which it was.
            out.insert("underlag".into(), "inget".into());
            out.insert("start".into(), anonymous.start_year.to_string().into());
            put(&mut out, "kon", &anonymous.sex, |sex| sex.slug().into());
        }
    }
    if let Some(closed) = &record.exit {
        out.insert(EXIT.into(), exit(closed));
    }
    Value::Object(out)
}

fn entry(named: &Named, out: &mut Map<String, Value>) {
    out.insert("underlag".into(), "skriftligt".into());
    out.insert("referens".into(), named.reference.clone().into());
    out.insert("lage".into(), named.stage.slug().into());
    out.insert("start".into(), named.start.to_string().into());
    put(out, "kon", &named.sex, |sex| sex.slug().into());
    put(out, "fodelsear", &named.birth_year, |year| (*year).into());
    put(out, "kommun", &named.municipality, |name| name.clone().into());
    put(out, "remittent", &named.referred_by, |code| code.slug().into());
    put(out, "utbildning", &named.education, |code| code.slug().into());
    put(out, "tid", &named.support_time, |code| code.slug().into());
    put(out, "forsorjning", &named.supports, |shares| supports(shares));
    put(out, "sysselsattning", &named.occupations, |shares| {
        occupations(shares)
    });
    out.insert("samtycke-datum".into(), named.consent.given.to_string().into());
    out.insert(
        "samtycke-version".into(),
        named.consent.form_version.clone().into(),
    );
    out.insert("samtycke-sprak".into(), named.consent.language.slug().into());
    if !named.consent.document.is_empty() {
        out.insert("samtycke-handling".into(), named.consent.document.clone().into());
    }
    if let Some(reason) = named.age_reason {
        out.insert("alder-skal".into(), reason.slug().into());
    }
    if let Some(reason) = named.excess_reason {
        out.insert("forsorjning-skal".into(), reason.slug().into());
    }
    if !named.answers.is_empty() {
        out.insert("fragor".into(), answers(&named.answers));
    }
}

fn exit(exit: &Exit) -> Value {
    let mut out = Map::new();
    out.insert("avslut".into(), exit.date.to_string().into());
    put(&mut out, "orsak", &exit.reason, |reason| reason.slug().into());
    if let Some(label) = &exit.label {
        out.insert("etikett".into(), label.clone().into());
    }
    put(&mut out, "forsorjning_efter", &exit.supports, |shares| {
        supports(shares)
    });
    put(&mut out, "sysselsattning_efter", &exit.occupations, |shares| {
        occupations(shares)
    });
    if let Some(reason) = exit.excess_reason {
        out.insert("forsorjning_efter-skal".into(), reason.slug().into());
    }
    if !exit.steps.is_empty() {
        out.insert("steg".into(), exit.steps.clone().into());
    }
    if !exit.answers.is_empty() {
        out.insert("fragor".into(), answers(&exit.answers));
    }
    Value::Object(out)
}

/// A plan as it is sent.
pub fn plan(plan: &Interim) -> Value {
    let mut out = Map::new();
    let goals = plan.goals.iter().map(|goal| {
        let mut row = Map::new();
        row.insert(GOAL.into(), goal.number.into());
        row.insert("omrade".into(), goal.area.slug().into());
        if let Some(above) = goal.parent {
            row.insert("under".into(), above.into());
        }
        row.insert("satt".into(), goal.set_on.to_string().into());
        row.insert("lage".into(), goal.status.slug().into());
        if let Some(on) = goal.status_on {
            row.insert("dag".into(), on.to_string().into());
        }
        Value::Object(row)
    });
    out.insert("mal".into(), goals.collect());
    let activities = plan.activities.iter().map(|activity| {
        let mut row = Map::new();
        row.insert("slag".into(), activity.kind.slug().into());
        row.insert("fran".into(), activity.from.to_string().into());
        if let Some(to) = activity.to {
            row.insert("till".into(), to.to_string().into());
        }
        row.insert("timmar".into(), activity.hours.into());
        Value::Object(row)
    });
    out.insert("aktiviteter".into(), activities.collect());
    if !plan.answers.is_empty() {
        out.insert("fragor".into(), answers(&plan.answers));
    }
    Value::Object(out)
}

/// A follow-up as it is sent.
pub fn follow_up(follow_up: &FollowUp) -> Value {
    let mut out = Map::new();
    out.insert("manader".into(), follow_up.months.slug().into());
    out.insert("kontakt".into(), follow_up.contact.slug().into());
    out.insert("datum".into(), follow_up.on.to_string().into());
    put(&mut out, "forsorjning", &follow_up.supports, |shares| {
        supports(shares)
    });
    put(&mut out, "sysselsattning", &follow_up.occupations, |shares| {
        occupations(shares)
    });
    if !follow_up.answers.is_empty() {
        out.insert("fragor".into(), answers(&follow_up.answers));
    }
    Value::Object(out)
}

/// A value, or why it is missing.
fn put<T>(out: &mut Map<String, Value>, name: &str, answer: &Answer<T>, value: impl Fn(&T) -> Value) {
    let value = match answer {
        Answer::Known(known) => value(known),
        Answer::Missing(why) => why.slug().into(),
    };
    // Known to be none is said by leaving the field out.
    if value.as_object().is_none_or(|shares| !shares.is_empty()) {
        out.insert(name.into(), value);
    }
}

fn supports(shares: &[SupportShare]) -> Value {
    let share = |s: &SupportShare| (s.support.slug().to_owned(), s.degree.into());
    Value::Object(shares.iter().map(share).collect())
}

fn occupations(shares: &[OccupationShare]) -> Value {
    let share = |s: &OccupationShare| (s.occupation.slug().to_owned(), s.per_cent.into());
    Value::Object(shares.iter().map(share).collect())
}

fn answers(answers: &[OwnAnswer]) -> Value {
    let answer = |a: &OwnAnswer| (a.question.clone(), a.value.into());
    Value::Object(answers.iter().map(answer).collect())
}
