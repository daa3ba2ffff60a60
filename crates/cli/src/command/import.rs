//! `samordna import`: bookkeeping and tables.

use std::{fmt::Write, path::Path};

use app::{Outcome, import::ImportReport};

use crate::{
    command::Session,
    out::{self, Exit},
};

/// A SIE file.
pub async fn sie(session: &Session, file: &Path, dry_run: bool) -> Outcome<Exit> {
    let bytes = app::files::read(file)?;
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let app = session.open().await?;
    let report = app.import_sie(&session.actor, &name, &bytes, dry_run, Session::now()).await?;
    print(session, &report)
}

/// A folder of tables.
pub async fn tables(session: &Session, dir: &Path, dry_run: bool) -> Outcome<Exit> {
    let files = app::files::read_folder(dir)?;
    let app = session.open().await?;
    let report = app.import_tables(&session.actor, files, dry_run, Session::now()).await?;
    print(session, &report)
}

fn print(session: &Session, report: &ImportReport) -> Outcome<Exit> {
    let json = serde_json::to_value(report).map_err(app::Failure::fault)?;
    out::answer(session.format, &json, &text(report));
    Ok(Exit::Ok)
}

fn text(report: &ImportReport) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", report.words());
    text
}
