//! One insats's quarter: counts, what looks odd, the answer, the texts.

use app::{
    Failure,
    quarter::{Reply, Sheet},
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    number,
    quarter::{Change, Oddity, Standing},
    refusal::Refusal,
};

use super::{JOB, Sent, asked, sent};
use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::quarter::{QuarterPage, TextLine},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// One insats's quarter.
pub async fn show(
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
    page(&shown(&site, &visitor, &sheet, (&[], "", ""), told.besked.as_deref()).await?)
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
            refused(&shown(&site, &visitor, &sheet, typed, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    sheet: &Sheet,
    (refusals, line, words): (&[Refusal], &str, &str),
    told: Option<&str>,
) -> Result<QuarterPage, Trouble> {
    let refusals = Refusals::of(refusals);
    let way = sheet.quarter.way(&sheet.slug);
    let title = format!("{}, {}", sheet.name, sheet.quarter.label());
    let place = Place::new(title, JOB).told(told);
    let open = sheet.closing.is_none() && sheet.may_answer;
    let waits = open && !matches!(sheet.standing, Standing::NothingCounted | Standing::Running);
    let lines = lines(site, sheet, open).await?;
    Ok(QuarterPage {
        shell: frame::shell(site, visitor, place).await?,
        state: badge(&sheet.standing),
        lede: lede(sheet),
        files: files(sheet, &way),
        changes: changes(sheet),
        table: table(sheet),
        oddities: oddities(sheet),
        asks: sheet.may_answer,
        digest: if waits {
            sheet.digest.clone()
        } else {
            String::new()
        },
        accept: if sheet.standing == Standing::Accepted {
            "Godkänn talen igen"
        } else {
            "Godkänn talen"
        },
        dispute: dispute(sheet, &refusals, line, words),
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

/// The headings with who wrote their texts.
async fn lines(site: &Site, sheet: &Sheet, open: bool) -> Result<Vec<TextLine>, Trouble> {
    let way = sheet.quarter.way(&sheet.slug);
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
    Ok(lines)
}

fn oddities(sheet: &Sheet) -> Vec<String> {
    let words = |odd: &Oddity| match odd.code {
        "fynd" => odd.words.clone(),
        _ => format!("{} {}", number::integer(odd.count), odd.words),
    };
    sheet.oddities.iter().map(words).collect()
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
