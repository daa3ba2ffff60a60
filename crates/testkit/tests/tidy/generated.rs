//! Pages written from the source: every refusal with its words, every act with who may and what is
//! recorded. `SAMORDNA_UPDATE=1` writes them anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
};

use crate::source::{File, file, root, rust};

/// What makes a refusal, a problem or a fault of form; the code is its first word.
const MAKERS: [&str; 9] = [
    "Refusal::at(",
    "Refusal::new(",
    "self.refuse(",
    "reader.say(",
    "Error::unsound(",
    "review.stop(",
    "review.warn(",
    "whole(",
    "Problem::new(",
];
/// How far before a refusal its words may be put together.
const BEFORE: usize = 1_200;

#[test]
fn the_list_of_refusals_is_current() {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in rust().iter().filter(|source| source.is_production()) {
        for (code, words) in refusals(source) {
            all.entry(code).or_default().extend(words);
        }
    }
    assert!(all.len() > 40, "only {} codes were found", all.len());
    let mut page = String::from(
        "# Avslag\n\nSkriven ur källkoden (`SAMORDNA_UPDATE=1 cargo test -p testkit`). Varje avslag har en fast kod och en text som \
         säger var, varför och vad man gör. `…` står för det som gäller fallet; koder utan text hämtar den ur det som lästes.\n\n\
         | kod | text |\n|---|---|\n",
    );
    for (code, words) in &all {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let _ = writeln!(page, "| `{code}` | {} |", words.join("<br>"));
    }
    current("docs/refusals.md", &page);
}

/// Codes with the words nearest to them.
fn refusals(source: &File) -> Vec<(String, Option<String>)> {
    let text = source.production();
    let literals = literals(text);
    let mut found = Vec::new();
    for maker in MAKERS {
        for (at, _) in text.match_indices(maker) {
            let after = literals.iter().filter(|(start, _)| *start > at);
            let Some((place, code)) = after.clone().next().filter(|(_, word)| is_code(word)) else {
                continue;
            };
            // Far away, or inside another call: a column's name, say.
            let between = &text[at + maker.len()..*place];
            if place - at > 160 || between.matches('(').count() > between.matches(')').count() {
                continue;
            }
            let end = text[*place..].find(";\n").map_or(text.len(), |n| place + n);
            let inside = after.filter(|(start, _)| *start < end).map(|(_, word)| word);
            let before = literals
                .iter()
                .rev()
                .filter(|(start, _)| *start < at && at - start < BEFORE)
                .map(|(_, word)| word);
            let words = inside.chain(before).find(|word| is_sentence(word));
            found.push((code.clone(), words.map(|word| shown(word))));
        }
    }
    found
}

fn is_code(word: &str) -> bool {
    word.len() > 2
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_sentence(word: &str) -> bool {
    word.contains(' ') && word.ends_with(['.', '?', ')']) && word.len() > 20
}

/// Placeholders as "…", and nothing that breaks a Markdown table.
fn shown(word: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in word.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => {
                depth -= 1;
                out.push('…');
            }
            '|' if depth == 0 => out.push_str("\\|"),
            '<' if depth == 0 => out.push_str("&lt;"),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn the_list_of_operations_is_current() {
    let rights = file("crates/app/src/rights.rs").expect("the rights are there");
    let mut lines = Vec::new();
    for source in rust()
        .iter()
        .filter(|s| s.is_production() && s.path.starts_with("crates/app/src/"))
    {
        lines.extend(operations(source, &rights));
    }
    assert!(lines.len() > 20, "only {} acts were found", lines.len());
    lines.sort();
    let page = format!(
        "# Handlingar\n\nSkriven ur källkoden (`SAMORDNA_UPDATE=1 cargo test -p testkit`): varje handling i `app` som frågar efter en rätt, \
         vem som har den, och vad loggen får. Läsande handlingar skriver inget i loggen; den som läser rader skriver i läsloggen.\n\n\
         | handling | vad (ur koden) | rätt | vem får | i loggen |\n|---|---|---|---|---|\n{}\n",
        lines.join("\n")
    );
    current("docs/operations.md", &page);
}

/// The acts of a file: function, first sentence, right, roles, and the events it records.
fn operations(source: &File, rights: &str) -> Vec<String> {
    let text = source.production();
    let starts: Vec<usize> = text
        .match_indices("    pub async fn ")
        .map(|(at, _)| at)
        .collect();
    let mut lines = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        let body = &text[*start..starts.get(i + 1).copied().unwrap_or(text.len())];
        let Some(act) = body.split("Act::").nth(1).map(word) else {
            continue;
        };
        let name = word(body.trim_start().trim_start_matches("pub async fn "));
        let before = text[..*start].rfind("\n\n").map_or("", |at| &text[at..*start]);
        let words: Vec<&str> = before
            .lines()
            .filter_map(|line| line.trim().strip_prefix("/// "))
            .take_while(|line| !line.starts_with('#'))
            .collect();
        let words = words.join(" ");
        let sentence = words.split(". ").next().unwrap_or_default().trim_end_matches('.');
        let recorded: BTreeSet<&str> = body
            .match_indices("(\"")
            .map(|(at, _)| body[at + 2..].split('"').next().unwrap_or_default())
            .filter(|event| {
                event.contains('.') && event.chars().all(|c| c.is_alphabetic() || c == '.' || c == '-')
            })
            .filter(|event| !event.starts_with('.'))
            .collect();
        let recorded: Vec<String> = recorded.iter().map(|event| format!("`{event}`")).collect();
        lines.push(format!(
            "| `{name}` | {} | {act} | {} | {} |",
            sentence.replace('|', "\\|"),
            roles(rights, act),
            recorded.join(", ")
        ));
    }
    lines
}

fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    &text[..end]
}

