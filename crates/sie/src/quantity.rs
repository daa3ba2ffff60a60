//! Quantities: decimals of any unit (hours, litres) beside an amount.

use std::fmt;

/// An exact decimal: `units` divided by ten to the power of `decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// The digits, with sign.
    pub units: i64,
    /// How many of the digits stand after the point, 0–9.
    pub decimals: u8,
}

impl Quantity {
    /// Reads digits with at most one point or comma and a leading minus.
    pub(crate) fn read(field: &[u8]) -> Option<Quantity> {
        let (sign, digits) = match field {
            [b'-', rest @ ..] => (-1, rest),
            all => (1, all),
        };
        let mut units = 0_i64;
        let mut decimals: Option<u8> = None;
        let mut any = false;
        for &byte in digits {
            match byte {
                b'0'..=b'9' => {
                    any = true;
                    units = units.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                    decimals = decimals.map(|n| n.saturating_add(1));
                }
                b'.' | b',' if decimals.is_none() => decimals = Some(0),
                _ => return None,
            }
        }
        let decimals = decimals.unwrap_or(0);
        (any && decimals <= 9).then_some(Quantity {
            units: units * sign,
            decimals,
        })
    }
}

impl fmt::Display for Quantity {
    /// As the standard writes it: `-12.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let (magnitude, decimals) = (self.units.unsigned_abs(), self.decimals.min(9));
        if decimals == 0 {
            return write!(f, "{sign}{magnitude}");
        }
        let scale = 10_u64.pow(u32::from(decimals));
        write!(
            f,
            "{sign}{}.{:0width$}",
            magnitude / scale,
            magnitude % scale,
            width = usize::from(decimals)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_sie_07_quantities_keep_their_decimals() {
        for (text, expected) in [
            ("-415", Some("-415")),
            ("6.00", Some("6.00")),
            ("-0.125", Some("-0.125")),
            ("1,5", Some("1.5")),
            ("0", Some("0")),
            ("", None),
            ("-", None),
            ("2 st", None),
            ("1.0000000001", None),
            ("9223372036854775808", None),
        ] {
            assert_eq!(
                Quantity::read(text.as_bytes()).map(|q| q.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
