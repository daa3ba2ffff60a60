//! Digits in running text: dates, laws, labels and names may stand; every other number is a figure
//! and must be a reference, or be marked with a reason.

use crate::words::MONTHS;

/// Names with digits that every association may use.
const NAMES: [&str; 2] = ["7tjugo", "Agenda 2030"];

/// Words whose number is a label: "tabell 1".
const LABELS: [&str; 9] = [
    "tabell", "diagram", "not", "noter", "bilaga", "bilagor", "avsnitt", "kapitel", "mål",
];

/// Words after a number that make it a figure even when it looks like a year.
const UNITS: [&str; 6] = ["kr", "kronor", "procent", "%", "tkr", "mnkr"];

/// Every word of `words` that holds a number which may not be typed.
pub(super) fn typed(words: &str, names: &[String]) -> Vec<String> {
    let mut masked = words.to_owned();
    for name in NAMES.into_iter().chain(names.iter().map(String::as_str)) {
        if name.chars().any(|c| c.is_ascii_digit()) {
            masked = masked.replace(name, "namn");
        }
    }
    let tokens: Vec<&str> = masked.split_whitespace().collect();
    let around = |i: usize| {
        let before = if i == 0 { "" } else { bare(tokens[i - 1]) };
        (before, tokens.get(i + 1).copied().unwrap_or_default())
    };
    let numbers = tokens
        .iter()
        .enumerate()
        .filter(|(_, t)| t.chars().any(char::is_numeric));
    let wrong = numbers.filter(|(i, token)| {
        let (before, after) = around(*i);
        !allowed(bare(token), before, after, token)
    });
    wrong.map(|(_, token)| bare(token).to_owned()).collect()
}

fn bare(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '§' | '%' | '−'))
}

fn allowed(token: &str, before: &str, after: &str, whole: &str) -> bool {
    if token.starts_with(char::is_alphabetic) {
        return true;
    }
    let next = bare(after).to_lowercase();
    let parts: Vec<&str> = token.split(['–', '-', '/']).collect();
    let is_unit = UNITS.contains(&next.as_str()) || next.starts_with("deltag") || next.starts_with("person");
    // "2022." ends a sentence: what follows is no unit of it.
    let counted = is_unit && !whole.ends_with('.');
    let years = parts.iter().all(|p| is_year(p)) && !counted;
    let section =
        after.starts_with('§') || next.starts_with("kap") || before.starts_with('§') || token.ends_with('§');
    let date = MONTHS.contains(&next.as_str()) && parts.iter().all(|p| is_day(p));
    let label = LABELS.contains(&before.to_lowercase().as_str()) && parts.iter().all(|p| is_label(p));
    years || section || date || label || is_law(token) || is_iso(&parts)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && digits(text) && (text.starts_with("19") || text.starts_with("20"))
}

fn is_day(text: &str) -> bool {
    digits(text) && text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// "1", "1.5".
fn is_label(text: &str) -> bool {
    text.len() <= 4 && text.split('.').all(digits)
}

/// "2003:1210".
fn is_law(token: &str) -> bool {
    token
        .split_once(':')
        .is_some_and(|(year, number)| is_year(year) && digits(number))
}

/// "2023-03-17", "2023-03".
fn is_iso(parts: &[&str]) -> bool {
    match parts {
        [year, month] => is_year(year) && is_day(month),
        [year, month, day] => is_year(year) && is_day(month) && is_day(day),
        _ => false,
    }
}
