//! The forms that change a participation that is there.

use app::participation::{Affected, Correction, Seen};
use axum::{
    extract::{Form, Path, State},
    response::Response,
};
use domain::{
    codes::CodeTable,
    participation::{Entry, Exit, Fields, FollowUp, Interim, ReversalReason, Rules, Stage},
    personnummer::Typed,
    refusal::Refusal,
};

use super::{about, answered, fields::Filler, finished, version};
use crate::{
    page::{Answer, page},
    pages::participation::{FormPage, Group, OtherVersion},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

type Sent = Form<Vec<(String, String)>>;

/// One of the forms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Exit,
    Correct,
    Start,
    Plan,
    FollowUp,
    Reverse,
}

impl Kind {
    /// Heading, last part of the address, button.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Kind::Exit => ("Avsluta", "avsluta", "Avsluta deltagandet"),
            Kind::Correct => ("Rätta", "ratta", "Spara rättelsen"),
            Kind::Start => ("Starta", "starta", "Starta"),
            Kind::Plan => ("Plan och aktiviteter", "plan", "Spara planen"),
            Kind::FollowUp => ("Följ upp", "uppfoljning", "Spara uppföljningen"),
            Kind::Reverse => ("Felregistrera", "felregistrera", "Felregistrera"),
        }
    }
}

async fn find(site: &Site, visitor: &Visitor, public_id: &str) -> Result<Seen, Trouble> {
    Ok(site
        .app
        .participation(&visitor.actor, public_id, site.now())
        .await?)
}

/// The form as it is first shown.
async fn ask(site: &Site, visitor: &Visitor, public_id: &str, kind: Kind) -> Answer {
    let seen = find(site, visitor, public_id).await?;
    let fields = first(&seen, kind);
    page(&form(site, visitor, &seen, kind, &fields, (&[], None)).await?)
}

/// What stands in the form before anything is typed.
fn first(seen: &Seen, kind: Kind) -> Fields {
    let today = seen.rules.today.to_string();
    let mut fields = match kind {
        Kind::Correct => {
            let mut fields = seen.record.entry.fields();
            if let Some(exit) = &seen.record.exit {
                exit.write(&mut fields);
            }
            fields
        }
        Kind::Plan => seen.record.interim.fields(),
        _ => Fields::default(),
    };
    match kind {
        Kind::Exit => fields.set("avslut", today),
        Kind::Start => fields.set("start", today),
        Kind::FollowUp => {
            fields.set("datum", today);
            if let Some(months) = seen
                .record
                .due(seen.rules.today)
                .iter()
                .find_map(|due| due.follow_up)
            {
                fields.set("manader", months.slug());
            }
        }
        _ => {}
    }
    fields
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    seen: &Seen,
    kind: Kind,
    fields: &Fields,
    (refusals, conflict): (&[Refusal], Option<OtherVersion>),
) -> Result<FormPage, Trouble> {
    let (title, part, button) = kind.words();
    let mut form = about(site, visitor, seen, title, part).await?;
    let shown = Refusals::of(refusals);
    let filler = Filler {
        fields,
        refusals: &shown,
    };
    form.button = button.to_owned();
    form.groups = groups(seen, kind, &filler);
    match kind {
        Kind::Exit if seen.record.entry.named().is_none() => {
            form.notes.push("Ett anonymt deltagande behåller bara sin sista dag.".into());
        }
        Kind::Correct => form.notes.push(
            "Rättelsen ersätter det som står. Lämna personnumret tomt om det inte ska bytas; numret visas aldrig.".into(),
        ),
        Kind::Reverse => {
            form.notes.push(
                "En felregistrering är ingen avslutsanledning: deltagandet tas ur alla antal, och plan, avslut och uppföljningar tas bort. Det går inte att ångra.".into(),
            );
            let [own, others] = affected(site, visitor, &seen.record.keys.public_id).await?;
            form.tables.push(own);
            form.folded = vec![others];
            form.cannot_be_undone = true;
        }
        _ => {}
    }
    Ok(finished(form, refusals, conflict))
}

