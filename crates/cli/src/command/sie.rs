//! `samordna sie`: reads and checks a file without a database.

use std::{fmt::Write, path::Path};

use app::{
    Outcome,
    bookkeeping::{self, Date, Summary},
};
use domain::number;

use crate::{
    args::Format,
    out::{self, Exit},
};

/// Runs the command.
pub fn run(format: Format, file: &Path) -> Outcome<Exit> {
    let bytes = app::files::read(file)?;
    let summary = bookkeeping::examine(&bytes);
    let json = serde_json::to_value(&summary).map_err(app::Failure::fault)?;
    out::answer(format, &json, &text(&summary));
    Ok(if summary.has_errors() {
        Exit::Findings
    } else {
        Exit::Ok
    })
}

fn text(summary: &Summary) -> String {
    let mut text = format!("SIE typ {}", summary.r#type);
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(text, "\n  {label:<22} {value}");
        }
    };
    line("Program", &summary.program);
    line("Företag", &summary.company);
    line("Organisationsnummer", &summary.org_number);
    for year in &summary.years {
        let day = |date: Option<Date>| date.map_or_else(|| "?".into(), |d| d.to_string());
        line(
            &format!("Räkenskapsår {}", year.index),
            &format!("{} – {}", day(year.start), day(year.end)),
        );
    }
    let count = |n: usize| number::integer(i64::try_from(n).unwrap_or(i64::MAX));
    line("Konton", &count(summary.accounts));
    line("Objekt", &count(summary.objects));
    line("Verifikationer", &count(summary.vouchers));
    line("Transaktioner", &count(summary.transactions));
    line("Debet", &format!("{} kr", number::decimal(summary.debit, 2)));
    line("Teckenuppsättning", summary.encoding);
    line(
        "Kontrollsumma",
        match summary.checksum {
            "ok" => "stämmer",
            "wrong" => "stämmer inte",
            _ => "saknas (den är frivillig)",
        },
    );
    text.push('\n');
    for problem in &summary.problems {
        let _ = writeln!(
            text,
            "rad {} {}: {}",
            problem.line, problem.record, problem.message
        );
    }
    text
}
