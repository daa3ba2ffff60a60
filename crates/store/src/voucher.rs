//! Vouchers: written in bulk, read back whole for comparison, and drilled into.

mod add;

pub use add::add;

use chrono::NaiveDate;
use domain::{
    intake::books::{VoucherLine, Vouchers},
    money::Ore,
};
use sqlx::AssertSqlSafe;

use crate::{AssociationId, Result, Tx, ledger::StoredYear, tx::sql};

/// Removes one voucher; nothing happens when it is not there.
///
/// # Errors
/// The database's own.
pub async fn remove(tx: &mut Tx, year: i64, series: &str, number: &str) -> Result<()> {
    sql!(tx, execute: "DELETE FROM ledger_transaction WHERE year_id = $1 AND voucher =
        (SELECT seq FROM voucher WHERE year_id = $1 AND series = $2 AND number = $3)", year, series, number)?;
    sql!(tx, execute: "DELETE FROM voucher WHERE year_id = $1 AND series = $2 AND number = $3", year, series, number)?;
    Ok(())
}

/// Removes every voucher of a year.
///
/// # Errors
/// The database's own.
pub async fn remove_all(tx: &mut Tx, year: i64) -> Result<()> {
    sql!(tx, execute: "DELETE FROM ledger_transaction WHERE year_id = $1", year)?;
    sql!(tx, execute: "DELETE FROM voucher WHERE year_id = $1", year)?;
    Ok(())
}

type LineRow = (
    i64,
    i64,
    i64,
    Option<String>,
    i64,
    Option<NaiveDate>,
    String,
    String,
);

/// Every voucher of a year, whole.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, year: &StoredYear) -> Result<Vouchers> {
    load_some(tx, year, "").await
}

/// The vouchers of a year that have a transaction on an account of these ranges, whole.
///
/// # Errors
/// The database's own.
pub async fn touching(tx: &mut Tx, year: &StoredYear, accounts: &[(u32, u32)]) -> Result<Vouchers> {
    // Account numbers are written into the text: they are integers.
    let ranges: Vec<String> = accounts
        .iter()
        .map(|(from, to)| format!("account BETWEEN {from} AND {to}"))
        .collect();
    if ranges.is_empty() {
        return Ok(Vouchers::default());
    }
    let condition = format!(
        "IN (SELECT voucher FROM ledger_transaction WHERE year_id = $1 AND ({}))",
        ranges.join(" OR ")
    );
    load_some(tx, year, &condition).await
}

