//! Meetings, and one of them: who was there, and consultations registered in a row.

use app::{
    Failure,
    referral::{TeamDesk, form_key},
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    consultation::{Desk, Draft, Meeting, Party},
    recommendation::KINDS,
    referral::{List, Referral},
    refusal::Refusal,
};

use super::{
    Asked, JOB, desk,
    forms::{self, Fields},
    referral::given_words,
    sender_words, team_links,
};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::consultation::{FormPage, MeetingPage, MeetingsPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// All meetings of a team, newest first.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (TeamDesk { desk, .. }, teams) = desk(&site, &visitor, asked.team.as_deref()).await?;
    let today = site.now().date_naive();
    let mut table = Table::new(
        "moten",
        "Möten, det senaste först",
        &["Möte", "Parter", "Konsultationer#", "Läge"],
    );
    for meeting in desk.meetings.iter().rev() {
        let count = desk.held_at(&meeting.key).count();
        let state = if meeting.on > today {
            Cell::badge("planerat", "plain")
        } else if count == 0 {
            Cell::badge("att registrera", "should")
        } else {
            Cell::badge("registrerat", "good")
        };
        table.rows.push(Row::of(vec![
            Cell::link(
                meeting.on.to_string(),
                format!("/konsultation/moten/{}", meeting.key),
            ),
            Cell::text(party_words(&meeting.parties)),
            Cell::text(count.to_string()),
            state,
        ]));
    }
    let slug = &desk.team.slug;
    let place = Place::new("Möten", JOB).step(&desk.team.name, format!("/konsultation?team={slug}"));
    page(&MeetingsPage {
        shell: frame::shell(&site, &visitor, place).await?,
        lede: desk.team.name.clone(),
        teams: team_links(&teams, slug, "/konsultation/moten"),
        new_way: format!("/konsultation/moten/nytt?team={slug}"),
        table,
    })
}

fn party_words(parties: &[Party]) -> String {
    parties.iter().map(|p| p.label()).collect::<Vec<_>>().join(", ")
}

/// An empty form.
pub async fn new(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (TeamDesk { desk, .. }, _) = desk(&site, &visitor, asked.team.as_deref()).await?;
    let today = site.now().date_naive().to_string();
    page(&form(&site, &visitor, &desk, (&form_key("")?, &today, &Party::ALL), &[]).await?)
}

