//! `samordna audit verify`.

use app::Outcome;
use serde_json::json;

use crate::{
    command::Session,
    out::{self, Exit},
};

/// Recomputes both chains.
pub async fn verify(session: &Session) -> Outcome<Exit> {
    let app = session.open().await?;
    let verified = app.verify_audit().await?;
    let json = json!({
        "ok": verified.whole(),
        "events": verified.events.as_ref().ok(),
        "reads": verified.reads.as_ref().ok(),
        "broken": verified.events.as_ref().err(),
        "reads_broken": verified.reads.as_ref().err(),
    });
    let line = |name: &str, chain: &Result<i64, String>| match chain {
        Ok(count) => format!("{name} är obruten: {count} poster.\n"),
        Err(cause) => format!("{name} är bruten: {cause}\n"),
    };
    let text = line("Loggkedjan", &verified.events) + &line("Läsloggen", &verified.reads);
    out::answer(session.format, &json, &text);
    Ok(if verified.whole() {
        Exit::Ok
    } else {
        Exit::Findings
    })
}
