//! Answers: one value, written for people or for programs, and an exit code.

use std::io::{self, Write};

use app::Failure;
use serde_json::Value;

use crate::args::Format;

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
    write(&mut io::stdout(), &body);
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
                &format!("Något utanför programmet gick fel: {cause}"),
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
    write(&mut io::stderr(), &format!("{text}\n"));
}

fn line(code: &str, message: &str) -> Value {
    serde_json::json!({ "code": code, "place": "", "message": message })
}

fn write(target: &mut dyn Write, text: &str) {
    // Nothing sensible can be done when the terminal or the pipe is gone.
    let _ = target.write_all(text.as_bytes()).and_then(|()| target.flush());
}
