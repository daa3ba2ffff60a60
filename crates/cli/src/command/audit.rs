//! `samordna audit verify`.

use app::Outcome;
use serde_json::json;

use crate::{
    command::Session,
    out::{self, Exit},
};

/// Recomputes the whole chain.
pub async fn verify(session: &Session) -> Outcome<Exit> {
    let app = session.open().await?;
    Ok(match app.verify_audit().await? {
        Ok(count) => {
            out::answer(
                session.format,
                &json!({ "ok": true, "events": count }),
                &format!("Loggkedjan är obruten: {count} poster.\n"),
            );
            Exit::Ok
        }
        Err(cause) => {
            out::answer(
                session.format,
                &json!({ "ok": false, "broken": cause }),
                &format!("Loggkedjan är bruten: {cause}\n"),
            );
            Exit::Findings
        }
    })
}
