//! Quarters: the list, closing, and one insats's counts with its answer.

mod one;
mod report;
mod text;

use app::{
    Failure,
    quarter::{Overview, QuarterState},
    rights::Act,
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use chrono::Datelike;
use domain::{
    quarter::{Quarter, reminder},
    refusal::Refusal,
    words::capital,
    years::YEARS,
};
pub use one::{answer, show as one};
pub use report::{file, html, pdf, report};
pub use text::{confirm, save as save_text, show as text};

use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::quarter::{QuarterCard, QuartersPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// Who sees these pages.
pub const MAY: &[Act] = &[Act::ReadQuarters, Act::AnswerQuarter];
/// The menu's address of these pages.
pub const JOB: &str = "/kvartal";

/// A form as sent.
type Sent = Form<Vec<(String, String)>>;

fn sent(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}

/// The quarter of an address.
fn asked(year: i32, number: u8) -> Result<Quarter, Trouble> {
    Quarter::new(year, number).ok_or_else(Trouble::not_found)
}

/// The year's quarters.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let today = site.now().date_naive();
    let latest = Quarter::ended(today).map_or(today.year(), Quarter::year);
    let year = asked.ar.filter(|year| YEARS.contains(year)).unwrap_or(latest);
    page(&overview(&site, &visitor, year, (&[], "", 0), asked.besked.as_deref()).await?)
}

/// Closes a quarter.
pub async fn close(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number)): Path<(i32, u8)>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let quarter = asked(year, number)?;
    let reason = sent(&fields, "skal");
    let named = fields.iter().filter(|(key, _)| key == "tyst");
    let named: Vec<String> = named.map(|(_, slug)| slug.clone()).collect();
    let closed = site
        .app
        .close_quarter(&visitor.actor, quarter, (&named, &reason), site.now())
        .await;
    match closed {
        Ok(()) => Ok(done(&format!("{JOB}?ar={year}"), "kvartal-stangt")),
        Err(Failure::Refused(refusals)) => {
            let typed = (refusals.as_slice(), reason.as_str(), number);
            refused(&overview(&site, &visitor, year, typed, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn overview(
    site: &Site,
    visitor: &Visitor,
    year: i32,
    (refusals, reason, number): (&[Refusal], &str, u8),
    told: Option<&str>,
) -> Result<QuartersPage, Trouble> {
    let overview = site.app.quarters(&visitor.actor, year, site.now()).await?;
    let here = |refusal: &Refusal| match refusal.place.as_str() {
        "skal" => Refusal::at(refusal.code, format!("skal-{number}"), refusal.message.clone()),
        _ => refusal.clone(),
    };
    let refusals = Refusals {
        title: "Kvartalet stängdes inte".into(),
        lines: refusals.iter().map(here).collect(),
    };
    let ended = overview.quarters.iter().rev().filter(|state| state.ended);
    let closes = visitor.may(Act::PublishReport);
    let mut quarters: Vec<QuarterCard> = if overview.whole {
        ended
            .map(|state| card(state, closes, reason, &refusals))
            .collect()
    } else {
        Vec::new()
    };
    if let Some(first) = quarters.iter_mut().find(|card| !card.close.is_empty()) {
        first.primary = true;
    }
    let lede = if overview.whole {
        format!("Vad insatserna har svarat om sina tal {year}, och vilka som är tysta.")
    } else {
        format!("Läs och godkänn insatsens tal {year}, eller säg vilket som inte stämmer.")
    };
    let beside = |year: i32| Link::new(year.to_string(), format!("{JOB}?ar={year}"));
    Ok(QuartersPage {
        shell: frame::shell(site, visitor, Place::new("Kvartal", JOB).told(told)).await?,
        lede,
        years: vec![beside(year - 1), beside(year + 1)],
        table: states(&overview),
        quarters,
        refusals,
    })
}

fn states(overview: &Overview) -> Table {
    let mut heads = vec!["Insats".to_owned()];
    heads.extend(
        overview
            .quarters
            .iter()
            .map(|state| format!("Kvartal {}", state.quarter.number())),
    );
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let caption = format!("Svar {}", overview.year);
    let mut table = Table::new("kvartalen", caption, &heads);
    if overview.quarters.is_empty() {
        return table;
    }
    for insats in &overview.insatser {
        let mut cells = vec![Cell::text(&insats.name)];
        let states = overview.quarters.iter().zip(&insats.standings);
        cells.extend(
            states.map(|(state, standing)| Cell::link(standing.label(), state.quarter.way(&insats.slug))),
        );
        table.rows.push(Row::of(cells));
    }
    table
}

fn card(state: &QuarterState, closes: bool, reason: &str, refusals: &Refusals) -> QuarterCard {
    let quarter = state.quarter;
    let number = quarter.number();
    let way = format!("{JOB}/{}/{number}", quarter.year());
    let silent = state.silent.iter().map(|silence| {
        let what = if silence.reopened {
            "talen har ändrats efter svaret"
        } else {
            "har inte svarat"
        };
        format!("{}: {what}, frågan ställdes {}", silence.name, silence.since)
    });
    let open = state.closing.is_none();
    let field = || {
        let id = format!("skal-{number}");
        let typed = if refusals.at(&id).is_empty() { "" } else { reason };
        let mut field = Field::long(id, "Varför kvartalet stängs utan alla svar", 3)
            .help("Skälet och de tysta insatserna skrivs ut i rapporten.")
            .value(typed)
            .error(refusals);
        field.control = "skal".into();
        field
    };
    let (badge, words) = standing(state);
    QuarterCard {
        id: format!("kvartal-{number}"),
        title: capital(&quarter.label()),
        state: badge,
        words,
        reminder: reminder(quarter, &state.silent),
        file: (!open).then(|| Link::new("Hämta den låsta rapporten", format!("{way}/stangt.html"))),
        close: if open && closes {
            format!("{way}/stang")
        } else {
            String::new()
        },
        named: state
            .silent
            .iter()
            .map(|silence| silence.insats.clone())
            .collect(),
        reason: (open && closes && !state.silent.is_empty()).then(field),
        silent: if open { silent.collect() } else { Vec::new() },
        primary: false,
    }
}

/// How a quarter stands, in a badge and in words.
fn standing(state: &QuarterState) -> (Cell, String) {
    match &state.closing {
        Some(closing) if closing.reason.is_empty() => (
            Cell::badge("stängt", "good"),
            format!(
                "Stängdes {}. Tal, svar och texter är låsta.",
                closing.at.date_naive()
            ),
        ),
        Some(closing) => (
            Cell::badge("stängt", "good"),
            format!(
                "Stängdes {} utan alla svar: {}",
                closing.at.date_naive(),
                closing.reason
            ),
        ),
        None if state.silent.is_empty() => (Cell::badge("kan stängas", "should"), "Alla har svarat.".into()),
        None => (
            Cell::badge("väntar på svar", "should"),
            format!("Svaren ska ha kommit senast {}.", state.quarter.answer_by()),
        ),
    }
}
