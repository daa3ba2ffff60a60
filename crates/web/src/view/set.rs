//! Running words as a page sets them: a date, an organisation number or an amount stays on one line.

/// The longest run that is kept whole; what is longer must be able to break on a phone.
const LONGEST: usize = 13;

/// Words as HTML, escaped. Browsers break a line after the hyphens of a date, and at an ordinary space
/// before "kr" and "%".
pub fn set(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = hyphenated(rest).filter(|_| !before.is_alphanumeric() && !matches!(before, '-' | '/'));
        if let Some(length) = run {
            let (whole, after) = rest.split_at(length);
            out.push_str(&format!("<span class=\"whole\">{whole}</span>"));
            before = '0';
            rest = after;
            continue;
        }
        rest = &rest[first.len_utf8()..];
        match first {
            ' ' if before.is_ascii_digit() && before_unit(rest) => out.push('\u{a0}'),
            '&' => out.push_str("&#38;"),
            '<' => out.push_str("&#60;"),
            '>' => out.push_str("&#62;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
        before = first;
    }
    out
}

/// The length of digits joined by hyphens that `text` begins with, such as "2022-01-15".
fn hyphenated(text: &str) -> Option<usize> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '-')
        .unwrap_or(text.len());
    let run = &text[..end];
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let joined = run.contains('-') && digits(run.chars().next()) && digits(run.chars().next_back());
    let alone = !text[end..].starts_with(char::is_alphanumeric);
    (joined && alone && run.len() <= LONGEST).then_some(end)
}

fn before_unit(rest: &str) -> bool {
    let ends = |after: &str| !after.starts_with(char::is_alphanumeric);
    ["kr", "tkr", "%"]
        .iter()
        .any(|unit| rest.strip_prefix(unit).is_some_and(ends))
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn dates_and_amounts_stay_whole() {
        let cases = [
            (
                "Klar 2023-03-31, § 4 & 5",
                "Klar <span class=\"whole\">2023-03-31</span>, § 4 &#38; 5",
            ),
            (
                "Org.nr 222000-1859.",
                "Org.nr <span class=\"whole\">222000-1859</span>.",
            ),
            (
                "2022-01-01–2022-12-31",
                "<span class=\"whole\">2022-01-01</span>–<span class=\"whole\">2022-12-31</span>",
            ),
            ("24 674,00 kr.", "24 674,00\u{a0}kr."),
            ("75 % av 4 krav", "75\u{a0}% av 4 krav"),
            (
                "R2023-025 <b> exempel-42 1-",
                "R2023-025 &#60;b&#62; exempel-42 1-",
            ),
            ("fil-2022-01-15", "fil-2022-01-15"),
        ];
        for (text, html) in cases {
            assert_eq!(set(text), html);
        }
    }
}
