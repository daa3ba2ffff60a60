//! The quarterly report: as a page, as a file, and as it was locked.

use app::report as written;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{JOB, asked};
use crate::{
    address,
    frame::{self, Place},
    page::{self, Answer},
    pages::reports::ReportPage,
    site::Site,
    trouble::Trouble,
    view::Link,
    visitor::Visitor,
};

/// The report as a page.
pub async fn report(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number, slug)): Path<(i32, u8, String)>,
) -> Answer {
    let quarter = asked(year, number)?;
    let at = (quarter, slug.as_str());
    let sheet = site.app.quarter(&visitor.actor, at, site.now()).await?;
    let way = quarter.way(&slug);
    let title = format!("{}, {}", sheet.name, quarter.label());
    let place = Place::new("Kvartalsrapport", JOB).step(title, way.clone());
    let (status, status_class) = match &sheet.closing {
        Some(_) => ("Stängt", "good"),
        None => ("Utkast", "should"),
    };
    page::page(&ReportPage {
        shell: frame::shell(&site, &visitor, place).await?,
        status,
        status_class,
        lede: sheet.standing.label().into(),
        files: vec![Link::new("Hämta PDF", format!("{way}/pdf"))],
        may_publish: false,
        publish_way: String::new(),
        publish_label: "",
        sections: Vec::new(),
        sections_open: false,
        body: written::html_part(&sheet.document, &address::figure)?,
    })
}

/// The report as PDF.
pub async fn pdf(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number, slug)): Path<(i32, u8, String)>,
) -> Result<Response, Trouble> {
    let quarter = asked(year, number)?;
    let at = (quarter, slug.as_str());
    let sheet = site.app.quarter(&visitor.actor, at, site.now()).await?;
    let bytes = written::pdf(sheet.document).await?;
    let name = format!("kvartal-{year}-{number}-{slug}.pdf");
    Ok(page::file(&name, "application/pdf", bytes))
}

/// The locked report of one insats.
pub async fn html(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number, slug)): Path<(i32, u8, String)>,
) -> Result<Response, Trouble> {
    let quarter = asked(year, number)?;
    let bytes = site
        .app
        .closed_quarter_of(&visitor.actor, (quarter, &slug))
        .await?;
    let name = format!("kvartal-{year}-{number}-{slug}.html");
    Ok(page::file(&name, "text/html; charset=utf-8", bytes))
}

/// The locked report of every insats.
pub async fn file(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number)): Path<(i32, u8)>,
) -> Result<Response, Trouble> {
    let quarter = asked(year, number)?;
    let bytes = site.app.closed_quarter(&visitor.actor, quarter).await?;
    let name = format!("kvartal-{year}-{number}.html");
    Ok(page::file(&name, "text/html; charset=utf-8", bytes))
}