fn groups(seen: &Seen, kind: Kind, filler: &Filler<'_>) -> Vec<Group> {
    let rules: &Rules = &seen.rules;
    let named = seen.record.entry.named().is_some();
    let option = |code: &str, words: &str| (code.to_owned(), words.to_owned());
    match kind {
        Kind::Exit if !named => vec![Group::open("", vec![last_day(filler)])],
        Kind::Exit => filler.exit(rules),
        Kind::Correct => {
            let mut groups = filler.entry(rules, named);
            if seen.record.exit.is_some() {
                let mut exit = if named {
                    filler.exit(rules)
                } else {
                    vec![Group::open("", vec![last_day(filler)])]
                };
                if let Some(first) = exit.first_mut() {
                    first.title = "Avslut".into();
                }
                for group in exit.iter_mut().skip(1) {
                    group.title = format!("{} vid avslut", group.title);
                }
                groups.extend(exit);
            }
            groups
        }
        Kind::Start => {
            let stages = Stage::ALL
                .iter()
                .rev()
                .filter(|stage| **stage > seen.record.fact(0).stage);
            let stages = stages.map(|stage| option(stage.slug(), stage.label())).collect();
            let stage =
                Field::choice("lage", "Läge", stages).help("Deltagandet räknas från den dag det startar.");
            let start = Field::text("start", "Från och med").help("ÅÅÅÅ-MM-DD.");
            vec![Group::open("", vec![filler.fill(stage), filler.fill(start)])]
        }
        Kind::Plan => filler.plan(rules),
        Kind::FollowUp => filler.follow_up(rules),
        Kind::Reverse => {
            let mut reasons = vec![option("", "Välj")];
            reasons.extend(
                ReversalReason::ALL
                    .iter()
                    .map(|reason| option(reason.slug(), reason.label())),
            );
            let reason = Field::choice("skal", "Vad blev fel?", reasons)
                .help("Visas för den som granskar. Inget om personen.");
            vec![Group::open("", vec![filler.fill(reason)])]
        }
    }
}

fn last_day(filler: &Filler<'_>) -> Field {
    filler.fill(Field::text("avslut", "Avslutsdatum").help("Sista dagen i insatsen, ÅÅÅÅ-MM-DD."))
}

/// So many figures of the insats are shown; the rest are counted.
const SHOWN: usize = 12;

/// The figures a reversal changes: the insats's own with their values, the association's by name.
async fn affected(site: &Site, visitor: &Visitor, public_id: &str) -> Result<[Table; 2], Trouble> {
    let figures = site
        .app
        .figures_that_count(&visitor.actor, public_id, site.now())
        .await?;
    let published = |figure: &Affected| {
        Cell::text(if figure.published {
            "ja, och rapporten behåller sitt tal"
        } else {
            "nej"
        })
    };
    let mut own = Table::new(
        "andras",
        "Insatsens tal som ändras",
        &["Tal", "År#", "Nu#", "Efter#", "Publicerat"],
    );
    let mut others = Table::new(
        "andras-forbundet",
        "Förbundets tal som också räknar deltagandet",
        &["Tal", "År#", "Publicerat"],
    );
    let mut more = 0;
    for figure in &figures {
        let year = Cell::text(figure.year.to_string());
        match &figure.values {
            None => others
                .rows
                .push(Row::of(vec![Cell::text(figure.name), year, published(figure)])),
            Some(_) if own.rows.len() == SHOWN => more += 1,
            Some((before, after)) => {
                let name = match figure.scope.as_str() {
                    "" => figure.name.to_owned(),
                    scope => format!("{}, {scope}", figure.name),
                };
                let values = [Cell::text(before), Cell::text(after)];
                let cells = [Cell::text(name), year].into_iter().chain(values);
                own.rows.push(Row::of(cells.chain([published(figure)]).collect()));
            }
        }
    }
    if more > 0 {
        own.notes.push(format!("{more} av insatsens tal till ändras."));
    }
    Ok([own, others])
}

/// The form again: what was typed stands, with what was wrong or what somebody else saved.
macro_rules! again {
    ($site:expr, $visitor:expr, $seen:expr, $kind:expr, $fields:expr) => {
        async |refusals: Vec<Refusal>, other: Option<OtherVersion>| {
            form($site, $visitor, $seen, $kind, $fields, (&refusals, other)).await
        }
    };
}

/// The exit form.
pub async fn ask_exit(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    ask(&site, &visitor, &id, Kind::Exit).await
}

/// Closes.
pub async fn exit(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(values): Sent,
) -> Result<Response, Trouble> {
    let seen = find(&site, &visitor, &id).await?;
    let mut fields = Fields::new(values);
    if seen.record.entry.named().is_none() {
        fields.set_default("orsak", "ej_insamlat");
    }
    let outcome = match Exit::read(&fields, seen.record.entry.start(), &seen.rules) {
        Ok(exit) => {
            site.app
                .close_participation(&visitor.actor, (&id, version(&fields)), exit, site.now())
                .await
        }
        Err(refusals) => Err(app::Failure::Refused(refusals)),
    };
    answered(
        outcome,
        (&seen, "utregistrerad"),
        again!(&site, &visitor, &seen, Kind::Exit, &fields),
    )
    .await
}

/// The form with everything as it stands.
pub async fn ask_correct(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    ask(&site, &visitor, &id, Kind::Correct).await
}