/// Who may, read from the one function that decides it.
fn roles(rights: &str, act: &str) -> String {
    let body = rights.split("pub fn may(").nth(1).unwrap_or_default();
    let body = body.split("\npub fn ").next().unwrap_or_default();
    let named = |arm: &str| arm.split("Act::").skip(1).any(|rest| word(rest) == act);
    let mut arms = body.split("=>").collect::<Vec<_>>().into_iter().peekable();
    while let Some(before) = arms.next() {
        let Some(after) = arms.peek() else { break };
        if !named(before.rsplit("Role::").next().unwrap_or(before)) {
            continue;
        }
        let decision = after.split("Act::").next().unwrap_or_default();
        if decision.contains("assignments.is_empty()") {
            return "alla med en roll".into();
        }
        if decision.contains("in_team") {
            return "samverkansteamet, för sitt eget team".into();
        }
        let roles = decision.split("Role::").skip(1).map(|rest| swedish(word(rest)));
        let limit = if decision.contains("has_for") {
            ", för sin egen insats"
        } else {
            ""
        };
        return format!("{}{limit}", roles.collect::<Vec<_>>().join(", "));
    }
    String::new()
}

fn swedish(role: &str) -> &str {
    match role {
        "Office" => "kansliet",
        "Economist" => "ekonomen",
        "InsatsManager" => "insatsansvarig",
        "ParticipantManager" => "deltagaransvarig",
        "Team" => "samverkansteamet",
        "Board" => "styrelsen",
        "Auditor" => "revisorn",
        "Registrar" => "registratorn",
        other => other,
    }
}

/// Every string literal with its place; comments and character literals are passed over.
fn literals(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '/' if text[at..].starts_with("//") => while rest.next_if(|(_, c)| *c != '\n').is_some() {},
            '\'' if text[at..].starts_with("'\"'") => {
                rest.next();
                rest.next();
            }
            '"' => {
                let mut word = String::new();
                while let Some((_, c)) = rest.next() {
                    match c {
                        '"' => break,
                        '\\' => match rest.next() {
                            Some((_, '\n')) => while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                            Some((_, 'n')) => word.push(' '),
                            Some((_, 'u')) => {
                                while rest.next_if(|(_, c)| *c != '}').is_some() {}
                                rest.next();
                                word.push(' ');
                            }
                            Some((_, other)) => word.push(other),
                            None => {}
                        },
                        c => word.push(c),
                    }
                }
                found.push((at, word));
            }
            _ => {}
        }
    }
    found
}

fn current(path: &str, page: &str) {
    if std::env::var_os("SAMORDNA_UPDATE").is_some() {
        fs::write(root().join(path), page).expect("the page is written");
    }
    let is_current = file(path).is_some_and(|text| text == page);
    assert!(
        is_current,
        "{path} is old: run the tests once with SAMORDNA_UPDATE=1"
    );
}
