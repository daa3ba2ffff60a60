//! No type bears a name the glossary says not to use.

use std::collections::BTreeMap;

use crate::source::{File, file, files, none};

/// Words of the last column that are right for another thing, with the reason.
const RIGHT_ELSEWHERE: &[(&str, &str)] = &[
    ("Activity", "practice and the like, within a participation"),
    ("Event", "what happened, on a timeline"),
    ("Hash", "what chains the audit trail and the read log"),
    ("Progress", "how far a long reading has come"),
    (
        "Project",
        "dimension 6 of the bookkeeping is called a project in SIE",
    ),
    (
        "Provider",
        "who vouches for a log-in is called a provider in OpenID Connect",
    ),
];

#[test]
fn types_bear_the_glossarys_names() {
    let unwanted = unwanted();
    assert!(
        unwanted.contains_key("Tenant"),
        "the glossary's last column could not be read: {unwanted:?}"
    );
    let mut found = Vec::new();
    // SIE has its own words, and `sie` knows nothing of an association.
    let ours = |file: &&File| file.is_production() && !file.path.starts_with("crates/sie/");
    for file in files("crates", &[".rs"]).iter().filter(ours) {
        for (number, line) in file.text.lines().enumerate() {
            let Some(name) = declared(line) else { continue };
            if let Some(term) = unwanted.get(name) {
                found.push(format!(
                    "{}:{} {name}: the glossary has another word for {term}",
                    file.path,
                    number + 1
                ));
            }
        }
    }
    none(&found, "words the glossary says not to use");
}

#[test]
fn declarations_are_read() {
    assert_eq!(declared("pub struct Tenant<T> {"), Some("Tenant"));
    assert_eq!(declared("    enum Case {"), Some("Case"));
    assert_eq!(declared("// a struct Case"), None);
}

/// Word → the Swedish term it must not stand for.
fn unwanted() -> BTreeMap<String, String> {
    let glossary = file("docs/glossary.md").expect("the glossary is there");
    let mut words = BTreeMap::new();
    for line in glossary.lines().filter(|line| line.starts_with('|')) {
        let columns: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [term, _, _, not] = columns[..] else { continue };
        for word in not
            .split(',')
            .map(|word| word.split('(').next().unwrap_or("").trim())
        {
            let mut letters = word.chars();
            let Some(first) = letters.next() else { continue };
            let name = first.to_uppercase().chain(letters).collect::<String>();
            if !RIGHT_ELSEWHERE.iter().any(|(right, _)| *right == name) {
                words.insert(name, term.to_owned());
            }
        }
    }
    words
}

/// The name of the type or module a line declares.
fn declared(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub"));
    let kind = words.next()?;
    let name = words.next()?;
    let end = name
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(name.len());
    ["struct", "enum", "trait", "type"]
        .contains(&kind)
        .then_some(&name[..end])
}
