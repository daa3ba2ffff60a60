//! The quarter's economic report and the interim report: as a page, as files, and their text.

use app::{
    Failure,
    forecast::{EconomicReport, Kind},
    report::{self as written, Snapshot},
    rights::Act,
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{finding::Severity, quarter::Quarter, refusal::Refusal, years::YEARS};

use super::{Sent, WAY, sent};
use crate::{
    address,
    frame::{self, Place},
    insatser::Asked,
    page::{self, Answer, done, refused},
    pages::{
        quarter::QuarterTextPage,
        reports::{PublishPage, ReportPage, SectionLine},
        section::OtherText,
    },
    reports,
    site::Site,
    trouble::Trouble,
    view::{Field, Link, Refusals},
    visitor::Visitor,
};

/// The report of an address: "kvartal-3" or "delar".
fn kind(year: i32, name: &str) -> Result<Kind, Trouble> {
    let quarter = name.strip_prefix("kvartal-").and_then(|n| n.parse().ok());
    match (name, quarter.and_then(|number| Quarter::new(year, number))) {
        ("delar", _) if YEARS.contains(&year) => Ok(Kind::Interim(year)),
        (_, Some(quarter)) => Ok(Kind::Quarter(quarter)),
        _ => Err(Trouble::not_found()),
    }
}

fn way(kind: Kind) -> String {
    match kind {
        Kind::Quarter(quarter) => format!("/ekonomi/rapport/{}/kvartal-{}", quarter.year(), quarter.number()),
        Kind::Interim(year) => format!("/ekonomi/rapport/{year}/delar"),
    }
}

async fn load(site: &Site, visitor: &Visitor, kind: Kind) -> Result<EconomicReport, Trouble> {
    Ok(site.app.economic_report(&visitor.actor, kind, site.now()).await?)
}

/// The report as a page.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, name)): Path<(i32, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = kind(year, &name)?;
    let report = load(&site, &visitor, kind).await?;
    let way = way(kind);
    let place = Place::new(&report.document.title, "/ekonomi")
        .step("Uppföljning och prognos", format!("{WAY}?ar={year}"))
        .told(asked.besked.as_deref());
    let state = match &report.text.edited {
        Some((at, by)) => format!("{}, {}", site.app.user_name(by).await?, frame::when(*at)),
        None => "tom".into(),
    };
    let section = SectionLine {
        title: "Sammanfattande text".into(),
        href: format!("{way}/text"),
        state,
    };
    let locked = site.app.locked_economic_reports(&visitor.actor, kind).await?;
    let mut files = vec![
        Link::new("Hämta PDF", format!("{way}/pdf")),
        Link::new("Hämta webbsida", format!("{way}/html")),
    ];
    let (status, status_class, lede) = match locked.last() {
        None => ("Utkast", "should", lede(&report)),
        Some(snapshot) => {
            let link = |one: &Snapshot| {
                let label = format!("Låst PDF, {}", frame::when(one.published_at));
                Link::new(label, format!("{way}/last/{}", one.number))
            };
            files.splice(0..0, locked.iter().rev().map(link));
            let when = frame::when(snapshot.published_at);
            let words = format!(
                "Låst {when}. SHA-256: {}. Sidan visar talen som de är nu.",
                snapshot.sha256
            );
            ("Låst", "good", words)
        }
    };
    page::page(&ReportPage {
        shell: frame::shell(&site, &visitor, place).await?,
        status,
        status_class,
        lede,
        files,
        may_publish: visitor.may(Act::PublishReport),
        publish_way: format!("{way}/las"),
        publish_label: if locked.is_empty() {
            "Lås rapporten"
        } else {
            "Lås rapporten en gång till"
        },
        sections: if report.may_edit {
            vec![section]
        } else {
            Vec::new()
        },
        sections_open: true,
        body: written::html_part(&report.document, &address::figure)?,
    })
}

fn lede(report: &EconomicReport) -> String {
    let wrong = report
        .findings
        .iter()
        .filter(|f| f.severity == Severity::MustFix)
        .count();
    match (wrong, report.problems.first()) {
        (0, None) => "Talen följer bokföringen; varje summa stämmer med sina rader.".into(),
        (0, Some(problem)) => format!("I texten, rad {}: {}", problem.line, problem.message),
        (wrong, _) => format!("{wrong} summor motsäger sina rader."),
    }
}

/// The report as PDF.
pub async fn pdf(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, name)): Path<(i32, String)>,
) -> Result<Response, Trouble> {
    let report = load(&site, &visitor, kind(year, &name)?).await?;
    let bytes = written::pdf(report.document).await?;
    Ok(page::file(
        &format!("ekonomi-{year}-{name}.pdf"),
        "application/pdf",
        bytes,
    ))
}

/// What locking means.
pub async fn ask_to_lock(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, name)): Path<(i32, String)>,
) -> Answer {
    page::page(&locking(&site, &visitor, kind(year, &name)?, &[]).await?)
}

