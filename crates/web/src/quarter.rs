//! Quarters: the list, closing, and one insats's counts with its answer.

mod report;
mod text;

use app::{
    Failure,
    quarter::{Overview, QuarterState, Reply, Sheet},
    rights::Act,
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use chrono::Datelike;
use domain::{
    number,
    quarter::{Change, Quarter, Standing, reminder},
    refusal::Refusal,
};
pub use report::{file, html, pdf, report};
pub use text::{confirm, save as save_text, show as text};

use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::quarter::{QuarterCard, QuarterPage, QuartersPage, TextLine},
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

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The year's quarters.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let today = site.now().date_naive();
    let latest = Quarter::ended(today).map_or(today.year(), Quarter::year);
    let year = asked
        .ar
        .filter(|year| (1990..=2200).contains(year))
        .unwrap_or(latest);
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
    let (badge, words) = match &state.closing {
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
            format!("Svaren ska ha kommit senast {}.", quarter.answer_by()),
        ),
    };
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

/// One insats's quarter.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number, slug)): Path<(i32, u8, String)>,
    Query(told): Query<Asked>,
) -> Answer {
    let quarter = asked(year, number)?;
    let sheet = site
        .app
        .quarter(&visitor.actor, (quarter, &slug), site.now())
        .await?;
    page(&shown(&site, &visitor, sheet, (&[], "", ""), told.besked.as_deref()).await?)
}

