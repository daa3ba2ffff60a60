//! Quantities, prices and rates: exact decimals of any scale that occurs in an invoice.

use std::fmt;

/// `units` of 10^-`scale`; kept as written, so that 1.0 is printed as 1.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The digits.
    pub units: i64,
    /// How many of them are decimals.
    pub scale: u32,
}

/// More decimals than this are not read.
const MAX_SCALE: u32 = 12;

impl Decimal {
    /// A whole number.
    pub const fn whole(units: i64) -> Decimal {
        Decimal { units, scale: 0 }
    }

    /// Reads "1", "-12.50" as XML Schema's decimal writes them.
    pub fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let scale = u32::try_from(fraction.len()).ok().filter(|s| *s <= MAX_SCALE)?;
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let units: i64 = all.parse().ok()?;
        Some(Decimal {
            units: if negative { -units } else { units },
            scale,
        })
    }

    /// As units of 10^-`scale`; `None` when it has more decimals, or is too large.
    pub fn at(self, scale: u32) -> Option<i128> {
        let factor = 10_i128.checked_pow(scale.checked_sub(self.scale)?)?;
        i128::from(self.units).checked_mul(factor)
    }

    /// Whether it is zero, however written.
    pub const fn is_zero(self) -> bool {
        self.units == 0
    }

    /// Whether both are the same number, however written.
    pub fn same(self, other: Decimal) -> bool {
        let scale = self.scale.max(other.scale);
        self.at(scale) == other.at(scale)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&domain::number::plain(self.units, self.scale))
    }
}
