//! `samordna export`: files with a fixed form.

use std::path::Path;

use app::{App, Outcome};
use chrono::NaiveDate;
use domain::statistics::Part;
use serde_json::json;

use crate::{
    args::{Export, Exported},
    command::Session,
    out::{self, Exit},
};

/// Writes the file.
pub async fn run(session: &Session, args: &Export) -> Outcome<Exit> {
    let app = session.open().await?;
    if let Export::Finsam(args) | Export::Insatsrapport(args) = args {
        session.year(&app, Some(args.year)).await?;
    }
    let (Exported { year, out }, table) = match args {
        Export::Finsam(args) => (args, app.finsam(&session.actor, args.year).await?),
        Export::Insatsrapport(args) => (args, app.insats_report(&session.actor, args.year).await?),
        Export::Sie { from, to, out } => return sie(session, &app, (*from, *to), out).await,
    };
    let rows = table.rows.len();
    let bytes = if out
        .extension()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("xlsx"))
    {
        let title = table.caption.clone();
        let day = Session::now().date_naive();
        app.workbook(&session.actor, &title, &[Part::Plain(table)], day)
            .await?
    } else {
        app::statistics::csv(&table).into_bytes()
    };
    app::files::write(out, &bytes)?;
    let text = format!("{year}: {rows} rader i {}\n", out.display());
    out::answer(
        session.format,
        &json!({ "year": year, "rows": rows, "out": out }),
        &text,
    );
    Ok(Exit::Ok)
}

async fn sie(session: &Session, app: &App, days: (NaiveDate, NaiveDate), out: &Path) -> Outcome<Exit> {
    let vouchers = app.outgoing(&session.actor, days.0, days.1).await?.vouchers.len();
    let bytes = app.outgoing_file(&session.actor, days, Session::now()).await?;
    app::files::write(out, &bytes)?;
    let text = format!(
        "{}–{}: {vouchers} verifikationer i {}\n",
        days.0,
        days.1,
        out.display()
    );
    let json = json!({ "from": days.0, "to": days.1, "vouchers": vouchers, "out": out });
    out::answer(session.format, &json, &text);
    Ok(Exit::Ok)
}
