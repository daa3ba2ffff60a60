//! Vouchers of the members' contributions: what the accounting firm books when they are invoiced.

use chrono::NaiveDate;

use crate::{codes::MemberKind, money::Ore};

/// The accounts that contributions are booked on; numbers are the association's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// Claims on members.
    pub receivable: u32,
    /// The state's contribution.
    pub state: u32,
    /// The regions'.
    pub region: u32,
    /// The municipalities'.
    pub municipality: u32,
}

/// One voucher: rows add up to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// Its day.
    pub date: NaiveDate,
    /// Its text.
    pub text: String,
    /// Account and amount; debit is positive.
    pub rows: Vec<(u32, Ore)>,
}

/// An invoice of a contribution, as far as the books care; a credit note's amount is negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoiced {
    /// Day of the invoice.
    pub date: NaiveDate,
    /// "Faktura 12, Kalmar kommun".
    pub text: String,
    /// The member's kind.
    pub kind: MemberKind,
    /// What is claimed.
    pub amount: Ore,
}

/// One voucher per invoice, in the invoices' order.
pub fn contribution_vouchers(invoices: &[Invoiced], accounts: &Accounts) -> Vec<Voucher> {
    let income = |kind| match kind {
        MemberKind::State => accounts.state,
        MemberKind::Region => accounts.region,
        MemberKind::Municipality => accounts.municipality,
    };
    let voucher = |invoice: &Invoiced| Voucher {
        date: invoice.date,
        text: invoice.text.clone(),
        rows: vec![
            (accounts.receivable, invoice.amount),
            (income(invoice.kind), -invoice.amount),
        ],
    };
    invoices.iter().map(voucher).collect()
}
