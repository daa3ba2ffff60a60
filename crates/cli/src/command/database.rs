//! `samordna init`, `migrate`, `doctor`, `backup` and `restore`.

use std::{fmt::Write, path::Path};

use app::{
    Outcome,
    keys::{self, Keys},
    maintenance::{self, Diagnosis},
};
use domain::{facts::Association, refusal::Refusal};
use serde_json::json;

use crate::{
    args::Init,
    command::Session,
    out::{self, Exit},
};

/// Makes an empty database.
pub async fn init(session: &Session, args: &Init) -> Outcome<Exit> {
    let association = match (&args.name, &args.org_number) {
        (Some(name), Some(number)) => Some(Association {
            name: name.clone(),
            org_number: number.clone(),
            ..Association::default()
        }),
        (None, None) => None,
        _ => {
            let message = "Ange både --name och --org-number, eller ingetdera.";
            return Err(Refusal::new("forbund-halvt", message).into());
        }
    };
    maintenance::init(&session.db, association.as_ref()).await?;
    let app = session.open().await?;
    let key = session.config.key_file(&session.db);
    app.unlock(&key).await?.db().close().await;
    let text = format!(
        "Databasen är skapad. Installationens nyckel ligger i {}: säkerhetskopiera den för sig.",
        key.display()
    );
    Ok(done(session, &text))
}

/// Brings the database to this program's version.
pub async fn migrate(session: &Session) -> Outcome<Exit> {
    let (from, to) = maintenance::migrate(&session.db).await?;
    let text = if from == to {
        format!("Databasen har redan version {to}.")
    } else {
        format!("Databasen är uppgraderad från version {from} till {to}.")
    };
    out::answer(
        session.format,
        &json!({ "from": from, "to": to }),
        &format!("{text}\n"),
    );
    Ok(Exit::Ok)
}

/// Examines the database.
pub async fn doctor(session: &Session) -> Outcome<Exit> {
    let found = maintenance::doctor(&session.db).await?;
    let keys = if found.version == found.known {
        Some(keys::look(&session.db, &session.config.key_file(&session.db)).await?)
    } else {
        None
    };
    let well = found.version == found.known
        && keys.as_ref().is_none_or(Keys::are_well)
        && !scarce(&found)
        && found.integrity.is_empty()
        && found.orphans.is_empty()
        && found.audit.is_ok()
        && found.reads.is_ok();
    let json = json!({
        "ok": well,
        "version": found.version,
        "known_version": found.known,
        "journal_mode": found.journal_mode,
        "integrity": found.integrity,
        "orphans": found.orphans.iter().map(|(table, rows)| json!({ "table": table, "rows": rows })).collect::<Vec<_>>(),
        "audit_events": found.audit.as_ref().ok(),
        "audit_broken": found.audit.as_ref().err(),
        "read_events": found.reads.as_ref().ok(),
        "reads_broken": found.reads.as_ref().err(),
        "bytes": found.size,
        "free_bytes": found.free,
        "key_file": keys.as_ref().map(|keys| keys.file.is_well()),
        "principals": keys.as_ref().map(|keys| keys.principals.iter().map(|of| json!({
            "name": of.name,
            "versions": of.versions,
            "closed": of.closed,
            "pseudonyms_without_key": of.without_key,
        })).collect::<Vec<_>>()),
    });
    out::answer(session.format, &json, &in_words(&found, keys.as_ref(), well));
    Ok(if well { Exit::Ok } else { Exit::Findings })
}

/// The installation's key, and the huvudmän's that are not as they should be.
fn keys_in_words(keys: &Keys, text: &mut String) {
    let _ = writeln!(text, "Nyckelfil      {}", keys.file.label());
    let versions: usize = keys.principals.iter().map(|of| of.versions).sum();
    let _ = writeln!(
        text,
        "Pseudonymer    {} huvudmän har nycklar, {versions} versioner",
        keys.principals.len()
    );
    for of in &keys.principals {
        if of.closed > 0 {
            let _ = writeln!(
                text,
                "               {}: {} nycklar öppnas inte av nyckelfilen",
                of.name, of.closed
            );
        }
        if of.without_key > 0 {
            let _ = writeln!(
                text,
                "               {}: {} deltaganden saknar sin nyckel och känns inte igen",
                of.name, of.without_key
            );
        }
    }
}

fn in_words(found: &Diagnosis, keys: Option<&Keys>, well: bool) -> String {
    let mut text = format!(
        "Version        {} (programmet har {})\n",
        found.version, found.known
    );
    let _ = writeln!(
        text,
        "Helhet         {}",
        either(&found.integrity.join("; "), "hel")
    );
    let orphans: Vec<String> = found
        .orphans
        .iter()
        .map(|(table, rows)| format!("{table}: {rows} rader"))
        .collect();
    let _ = writeln!(
        text,
        "Hänvisningar   {}",
        either(&orphans.join("; "), "alla leder rätt")
    );
    for (name, chain) in [("Loggkedja", &found.audit), ("Läslogg", &found.reads)] {
        let _ = match chain {
            Ok(count) => writeln!(text, "{name:<14} obruten, {count} poster"),
            Err(_) if found.version != found.known => {
                writeln!(text, "{name:<14} inte prövad: databasen har en annan version")
            }
            Err(cause) => writeln!(text, "{name:<14} bruten: {cause}"),
        };
    }
    if let Some(keys) = keys {
        keys_in_words(keys, &mut text);
    }
    let _ = writeln!(
        text,
        "Storlek        {} kB",
        domain::number::integer(found.size / 1024)
    );
    if let Some(free) = found.free {
        let _ = writeln!(
            text,
            "Ledigt         {} MB i databasens mapp",
            domain::number::integer(free >> 20)
        );
        if scarce(found) {
            text.push_str("Det är ont om plats. Frigör utrymme: en full disk stoppar all registrering.\n");
        }
    }
    let _ = writeln!(
        text,
        "{}",
        if well {
            "Allt är i ordning."
        } else {
            "Något behöver åtgärdas. Läs handboken, kapitlet Drift."
        }
    );
    text
}

/// Less free than a copy of the database and its log would take, or 100 MiB.
fn scarce(found: &Diagnosis) -> bool {
    let needed = (2 * found.size).max(100 << 20);
    found.free.is_some_and(|free| free < needed)
}

/// Copies the database.
pub async fn backup(session: &Session, file: &Path) -> Outcome<Exit> {
    maintenance::backup(&session.db, file).await?;
    Ok(done(
        session,
        &format!("Säkerhetskopian är skriven: {}", file.display()),
    ))
}

/// Reads a copy back.
pub async fn restore(session: &Session, file: &Path) -> Outcome<Exit> {
    let replaced = maintenance::restore(&session.db, file).await?;
    let kept = replaced.map(|path| format!(" Den tidigare databasen ligger kvar som {}.", path.display()));
    Ok(done(
        session,
        &format!("Säkerhetskopian är läst tillbaka.{}", kept.unwrap_or_default()),
    ))
}

fn done(session: &Session, text: &str) -> Exit {
    out::answer(
        session.format,
        &json!({ "ok": true, "message": text }),
        &format!("{text}\n"),
    );
    Exit::Ok
}

fn either<'a>(wrong: &'a str, right: &'a str) -> &'a str {
    if wrong.is_empty() { right } else { wrong }
}
