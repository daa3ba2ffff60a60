//! Answers: one value, written for people or for programs, and an exit code.

use std::{
    io::{self, ErrorKind, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use app::Failure;
use serde_json::Value;

use crate::args::Format;

/// An answer was cut off.
static LOST: AtomicBool = AtomicBool::new(false);

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0.
    Ok,
    /// 1: findings, or a refusal.
    Findings,
    /// 2: the command could not be understood.
    Usage,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Writes the answer; a reader that went away is no error.
pub fn answer(format: Format, json: &Value, text: &str) {
    let body = match format {
        Format::Json => format!("{json:#}\n"),
        Format::Text => text.to_owned(),
    };
    if let Err(cause) = write(&mut io::stdout(), &body)
        && cause.kind() != ErrorKind::BrokenPipe
    {
        LOST.store(true, Ordering::Relaxed);
        complain(&format!(
            "Avslag: Svaret gick inte att skriva: {}. Det som är skrivet är avkortat. Frigör utrymme eller skriv någon annanstans, och kör kommandot igen.",
            app::files::words(&cause)
        ));
    }
}

/// Whether an answer could not be written whole.
pub fn lost() -> bool {
    LOST.load(Ordering::Relaxed)
}

/// Writes a failure: as JSON on standard output for programs, as Swedish on standard error for people.
pub fn failure(format: Format, failure: &Failure) -> Exit {
    let (code, lines): (&str, Vec<Value>) = match failure {
        Failure::Refused(refusals) => (
            "refused",
            refusals
                .iter()
                .filter_map(|r| serde_json::to_value(r).ok())
                .collect(),
        ),
        Failure::NotFound => (
            "not_found",
            vec![line("saknas", "Det som efterfrågades finns inte.")],
        ),
        Failure::Conflict { .. } => (
            "conflict",
            vec![line(
                "krock",
                "Någon annan har ändrat samma sak. Läs om och försök igen.",
            )],
        ),
        Failure::Fault(cause) => (
            "fault",
            vec![line(
                "fel",
                &match cause.downcast_ref::<io::Error>() {
                    Some(cause) => {
                        format!("Något utanför programmet gick fel: {}.", app::files::words(cause))
                    }
                    None => format!("Något utanför programmet gick fel: {cause}"),
                },
            )],
        ),
    };
    if format == Format::Json {
        answer(
            format,
            &serde_json::json!({ "error": code, "refusals": lines }),
            "",
        );
    } else {
        for refusal in &lines {
            let place = refusal["place"]
                .as_str()
                .filter(|p| !p.is_empty())
                .map(|p| format!("{p}: "));
            let message = refusal["message"].as_str().unwrap_or_default();
            complain(&format!("Avslag: {}{message}", place.unwrap_or_default()));
        }
    }
    Exit::Findings
}

/// A line on standard error.
pub fn complain(text: &str) {
    // Nothing sensible can be done when the terminal is gone.
    let _ = write(&mut io::stderr(), &format!("{text}\n"));
}

fn line(code: &str, message: &str) -> Value {
    serde_json::json!({ "code": code, "place": "", "message": message })
}

fn write(target: &mut dyn Write, text: &str) -> io::Result<()> {
    target.write_all(text.as_bytes()).and_then(|()| target.flush())
}
