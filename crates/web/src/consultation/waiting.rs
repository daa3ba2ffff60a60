//! Recommendations that wait for an insats, for its deltagaransvarig.

use app::{Failure, consultation::WaitingList};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use chrono::NaiveDate;
use domain::{
    codes::CodeTable,
    recommendation::Waiting,
    referral::{DatedCode, List, lists},
    refusal::Refusal,
};

use super::{
    Asked,
    forms::{self, Fields},
};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::consultation::WaitingPage,
    routes::ROUTES,
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// Where the page is.
const WAY: &str = "/deltagare/rekommenderade";
/// Where a participation is entered; it reads `insats` and `rekommendation` from its address.
const ENTRY: &str = "/deltagare/ny";

/// The list of the insats asked for, or of the first of the visitor's own.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let typed = [String::new(), String::new(), site.now().date_naive().to_string()];
    let told = asked.besked.as_deref();
    page(&shown(&site, &visitor, asked.insats.as_deref(), (&typed, &[], told)).await?)
}

/// Says that a recommendation did not become a participation.
pub async fn close(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let fields = Fields(fields);
    let insats = fields.get("insats");
    let typed = ["rekommendation", "skal", "datum"].map(|name| fields.get(name));
    let closed = if typed[0].is_empty() {
        let message = "Välj vilken rekommendation det gäller.";
        Err(Refusal::at("rekommendation-saknas", "rekommendation", message).into())
    } else {
        let why = (typed[2].as_str(), typed[1].as_str());
        site.app
            .close_recommendation(&visitor.actor, &typed[0], why, site.now())
            .await
    };
    match closed {
        Ok(()) => Ok(done(&format!("{WAY}?insats={insats}"), "rekommendation")),
        Err(Failure::Refused(refusals)) => {
            refused(&shown(&site, &visitor, Some(&insats), (&typed, &refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    insats: Option<&str>,
    (typed, refusals, told): (&[String; 3], &[Refusal], Option<&str>),
) -> Result<WaitingPage, Trouble> {
    let own: Vec<(String, String)> = site
        .app
        .own_insatser(&visitor.actor)
        .await?
        .into_iter()
        .map(|own| (own.insats.slug, own.insats.name))
        .collect();
    let shown = own
        .iter()
        .find(|(slug, _)| insats.is_none_or(|asked| asked == slug))
        .ok_or_else(Trouble::not_found)?;
    let WaitingList { waiting, codes } = site
        .app
        .recommendations_waiting(&visitor.actor, &shown.0, site.now())
        .await?;
    let table = table(&waiting, &codes);
    let refusals = Refusals::of(refusals);
    let others = own.iter().filter(|(slug, _)| *slug != shown.0);
    let today = site.now().date_naive();
    let place = Place::new("Rekommenderade", "/deltagare").told(told);
    Ok(WaitingPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: format!("Rekommendationer från samverkansteam som väntar på {}.", shown.1),
        insatser: others
            .map(|(slug, name)| Link::new(name, format!("{WAY}?insats={slug}")))
            .collect(),
        insats: shown.0.clone(),
        table,
        fields: fields((&waiting, &codes), typed, &refusals, today),
        refusals,
    })
}

fn table(waiting: &[Waiting], codes: &[DatedCode]) -> Table {
    let mut table = Table::new(
        "rekommenderade",
        "Den som har väntat längst först",
        &[
            "Remiss",
            "Rekommenderad",
            "Team",
            "Från",
            "Kommun",
            "Frågan gällde",
            "Väg in",
        ],
    );
    for w in waiting {
        let from = w
            .authority
            .map_or_else(String::new, |a| format!("{}, {}", a.label(), w.unit));
        let need = w
            .need
            .as_deref()
            .map_or("", |need| lists::label(codes, List::Need, need));
        table.rows.push(Row::of(vec![
            Cell::text(w.reference.as_deref().unwrap_or("utan remiss")),
            Cell::text(w.on.to_string()),
            Cell::text(&w.team),
            Cell::text(from),
            Cell::text(w.municipality.as_deref().unwrap_or("uppgift saknas")),
            Cell::text(need),
            entry(w),
        ]));
    }
    table
}

/// The form for one that did not become a participation; none when nothing waits.
fn fields(
    (waiting, codes): (&[Waiting], &[DatedCode]),
    typed: &[String; 3],
    refusals: &Refusals,
    today: NaiveDate,
) -> Vec<Field> {
    if waiting.is_empty() {
        return Vec::new();
    }
    let names: Vec<(String, String)> = waiting
        .iter()
        .map(|w| {
            let words = w
                .reference
                .clone()
                .unwrap_or_else(|| format!("utan remiss, {}", w.on));
            (w.key.clone(), words)
        })
        .collect();
    let names = names.iter().map(|(key, words)| (key.clone(), words.as_str()));
    let fields = vec![
        Field::choice("rekommendation", "Rekommendation", forms::options("Välj", names)).value(&typed[0]),
        Field::choice("skal", "Skäl", forms::list(codes, List::Decline, today, "Välj")).value(&typed[1]),
        Field::text("datum", "Dag").help("ÅÅÅÅ-MM-DD").value(&typed[2]),
    ];
    fields.into_iter().map(|field| field.error(refusals)).collect()
}

/// The way to an entry that begins with the recommendation, where entries are made.
fn entry(w: &Waiting) -> Cell {
    if !ROUTES.iter().any(|route| route.path == ENTRY) {
        return Cell::default();
    }
    let way = format!("{ENTRY}?insats={}&rekommendation={}", w.insats, w.key);
    Cell::link("Skriv in", way)
}
