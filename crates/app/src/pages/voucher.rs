//! The vouchers behind a figure, a page at a time.

use domain::figure::{FigureKey, Trace};
use store::voucher::{Entry, Filter};

use crate::{
    Actor, App, Failure, Outcome,
    rights::{Act, On, require},
};

/// Transactions a page.
pub const PAGE: u32 = 50;

/// One page of transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouchers {
    /// The rows.
    pub rows: Vec<Entry>,
    /// How many there are on all pages.
    pub total: i64,
    /// Their sum in öre, debit positive.
    pub sum: i64,
    /// This page, from 1.
    pub page: u32,
}

impl App {
    /// One page of the transactions a figure was summed from.
    ///
    /// # Errors
    /// Not found for those who may not read vouchers, and for figures that do not end in them.
    pub async fn vouchers(&self, actor: &Actor, key: &FigureKey, page: u32) -> Outcome<Vouchers> {
        require(actor, Act::ReadVouchers, On::Association)?;
        let year = self.year(actor, key.year).await?;
        let figure = year.figures.get(key).ok_or(Failure::NotFound)?;
        let Trace::Vouchers {
            accounts, project, ..
        } = &figure.trace
        else {
            return Err(Failure::NotFound);
        };
        let filter = Filter {
            year: key.year,
            accounts: accounts.clone(),
            project: project.clone(),
        };
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let page = page.max(1);
        let found = store::voucher::entries(&mut tx, association, &filter, page - 1, PAGE).await?;
        Ok(Vouchers {
            rows: found.rows,
            total: found.total,
            sum: found.sum,
            page,
        })
    }
}
