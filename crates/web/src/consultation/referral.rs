//! A new referral, and one of them with its timeline and next step.

use app::{
    Failure,
    referral::{Step, TeamDesk, form_key},
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use chrono::{Datelike, NaiveDate};
use domain::{
    consultation::Desk,
    recommendation::{Given, Outcome, Recommendation},
    referral::{DatedCode, Dates, Draft, List, Referral, lists, reference},
    refusal::Refusal,
};

use super::{
    Asked, JOB, desk,
    forms::{self, Fields},
    sender_words, stage_class,
};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::consultation::{FormPage, ReferralPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals},
    visitor::Visitor,
};

const HELP: &str = "Teamets eget löpnummer. Aldrig namn, personnummer eller något som pekar ut personen: vem det gäller vet handläggaren.";

/// An empty form with the next reference and today's date.
pub async fn new(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (desk, _) = desk(&site, &visitor, asked.team.as_deref()).await?;
    let today = site.now().date_naive();
    let taken = desk.desk.referrals.iter().map(|r| &r.reference);
    let draft = Draft {
        reference: reference::next(taken, today.year()),
        received: today.to_string(),
        ..Draft::default()
    };
    page(&form(&site, &visitor, &desk, (&form_key("")?, &draft), &[]).await?)
}

/// Saves it.
pub async fn create(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let fields = Fields(fields);
    let draft = Draft {
        reference: fields.get("referens"),
        unit: fields.get("enhet"),
        authority: fields.get("myndighet"),
        new_unit: fields.get("ny-enhet"),
        need: fields.get("behov"),
        municipality: fields.get("kommun"),
        received: fields.get("mottagen"),
    };
    let (team, key) = (fields.get("team"), fields.get("nyckel"));
    let saved = site
        .app
        .add_referral(&visitor.actor, &team, (&key, &draft), site.now())
        .await;
    match saved {
        Ok(key) => Ok(done(&format!("/konsultation/remiss/{key}"), "remiss")),
        Err(Failure::Refused(refusals)) => {
            let desk = site.app.desk(&visitor.actor, &team, site.now()).await?;
            refused(&form(&site, &visitor, &desk, (&key, &draft), &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    TeamDesk { desk, codes }: &TeamDesk,
    (key, draft): (&str, &Draft),
    refusals: &[Refusal],
) -> Result<FormPage, Trouble> {
    let refusals = Refusals::of(refusals);
    let today = site.now().date_naive();
    let units = desk.units.iter().filter(|unit| unit.active);
    let unit_words: Vec<(String, String)> = units
        .map(|unit| {
            use domain::codes::CodeTable;
            (
                unit.key.to_string(),
                format!("{}, {}", unit.authority.label(), unit.name),
            )
        })
        .collect();
    let units = unit_words
        .iter()
        .map(|(key, words)| (key.clone(), words.as_str()));
    let places = desk.team.municipalities.iter().map(|m| (m.clone(), m.as_str()));
    let fields = vec![
        Field::text("referens", "Referens")
            .help(HELP)
            .value(&draft.reference),
        Field::text("mottagen", "Kom den")
            .help("ÅÅÅÅ-MM-DD")
            .value(&draft.received),
        Field::choice("enhet", "Från enhet", forms::options("Välj enhet", units))
            .help("Väntetiden mäts per avsändare. Finns enheten inte i listan: skriv den längst ned.")
            .value(&draft.unit),
        Field::choice(
            "behov",
            "Frågan gäller",
            forms::list(codes, List::Need, today, "Välj"),
        )
        .value(&draft.need),
        Field::choice("kommun", "Kommun", forms::options("Uppgift saknas", places))
            .help("Följer med till inregistreringen om det blir en insats.")
            .value(&draft.municipality),
        Field::text("ny-enhet", "Ny enhet, om den saknas i listan")
            .help("Enhetens namn, aldrig en persons.")
            .value(&draft.new_unit),
        Field::choice("myndighet", "Den nya enhetens myndighet", forms::authorities())
            .value(&draft.authority),
    ];
    let place =
        Place::new("Ny remiss", JOB).step(&desk.team.name, format!("/konsultation?team={}", desk.team.slug));
    Ok(FormPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: format!("Till {}.", desk.team.name),
        action: "/konsultation/ny".into(),
        hidden: vec![("team", desk.team.slug.clone()), ("nyckel", key.to_owned())],
        fields: fields.into_iter().map(|field| field.error(&refusals)).collect(),
        checks_title: "",
        checks: Vec::new(),
        checks_error: String::new(),
        button: "Spara remissen",
        back: format!("/konsultation?team={}", desk.team.slug),
        refusals,
    })
}

/// One referral.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let step = Step {
        on: site.now().date_naive().to_string(),
        ..Step::default()
    };
    page(&shown(&site, &visitor, &key, (&step, &[], asked.besked.as_deref())).await?)
}

/// Takes a step with it.
pub async fn step(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let fields = Fields(fields);
    let step = Step {
        what: fields.get("steg"),
        on: fields.get("datum"),
        reason: fields.get("skal"),
    };
    match site
        .app
        .step_referral(&visitor.actor, (&key, None), &step, site.now())
        .await
    {
        Ok(_) => Ok(done(&format!("/konsultation/remiss/{key}"), "remiss")),
        Err(Failure::Refused(refusals)) => {
            refused(&shown(&site, &visitor, &key, (&step, &refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    key: &str,
    (step, refusals, told): (&Step, &[Refusal], Option<&str>),
) -> Result<ReferralPage, Trouble> {
    let TeamDesk { desk, codes } = site.app.desk_of(&visitor.actor, key, site.now()).await?;
    let referral = desk.referral(key).ok_or_else(Trouble::not_found)?;
    let today = site.now().date_naive();
    let team = format!("/konsultation?team={}", desk.team.slug);
    let place = Place::new(format!("Remiss {}", referral.reference), JOB)
        .step(&desk.team.name, &team)
        .told(told);
    let refusals = Refusals::of(refusals);
    let held = desk.meetings.iter().rev().find(|meeting| meeting.on <= today);
    let meeting = held.filter(|_| referral.stage.is_open()).map(|meeting| {
        let way = format!("/konsultation/moten/{}?remiss={key}#registrera", meeting.key);
        Link::new(format!("Registrera på mötet {}", meeting.on), way)
    });
    Ok(ReferralPage {
        shell: frame::shell(site, visitor, place).await?,
        state: Cell::badge(referral.stage.label(), stage_class(&referral.stage)),
        due: desk
            .next_step(referral)
            .map(|(step, by)| format!("Väntar på {step}, senast {by}.")),
        facts: vec![
            ("Referens", referral.reference.to_string()),
            ("Kom", referral.received.to_string()),
            ("Från", sender_words(referral)),
            (
                "Frågan gäller",
                lists::label(&codes, List::Need, &referral.need).to_owned(),
            ),
            (
                "Kommun",
                referral
                    .municipality
                    .clone()
                    .unwrap_or_else(|| "uppgift saknas".into()),
            ),
        ],
        timeline: timeline(&desk, referral, &codes),
        meeting,
        steps: steps(referral, (step, &codes), &refusals, today),
        action: format!("/konsultation/remiss/{key}"),
        refusals,
    })
}

/// The form of the steps the referral can take; none when it is closed.
fn steps(
    referral: &Referral,
    (typed, codes): (&Step, &[DatedCode]),
    refusals: &Refusals,
    today: NaiveDate,
) -> Vec<Field> {
    if !referral.stage.is_open() {
        return Vec::new();
    }
    let mut choices = Vec::new();
    if referral.stage.dates() == Dates::default() {
        choices.push(("ta-emot".to_owned(), "ta emot den".to_owned()));
    }
    choices.push(("aterlamna".into(), "återlämna den till avsändaren".into()));
    choices.push(("aterta".into(), "avsändaren återtar den".into()));
    let reasons = forms::list(codes, List::Return, today, "Bara vid återlämning");
    let fields = vec![
        Field::choice("steg", "Nästa steg", choices).value(&typed.what),
        Field::text("datum", "Dag").help("ÅÅÅÅ-MM-DD").value(&typed.on),
        Field::choice("skal", "Skäl till återlämning", reasons)
            .help("Avsändaren får samma skäl.")
            .value(&typed.reason),
    ];
    fields.into_iter().map(|field| field.error(refusals)).collect()
}

/// What has happened, oldest first.
fn timeline(desk: &Desk, referral: &Referral, codes: &[DatedCode]) -> Vec<(String, String)> {
    let mut line: Vec<(NaiveDate, String)> = vec![(referral.received, "Remissen kom".into())];
    let dates = referral.stage.dates();
    line.extend(dates.accepted.map(|on| (on, "Teamet tog emot den".to_owned())));
    for (meeting, consultation) in desk.treated(&referral.key) {
        line.push((meeting.on, "Behandlad på möte".into()));
        if let Some(given) = &consultation.given {
            line.push((given.on, format!("Svar: {}", given_words(given, codes))));
            line.extend(outcome(given, codes));
        }
    }
    line.extend(dates.returned.map(|(on, reason)| {
        let words = lists::label(codes, List::Return, &reason).to_owned();
        (on, format!("Återlämnad: {words}"))
    }));
    line.extend(
        dates
            .withdrawn
            .map(|on| (on, "Återtagen av avsändaren".to_owned())),
    );
    line.sort_by_key(|(on, _)| *on);
    line.into_iter()
        .map(|(on, words)| (on.to_string(), words))
        .collect()
}

/// "delta i en insats (krus)".
pub(super) fn given_words(given: &Given, codes: &[DatedCode]) -> String {
    match &given.what {
        Recommendation::Enrol { insats } => format!("{} ({insats})", given.what.label()),
        Recommendation::Declined { reason } => {
            format!(
                "{}: {}",
                given.what.label(),
                lists::label(codes, List::Decline, reason)
            )
        }
        other => other.label().to_owned(),
    }
}

fn outcome(given: &Given, codes: &[DatedCode]) -> Option<(NaiveDate, String)> {
    match given.outcome.as_ref()? {
        Outcome::Entered { on, .. } => Some((*on, "Började i insatsen".into())),
        Outcome::NotTaken { on, reason } => {
            let words = lists::label(codes, List::Decline, reason);
            Some((*on, format!("Blev inte av: {words}")))
        }
    }
}
