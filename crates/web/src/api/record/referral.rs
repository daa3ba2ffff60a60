//! Referrals, meetings and recommendations as a program reads them: references and codes, nobody's name.

use app::referral::{Choices, Held, Line};
use domain::{
    codes::CodeTable,
    consultation::{Consultation, Desk, Meeting, Party},
    recommendation::{Given, KINDS, Outcome, Recommendation, Waiting},
    referral::{DatedCode, Referral, Stage},
};
use serde_json::{Value, json};

/// What can be named in a team's referrals and consultations.
pub fn choices(choices: &Choices) -> Value {
    let code = |code: &DatedCode| {
        json!({
            "lista": code.list.slug(),
            "kod": code.code,
            "text": code.label,
            "fran": code.from.to_string(),
            "till": code.to.map(|day| day.to_string()),
        })
    };
    let units = choices.units.iter().map(|unit| {
        json!({
            "enhet": unit.key,
            "myndighet": unit.authority.slug(),
            "namn": unit.name,
            "erbjuds": unit.active,
        })
    });
    let insatser = choices.insatser.iter();
    json!({
        "team": choices.team.slug,
        "namn": choices.team.name,
        "kommuner": choices.team.municipalities,
        "enheter": units.collect::<Vec<_>>(),
        "koder": choices.codes.iter().map(code).collect::<Vec<_>>(),
        "insatser": insatser.map(|(slug, name)| json!({ "insats": slug, "namn": name })).collect::<Vec<_>>(),
    })
}

/// A line of the list of referrals.
pub fn referral_line(line: &Line) -> Value {
    let referral = &line.referral;
    json!({
        "id": referral.key,
        "version": line.version,
        "referens": referral.reference.as_str(),
        "skede": referral.stage.slug(),
        "mottagen": referral.received.to_string(),
        "myndighet": referral.sender.authority.slug(),
        "vantar": line.next.map(|(what, _)| what),
        "senast": line.next.map(|(_, by)| by.to_string()),
    })
}

/// A whole referral with what has happened to it.
pub fn referral(desk: &Desk, referral: &Referral) -> Value {
    let next = desk.next_step(referral);
    let treated = desk.treated(&referral.key);
    let treated = treated.iter().map(|(meeting, consultation)| {
        json!({
            "mote": meeting.key,
            "dag": meeting.on.to_string(),
            "konsultation": consultation.key,
            "rekommendation": consultation.given.as_ref().map(given),
        })
    });
    json!({
        "id": referral.key,
        "version": desk.version(referral),
        "team": desk.team.slug,
        "referens": referral.reference.as_str(),
        "mottagen": referral.received.to_string(),
        "enhet": referral.sender.key,
        "enhetsnamn": referral.sender.name,
        "myndighet": referral.sender.authority.slug(),
        "behov": referral.need,
        "kommun": referral.municipality,
        "skede": referral.stage.slug(),
        "steg": steps(&referral.stage),
        "behandlingar": treated.collect::<Vec<_>>(),
        "vantar": next.map(|(what, _)| what),
        "senast": next.map(|(_, by)| by.to_string()),
    })
}

/// The steps taken, in the order they were taken.
fn steps(stage: &Stage) -> Vec<Value> {
    let dates = stage.dates();
    let step = |slug: &str, on: chrono::NaiveDate, reason: Option<&str>| json!({ "skede": slug, "datum": on.to_string(), "skal": reason });
    let accepted = dates.accepted.map(|on| step("mottagen", on, None));
    let returned = dates
        .returned
        .as_ref()
        .map(|(on, reason)| step("aterlamnad", *on, Some(reason)));
    let withdrawn = dates.withdrawn.map(|on| step("atertagen", on, None));
    let answered = dates.answered.map(|on| step("besvarad", on, None));
    [accepted, returned, withdrawn, answered]
        .into_iter()
        .flatten()
        .collect()
}

/// A recommendation and what became of it; which participation it became is the insats's to know.
fn given(given: &Given) -> Value {
    let (insats, reason) = match &given.what {
        Recommendation::Enrol { insats } => (Some(insats), None),
        Recommendation::Declined { reason } => (None, Some(reason)),
        _ => (None, None),
    };
    let outcome = given.outcome.as_ref().map(|outcome| match outcome {
        Outcome::Entered { on, .. } => json!({ "datum": on.to_string(), "inskriven": true, "skal": null }),
        Outcome::NotTaken { on, reason } => {
            json!({ "datum": on.to_string(), "inskriven": false, "skal": reason })
        }
    });
    json!({
        "id": given.key,
        "slag": KINDS[given.what.kind()].0,
        "insats": insats,
        "skal": reason,
        "svar": given.on.to_string(),
        "utfall": outcome,
    })
}

fn parties(meeting: &Meeting) -> Vec<&'static str> {
    meeting.parties.iter().map(|party: &Party| party.slug()).collect()
}

/// A line of the list of meetings.
pub fn held(held: &Held) -> Value {
    json!({
        "id": held.meeting.key,
        "version": held.meeting.version,
        "dag": held.meeting.on.to_string(),
        "parter": parties(&held.meeting),
        "konsultationer": held.consultations,
    })
}

/// A whole meeting with its consultations.
pub fn meeting(desk: &Desk, meeting: &Meeting) -> Value {
    let line = |consultation: &Consultation| {
        json!({
            "id": consultation.key,
            "remiss": consultation.referral,
            "rekommendation": consultation.given.as_ref().map(given),
        })
    };
    json!({
        "id": meeting.key,
        "version": meeting.version,
        "team": desk.team.slug,
        "dag": meeting.on.to_string(),
        "parter": parties(meeting),
        "konsultationer": desk.held_at(&meeting.key).map(line).collect::<Vec<_>>(),
    })
}

/// A recommendation that waits for an insats.
pub fn waiting(waiting: &Waiting) -> Value {
    json!({
        "id": waiting.key,
        "referens": waiting.reference,
        "team": waiting.team,
        "myndighet": waiting.authority.map(CodeTable::slug),
        "enhet": waiting.unit,
        "kommun": waiting.municipality,
        "behov": waiting.need,
        "rekommenderad": waiting.on.to_string(),
    })
}
