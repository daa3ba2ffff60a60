//! Numbers as people and spreadsheets print them: which sign, how many decimals, and what stands
//! for a number that is not there.

use super::layout::Column;
use crate::{figure::WITHHELD, number};

/// Dashes that are typed for a minus: hyphen, its typographic kin and the real sign.
const MINUS: [char; 7] = [
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}',
];
/// What may follow a number without changing it. "tkr" does, and is no part of this list.
const SUFFIXES: [&str; 8] = [",-", ":-", ",–", ":–", "kronor", "kr", "procent", "%"];

/// Reads a number as it is printed: spaces of every kind between thousands, comma or point, a minus
/// as any dash before or after it or as parentheses, with or without plus, "kr" or "%". The answer
/// is units of 10^-decimals and the decimals; `None` for an empty cell, a lone dash and for words.
pub fn printed_number(text: &str) -> Option<(i64, u32)> {
    let (negative, digits) = signed(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let decimals = digits
        .rsplit_once(['.', ','])
        .map_or(0, |(_, fraction)| fraction.chars().count());
    let decimals = u32::try_from(decimals).ok().filter(|d| *d <= 6)?;
    // Sums of a table's cells must stay far inside i64.
    let units = number::parse_decimal(&digits, decimals).filter(|n| *n <= 1_000_000_000_000_000)?;
    Some((if negative { -units } else { units }, decimals))
}

/// Whether the number is negative, and the rest of it.
fn signed(text: &str) -> (bool, String) {
    let between = |c: &char| c.is_whitespace() || matches!(c, '\'' | '’');
    let text: String = text.chars().filter(|c| !between(c)).collect();
    let text = text.to_lowercase();
    let bare = SUFFIXES
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix))
        .unwrap_or(&text);
    let inside = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let minus = inside.or_else(|| bare.strip_prefix(MINUS).or_else(|| bare.strip_suffix(MINUS)));
    match minus {
        Some(rest) => (true, rest.to_owned()),
        None => (false, bare.strip_prefix('+').unwrap_or(bare).to_owned()),
    }
}

/// An empty cell, or a dash or word that stands for one.
pub fn is_blank(text: &str) -> bool {
    let text = text.trim();
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (None, _) => true,
        (Some(c), None) => MINUS.contains(&c),
        _ => matches!(text.to_lowercase().as_str(), "inga" | "ingen" | "inget"),
    }
}

/// A value that is there and not printed, to protect somebody: "skyddad", "sekretess", ".." or "<5".
pub fn is_withheld(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    matches!(text.as_str(), WITHHELD | "sekretess" | "..")
        || text
            .strip_prefix('<')
            .is_some_and(|limit| printed_number(limit).is_some())
}

/// As [`printed_number`] in a column where whole things or kronor stand: three digits after a point or
/// comma are no decimals there but thousands ("12.324"). Two points are that everywhere.
pub(super) fn number_in(kind: Column, text: &str) -> Option<(i64, u32)> {
    let whole = matches!(kind, Column::Count | Column::Amount);
    let digits: String = text.chars().filter(|c| !MINUS.contains(c)).collect();
    let digits = digits.trim();
    let mark = ['.', ','].into_iter().find(|mark| digits.contains(*mark));
    let grouped = |mark: char| whole || digits.matches(mark).count() > 1;
    let mark = mark.filter(|mark| grouped(*mark));
    let mut groups = mark.map(|mark| digits.split(mark)).into_iter().flatten();
    let first = groups
        .next()
        .is_some_and(|g| (1..=3).contains(&g.len()) && g != "0");
    let thousands = first && groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()));
    if thousands {
        printed_number(&text.replace(['.', ','], ""))
    } else {
        printed_number(text)
    }
}

/// The cell as every reader of the table takes it: a number with a plain minus and point, and no
/// decimals where whole things are counted and the decimals say nothing ("33 757,00"); no words for
/// a lone dash. `None` keeps the text.
pub(super) fn canonical(kind: Column, cell: &str) -> Option<String> {
    match kind {
        Column::Text | Column::Key => {
            let dash = cell.chars().eq(cell.chars().next().filter(|c| MINUS.contains(c)));
            return (dash && !cell.is_empty()).then(String::new);
        }
        Column::Year => return None,
        Column::Count | Column::Amount | Column::Decimal | Column::Mixed => {}
    }
    let whole = matches!(kind, Column::Count | Column::Amount);
    let (mut units, mut decimals) = number_in(kind, cell)?;
    while whole && decimals > 0 && units % 10 == 0 {
        (units, decimals) = (units / 10, decimals - 1);
    }
    Some(number::plain(units, decimals))
}

/// Words in one spelling: one space between them, whatever kind and number of spaces were typed,
/// and no marks that cannot be seen.
pub(super) fn tidy(text: &str) -> String {
    let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let text: String = text.chars().filter(seen).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_gra_30_numbers_as_they_are_printed() {
        for (text, expected) in [
            ("12 324 000", Some((12_324_000, 0))),
            ("12\u{a0}324\u{202f}000", Some((12_324_000, 0))),
            ("33.6", Some((336, 1))),
            ("5,25", Some((525, 2))),
            ("+347614", Some((347_614, 0))),
            ("32,1 %", Some((321, 1))),
            ("250 kr", Some((250, 0))),
            ("250,-", Some((250, 0))),
            ("", None),
            ("–", None),
            ("()", None),
            ("--5", None),
            ("+-5", None),
            ("12 tkr", None),
            ("ca 12", None),
            ("9999999999999999999999", None),
        ] {
            assert_eq!(printed_number(text), expected, "{text}");
        }
    }

    #[test]
    fn r_gra_30_a_minus_is_any_dash_before_or_after_or_parentheses() {
        for text in [
            "-347614",
            "−347614",
            "–347614",
            "—347614",
            "‐347614",
            "‑347614",
            "‒347614",
            "- 347 614",
            "(347 614)",
            "347614-",
            "347 614–",
            "–347 614 kr",
        ] {
            assert_eq!(printed_number(text), Some((-347_614, 0)), "{text}");
        }
    }

    #[test]
    fn r_gra_30_whole_things_lose_decimals_that_say_nothing() {
        for (kind, text, expected) in [
            (Column::Count, "33 757,00", Some("33757")),
            (Column::Amount, "–351353,50", Some("-351353.5")),
            (Column::Count, "33.757", Some("33757")),
            (Column::Amount, "–12.324.000", Some("-12324000")),
            (Column::Amount, "12'324'000", Some("12324000")),
            (Column::Amount, "12,324,000.50", None),
            (Column::Amount, "0.125", Some("0.125")),
            (Column::Decimal, "33.757", Some("33.757")),
            (Column::Decimal, "8.580.555", Some("8580555")),
            (Column::Key, "–", Some("")),
            (Column::Text, "-", Some("")),
            (Column::Text, "", None),
            (Column::Decimal, "32,0", Some("32.0")),
            (Column::Mixed, "störst", None),
            (Column::Text, "0885", None),
        ] {
            assert_eq!(canonical(kind, text).as_deref(), expected, "{text}");
        }
    }
}