/// Accepts the counts, or disputes one.
pub async fn answer(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number, slug)): Path<(i32, u8, String)>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let quarter = asked(year, number)?;
    let (line, words) = (sent(&fields, "tal"), sent(&fields, "ord"));
    let digest = sent(&fields, "avtryck");
    let reply = if sent(&fields, "svar") == "godkann" {
        Reply::Accept(&digest)
    } else {
        Reply::Dispute {
            line: &line,
            words: &words,
        }
    };
    let at = (quarter, slug.as_str());
    match site
        .app
        .answer_quarter(&visitor.actor, at, reply, site.now())
        .await
    {
        Ok(()) => Ok(done(&quarter.way(&slug), "kvartal-svar")),
        Err(Failure::Refused(refusals)) => {
            let sheet = site.app.quarter(&visitor.actor, at, site.now()).await?;
            let typed = (refusals.as_slice(), line.as_str(), words.as_str());
            refused(&shown(&site, &visitor, sheet, typed, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    sheet: Sheet,
    (refusals, line, words): (&[Refusal], &str, &str),
    told: Option<&str>,
) -> Result<QuarterPage, Trouble> {
    let refusals = Refusals::of(refusals);
    let way = sheet.quarter.way(&sheet.slug);
    let title = format!("{}, {}", sheet.name, sheet.quarter.label());
    let place = Place::new(title, JOB).told(told);
    let open = sheet.closing.is_none() && sheet.may_answer;
    let asked = open && !matches!(sheet.standing, Standing::NothingCounted | Standing::Running);
    let mut lines = Vec::with_capacity(sheet.texts.len());
    for text in &sheet.texts {
        let state = match text.shown() {
            Some(written) => {
                let by = site.app.user_name(&written.edited_by).await?;
                format!("{by}, {}", frame::when(written.edited_at))
            }
            None => "tom".into(),
        };
        lines.push(TextLine {
            title: text.heading.title,
            state,
            old: text.old().unwrap_or_default(),
            href: if open {
                format!("{way}/text/{}", text.heading.key)
            } else {
                String::new()
            },
        });
    }
    Ok(QuarterPage {
        shell: frame::shell(site, visitor, place).await?,
        state: badge(&sheet.standing),
        lede: lede(&sheet),
        files: files(&sheet, &way),
        changes: changes(&sheet),
        table: table(&sheet),
        oddities: sheet
            .oddities
            .iter()
            .map(|odd| match odd.code {
                "stor-andring" => format!("{} {}", number::integer(odd.count), odd.words),
                "fynd" => odd.words.clone(),
                _ => format!("{} {}", number::integer(odd.count), odd.words),
            })
            .collect(),
        asks: sheet.may_answer,
        digest: if asked {
            sheet.digest.clone()
        } else {
            String::new()
        },
        accept: if sheet.standing == Standing::Accepted {
            "Godkänn talen igen"
        } else {
            "Godkänn talen"
        },
        dispute: dispute(&sheet, &refusals, line, words),
        may_confirm: open && sheet.texts.iter().any(|text| text.old().is_some()),
        texts: lines,
        problems: sheet
            .problems
            .iter()
            .map(|p| {
                format!(
                    "{}, rad {}: {}",
                    p.file.trim_end_matches(".md"),
                    p.line,
                    p.message
                )
            })
            .collect(),
        refusals,
        way,
    })
}

fn badge(standing: &Standing) -> Cell {
    let class = match standing {
        Standing::Accepted => "good",
        Standing::Silent | Standing::Reopened(_) | Standing::Disputed => "should",
        Standing::NothingCounted | Standing::Running => "plain",
    };
    Cell::badge(standing.label(), class)
}

fn lede(sheet: &Sheet) -> String {
    if let Some(closing) = &sheet.closing {
        return format!(
            "Kvartalet stängdes {}; tal, svar och texter är låsta.",
            closing.at.date_naive()
        );
    }
    match (&sheet.standing, sheet.answer.given()) {
        (Standing::Running, _) => format!("Kvartalet pågår till och med {}.", sheet.quarter.last()),
        (Standing::NothingCounted, _) => "Inget är räknat, så inget svar behövs.".into(),
        (_, Some(given)) => format!("Svarat av {} {}.", given.by, given.at.date_naive()),
        (_, None) => format!("Svara senast {}.", sheet.quarter.answer_by()),
    }
}

fn files(sheet: &Sheet, way: &str) -> Vec<Link> {
    let mut files = vec![
        Link::new("Läs rapporten", format!("{way}/rapport")),
        Link::new("PDF", format!("{way}/pdf")),
    ];
    if sheet.closing.is_some() {
        files.push(Link::new("Låst rapport", format!("{way}/html")));
    }
    files
}

fn number_or(n: Option<i64>, empty: &str) -> String {
    n.map_or_else(|| empty.to_owned(), number::integer)
}

fn changes(sheet: &Sheet) -> Vec<String> {
    let mut lines = Vec::new();
    if sheet.differs {
        lines.push("Registret ger andra tal nu än de som låstes när kvartalet stängdes.".to_owned());
    }
    // What changed is the insats's own business until it has answered.
    if let Standing::Reopened(changes) = &sheet.standing {
        let line = |change: &Change| {
            let label = change.line.label();
            let label = label.trim_start_matches("– ");
            format!(
                "{label}: {} blev {} i kvartalet, {} blev {} hittills i år",
                number_or(change.then, "inget"),
                number_or(change.now, "inget"),
                number_or(change.year_then, "inget"),
                number_or(change.year_now, "inget"),
            )
        };
        if sheet.may_answer {
            lines.extend(changes.iter().map(line));
        } else {
            lines.push("Talen är andra nu än när insatsen svarade.".to_owned());
        }
    }
    lines
}

fn table(sheet: &Sheet) -> Table {
    let (number, year) = (sheet.quarter.number(), sheet.quarter.year());
    let heads = [
        "Tal".to_owned(),
        format!("Kvartal {number}#"),
        format!("Kvartal {number} {}#", year - 1),
        "Ändring#".to_owned(),
        format!("Hittills {year}#"),
        "Sedan start#".to_owned(),
    ];
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new("talen", format!("Tal för {}", sheet.quarter.label()), &heads);
    for counted in &sheet.counts.0 {
        let shown = |n: Option<i64>| {
            let empty = if counted.withheld { "skyddad" } else { "" };
            Cell::text(number_or(n, empty))
        };
        let mut label = counted.line.label();
        if let Some(remark) = sheet.answer.remark(counted.line) {
            label.push_str(" (bestritt)");
            let bare = counted.line.label();
            let bare = bare.trim_start_matches("– ").to_owned();
            table.notes.push(format!("Bestritt. {bare}: {}", remark.words));
        }
        let change = match counted.change() {
            Some(n @ 1..) => format!("+{}", number::integer(n)),
            change => number_or(change, ""),
        };
        table.rows.push(Row::of(vec![
            Cell::text(label),
            shown(counted.quarter),
            Cell::text(number_or(counted.before, "")),
            Cell::text(change),
            shown(counted.year),
            Cell::text(number_or(counted.start, "")),
        ]));
    }
    table.notes.push("Samma mått som årets nyckeltal, räknade på kvartalets dagar. Okänt kön ingår i summorna. Anonyma poster räknas från årets första dag.".into());
    table
}

fn dispute(sheet: &Sheet, refusals: &Refusals, line: &str, words: &str) -> Vec<Field> {
    let mut options = vec![(String::new(), "Välj ett tal".to_owned())];
    options.extend(sheet.counts.0.iter().map(|counted| {
        let label = counted.line.label();
        let number = number_or(counted.quarter.or(counted.year), "");
        let words = format!("{}: {number}", label.trim_start_matches("– "));
        (counted.line.slug(), words)
    }));
    vec![
        Field::choice("tal", "Vilket tal", options)
            .value(line)
            .error(refusals),
        Field::long("ord", "Vad som är fel med talet", 4)
            .help("Skriv om talet, aldrig om en person. Orden trycks bredvid talet i rapporten.")
            .value(words)
            .error(refusals),
    ]
}
