//! One accounting year as a file states it, before it is accepted as bookkeeping.

use chrono::NaiveDate;

use crate::{facts::Account, money::Ore};

/// One accounting year with its vouchers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books {
    /// Calendar year it ends in.
    pub year: i32,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// The company's name (`#FNAMN`).
    pub name: String,
    /// Its organisation number (`#ORGNR`), as written.
    pub org_number: String,
    /// Accounts in number order.
    pub accounts: Vec<Account>,
    /// Objects of dimension 6, in the file's order.
    pub projects: Vec<Object>,
    /// Objects of the other dimensions.
    pub objects: Vec<Object>,
    /// Vouchers in the file's order.
    pub vouchers: Vec<Voucher>,
}

/// An object of a dimension (`#OBJEKT`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Dimension.
    pub dimension: u32,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A voucher (`#VER`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// Series.
    pub series: String,
    /// Number, unique within series and year.
    pub number: String,
    /// Date.
    pub date: NaiveDate,
    /// Text.
    pub text: String,
    /// Transactions in order.
    pub lines: Vec<VoucherLine>,
}

/// A transaction (`#TRANS`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherLine {
    /// Account number.
    pub account: u32,
    /// Project code (dimension 6); empty when none.
    pub project: String,
    /// Debit positive.
    pub amount: Ore,
    /// Own date, where it differs from the voucher's.
    pub date: Option<NaiveDate>,
    /// Text.
    pub text: String,
    /// Objects of other dimensions as "dimension:code", separated by spaces.
    pub objects: String,
}

impl Voucher {
    /// What is wrong when it is not zero.
    pub fn sum(&self) -> Ore {
        self.lines.iter().map(|line| line.amount).sum()
    }
}
