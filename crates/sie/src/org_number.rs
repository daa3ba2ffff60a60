//! The check digit of Swedish organisation numbers and personal identity numbers.

/// Whether a number of ten digits (or twelve, with century) ends in the right check digit.
/// Hyphens, plus signs and spaces between digits do not matter. Anything else is wrong.
pub fn org_number_is_valid(number: &str) -> bool {
    let mut digits = Vec::with_capacity(12);
    for c in number.trim().chars() {
        match c.to_digit(10) {
            Some(digit) => digits.push(digit),
            None if matches!(c, '-' | '+' | ' ') => {}
            None => return false,
        }
    }
    let digits = match digits.len() {
        12 => digits.get(2..).unwrap_or_default(),
        _ => &digits,
    };
    digits.len() == 10 && luhn(digits).is_multiple_of(10)
}

/// Every other digit doubled, the digits of all products added.
fn luhn(digits: &[u32]) -> u32 {
    digits
        .iter()
        .enumerate()
        .map(|(i, digit)| {
            let product = if i.is_multiple_of(2) { digit * 2 } else { *digit };
            product / 10 + product % 10
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_sie_21_the_check_digit_decides() {
        for (number, valid) in [
            ("222000-1859", true),
            ("556265-1892", true),
            ("5562651892", true),
            ("165562651892", true),
            ("556265-1893", false),
            ("112233-4567", false),
            ("556265-189", false),
            ("SE556265189201", false),
            ("", false),
        ] {
            assert_eq!(org_number_is_valid(number), valid, "{number}");
        }
    }
}
