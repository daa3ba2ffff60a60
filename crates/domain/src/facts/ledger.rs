//! Bookkeeping as the statements need it: balances and monthly movements per account and project.
//! Signs are the ledger's: debit positive, credit negative.

use crate::money::Ore;

/// All accounting years at hand, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The years.
    pub years: Vec<LedgerYear>,
}

impl Ledger {
    /// The accounting year that ends in this calendar year.
    pub fn year(&self, year: i32) -> Option<&LedgerYear> {
        self.years.iter().find(|y| y.year == year)
    }
}

/// One accounting year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerYear {
    /// Calendar year it ends in.
    pub year: i32,
    /// Accounts in number order.
    pub accounts: Vec<Account>,
    /// Movements, ordered by account, project, month.
    pub movements: Vec<Movement>,
    /// How many vouchers.
    pub vouchers: i64,
    /// SHA-256 of the imported file, hexadecimal.
    pub file_hash: String,
}

/// One account with its year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Number, for example 1930.
    pub number: u32,
    /// Name in the chart of accounts.
    pub name: String,
    /// SIE `#KTYP`, where given.
    pub kind: Option<AccountKind>,
    /// Opening balance (`#IB 0`).
    pub opening: Ore,
    /// Closing balance as the file states it (`#UB 0`), or the result (`#RES 0`); checked against
    /// opening + movement.
    pub stated: Option<Ore>,
}

/// SIE `#KTYP`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// T.
    Asset,
    /// S.
    Liability,
    /// I.
    Income,
    /// K.
    Cost,
}

/// The sum of transactions of one account, project and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Account number.
    pub account: u32,
    /// Project code, empty when none.
    pub project: String,
    /// 1 to 12, by calendar month.
    pub month: u8,
    /// Net, debit positive.
    pub amount: Ore,
    /// How many transactions.
    pub transactions: i64,
}
