//! A trace in short: its kind, how much it rests on, and a digest that changes when either the
//! value or its origin does.

use sha2::{Digest, Sha256};

use crate::{
    audit::hex,
    figure::{Figure, Trace},
};

impl Trace {
    /// What it ends in, for machines.
    pub const fn kind(&self) -> &'static str {
        match self {
            Trace::Rows { .. } => "rows",
            Trace::Vouchers { .. } => "vouchers",
            Trace::Figures { .. } => "figures",
            Trace::Entered { .. } => "entered",
            Trace::Published { .. } => "published",
        }
    }

    /// How many rows, transactions, figures or records.
    pub fn count(&self) -> i64 {
        match self {
            Trace::Rows { count, .. } | Trace::Vouchers { count, .. } | Trace::Entered { count, .. } => {
                *count
            }
            Trace::Figures { parts, .. } => i64::try_from(parts.len()).unwrap_or(i64::MAX),
            Trace::Published { .. } => 1,
        }
    }

    /// One line that says everything, in a fixed order.
    fn canonical(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(",");
        let rest = match self {
            Trace::Rows { of, filter, .. } => {
                format!(
                    "{of:?};{}",
                    joined(
                        filter
                            .iter()
                            .map(|(column, test)| format!("{column}={test}"))
                            .collect()
                    )
                )
            }
            Trace::Vouchers {
                accounts, project, ..
            } => {
                let accounts = joined(accounts.iter().map(u32::to_string).collect());
                format!("{accounts};{}", project.as_deref().unwrap_or_default())
            }
            Trace::Figures { rule, parts } => {
                format!(
                    "{rule};{}",
                    joined(parts.iter().map(ToString::to_string).collect())
                )
            }
            Trace::Entered { source, .. } | Trace::Published { source } => source.clone(),
        };
        format!("{};{};{rest}", self.kind(), self.count())
    }
}

impl Figure {
    /// SHA-256, hexadecimal, of identity, value, base and trace.
    pub fn digest(&self) -> String {
        let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        let text = format!(
            "{}\n{}\n{}\n{};{};{}\n{}",
            self.key,
            self.machine_text().unwrap_or_else(|| format!("{:?}", self.value)),
            self.unit.label(),
            number(self.k),
            number(self.n),
            self.missing,
            self.trace.canonical(),
        );
        hex(&Sha256::digest(text.as_bytes()))
    }
}
