//! The annual report: the list, reading it, its files, publishing it.

mod publish;
mod section;

use app::{
    checks::Found,
    report::{self, Draft},
    rights::Act,
};
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use domain::{finding::Severity, number};
pub use publish::{ask as ask_to_publish, publish};
pub use section::{
    draft as section_draft, preview as section_preview, save as save_section, show as section,
};

use crate::{
    address,
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, XLSX, file, page},
    pages::reports::{ReportPage, ReportsPage, SectionLine},
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Row, Table},
    visitor::Visitor,
};

/// Where the annual report of a year is read.
pub fn way(year: i32) -> String {
    format!("/rapporter/arsredovisning/{year}")
}

/// All reports.
pub async fn list(State(site): State<Site>, visitor: Visitor) -> Answer {
    let years = site.app.frame_years(&visitor.actor).await?;
    let mut table = Table::new(
        "rapportlista",
        "Årsredovisningar",
        &["Rapport", "Läge", "Publicerad", "Fil"],
    );
    for year in years {
        let published = site.app.published_reports(&visitor.actor, year).await?;
        let name = Cell::link(format!("Årsredovisning {year}"), way(year));
        table.rows.push(match published.last() {
            Some(snapshot) => Row::of(vec![
                name,
                Cell::badge("publicerad", "good"),
                Cell::text(frame::when(snapshot.published_at)),
                Cell::link("PDF", format!("{}/publicerad/{}", way(year), snapshot.number)),
            ]),
            None => Row::of(vec![
                name,
                Cell::badge("utkast", "should"),
                Cell::default(),
                Cell::link("PDF, utkast", format!("{}/pdf", way(year))),
            ]),
        });
    }
    let shell = frame::shell(&site, &visitor, Place::new("Rapporter", "/rapporter")).await?;
    page(&ReportsPage { shell, table })
}

/// The report as a page; every figure leads to its trace.
pub async fn read(
    State(site): State<Site>,
    visitor: Visitor,
    Path(year): Path<i32>,
    Query(asked): Query<Asked>,
) -> Answer {
    let draft = composed(&site, &visitor, year).await?;
    let published = site.app.published_reports(&visitor.actor, year).await?;
    let place = Place::new(format!("Årsredovisning {year}"), "/rapporter").told(asked.besked.as_deref());
    let mut files = vec![
        Link::new("Hämta PDF", format!("{}/pdf", way(year))),
        Link::new("XLSX", format!("{}/xlsx", way(year))),
        Link::new("Webbsida", format!("{}/html", way(year))),
    ];
    let (status, status_class, lede) = match published.last() {
        Some(snapshot) => {
            files.insert(
                0,
                Link::new(
                    "Hämta publicerad PDF",
                    format!("{}/publicerad/{}", way(year), snapshot.number),
                ),
            );
            let when = frame::when(snapshot.published_at);
            (
                "Publicerad",
                "good",
                format!(
                    "{when}. Sidan visar dagens tal; den låsta rapporten är PDF-filen. SHA-256 {}",
                    snapshot.sha256
                ),
            )
        }
        None => (
            "Utkast",
            "should",
            obstacle_words(&site, &visitor, year, &draft).await?,
        ),
    };
    let may_edit = visitor.may(Act::EditReport);
    page(&ReportPage {
        shell: frame::shell(&site, &visitor, place).await?,
        status,
        status_class,
        lede,
        files,
        may_publish: visitor.may(Act::PublishReport) && published.is_empty(),
        publish_way: format!("{}/publicera", way(year)),
        sections: if may_edit {
            sections(&site, &visitor, year).await?
        } else {
            Vec::new()
        },
        sections_open: asked.besked.as_deref() == Some("avsnitt"),
        body: report::html_part(&draft.document, &address::figure)?,
    })
}

