//! `samordna import`: bookkeeping and tables.

use std::{fmt::Write, path::Path};

use app::{
    Outcome,
    import::{ImportReport, Upload},
};
use domain::{intake::controls::Verdict, number};

use crate::{
    command::Session,
    out::{self, Exit},
};

/// A SIE file.
pub async fn sie(session: &Session, file: &Path, dry_run: bool) -> Outcome<Exit> {
    let bytes = app::files::read(file)?;
    let name = file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let app = session.open().await?;
    let report = app
        .import_sie(&session.actor, Upload { name, bytes }, dry_run, Session::now())
        .await?;
    print(session, &report)
}

/// A folder of tables.
pub async fn tables(session: &Session, dir: &Path, dry_run: bool) -> Outcome<Exit> {
    let (files, passed) = app::files::read_folder(dir)?;
    let uploads = files
        .into_iter()
        .map(|(name, bytes)| Upload { name, bytes })
        .collect();
    let app = session.open().await?;
    let mut report = app
        .import_tables(&session.actor, uploads, dry_run, Session::now())
        .await?;
    report.problems.extend(passed);
    print(session, &report)
}

fn print(session: &Session, report: &ImportReport) -> Outcome<Exit> {
    let json = serde_json::to_value(report).map_err(app::Failure::fault)?;
    out::answer(session.format, &json, &text(report));
    Ok(if report.refused { Exit::Findings } else { Exit::Ok })
}

fn text(report: &ImportReport) -> String {
    let mut text = format!("{}\n", heading(report));
    for count in &report.counts {
        let _ = writeln!(
            text,
            "  {:<28} {:>8}",
            count.what,
            number::integer(i64::try_from(count.count).unwrap_or(i64::MAX))
        );
    }
    for control in &report.controls {
        let verdict = match control.verdict {
            Verdict::Passed => "stämmer",
            Verdict::Warned => "varning",
            Verdict::Refused => "stämmer inte",
        };
        let _ = writeln!(text, "  {:<52} {verdict}", control.name);
        for found in &control.found {
            let _ = writeln!(text, "    {found}");
        }
    }
    if let Some(difference) = &report.difference {
        let _ = writeln!(
            text,
            "  Verifikationer: {} nya, {} ändrade, {} borttagna",
            difference.added, difference.changed, difference.removed
        );
    }
    for published in &report.published {
        let _ = writeln!(text, "  {}", published.message);
    }
    for account in &report.unmapped {
        let _ = writeln!(
            text,
            "  Konto {} {} har ingen rad i räkenskaperna",
            account.account, account.name
        );
    }
    for problem in &report.problems {
        let _ = writeln!(text, "  {}: {}", problem.place(), problem.message);
    }
    text
}

fn heading(report: &ImportReport) -> String {
    let what = match report.year {
        Some(year) => format!("{}, räkenskapsår {year}", report.file),
        None => report.file.clone(),
    };
    let outcome = match (report.refused, report.identical, report.dry_run) {
        (true, _, _) => "skulle avvisas, ingenting är ändrat",
        (_, true, _) => "samma fil är redan inläst, ingenting är ändrat",
        (_, _, true) => "prov, ingenting är ändrat",
        _ => "inläst",
    };
    format!("{what}: {outcome}")
}