/// Corrects.
pub async fn correct(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(values): Sent,
) -> Result<Response, Trouble> {
    let seen = find(&site, &visitor, &id).await?;
    let mut fields = Fields::new(values);
    let typed = Typed::new(fields.take("personnummer").unwrap_or_default());
    let outcome = match correction(&fields, &typed, &seen) {
        Ok(correction) => {
            site.app
                .correct_participation(&visitor.actor, (&id, version(&fields)), correction, site.now())
                .await
        }
        Err(refusals) => Err(app::Failure::Refused(refusals)),
    };
    answered(
        outcome,
        (&seen, "rattad"),
        again!(&site, &visitor, &seen, Kind::Correct, &fields),
    )
    .await
}

fn correction(fields: &Fields, typed: &Typed, seen: &Seen) -> Result<Correction, Vec<Refusal>> {
    let entry = Entry::read(fields, typed, &seen.rules)?;
    let exit = match &seen.record.exit {
        Some(standing) if entry.named().is_none() => Some(Exit::read(
            &{
                let mut day = Fields::default();
                day.set("avslut", fields.text("avslut"));
                day.set_default("avslut", standing.date.to_string());
                day.set("orsak", "ej_insamlat");
                day
            },
            entry.start(),
            &seen.rules,
        )?),
        Some(_) => Some(Exit::read(fields, entry.start(), &seen.rules)?),
        None => None,
    };
    Ok(Correction { entry, exit })
}

/// The form for a start.
pub async fn ask_start(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    ask(&site, &visitor, &id, Kind::Start).await
}

/// Begins.
pub async fn start(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(values): Sent,
) -> Result<Response, Trouble> {
    let seen = find(&site, &visitor, &id).await?;
    let fields = Fields::new(values);
    let day = fields.text("start").parse::<chrono::NaiveDate>();
    let outcome = match (Stage::from_slug(fields.text("lage")), day) {
        (Some(stage), Ok(day)) => {
            site.app
                .begin_participation(&visitor.actor, (&id, version(&fields)), (stage, day), site.now())
                .await
        }
        (None, _) => Err(Refusal::at("val-okant", "lage", "Välj det läge som börjar.").into()),
        (_, Err(_)) => Err(Refusal::at("datum-form", "start", "Skriv datumet som ÅÅÅÅ-MM-DD.").into()),
    };
    answered(
        outcome,
        (&seen, "startad"),
        again!(&site, &visitor, &seen, Kind::Start, &fields),
    )
    .await
}

/// The plan as a form.
pub async fn ask_plan(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    ask(&site, &visitor, &id, Kind::Plan).await
}

/// Saves the plan.
pub async fn plan(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(values): Sent,
) -> Result<Response, Trouble> {
    let seen = find(&site, &visitor, &id).await?;
    let fields = Fields::new(values);
    let outcome = match Interim::read(&fields, seen.record.entry.start(), &seen.rules) {
        Ok(interim) => {
            site.app
                .save_interim(&visitor.actor, (&id, version(&fields)), interim, site.now())
                .await
        }
        Err(refusals) => Err(app::Failure::Refused(refusals)),
    };
    answered(
        outcome,
        (&seen, "plan"),
        again!(&site, &visitor, &seen, Kind::Plan, &fields),
    )
    .await
}

/// The form of a follow-up.
pub async fn ask_follow_up(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    ask(&site, &visitor, &id, Kind::FollowUp).await
}

/// Saves a follow-up.
pub async fn follow_up(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(values): Sent,
) -> Result<Response, Trouble> {
    let seen = find(&site, &visitor, &id).await?;
    let fields = Fields::new(values);
    let left = seen
        .record
        .exit
        .as_ref()
        .map_or(seen.rules.today, |exit| exit.date);
    let outcome = match FollowUp::read(&fields, left, &seen.rules) {
        Ok(follow_up) => {
            site.app
                .save_follow_up(&visitor.actor, (&id, version(&fields)), follow_up, site.now())
                .await
        }
        Err(refusals) => Err(app::Failure::Refused(refusals)),
    };
    answered(
        outcome,
        (&seen, "uppfoljd"),
        again!(&site, &visitor, &seen, Kind::FollowUp, &fields),
    )
    .await
}

/// What a reversal changes.
pub async fn ask_reversal(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    ask(&site, &visitor, &id, Kind::Reverse).await
}

/// Reverses.
pub async fn reverse(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(values): Sent,
) -> Result<Response, Trouble> {
    let seen = find(&site, &visitor, &id).await?;
    let fields = Fields::new(values);
    let outcome = match ReversalReason::from_slug(fields.text("skal")) {
        Some(reason) => {
            site.app
                .reverse_participation(&visitor.actor, (&id, version(&fields)), reason, site.now())
                .await
        }
        None => Err(Refusal::at("uppgift-kravs", "skal", "Välj vad som blev fel.").into()),
    };
    answered(
        outcome,
        (&seen, "felregistrerad"),
        again!(&site, &visitor, &seen, Kind::Reverse, &fields),
    )
    .await
}
