//! `samordna check`: the database, or a folder of printed tables.

use std::fmt::Write;

use app::{Outcome, checks::Found};
use domain::finding::{Finding, Severity};
use serde_json::{Value, json};

use crate::{
    args::{Check, Format},
    command::Session,
    out::{self, Exit},
};

/// Runs the command.
pub async fn run(session: &Session, args: &Check) -> Outcome<Exit> {
    let only = args.only.as_deref();
    let findings = if let Some(dir) = &args.published {
        app::published::check_folder(dir, args.year, only)?
    } else {
        let app = session.open().await?;
        let year = session.year(&app, args.year).await?;
        let found = app.findings(&session.actor, year, only).await?;
        found
            .into_iter()
            .filter(Found::is_open)
            .map(|f| f.finding)
            .collect()
    };
    print(session.format, &findings);
    Ok(if findings.is_empty() {
        Exit::Ok
    } else {
        Exit::Findings
    })
}

fn print(format: Format, findings: &[Finding]) {
    let json: Vec<Value> = findings.iter().map(as_json).collect();
    out::answer(format, &json!(json), &text(findings));
}

fn as_json(finding: &Finding) -> Value {
    json!({
        "check": finding.check,
        "severity": finding.severity,
        "place": { "file": finding.place.table, "table": finding.place.table, "row": finding.place.row, "column": finding.place.column },
        "expected": finding.expected.as_deref().map(number),
        "found": number(&finding.found),
        "message": finding.message,
    })
}

/// Whole numbers as numbers, everything else (decimals too, which must stay exact) as text.
fn number(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| json!(text), |n| json!(n))
}

fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    for (severity, heading) in [
        (Severity::MustFix, "Måste rättas"),
        (Severity::ShouldFix, "Bör rättas"),
        (Severity::AnswerOnce, "Kan stämma, besvara en gång"),
    ] {
        let of: Vec<&Finding> = findings.iter().filter(|f| f.severity == severity).collect();
        if of.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{heading} ({})", of.len());
        for finding in of {
            let _ = writeln!(
                text,
                "  {} – {}\n    {}",
                finding.check, finding.place, finding.message
            );
        }
    }
    let count = findings.len();
    let _ = writeln!(
        text,
        "{}",
        if count == 0 {
            "Inga fynd.".to_owned()
        } else {
            format!("{count} fynd.")
        }
    );
    text
}
