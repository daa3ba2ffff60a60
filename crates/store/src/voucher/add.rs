//! Adding vouchers, a hundred thousand at a time.

use std::{collections::HashMap, sync::Arc};

use chrono::{Datelike, NaiveDate};
use domain::intake::books::{Voucher, VoucherLine};

use crate::{
    AssociationId, Error, Result, Tx, dialect, position, project,
    tx::{MAX_BINDS, insert_all, sql},
};

/// Adds vouchers to a year (the key [`crate::ledger::save_year`] answered with), after those it has.
///
/// # Errors
/// [`Error::Duplicate`] for a number twice in a series, [`Error::Constraint`] for an account the
/// year does not have, [`Error::Unknown`] for a project that is not there, [`Error::DiskFull`].
pub async fn add<'a>(
    tx: &mut Tx,
    association: AssociationId,
    year: i64,
    vouchers: impl Iterator<Item = Voucher<'a>> + Clone,
) -> Result<()> {
    let projects = project::ids(tx, association).await?;
    let (first,): (i64,) =
        sql!(tx, fetch_one: "SELECT COALESCE(MAX(seq), 0) + 1 FROM voucher WHERE year_id = $1", year)?;
    let mut heads = Vec::new();
    for numbered in (first..).zip(vouchers.clone()) {
        heads.push(numbered);
        if heads.len() == MAX_BINDS / 6 {
            add_heads(tx, year, &heads).await?;
            heads.clear();
        }
    }
    add_heads(tx, year, &heads).await?;
    let count = vouchers.clone().map(|v| v.lines().len()).sum();
    let dropped = dialect::drop_balance_index(tx, count).await?;
    let mut lines = Vec::new();
    let (mut texts, mut objects) = (Repeated::default(), Repeated::default());
    for (seq, voucher) in (first..).zip(vouchers) {
        for (at, line) in voucher.lines().enumerate() {
            lines.push(NewLine {
                voucher: seq,
                at: position(at),
                project: project_of(&projects, &line)?,
                month: month(line.date.unwrap_or(voucher.date)),
                text: texts.share(line.text),
                objects: objects.share(line.objects),
                line,
            });
            if lines.len() == MAX_BINDS / 10 {
                add_lines(tx, year, &lines).await?;
                lines.clear();
            }
        }
    }
    add_lines(tx, year, &lines).await?;
    if dropped {
        dialect::balance_index(tx).await?;
    }
    Ok(())
}

/// A line on its way into the database.
struct NewLine<'a> {
    voucher: i64,
    at: i64,
    project: Option<i64>,
    month: i64,
    text: Arc<str>,
    objects: Arc<str>,
    line: VoucherLine<'a>,
}

/// The last text of a column: rows after one another often say the same, and the database is then handed
/// the same one instead of a copy each.
#[derive(Default)]
struct Repeated(Arc<str>);

impl Repeated {
    fn share(&mut self, text: &str) -> Arc<str> {
        if *self.0 != *text {
            self.0 = text.into();
        }
        self.0.clone()
    }
}

async fn add_heads(tx: &mut Tx, year: i64, heads: &[(i64, Voucher<'_>)]) -> Result<()> {
    insert_all!(
        tx,
        "INSERT INTO voucher (year_id, seq, series, number, dated, text) ",
        6,
        heads,
        |(seq, v), values| {
            values
                .push_bind(year)
                .push_bind(*seq)
                .push_bind(v.series)
                .push_bind(v.number)
                .push_bind(v.date)
                .push_bind(v.text);
        }
    );
    Ok(())
}

async fn add_lines(tx: &mut Tx, year: i64, lines: &[NewLine<'_>]) -> Result<()> {
    insert_all!(
        tx,
        "INSERT INTO ledger_transaction
        (year_id, voucher, line, account, project_id, month, amount, dated, text, objects) ",
        10,
        lines,
        |new, values| {
            values
                .push_bind(year)
                .push_bind(new.voucher)
                .push_bind(new.at)
                .push_bind(i64::from(new.line.account))
                .push_bind(new.project)
                .push_bind(new.month)
                .push_bind(new.line.amount.0)
                .push_bind(new.line.date)
                .push_bind(new.text.clone())
                .push_bind(new.objects.clone());
        }
    );
    Ok(())
}

fn project_of(projects: &HashMap<String, i64>, line: &VoucherLine<'_>) -> Result<Option<i64>> {
    if line.project.is_empty() {
        return Ok(None);
    }
    let found = projects.get(line.project).copied();
    found
        .map(Some)
        .ok_or_else(|| Error::unknown("project", line.project))
}

fn month(date: NaiveDate) -> i64 {
    i64::from(date.month())
}
