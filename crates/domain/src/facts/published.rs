//! Values published before the system was used: no rows, but a source.

use crate::figure::Scope;

/// One published value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The measure it is a value of.
    pub measure: String,
    /// Year it is about.
    pub year: i32,
    /// Restriction.
    pub scope: Scope,
    /// Units of 10^-decimals of the printed unit (kronor for money).
    pub units: i64,
    /// Decimals.
    pub decimals: u32,
    /// Where it was printed.
    pub source: Source,
}

/// Where a value was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// "Årsredovisning 2022, tabell 2".
    pub document: String,
    /// Row and column as printed.
    pub cell: String,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.document)?;
        if !self.cell.is_empty() {
            write!(f, ", {}", self.cell)?;
        }
        Ok(())
    }
}