async fn sections(site: &Site, visitor: &Visitor, year: i32) -> Result<Vec<SectionLine>, Trouble> {
    let sections = site.app.sections(&visitor.actor, year).await?;
    let line = |section: report::Section| SectionLine {
        href: format!("{}/avsnitt/{}", way(year), section.spec.id),
        state: match section.edited {
            Some((at, _)) => format!("sparad {}", frame::when(at)),
            None if section.spec.required => "tom".into(),
            None => "tom, frivillig".into(),
        },
        title: section.spec.title,
    };
    Ok(sections.into_iter().map(line).collect())
}

/// What stands between the draft and publishing, in one sentence.
async fn obstacle_words(site: &Site, visitor: &Visitor, year: i32, draft: &Draft) -> Result<String, Trouble> {
    let mut words = Vec::new();
    if visitor.may(Act::ReadChecks) {
        let findings = site.app.findings(&visitor.actor, year, None).await?;
        words.push(match must_fix(&findings) {
            0 => "Inga fynd hindrar publicering.".to_owned(),
            1 => "Ett fynd måste rättas före publicering.".to_owned(),
            n => format!("{} fynd måste rättas före publicering.", number::integer(n)),
        });
    }
    let contradictions = draft.findings.iter().filter(|f| f.severity == Severity::MustFix);
    if let Some(first) = contradictions.clone().next() {
        let count = i64::try_from(contradictions.count()).unwrap_or(i64::MAX);
        words.push(format!(
            "Utkastet säger emot sig självt på {} ställen; det första är {}. {}",
            number::integer(count),
            first.place,
            first.message
        ));
    }
    if visitor.may(Act::EditReport) && !draft.problems.is_empty() {
        let count = i64::try_from(draft.problems.len()).unwrap_or(i64::MAX);
        words.push(format!(
            "{} anmärkningar på texter och tal.",
            number::integer(count)
        ));
    }
    Ok(words.join(" "))
}

/// How many findings stop the report.
pub fn must_fix(findings: &[Found]) -> i64 {
    let stops = findings
        .iter()
        .filter(|found| found.finding.severity == Severity::MustFix);
    i64::try_from(stops.count()).unwrap_or(i64::MAX)
}

/// The draft as PDF, with its watermark.
pub async fn pdf(
    State(site): State<Site>,
    visitor: Visitor,
    Path(year): Path<i32>,
) -> Result<Response, Trouble> {
    let draft = composed(&site, &visitor, year).await?;
    let bytes = report::pdf(draft.document).await?;
    Ok(file(
        &format!("arsredovisning-{year}-utkast.pdf"),
        "application/pdf",
        bytes,
    ))
}

/// The locked PDF of one publication.
pub async fn published(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number)): Path<(i32, i64)>,
) -> Result<Response, Trouble> {
    let bytes = site.app.published_pdf(&visitor.actor, year, number).await?;
    Ok(file(
        &format!("arsredovisning-{year}.pdf"),
        "application/pdf",
        bytes,
    ))
}

/// Every table of the report in one workbook.
pub async fn xlsx(
    State(site): State<Site>,
    visitor: Visitor,
    Path(year): Path<i32>,
) -> Result<Response, Trouble> {
    let draft = composed(&site, &visitor, year).await?;
    let written = tokio::task::spawn_blocking(move || report::xlsx(&draft.document)).await;
    let bytes = written.map_err(|cause| Trouble::fault(&cause))??;
    Ok(file(&format!("arsredovisning-{year}.xlsx"), XLSX, bytes))
}

/// The report as one page to save, with its own style.
pub async fn html(
    State(site): State<Site>,
    visitor: Visitor,
    Path(year): Path<i32>,
) -> Result<Response, Trouble> {
    let draft = composed(&site, &visitor, year).await?;
    let text = report::html(&draft.document)?;
    Ok(file(
        &format!("arsredovisning-{year}.html"),
        "text/html; charset=utf-8",
        text.into_bytes(),
    ))
}

async fn composed(site: &Site, visitor: &Visitor, year: i32) -> Result<Draft, Trouble> {
    if !site.app.frame_years(&visitor.actor).await?.contains(&year) {
        return Err(Trouble::of(StatusCode::NOT_FOUND));
    }
    Ok(site.app.annual_report(&visitor.actor, year, site.now()).await?)
}