/// Saves it.
pub async fn create(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let fields = Fields(fields);
    let (team, key, on) = (fields.get("team"), fields.get("nyckel"), fields.get("dag"));
    let typed = (key.as_str(), on.as_str(), fields.parties());
    match site
        .app
        .add_meeting(&visitor.actor, &team, typed, site.now())
        .await
    {
        Ok(key) => Ok(done(&format!("/konsultation/moten/{key}"), "mote")),
        Err(Failure::Refused(refusals)) => {
            let TeamDesk { desk, .. } = site.app.desk(&visitor.actor, &team, site.now()).await?;
            let parties = fields.parties();
            refused(&form(&site, &visitor, &desk, (&key, &on, &parties), &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    desk: &Desk,
    (key, on, parties): (&str, &str, &[Party]),
    refusals: &[Refusal],
) -> Result<FormPage, Trouble> {
    let refusals = Refusals::of(refusals);
    let meetings = format!("/konsultation/moten?team={}", desk.team.slug);
    let place = Place::new("Nytt möte", JOB).step("Möten", &meetings);
    let day = Field::text("dag", "Dag").help("ÅÅÅÅ-MM-DD. Ett möte kan planeras i förväg.");
    Ok(FormPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: desk.team.name.clone(),
        action: "/konsultation/moten/nytt".into(),
        hidden: vec![("team", desk.team.slug.clone()), ("nyckel", key.to_owned())],
        fields: vec![day.value(on).error(&refusals)],
        checks_title: "Parter som är med",
        checks: forms::checks(parties),
        checks_error: refusals.at("parter"),
        button: "Spara mötet",
        back: meetings,
        refusals,
    })
}

/// One meeting.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let draft = Draft {
        referral: asked.remiss.unwrap_or_default(),
        ..Draft::default()
    };
    page(&shown(&site, &visitor, &key, (&draft, &[], asked.besked.as_deref())).await?)
}

/// Saves who was there.
pub async fn parties(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let parties = Fields(fields).parties();
    match site
        .app
        .set_parties(&visitor.actor, (&key, None), parties, site.now())
        .await
    {
        Ok(_) => Ok(done(&format!("/konsultation/moten/{key}"), "mote")),
        Err(Failure::Refused(refusals)) => {
            let draft = Draft::default();
            refused(&shown(&site, &visitor, &key, (&draft, &refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Registers a consultation and offers the next.
pub async fn add(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let fields = Fields(fields);
    let draft = Draft {
        referral: fields.get("remiss"),
        kind: fields.get("rekommendation"),
        insats: fields.get("insats"),
        reason: fields.get("skal"),
        answered: fields.get("svar"),
    };
    let new = (fields.get("nyckel"), &draft);
    let saved = site
        .app
        .add_consultation(&visitor.actor, &key, (&new.0, new.1), site.now())
        .await;
    match saved {
        Ok(()) => Ok(done(&format!("/konsultation/moten/{key}"), "konsultation")),
        Err(Failure::Refused(refusals)) => {
            refused(&shown(&site, &visitor, &key, (&draft, &refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    key: &str,
    (draft, refusals, told): (&Draft, &[Refusal], Option<&str>),
) -> Result<MeetingPage, Trouble> {
    let team_desk = site.app.desk_of(&visitor.actor, key, site.now()).await?;
    let desk = &team_desk.desk;
    let meeting = desk.meeting(key).ok_or_else(Trouble::not_found)?;
    let today = site.now().date_naive();
    let refusals = Refusals::of(refusals);
    let slug = &desk.team.slug;
    let place = Place::new(format!("Möte {}", meeting.on), JOB)
        .step("Möten", format!("/konsultation/moten?team={slug}"))
        .told(told);
    let insatser = site.app.insatser_to_recommend(&visitor.actor).await?;
    let fields = if meeting.on <= today {
        fields(&team_desk, meeting, &insatser, draft)
    } else {
        Vec::new()
    };
    Ok(MeetingPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: desk.team.name.clone(),
        parties: forms::checks(&meeting.parties),
        parties_error: refusals.at("parter"),
        parties_action: format!("/konsultation/moten/{key}/parter"),
        table: consultations(&team_desk, meeting),
        key: form_key("")?,
        fields: fields.into_iter().map(|field| field.error(&refusals)).collect(),
        action: format!("/konsultation/moten/{key}/konsultationer"),
        refusals,
    })
}

/// The form of a consultation; the recommendation decides which of the last three are read.
fn fields(
    TeamDesk { desk, codes }: &TeamDesk,
    meeting: &Meeting,
    insatser: &[(String, String)],
    draft: &Draft,
) -> Vec<Field> {
    let here = |r: &&Referral| {
        let treated = desk.treated(&r.key);
        r.stage.is_open() && r.received <= meeting.on && !treated.iter().any(|(m, _)| m.key == meeting.key)
    };
    let open: Vec<(String, String)> = desk
        .referrals
        .iter()
        .filter(here)
        .map(|r| (r.key.clone(), format!("{} – {}", r.reference, sender_words(r))))
        .collect();
    let open = open.iter().map(|(key, words)| (key.clone(), words.as_str()));
    let kinds = KINDS.iter().map(|(slug, words)| ((*slug).to_owned(), *words));
    let names = insatser.iter().map(|(slug, name)| (slug.clone(), name.as_str()));
    vec![
        Field::choice("remiss", "Remiss", forms::options("Ingen remiss", open))
            .help("De öppna som kom före mötet, den äldsta först.")
            .value(&draft.referral),
        Field::choice(
            "rekommendation",
            "Rekommendation",
            forms::options("Ingen ännu", kinds),
        )
        .help("Med en rekommendation är remissen besvarad.")
        .value(&draft.kind),
        Field::choice(
            "insats",
            "Insats",
            forms::options("Bara när en insats rekommenderas", names),
        )
        .value(&draft.insats),
        Field::choice(
            "skal",
            "Skäl",
            forms::list(
                codes,
                List::Decline,
                meeting.on,
                "Bara när det inte blir någon insats",
            ),
        )
        .value(&draft.reason),
        Field::text("svar", "Svar lämnat den")
            .help("ÅÅÅÅ-MM-DD. Tomt betyder mötets dag.")
            .value(&draft.answered),
    ]
}

fn consultations(TeamDesk { desk, codes }: &TeamDesk, meeting: &Meeting) -> Table {
    let mut table = Table::new(
        "konsultationer",
        "Konsultationer på mötet",
        &["Remiss", "Från", "Rekommendation", "Svar"],
    );
    for consultation in desk.held_at(&meeting.key) {
        let referral = consultation
            .referral
            .as_deref()
            .and_then(|key| desk.referral(key));
        let given = consultation.given.as_ref();
        table.rows.push(Row::of(vec![
            referral.map_or_else(
                || Cell::text("utan remiss"),
                |r| Cell::link(r.reference.to_string(), super::way(r)),
            ),
            Cell::text(referral.map(sender_words).unwrap_or_default()),
            Cell::text(given.map_or_else(|| "ingen ännu".to_owned(), |g| given_words(g, codes))),
            Cell::text(given.map(|g| g.on.to_string()).unwrap_or_default()),
        ]));
    }
    table
}
