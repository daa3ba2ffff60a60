//! One accounting year as a file states it, before it is accepted as bookkeeping.

use chrono::NaiveDate;

pub use super::vouchers::{Voucher, VoucherLine, Vouchers};
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
    pub vouchers: Vouchers,
    /// Sum of last year's results (`#RES -1`), a surplus negative; `None` when the file has none.
    pub previous_result: Option<Ore>,
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