/// `chosen` is a condition on the voucher's sequence number, or empty.
async fn load_some(tx: &mut Tx, year: &StoredYear, chosen: &str) -> Result<Vouchers> {
    let of = |column: &str| {
        if chosen.is_empty() {
            String::new()
        } else {
            format!("AND {column} {chosen}")
        }
    };
    let heads: Vec<(i64, String, String, NaiveDate, String)> = sql!(tx, fetch_all: AssertSqlSafe(format!(
        "SELECT seq, series, number, dated, text FROM voucher WHERE year_id = $1 {} ORDER BY seq", of("seq"))), year.id)?;
    let lines: Vec<LineRow> = sql!(tx, fetch_all: AssertSqlSafe(format!(
        "SELECT t.voucher, t.line, t.account, p.code, t.amount, t.dated, t.text, t.objects
         FROM ledger_transaction t LEFT JOIN project p ON p.id = t.project_id
         WHERE t.year_id = $1 {} ORDER BY t.voucher, t.line", of("t.voucher"))), year.id)?;
    let mut lines = lines.iter().peekable();
    let mut vouchers = Vouchers::default();
    for (seq, series, number, date, text) in &heads {
        vouchers.begin(series, number, *date, text);
        while let Some((_, _, account, project, amount, date, text, objects)) =
            lines.next_if(|line| line.0 == *seq)
        {
            vouchers.add_line(&VoucherLine {
                account: u32::try_from(*account).unwrap_or(0),
                project: project.as_deref().unwrap_or_default(),
                amount: Ore(*amount),
                date: *date,
                text,
                objects,
            });
        }
    }
    Ok(vouchers)
}

/// Which transactions to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Accounting year.
    pub year: i32,
    /// Accounts; all when empty.
    pub accounts: Vec<u32>,
    /// Project code: `Some("")` is transactions without project, `None` is all.
    pub project: Option<String>,
}

/// A transaction with its voucher.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    /// Series.
    pub series: String,
    /// Number.
    pub number: String,
    /// The voucher's date.
    pub date: NaiveDate,
    /// The transaction's text, or the voucher's where it has none.
    pub text: String,
    /// Account number.
    pub account: i64,
    /// The account's name.
    pub account_name: String,
    /// Project code, empty when none.
    pub project: String,
    /// Öre, debit positive.
    pub amount: i64,
}

/// Every transaction of a year's first months on some accounts, by date, voucher and line, each with
/// its month.
///
/// # Errors
/// The database's own.
pub async fn until(
    tx: &mut Tx,
    association: AssociationId,
    (year, month): (i32, u8),
    accounts: &[u32],
) -> Result<Vec<(i64, Entry)>> {
    let filter = Filter {
        year,
        accounts: accounts.to_vec(),
        project: None,
    };
    let chosen = chosen(&filter);
    let rows: Vec<MonthEntry> = sql!(tx, fetch_all: AssertSqlSafe(format!(
        "SELECT CAST(t.month AS BIGINT) AS month, v.series, v.number, v.dated AS date,
                CASE WHEN t.text = '' THEN v.text ELSE t.text END AS text,
                t.account, a.name AS account_name, COALESCE(p.code, '') AS project, t.amount
         FROM ledger_transaction t
         JOIN ledger_year y ON y.id = t.year_id
         JOIN voucher v ON v.year_id = t.year_id AND v.seq = t.voucher
         JOIN account a ON a.year_id = t.year_id AND a.number = t.account
         LEFT JOIN project p ON p.id = t.project_id
         WHERE {chosen} AND t.month <= $4 ORDER BY v.dated, v.seq, t.line")),
        association.0, i64::from(year), &filter.project, i64::from(month))?;
    Ok(rows.into_iter().map(|row| (row.month, row.entry)).collect())
}

#[derive(sqlx::FromRow)]
struct MonthEntry {
    month: i64,
    #[sqlx(flatten)]
    entry: Entry,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many rows all pages have.
    pub total: i64,
    /// Sum of the amounts of all pages, in öre.
    pub sum: i64,
}

/// Transactions by date, voucher and line; `page` counts from 0.
///
/// # Errors
/// The database's own.
pub async fn entries(
    tx: &mut Tx,
    association: AssociationId,
    filter: &Filter,
    page: u32,
    size: u32,
) -> Result<Page<Entry>> {
    let chosen = chosen(filter);
    let (total, sum): (i64, i64) = sql!(tx, fetch_one: AssertSqlSafe(format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(t.amount), 0) AS BIGINT)
         FROM ledger_transaction t JOIN ledger_year y ON y.id = t.year_id LEFT JOIN project p ON p.id = t.project_id
         WHERE {chosen}")),
        association.0, i64::from(filter.year), &filter.project)?;
    let rows = sql!(tx, fetch_all: AssertSqlSafe(format!(
        "SELECT v.series, v.number, v.dated AS date, CASE WHEN t.text = '' THEN v.text ELSE t.text END AS text,
                t.account, a.name AS account_name, COALESCE(p.code, '') AS project, t.amount
         FROM ledger_transaction t
         JOIN ledger_year y ON y.id = t.year_id
         JOIN voucher v ON v.year_id = t.year_id AND v.seq = t.voucher
         JOIN account a ON a.year_id = t.year_id AND a.number = t.account
         LEFT JOIN project p ON p.id = t.project_id
         WHERE {chosen} ORDER BY v.dated, v.seq, t.line LIMIT $4 OFFSET $5")),
        association.0, i64::from(filter.year), &filter.project, i64::from(size), i64::from(page) * i64::from(size))?;
    Ok(Page { rows, total, sum })
}

/// The condition of a filter. Account numbers are written into it: they are integers, and the
/// index is used for them.
fn chosen(filter: &Filter) -> String {
    let mut condition =
        String::from("y.association_id = $1 AND y.year = $2 AND ($3 IS NULL OR COALESCE(p.code, '') = $3)");
    if !filter.accounts.is_empty() {
        let accounts: Vec<String> = filter.accounts.iter().map(u32::to_string).collect();
        condition.push_str(&format!(" AND t.account IN ({})", accounts.join(", ")));
    }
    condition
}

/// One voucher with its lines: as [`entries`] has them, in the voucher's own order.
///
/// # Errors
/// The database's own.
pub async fn one(
    tx: &mut Tx,
    association: AssociationId,
    year: i32,
    (series, number): (&str, &str),
) -> Result<Vec<Entry>> {
    sql!(tx, fetch_all:
        "SELECT v.series, v.number, v.dated AS date, CASE WHEN t.text = '' THEN v.text ELSE t.text END AS text,
                t.account, a.name AS account_name, COALESCE(p.code, '') AS project, t.amount
         FROM ledger_transaction t
         JOIN ledger_year y ON y.id = t.year_id
         JOIN voucher v ON v.year_id = t.year_id AND v.seq = t.voucher
         JOIN account a ON a.year_id = t.year_id AND a.number = t.account
         LEFT JOIN project p ON p.id = t.project_id
         WHERE y.association_id = $1 AND y.year = $2 AND v.series = $3 AND v.number = $4 ORDER BY t.line",
        association.0, i64::from(year), series, number)
}
