//! Importing: a file is tried first; nothing changes until its result was seen and confirmed.

mod result;

use app::{
    Failure, Outcome,
    import::{ImportReport, Upload},
    rights::Act,
};
use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::refusal::Refusal;

use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::import::ImportPage,
    site::Site,
    staging::Staged,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// Those who may import something.
pub const MAY: &[Act] = &[Act::ImportLedger, Act::ImportTables];
/// Endings of bookkeeping files.
const LEDGER: [&str; 3] = [".se", ".si", ".sie"];

/// The form, and what was imported before.
pub async fn form(State(site): State<Site>, visitor: Visitor) -> Answer {
    page(&import_page(&site, &visitor, &[]).await?)
}

/// A file was sent: it is kept, and its dry run is the next page.
pub async fn send(
    State(site): State<Site>,
    visitor: Visitor,
    mut form: Multipart,
) -> Result<Response, Trouble> {
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| broken())?;
        if !name.is_empty() {
            files.push(Upload {
                name,
                bytes: bytes.to_vec(),
            });
        }
    }
    if let Some(refusal) = unfit(&files) {
        return refused(&import_page(&site, &visitor, &[refusal]).await?);
    }
    let staged = Staged {
        by: visitor.actor.id.clone(),
        at: site.now(),
        files,
    };
    match run(&site, &visitor, &staged, true).await {
        // Nothing of it could be read: there is nothing to look at, only to choose another file.
        Ok(report) if report.refused && report.year.is_none() && report.counts.is_empty() => {
            refused(&import_page(&site, &visitor, &unreadable(&report)).await?)
        }
        Ok(_) => {
            let key = site.staging.keep(staged);
            Ok(Redirect::to(&format!("/import/{key}")).into_response())
        }
        Err(Failure::Refused(refusals)) => {
            let at_field = |r: Refusal| Refusal::at(r.code, "fil", said(&r));
            let refusals: Vec<Refusal> = refusals.into_iter().map(at_field).collect();
            refused(&import_page(&site, &visitor, &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// What stands in the way of a file of which nothing could be read.
fn unreadable(report: &ImportReport) -> Vec<Refusal> {
    let said = report.problems.iter().take(5);
    let mut refusals: Vec<Refusal> = said
        .map(|p| {
            let message = format!(
                "{}: {} Exportera filen på nytt ur bokföringsprogrammet och välj den igen.",
                p.file, p.message
            );
            Refusal::at(p.code, "fil", message)
        })
        .collect();
    if refusals.is_empty() {
        let message = format!(
            "{} har inget som går att läsa in. Exportera filen på nytt ur bokföringsprogrammet (SIE typ 4E) och välj den igen.",
            report.file
        );
        refusals.push(Refusal::at("fil-utan-innehall", "fil", message));
    }
    refusals
}

/// The result of the dry run.
pub async fn tried(State(site): State<Site>, visitor: Visitor, Path(key): Path<String>) -> Answer {
    let staged = site
        .staging
        .find(&key, &visitor.actor.id, site.now())
        .ok_or_else(gone)?;
    let report = run(&site, &visitor, &staged, true).await?;
    page(&result::page(&site, &visitor, &key, &staged, &report).await?)
}

/// It was seen and confirmed.
pub async fn confirm(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Trouble> {
    let staged = site
        .staging
        .find(&key, &visitor.actor.id, site.now())
        .ok_or_else(gone)?;
    let report = run(&site, &visitor, &staged, false).await?;
    site.staging.forget(&key, &visitor.actor.id);
    let address = report
        .year
        .map_or_else(|| "/".to_owned(), |year| format!("/?ar={year}"));
    let told = if report.published.is_empty() {
        "inlast"
    } else {
        "inlast-publicerad"
    };
    Ok(done(&address, told))
}

/// It was thrown away.
pub async fn cancel(State(site): State<Site>, visitor: Visitor, Path(key): Path<String>) -> Response {
    site.staging.forget(&key, &visitor.actor.id);
    done("/import", "bortplockad")
}

async fn run(site: &Site, visitor: &Visitor, staged: &Staged, dry_run: bool) -> Outcome<ImportReport> {
    let mut files = staged.files.clone();
    if files.iter().all(|file| is_ledger(&file.name)) && files.len() == 1 {
        let file = files.remove(0);
        return site
            .app
            .import_sie(&visitor.actor, file, dry_run, site.now())
            .await;
    }
    site.app
        .import_tables(&visitor.actor, files, dry_run, site.now())
        .await
}

fn is_ledger(name: &str) -> bool {
    let name = name.to_lowercase();
    LEDGER.iter().any(|ending| name.ends_with(ending))
}

fn unfit(files: &[Upload]) -> Option<Refusal> {
    let known = |name: &str| {
        let name = name.to_lowercase();
        is_ledger(&name) || [".csv", ".xlsx"].iter().any(|ending| name.ends_with(ending))
    };
    let message = if files.is_empty() {
        "Välj en fil.".to_owned()
    } else if let Some(file) = files.iter().find(|file| !known(&file.name)) {
        format!(
            "”{}” är varken en SIE-fil (.se, .si, .sie) eller en tabell (.csv, .xlsx). Välj en annan fil.",
            file.name
        )
    } else {
        return None;
    };
    Some(Refusal::at("import-fil", "fil", message))
}

async fn import_page(site: &Site, visitor: &Visitor, refusals: &[Refusal]) -> Result<ImportPage, Trouble> {
    let refusals = Refusals {
        title: "Filen kunde inte läsas".into(),
        ..Refusals::of(refusals)
    };
    let events = site.app.events(&visitor.actor, 200).await.unwrap_or_default();
    let mut history = Table::new("inlasningar", "Senast först", &["När", "Vem", "Vad"]);
    for event in events
        .iter()
        .filter(|event| event.what.starts_with("läste in"))
        .take(20)
    {
        let cells = [frame::when(event.at), event.who.clone(), event.what.clone()];
        history.rows.push(Row::of(cells.map(Cell::text).to_vec()));
    }
    let help = "SIE 4E från bokföringsbyrån (.se), eller förbundets tabeller som CSV eller XLSX. Flera tabeller kan väljas på en gång.";
    Ok(ImportPage {
        shell: frame::shell(site, visitor, Place::new("Läs in", "/ekonomi")).await?,
        file: Field::file("fil", "Fil", ".se,.si,.sie,.csv,.xlsx")
            .help(help)
            .error(&refusals),
        refusals,
        history,
    })
}

/// Place and cause in one line.
fn said(refusal: &Refusal) -> String {
    if refusal.place.is_empty() {
        refusal.message.clone()
    } else {
        format!("{}: {}", refusal.place, refusal.message)
    }
}

fn broken() -> Trouble {
    Trouble::because(StatusCode::BAD_REQUEST, "Filen kom inte fram hel. Försök igen.")
}

fn gone() -> Trouble {
    Trouble::because(
        StatusCode::NOT_FOUND,
        "Filen finns inte kvar att läsa in. Den sparas en timme mellan provläsning och inläsning; välj den igen under Läs in.",
    )
}
