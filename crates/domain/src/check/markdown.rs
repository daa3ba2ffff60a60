//! The list of checks as a page of the documentation.

use super::registry::all;
use crate::finding::Severity;

/// `docs/checks.md`.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Granskningar\n\n\
         Skriven ur registret i `crates/domain/src/check/registry.rs`; ändra där och kör testerna med `SAMORDNA_UPDATE=1`.\n\n\
         `samordna check` kör alla över databasen, `samordna check --published MAPP` över en mapp med tryckta tabeller, \
         `--only NAMN` en av dem. Varje fynd säger var talet står, vad som väntades, vad som står där och vad nästa steg är. \
         Ett fel ger ett fynd, på det ställe som bäst förklarar det.\n\n\
         | namn | granskning | vad som ska gälla | allvar |\n|---|---|---|---|\n",
    );
    for check in all() {
        let severities: Vec<&str> = check.severities.iter().map(|s| label(*s)).collect();
        text += &format!(
            "| `{}` | {} | {} | {} |\n",
            check.name,
            check.title,
            check.what,
            severities.join(", ")
        );
    }
    text += "\nAllvar: *måste rättas* hindrar att en rapport publiceras; *bör rättas*; *svara en gång* kan vara sant \
             och besvaras med ett skäl som sparas. Ändras talet öppnas frågan igen.\n";
    text
}

/// A severity in words.
pub const fn label(severity: Severity) -> &'static str {
    match severity {
        Severity::MustFix => "måste rättas",
        Severity::ShouldFix => "bör rättas",
        Severity::AnswerOnce => "svara en gång",
    }
}
