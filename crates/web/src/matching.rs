//! The three-way match: requisition, ledger and decided budget, quarter by quarter; a voucher.

use app::{
    Failure,
    matching::{Match, MatchedQuarter},
};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    matching::{How, Line},
    quarter::Quarter,
    refusal::Refusal,
    words::capital,
};

use crate::{
    frame::{self, Place},
    insatser::{Asked, exports, sheet, wanted, workbook},
    page::{Answer, done, page, refused},
    pages::work::{WorkForm, WorkLine, WorkPage, WorkPart},
    requisition::{JOB, Sent, sent},
    site::Site,
    source,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

mod voucher;

pub use voucher::voucher;

const WAY: &str = "/ekonomi/matchning";

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let year = frame::year(&site, &visitor, asked.ar).await?;
    page(&shown(&site, &visitor, year, Typed::default(), asked.besked.as_deref()).await?)
}

/// A quarter's table as a file.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (tables, year) = tables(&site, &visitor, &asked).await?;
    sheet(tables, &asked, year)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (tables, year) = tables(&site, &visitor, &asked).await?;
    workbook(&site, &visitor, wanted(tables, &asked)?, year).await
}

async fn tables(site: &Site, visitor: &Visitor, asked: &Asked) -> Result<(Vec<Table>, i32), Trouble> {
    let year = frame::year(site, visitor, asked.ar).await?;
    let found = site.app.matching(&visitor.actor, year, site.now()).await?;
    Ok((
        found
            .quarters
            .iter()
            .map(|quarter| table(&found, quarter))
            .collect(),
        year,
    ))
}

/// Explains a difference.
pub async fn explain(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let quarter = quarter(&fields)?;
    let (slug, words) = (sent(&fields, "insats"), sent(&fields, "forklaring"));
    let saved = site
        .app
        .explain_match(&visitor.actor, (quarter, &slug), &words, site.now())
        .await;
    let typed = Typed {
        at: Some((quarter, slug)),
        words,
        ..Typed::default()
    };
    answer(&site, &visitor, saved, (quarter, "forklaring"), typed).await
}

/// Closes a quarter's economy.
pub async fn close(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let quarter = quarter(&fields)?;
    let closed = site.app.close_economy(&visitor.actor, quarter, site.now()).await;
    answer(
        &site,
        &visitor,
        closed,
        (quarter, "ekonomi-stangd"),
        Typed::default(),
    )
    .await
}

fn quarter(fields: &[(String, String)]) -> Result<Quarter, Trouble> {
    let number = |name: &str| sent(fields, name).parse::<i32>().ok();
    let found = number("ar").zip(number("kvartal"));
    let found = found.and_then(|(year, quarter)| Quarter::new(year, u8::try_from(quarter).ok()?));
    found.ok_or_else(Trouble::not_found)
}

