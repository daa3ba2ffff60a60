//! Reports, the annual one and the operations plan: the list, reading one, its files, publishing it.

mod publish;
mod section;

use app::{
    checks::Found,
    report::{self, Draft, Which},
    rights::Act,
};
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use domain::{finding::Severity, number, report::Kind};
pub use publish::{ask as ask_to_publish, publish, told};
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

/// Where a report is read.
pub fn way(which: Which) -> String {
    format!("/rapporter/{}/{}", which.kind.slug(), which.year)
}

/// The report an address names.
fn named((kind, year): (&str, i32)) -> Result<Which, Trouble> {
    let kind = Kind::from_slug(kind).ok_or_else(Trouble::not_found)?;
    Ok(Which { kind, year })
}

/// What its files are called, without extension.
fn file_stem(which: Which) -> String {
    format!("{}-{}", which.kind.slug(), which.year)
}

/// All reports.
pub async fn list(State(site): State<Site>, visitor: Visitor) -> Answer {
    let mut tables = Vec::new();
    for (kind, caption) in [
        (Kind::AnnualReport, "Årsredovisningar"),
        (Kind::OperationsPlan, "Verksamhetsplaner med budget"),
    ] {
        tables.push(of_kind(&site, &visitor, kind, caption).await?);
    }
    tables.retain(|table| !table.rows.is_empty());
    let shell = frame::shell(&site, &visitor, Place::new("Rapporter", "/rapporter")).await?;
    page(&ReportsPage { shell, tables })
}

/// Every report of a kind with its state, newest first.
async fn of_kind(site: &Site, visitor: &Visitor, kind: Kind, caption: &str) -> Result<Table, Trouble> {
    let heads = ["Rapport", "Läge", "Publicerad", "Fil"];
    let mut table = Table::new(kind.slug(), caption, &heads);
    for year in site.app.report_years(&visitor.actor, kind).await? {
        let which = Which { kind, year };
        let published = site.app.published_reports(&visitor.actor, which).await?;
        let name = Cell::link(which.title(), way(which));
        table.rows.push(match published.last() {
            Some(snapshot) => Row::of(vec![
                name,
                Cell::badge("publicerad", "good"),
                Cell::text(frame::when(snapshot.published_at)),
                Cell::link("PDF", format!("{}/publicerad/{}", way(which), snapshot.number)),
            ]),
            None => Row::of(vec![
                name,
                Cell::badge("utkast", "should"),
                Cell::default(),
                Cell::link("PDF, utkast", format!("{}/pdf", way(which))),
            ]),
        });
    }
    Ok(table)
}

/// The report as a page; every figure leads to its trace.
pub async fn read(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year)): Path<(String, i32)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let which = named((&kind, year))?;
    let draft = composed(&site, &visitor, which).await?;
    let published = site.app.published_reports(&visitor.actor, which).await?;
    let place = Place::new(which.title(), "/rapporter").told(asked.besked.as_deref());
    let mut files = vec![
        Link::new("Hämta PDF", format!("{}/pdf", way(which))),
        Link::new("XLSX", format!("{}/xlsx", way(which))),
        Link::new("Webbsida", format!("{}/html", way(which))),
    ];
    let (status, status_class, lede) = match published.last() {
        Some(snapshot) => {
            files.insert(
                0,
                Link::new(
                    "Hämta publicerad PDF",
                    format!("{}/publicerad/{}", way(which), snapshot.number),
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
            obstacle_words(&site, &visitor, which, &draft).await?,
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
        publish_way: format!("{}/publicera", way(which)),
        publish_label: "Publicera rapporten",
        sections: if may_edit {
            sections(&site, &visitor, which).await?
        } else {
            Vec::new()
        },
        sections_open: asked.besked.as_deref() == Some("avsnitt"),
        body: report::html_part(&draft.document, &address::figure)?,
    })
}

async fn sections(site: &Site, visitor: &Visitor, which: Which) -> Result<Vec<SectionLine>, Trouble> {
    let sections = site.app.sections(&visitor.actor, which).await?;
    let line = |section: report::Section| SectionLine {
        href: format!("{}/avsnitt/{}", way(which), section.spec.id),
        state: match section.edited {
            Some((at, _)) => format!("sparad {}", frame::when(at)),
            None if section.proposed && which.kind == Kind::OperationsPlan => {
                "förra årets text, inte sparad".into()
            }
            None if section.proposed => "text ur fjärde kvartalets rapport".into(),
            None if section.spec.required => "tom".into(),
            None => "tom, frivillig".into(),
        },
        title: section.spec.title,
    };
    Ok(sections.into_iter().map(line).collect())
}

/// What stands between the draft and publishing, in one sentence.
async fn obstacle_words(
    site: &Site,
    visitor: &Visitor,
    which: Which,
    draft: &Draft,
) -> Result<String, Trouble> {
    let undecided = draft.undecided.iter().map(|refusal| refusal.message.clone());
    let mut words: Vec<String> = undecided.collect();
    if visitor.may(Act::ReadChecks) {
        let findings = site.app.findings(&visitor.actor, which.year, None).await?;
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
    Path((kind, year)): Path<(String, i32)>,
) -> Result<Response, Trouble> {
    let which = named((&kind, year))?;
    let draft = composed(&site, &visitor, which).await?;
    let bytes = report::pdf(draft.document).await?;
    Ok(file(
        &format!("{}-utkast.pdf", file_stem(which)),
        "application/pdf",
        bytes,
    ))
}

/// The locked PDF of one publication.
pub async fn published(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year, number)): Path<(String, i32, i64)>,
) -> Result<Response, Trouble> {
    let which = named((&kind, year))?;
    let bytes = site.app.published_pdf(&visitor.actor, which, number).await?;
    Ok(file(
        &format!("{}.pdf", file_stem(which)),
        "application/pdf",
        bytes,
    ))
}

/// Every table of the report in one workbook.
pub async fn xlsx(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year)): Path<(String, i32)>,
) -> Result<Response, Trouble> {
    let which = named((&kind, year))?;
    let draft = composed(&site, &visitor, which).await?;
    let written = tokio::task::spawn_blocking(move || report::xlsx(&draft.document)).await;
    let bytes = written.map_err(|cause| Trouble::fault(&cause))??;
    Ok(file(&format!("{}.xlsx", file_stem(which)), XLSX, bytes))
}

/// The report as one page to save, with its own style.
pub async fn html(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year)): Path<(String, i32)>,
) -> Result<Response, Trouble> {
    let which = named((&kind, year))?;
    let draft = composed(&site, &visitor, which).await?;
    let text = report::html(&draft.document)?;
    Ok(file(
        &format!("{}.html", file_stem(which)),
        "text/html; charset=utf-8",
        text.into_bytes(),
    ))
}

async fn composed(site: &Site, visitor: &Visitor, which: Which) -> Result<Draft, Trouble> {
    let years = site.app.report_years(&visitor.actor, which.kind).await?;
    if !years.contains(&which.year) {
        return Err(Trouble::of(StatusCode::NOT_FOUND));
    }
    Ok(site.app.report(&visitor.actor, which, site.now()).await?)
}
