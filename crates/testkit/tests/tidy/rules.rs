//! Every numbered rule in `docs/rules` is held by a test that bears its number, and the reverse.

use std::collections::BTreeMap;

use crate::source::{files, none, rust};

#[test]
fn every_rule_has_a_test() {
    let tests = tested();
    let bare = written()
        .into_iter()
        .filter(|(rule, _)| !tests.contains_key(rule));
    none(
        &bare
            .map(|(rule, place)| format!("{rule} ({place})"))
            .collect::<Vec<_>>(),
        "rules without a test",
    );
}

#[test]
fn every_numbered_test_has_a_rule() {
    let rules: BTreeMap<String, String> = written().into_iter().collect();
    let loose = tested().into_iter().filter(|(rule, _)| !rules.contains_key(rule));
    none(
        &loose
            .map(|(rule, place)| format!("{rule} ({place})"))
            .collect::<Vec<_>>(),
        "tests without a rule",
    );
}

#[test]
fn a_rule_number_is_used_once() {
    let mut seen = BTreeMap::new();
    let twice = written().into_iter().filter_map(|(rule, place)| {
        seen.insert(rule.clone(), place.clone())
            .map(|first| format!("{rule}: {first} and {place}"))
    });
    none(&twice.collect::<Vec<_>>(), "rule numbers used twice");
}

#[test]
fn numbers_are_read_from_test_names() {
    assert_eq!(number("r_sie_03_bad_type"), Some("R-SIE-03".to_owned()));
    assert_eq!(number("the_or_sie_03"), None);
    assert_eq!(number("case_r_mat_12"), Some("R-MAT-12".to_owned()));
    assert_eq!(number("r_is_a_letter"), None);
}

/// The rules as written: `- **R-XXX-nn** text`, with their place.
fn written() -> Vec<(String, String)> {
    let mut rules = Vec::new();
    for file in files("docs/rules", &[".md"]) {
        for (line, text) in file.text.lines().enumerate() {
            let Some(rest) = text.trim_start().strip_prefix("- **R-") else {
                continue;
            };
            let Some((number, _)) = rest.split_once("**") else {
                continue;
            };
            rules.push((format!("R-{number}"), format!("{}:{}", file.path, line + 1)));
        }
    }
    rules
}

/// The rule numbers that occur in names of functions and cases, with a place each.
fn tested() -> BTreeMap<String, String> {
    let mut tests = BTreeMap::new();
    for file in rust() {
        for (line, text) in file.text.lines().enumerate() {
            for start in ["fn ", "case::"] {
                let names = text.split(start).skip(1);
                for name in
                    names.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
                {
                    if let Some(rule) = number(name) {
                        tests
                            .entry(rule)
                            .or_insert_with(|| format!("{}:{}", file.path, line + 1));
                    }
                }
            }
        }
    }
    tests
}

/// `…r_xxx_nn_…` → `R-XXX-nn`.
fn number(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('_').collect();
    let digits = |part: &str| part.len() >= 2 && part.chars().all(|c| c.is_ascii_digit());
    let at = parts
        .windows(3)
        .position(|three| three[0] == "r" && !three[1].is_empty() && digits(three[2]))?;
    Some(format!("R-{}-{}", parts[at + 1].to_uppercase(), parts[at + 2]))
}
