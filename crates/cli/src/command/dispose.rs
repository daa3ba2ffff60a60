//! `samordna dispose`, and the daily run of `samordna serve`.

use std::{fmt::Write, time::Duration};

use app::{App, Outcome, disposal::Protocol};
use serde_json::json;

use crate::{
    command::Session,
    out::{self, Exit},
};

/// How often the server asks whether today's run has been made.
const EVERY: Duration = Duration::from_hours(1);

/// Runs, or says what a run would do.
pub async fn run(session: &Session, dry_run: bool) -> Outcome<Exit> {
    let app = session.open().await?;
    let (actor, now) = (&session.actor, Session::now());
    let protocol = if dry_run {
        app.plan_disposal(actor, now).await?
    } else {
        app.dispose(actor, now).await?
    };
    let lines = protocol.lines.iter().map(|line| {
        json!({
            "class": line.class.slug(),
            "before": line.before,
            "days": line.days,
            "count": line.count,
        })
    });
    let json = json!({
        "dry_run": dry_run,
        "protocol": (!dry_run).then_some(protocol.number),
        "lines": lines.collect::<Vec<_>>(),
    });
    out::answer(session.format, &json, &text(&protocol, dry_run));
    app.db().close().await;
    Ok(Exit::Ok)
}

fn text(protocol: &Protocol, dry_run: bool) -> String {
    let mut text = if dry_run {
        "Gallringen skulle ta bort (inget är ändrat):\n".to_owned()
    } else {
        format!("Gallringen är gjord, protokoll {}:\n", protocol.number)
    };
    for line in &protocol.lines {
        let _ = writeln!(
            text,
            "  {:<36} äldre än {}  {}",
            line.class.label(),
            line.before,
            domain::number::integer(line.count)
        );
    }
    text
}

/// Disposes once a day for as long as the server runs. A failure is logged and tried again.
pub async fn daily(app: App) {
    loop {
        match app.dispose_daily(Session::now()).await {
            Ok(Some(protocol)) => tracing::info!(protocol = protocol.number, "disposal is done"),
            Ok(None) => {}
            Err(failure) => tracing::error!(?failure, "disposal failed"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
