//! The day a period's code or heading means: the population of a period is that of its last day.

use chrono::NaiveDate;

use crate::words::MONTHS;

/// The day in a heading or a code: "2022M09", "2022K3", "2022-09-30", "Folkmängd 30 september 2022",
/// "2022" (its last day).
pub(super) fn date_in(text: &str) -> Option<NaiveDate> {
    let lower = text.to_lowercase();
    iso(&lower)
        .or_else(|| in_words(&lower))
        .or_else(|| coded(&lower, 'm', 12))
        .or_else(|| coded(&lower, 'k', 4))
        .or_else(|| bare_year(&lower))
}

fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, next) = if month >= 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    NaiveDate::from_ymd_opt(year, next, 1)?.pred_opt()
}

/// The numbers in a text with where each begins and ends.
fn numbers(text: &str) -> Vec<(usize, usize, i64)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (c.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let value = text.get(from..at).and_then(|digits| digits.parse().ok());
                found.extend(value.map(|value| (from, at, value)));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn is_year(value: i64) -> Option<i32> {
    i32::try_from(value)
        .ok()
        .filter(|year| (1900..=2200).contains(year))
}

fn small(value: i64, most: u32) -> Option<u32> {
    u32::try_from(value).ok().filter(|n| (1..=most).contains(n))
}

fn iso(text: &str) -> Option<NaiveDate> {
    let all = numbers(text);
    all.windows(3).find_map(|three| {
        let [(_, a, year), (b, c, month), (d, _, day)] = three else {
            return None;
        };
        let dash = |from: usize, to: usize| matches!(text.get(from..to), Some("-" | "_"));
        let apart = dash(*a, *b) && dash(*c, *d);
        apart
            .then(|| NaiveDate::from_ymd_opt(is_year(*year)?, small(*month, 12)?, small(*day, 31)?))
            .flatten()
    })
}

fn in_words(text: &str) -> Option<NaiveDate> {
    let place = MONTHS.iter().position(|name| text.contains(name))?;
    let month = u32::try_from(place).ok()? + 1;
    let all = numbers(text);
    let year = all.iter().find_map(|(.., value)| is_year(*value))?;
    match all.iter().find_map(|(.., value)| small(*value, 31)) {
        Some(day) => NaiveDate::from_ymd_opt(year, month, day),
        None => last_day(year, month),
    }
}

/// "2022m09" with 12 periods, "2022k3" with 4.
fn coded(text: &str, letter: char, periods: u32) -> Option<NaiveDate> {
    let all = numbers(text);
    all.windows(2).find_map(|two| {
        let [(_, end, year), (start, _, period)] = two else {
            return None;
        };
        let between = text.get(*end..*start)?.trim();
        let matches = between.chars().eq(std::iter::once(letter));
        let (year, period) = (is_year(*year)?, small(*period, periods)?);
        matches.then(|| last_day(year, period * (12 / periods))).flatten()
    })
}

fn bare_year(text: &str) -> Option<NaiveDate> {
    match numbers(text).as_slice() {
        [(from, to, value)] if to - from == 4 => last_day(is_year(*value)?, 12),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::date_in;
    use rstest::rstest;

    #[rstest]
    #[case("2022M09", Some("2022-09-30"))]
    #[case("Folkmängden per månad 2025M09", Some("2025-09-30"))]
    #[case("2022K3", Some("2022-09-30"))]
    #[case("kvartal 2022 K1", Some("2022-03-31"))]
    #[case("2022-09-30", Some("2022-09-30"))]
    #[case("folkmängd_2022_09_30", Some("2022-09-30"))]
    #[case("Folkmängd 30 september 2022", Some("2022-09-30"))]
    #[case("Folkmängd september 2022", Some("2022-09-30"))]
    #[case("Folkmängd 2022", Some("2022-12-31"))]
    #[case("2024M02", Some("2024-02-29"))]
    #[case("2022M13", None)]
    #[case("2022-13-40", None)]
    #[case("folkmängd", None)]
    #[case("0880 Kalmar", None)]
    #[case("2021 och 2022", None)]
    fn r_fol_03_a_period_is_its_last_day(#[case] text: &str, #[case] date: Option<&str>) {
        assert_eq!(date_in(text).map(|d| d.to_string()).as_deref(), date, "{text}");
    }
}
