//! Numbers as Swedes write them: no-break space between thousands, comma, a real minus sign.

/// No-break space, the thousands separator and the space before "kr" and "%".
pub const NBSP: char = '\u{a0}';

/// A whole number: `-1234567` → "−1 234 567".
pub fn integer(value: i64) -> String {
    decimal(value, 0)
}

/// `units` of 10^-`decimals` as text: `decimal(321, 1)` is "32,1".
pub fn decimal(units: i64, decimals: u32) -> String {
    let scale = 10_u64.pow(decimals);
    let magnitude = units.unsigned_abs();
    let whole = (magnitude / scale).to_string();
    let mut text = String::with_capacity(whole.len() * 2 + 4);
    if units < 0 {
        text.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(NBSP);
        }
        text.push(digit);
    }
    if decimals > 0 {
        let fraction = magnitude % scale;
        text.push_str(&format!(",{fraction:0width$}", width = decimals as usize));
    }
    text
}

/// `units` of 10^-`decimals` as a machine reads it: `plain(-5, 1)` is "-0.5".
pub fn plain(units: i64, decimals: u32) -> String {
    let scale = 10_u64.pow(decimals);
    let (sign, magnitude) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
    if decimals == 0 {
        return format!("{sign}{magnitude}");
    }
    format!(
        "{sign}{}.{:0width$}",
        magnitude / scale,
        magnitude % scale,
        width = decimals as usize
    )
}

/// Reads a number with at most `decimals` decimals, as people and spreadsheets write it; the answer
/// is in units of 10^-`decimals`. `None` for anything else, overflow included.
pub fn parse_decimal(text: &str, decimals: u32) -> Option<i64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let too_long = fraction.len() > decimals as usize;
    if whole.is_empty() || too_long || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let padded = format!("{whole}{fraction:0<width$}", width = decimals as usize);
    let value: i64 = padded.parse().ok()?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_numbers() {
        assert_eq!(integer(-1_234_567), "−1\u{a0}234\u{a0}567");
        assert_eq!(decimal(321, 1), "32,1");
        assert_eq!(decimal(-5, 2), "−0,05");
        assert_eq!(integer(100), "100");
        assert_eq!(plain(-5, 1), "-0.5");
        assert_eq!(parse_decimal("2,8", 1), Some(28));
    }
}
