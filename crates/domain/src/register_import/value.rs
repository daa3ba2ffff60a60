//! What was written, as a code: by label, slug or number, or by one of the ways people write it.

use super::field::Choice;

/// Other ways to write a code.
const SAME: &[(&str, &str)] = &[
    ("k", "kvinna"),
    ("f", "kvinna"),
    ("kvinna", "kvinna"),
    ("m", "man"),
    ("man", "man"),
    ("ja", "skriftligt"),
    ("j", "skriftligt"),
    ("x", "skriftligt"),
    ("samtycke", "skriftligt"),
    ("samtycker", "skriftligt"),
    ("nej", "inget"),
    ("n", "inget"),
    ("anonym", "inget"),
    ("skyddad", "skyddad"),
    ("skyddade personuppgifter", "skyddad"),
    ("fk", "forsakringskassan"),
    ("af", "arbetsformedlingen"),
    ("kommunen", "kommun"),
    ("socialtjänst", "kommun"),
    ("socialtjänsten", "kommun"),
    ("ifo", "kommun"),
    ("regionen", "region"),
    ("vården", "region"),
    ("vårdcentral", "region"),
    ("psykiatri", "region"),
    ("rehabiliteringspenning", "sjukpenning"),
    ("sjukpenning rehabpenning", "sjukpenning"),
    ("ekonomiskt bistånd", "forsorjningsstod"),
    ("a kassa", "arbetsloshetsersattning"),
    ("utvecklingsersättning", "aktivitetsstod"),
    ("ingen offentlig", "ingen_offentlig"),
    ("ingen försörjning", "ingen_offentlig"),
    ("arbetssökande", "arbetssokande"),
    ("gymnasieskola", "gymnasium"),
    ("saknas", "ej_insamlat"),
    ("uppgift saknas", "ej_insamlat"),
    ("vet ej", "okant"),
    ("vet inte", "okant"),
    ("okänd", "okant"),
    ("vill ej uppge", "avbojt"),
];

/// Lower case, without marks and double spaces: how headings and values are compared.
pub fn plain(text: &str) -> String {
    let mark = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let spaced: String = text.to_lowercase().chars().map(mark).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The code that a text stands for.
pub(super) fn lookup(choices: &[Choice], text: &str) -> Option<&'static str> {
    let wanted = plain(text);
    if wanted.is_empty() {
        return None;
    }
    let by = |test: &dyn Fn(&Choice) -> bool| {
        choices
            .iter()
            .find(|choice| test(choice))
            .map(|choice| choice.slug)
    };
    by(&|choice| plain(choice.slug) == wanted || plain(choice.label) == wanted)
        .or_else(|| by(&|choice| choice.number > 0 && choice.number.to_string() == wanted))
        .or_else(|| {
            let mut same = SAME.iter().filter(|(written, _)| *written == wanted);
            same.find_map(|(_, slug)| by(&|choice| choice.slug == *slug))
        })
}

/// A day as ÅÅÅÅ-MM-DD, whatever marks stand between; the clock after it is left out.
pub(super) fn date(text: &str) -> Option<String> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let digits: String = day.chars().filter(char::is_ascii_digit).collect();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let whole = match parts.as_slice() {
        [_] if digits.len() == 8 && digits.len() == day.len() => digits,
        [year, month, day] if year.len() == 4 => padded(year, month, day)?,
        [day, month, year] if year.len() == 4 => padded(year, month, day)?,
        _ => return None,
    };
    let written = format!("{}-{}-{}", whole.get(..4)?, whole.get(4..6)?, whole.get(6..8)?);
    chrono::NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok()?;
    Some(written)
}

fn padded(year: &str, month: &str, day: &str) -> Option<String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|n| (1..=31).contains(n));
    Some(format!("{year}{:02}{:02}", number(month)?, number(day)?))
}

/// A year, or the year of a day.
pub(super) fn year(text: &str) -> Option<String> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_year {
        return Some(text.to_owned());
    }
    date(text).and_then(|day| day.get(..4).map(str::to_owned))
}

/// Whole per cent: "50", "50 %", "50,0"; a share as a spreadsheet stores it, "0.5".
pub(super) fn per_cent(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !digits(whole) || !digits(fraction) {
        return None;
    }
    match (whole, fraction.trim_end_matches('0')) {
        (whole, "") => whole.parse::<u32>().ok().map(|n| n.to_string()),
        ("0", "5") => Some("50".into()),
        ("0", fraction) if fraction.len() == 2 => fraction.parse::<u32>().ok().map(|n| n.to_string()),
        _ => None,
    }
}

/// "sjukpenning 50; försörjningsstöd 50" as what was written and its per cent.
pub(super) fn shares(text: &str) -> Vec<(String, Option<String>)> {
    let parts = text.split([';', '+', '\n', '|']);
    let parts = parts
        .flat_map(|part| split_commas(part))
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let part = part.trim_end_matches('%').trim_end();
            match part.rsplit_once([' ', ':', '(', '\u{a0}']) {
                Some((words, degree)) => match per_cent(degree.trim_end_matches([')', '%', ' '])) {
                    Some(degree) => (
                        words.trim_end_matches([':', '(', ' ']).trim().to_owned(),
                        Some(degree),
                    ),
                    None => (part.to_owned(), None),
                },
                None => (part.to_owned(), None),
            }
        })
        .collect()
}

/// A comma parts two shares only after a degree: labels have commas of their own.
fn split_commas(part: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = part.trim();
    while let Some(at) = rest.find(", ") {
        let (before, after) = rest.split_at(at);
        if !before
            .trim_end_matches(['%', ')', ' '])
            .ends_with(|c: char| c.is_ascii_digit())
        {
            break;
        }
        out.push(before.trim());
        rest = after[2..].trim();
    }
    out.push(rest);
    out
}