/// Locks it.
pub async fn lock(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, name)): Path<(i32, String)>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let kind = kind(year, &name)?;
    let locked = if sent(&fields, "forstatt").is_empty() {
        let message = "Kryssa för att rapporten är den som lämnas till styrelsen.";
        Err(Refusal::at("publicera-godkand", "forstatt", message).into())
    } else {
        site.app
            .lock_economic_report(&visitor.actor, kind, site.now())
            .await
    };
    match locked {
        Ok(_) => Ok(done(&way(kind), "last")),
        Err(Failure::Refused(refusals)) => refused(&locking(&site, &visitor, kind, &refusals).await?),
        Err(failure) => Err(failure.into()),
    }
}

/// The PDF that was locked under a number.
pub async fn locked(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, name, number)): Path<(i32, String, i64)>,
) -> Result<Response, Trouble> {
    let kind = kind(year, &name)?;
    let bytes = site.app.locked_economic_pdf(&visitor.actor, kind, number).await?;
    Ok(page::file(
        &format!("ekonomi-{year}-{name}-last-{number}.pdf"),
        "application/pdf",
        bytes,
    ))
}

async fn locking(
    site: &Site,
    visitor: &Visitor,
    kind: Kind,
    refusals: &[Refusal],
) -> Result<PublishPage, Trouble> {
    let report = load(site, visitor, kind).await?;
    let title = format!("Lås {}", report.document.title.to_lowercase());
    let place = Place::new(&title, "/ekonomi").step(&report.document.title, way(kind));
    Ok(PublishPage {
        shell: frame::shell(site, visitor, place).await?,
        refusals: reports::told("Rapporten låstes inte", refusals),
        words: "När rapporten låses sparas den som den är, med ett fingeravtryck av innehållet. Ändras bokföringen eller prognosen efteråt ändras inte det låsta; då kan rapporten låsas en gång till.",
        agreed: "Det här är rapporten som lämnas till styrelsen",
        button: "Lås rapporten",
        stops: Vec::new(),
        stops_words: String::new(),
        open: String::new(),
        action: format!("{}/las", way(kind)),
        back: way(kind),
    })
}

/// The report as one accessible web page.
pub async fn html(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, name)): Path<(i32, String)>,
) -> Result<Response, Trouble> {
    let report = load(&site, &visitor, kind(year, &name)?).await?;
    let bytes = written::html(&report.document)?.into_bytes();
    Ok(page::file(
        &format!("ekonomi-{year}-{name}.html"),
        "text/html; charset=utf-8",
        bytes,
    ))
}

/// What was typed, and what became of it.
#[derive(Default)]
struct Typed<'a> {
    markdown: Option<String>,
    version: Option<i64>,
    refusals: &'a [Refusal],
    conflict: Option<OtherText>,
}

/// The editor of the text.
pub async fn text(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, name)): Path<(i32, String)>,
) -> Answer {
    let kind = kind(year, &name)?;
    page::page(&editor(&site, &visitor, kind, Typed::default()).await?)
}

/// Saves the text.
pub async fn save_text(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, name)): Path<(i32, String)>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let kind = kind(year, &name)?;
    let markdown = sent(&fields, "text").replace("\r\n", "\n");
    let seen = sent(&fields, "version").parse().unwrap_or(0);
    let saved = site
        .app
        .save_economic_text(&visitor.actor, kind, (&markdown, seen), site.now())
        .await;
    let typed = Typed {
        markdown: Some(markdown.clone()),
        version: Some(seen),
        ..Typed::default()
    };
    match saved {
        Ok(_) => Ok(done(&way(kind), "avsnitt")),
        Err(Failure::Refused(refusals)) => {
            let refusals = refusals.as_slice();
            refused(&editor(&site, &visitor, kind, Typed { refusals, ..typed }).await?)
        }
        Err(Failure::Conflict { theirs, version }) => {
            let conflict = Some(OtherText {
                by: "Någon annan".into(),
                when: String::new(),
                text: theirs,
            });
            let typed = Typed {
                version: Some(version),
                conflict,
                ..typed
            };
            page::conflict(&editor(&site, &visitor, kind, typed).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn editor(
    site: &Site,
    visitor: &Visitor,
    kind: Kind,
    typed: Typed<'_>,
) -> Result<QuarterTextPage, Trouble> {
    let report = load(site, visitor, kind).await?;
    if !report.may_edit {
        return Err(Trouble::not_found());
    }
    let way = way(kind);
    let refusals = Refusals::of(typed.refusals);
    let place = Place::new("Sammanfattande text", "/ekonomi").step(&report.document.title, way.clone());
    Ok(QuarterTextPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: "Vad som hänt, vad avvikelserna beror på och vad styrelsen behöver ta ställning till.".into(),
        conflict: typed.conflict,
        button: "Spara texten",
        old: String::new(),
        text: Field::long("text", "Text", 14)
            .help("Tabellerna fyller sig själva. Skriv om orsakerna, inte om personer.")
            .value(typed.markdown.unwrap_or(report.text.markdown))
            .error(&refusals),
        refusals,
        version: typed.version.unwrap_or(report.text.version),
        action: format!("{way}/text"),
        back: way,
    })
}