async fn answer(
    site: &Site,
    visitor: &Visitor,
    outcome: app::Outcome<()>,
    (quarter, told): (Quarter, &str),
    typed: Typed,
) -> Result<Response, Trouble> {
    match outcome {
        Ok(()) => Ok(done(&format!("{WAY}?ar={}", quarter.year()), told)),
        Err(Failure::Refused(refusals)) => {
            refused(&shown(site, visitor, quarter.year(), Typed { refusals, ..typed }, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

#[derive(Default)]
struct Typed {
    refusals: Vec<Refusal>,
    at: Option<(Quarter, String)>,
    words: String,
}

/// The id of an explanation's field.
fn field_id(quarter: Quarter, slug: &str) -> String {
    format!("forklaring-{}-{slug}", quarter.number())
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    year: i32,
    typed: Typed,
    told: Option<&str>,
) -> Result<WorkPage, Trouble> {
    let found = site.app.matching(&visitor.actor, year, site.now()).await?;
    let here = |r: &Refusal| match (&typed.at, r.place.as_str()) {
        (Some((quarter, slug)), "forklaring") => {
            Refusal::at(r.code, field_id(*quarter, slug), r.message.clone())
        }
        _ => r.clone(),
    };
    let refusals = Refusals {
        title: "Det gick inte".into(),
        lines: typed.refusals.iter().map(here).collect(),
    };
    let place = Place::new("Trevägsmatchning", "/ekonomi")
        .in_year(year, format!("{WAY}?ar="))
        .told(told);
    let quarters = found.quarters.iter();
    let parts = quarters.map(|quarter| part(&found, quarter, (&refusals, &typed)));
    Ok(WorkPage {
        shell: frame::shell(site, visitor, place).await?,
        state: match found.open() {
            0 => Cell::badge("stämmer", "good"),
            open => Cell::badge(format!("{open} att förklara"), "should"),
        },
        lede:
            "Rekvisition, bokföring på insatsens projekt och beslutad budget i kronor, kvartal för kvartal."
                .into(),
        links: vec![
            Link::new("Rekvisitioner", format!("{JOB}?ar={year}")),
            Link::new("Budget och beslut", "/ekonomi/plan"),
        ],
        primary: None,
        ways: Vec::new(),
        notice: ("Att känna till".into(), notice(&found)),
        parts: parts.collect(),
        refusals,
    })
}

/// What the year's match cannot compare.
fn notice(found: &Match) -> Vec<String> {
    let year = found.year;
    let mut notice = Vec::new();
    if !found.booked {
        notice.push(format!(
            "Bokföringen för {year} är inte inläst. Rekvisitionerna kan inte återfinnas i den än."
        ));
    }
    if let Some((label, amount)) = &found.shared {
        notice.push(format!(
            "Budgeten {year} är inte delad på insatser. Beslutet gäller ”{label}” på {}\u{a0}kr ({}).",
            amount,
            source::words(&found.source)
        ));
    }
    notice
}

fn part(found: &Match, quarter: &MatchedQuarter, answers: (&Refusals, &Typed)) -> WorkPart {
    let which = quarter.quarter;
    let mut part = WorkPart {
        id: format!("kvartal-{}", which.number()),
        title: capital(&which.label()),
        state: standing(quarter),
        tables: vec![table(found, quarter)],
        ..WorkPart::default()
    };
    if let Some((at, by)) = &quarter.closed {
        part.words.push(format!("Stängdes av {by} {}.", frame::when(*at)));
    }
    for (slug, name, months) in &quarter.missing {
        part.lines.push(WorkLine {
            words: format!("{name}: rekvisition saknas för {months}"),
            ..WorkLine::default()
        });
        part.forms
            .extend(explanation(found, quarter, (slug, name), answers));
    }
    for (name, line, explained) in quarter.rows.iter().filter(|(_, line, _)| !line.matches()) {
        let holds = explained.as_ref().filter(|e| e.holds(line));
        let note = holds.map_or_else(
            || "inte förklarad".to_owned(),
            |e| format!("Förklarad: {}", e.words),
        );
        let words = line.words(&found.claims, &found.bookings);
        part.lines.extend(words.into_iter().map(|words| WorkLine {
            words: format!("{name}: {words}"),
            note: note.clone(),
            ..WorkLine::default()
        }));
        if holds.is_none() {
            part.forms
                .extend(explanation(found, quarter, (&line.insats, name), answers));
        }
    }
    if found.may_close && quarter.ended && quarter.closed.is_none() {
        part.forms.push(WorkForm {
            action: format!("{WAY}/stang"),
            hidden: hidden(which),
            button: format!("Stäng ekonomin för {}", which.label()),
            primary: found.closable() == Some(which),
            ..WorkForm::default()
        });
    }
    part
}

/// A form's quarter.
fn hidden(quarter: Quarter) -> Vec<(String, String)> {
    vec![
        ("ar".to_owned(), quarter.year().to_string()),
        ("kvartal".to_owned(), quarter.number().to_string()),
    ]
}

fn explanation(
    found: &Match,
    quarter: &MatchedQuarter,
    (slug, name): (&str, &str),
    (refusals, typed): (&Refusals, &Typed),
) -> Option<WorkForm> {
    if !found.may_close || quarter.closed.is_some() || !quarter.ended {
        return None;
    }
    let own = typed
        .at
        .as_ref()
        .is_some_and(|(q, s)| *q == quarter.quarter && s == slug);
    let mut field = Field::long(
        field_id(quarter.quarter, slug),
        format!("Varför stämmer inte {name}?"),
        2,
    )
    .help("Förklaringen följer med när kvartalet stängs. Skriv inga uppgifter om personer.")
    .value(if own { typed.words.as_str() } else { "" })
    .error(refusals);
    field.control = "forklaring".into();
    let mut hidden = hidden(quarter.quarter);
    hidden.push(("insats".into(), slug.to_owned()));
    Some(WorkForm {
        action: format!("{WAY}/forklaring"),
        folded: format!("Förklara {name}"),
        open: own,
        hidden,
        fields: vec![field],
        button: "Spara förklaringen".into(),
        ..WorkForm::default()
    })
}

fn standing(quarter: &MatchedQuarter) -> Cell {
    match (&quarter.closed, quarter.ended, quarter.open()) {
        (Some(_), ..) => Cell::badge("stängt", "good"),
        (None, false, _) => Cell::badge("pågår", "plain"),
        (None, true, 0) => Cell::badge("kan stängas", "good"),
        (None, true, n) => Cell::badge(format!("{n} att förklara"), "should"),
    }
}

fn table(found: &Match, quarter: &MatchedQuarter) -> Table {
    let which = quarter.quarter;
    let mut table = Table::new(
        format!("match-{}", which.number()),
        format!("{}, kronor", capital(&which.label())),
        &[
            "Insats",
            "Rekvisition",
            "Rekvirerat#",
            "Verifikation",
            "Bokfört#",
            "Skillnad#",
            "Av årets budget#",
        ],
    );
    // The heading above says which quarter.
    table.quiet = true;
    for (name, line, _) in &quarter.rows {
        table.rows.extend(rows(found, name, line));
    }
    if !quarter.rows.is_empty() {
        let sums = quarter.sums();
        table.rows.push(Row::total(vec![
            Cell::text("Summa"),
            Cell::default(),
            Cell::text(sums.claimed.to_string()),
            Cell::default(),
            Cell::text(sums.booked.to_string()),
            Cell::text(sums.difference.to_string()),
            Cell::default(),
        ]));
        if !found.source.is_empty() {
            table
                .notes
                .push(format!("Budgetens beslut: {}.", source::words(&found.source)));
        }
        table.exports = exports(WAY, which.year(), &table.id);
    }
    table
}

/// One row per claim, and one per booking without claim.
fn rows(found: &Match, name: &str, line: &Line) -> Vec<Row> {
    let budget = match line.budget {
        Some(budget) => format!("{} av {}", line.accumulated, budget),
        None => line.accumulated.to_string(),
    };
    let mut rows = Vec::new();
    for matched in &line.claims {
        let Some(paired) = found.paired(matched) else {
            continue;
        };
        let claim = paired.claim;
        rows.push(Row::of(vec![
            Cell::text(name),
            Cell::link(&claim.number, format!("{JOB}/{}", claim.number)),
            Cell::text(claim.amount.to_string()),
            match (matched.how, paired.first) {
                (How::Nowhere, _) | (_, None) => Cell::badge("inte bokförd", "should"),
                (_, Some(first)) => linked(first, matched.bookings.len()),
            },
            Cell::text(paired.booked.to_string()),
            Cell::text(paired.difference().to_string()),
            Cell::text(&budget),
        ]));
    }
    let voucher = |index: &usize| found.bookings.get(*index);
    for booking in line.loose.iter().filter_map(voucher) {
        rows.push(Row::of(vec![
            Cell::text(name),
            Cell::badge("ingen rekvisition", "should"),
            Cell::default(),
            linked(booking, 1),
            Cell::text(booking.amount.to_string()),
            Cell::text(booking.amount.to_string()),
            Cell::text(&budget),
        ]));
    }
    rows
}

fn linked(booking: &domain::matching::Booking, count: usize) -> Cell {
    let words = if count > 1 {
        format!("{} och {} till", booking.voucher, count - 1)
    } else {
        booking.voucher.clone()
    };
    let year = chrono::Datelike::year(&booking.date);
    Cell::link(
        words,
        format!(
            "/ekonomi/verifikation/{year}/{}",
            booking.voucher.replace(' ', "-")
        ),
    )
}
