//! Payment files written and account statements read.

use chrono::{DateTime, NaiveDate, Utc};
use domain::money::Ore;

use crate::{AssociationId, Result, Tx, tx::sql};

/// A payment file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFile {
    /// "B2023-001".
    pub name: String,
    /// The day of payment.
    pub on: NaiveDate,
    /// The profile it was written with.
    pub profile: String,
    /// Sum.
    pub total: Ore,
    /// How many payments.
    pub payments: i64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub by: String,
}

type Row = (String, NaiveDate, String, i64, i64, String, i64, String);

/// Payment files, newest first.
///
/// # Errors
/// The database's own.
pub async fn files(tx: &mut Tx, association: AssociationId) -> Result<Vec<PaymentFile>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT name, pay_day, profile, total, payments, sha256, made_at, made_by FROM payment_file
         WHERE association_id = $1 ORDER BY id DESC", association.0)?;
    let file = |(name, on, profile, total, payments, sha256, at, by)| PaymentFile {
        name,
        on,
        profile,
        total: Ore(total),
        payments,
        sha256,
        at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
        by,
    };
    Ok(rows.into_iter().map(file).collect())
}

/// Keeps a payment file.
///
/// # Errors
/// [`crate::Error::Duplicate`] for a name that was used.
pub async fn add_file(
    tx: &mut Tx,
    association: AssociationId,
    file: &PaymentFile,
    bytes: &[u8],
) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO payment_file (association_id, name, pay_day, profile, total, payments, sha256, bytes, made_at, made_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        association.0, &file.name, file.on, &file.profile, file.total.0, file.payments, &file.sha256, bytes,
        file.at.timestamp_millis(), &file.by)?;
    Ok(())
}

/// The bytes of a payment file.
///
/// # Errors
/// The database's own.
pub async fn bytes(tx: &mut Tx, association: AssociationId, name: &str) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = sql!(tx, fetch_optional:
        "SELECT bytes FROM payment_file WHERE association_id = $1 AND name = $2", association.0, name)?;
    Ok(row.map(|(bytes,)| bytes))
}

/// An account statement that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadStatement {
    /// The file's name.
    pub name: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Entries in it.
    pub entries: i64,
    /// Requisitions it marked as paid.
    pub paid: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub by: String,
}

/// Statements read, newest first.
///
/// # Errors
/// The database's own.
pub async fn statements(tx: &mut Tx, association: AssociationId) -> Result<Vec<ReadStatement>> {
    let rows: Vec<(String, String, i64, i64, i64, String)> = sql!(tx, fetch_all:
        "SELECT name, sha256, entries, paid, read_at, read_by FROM bank_statement
         WHERE association_id = $1 ORDER BY id DESC", association.0)?;
    let statement = |(name, sha256, entries, paid, at, by)| ReadStatement {
        name,
        sha256,
        entries,
        paid,
        at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
        by,
    };
    Ok(rows.into_iter().map(statement).collect())
}

/// Remembers a statement that was read.
///
/// # Errors
/// [`crate::Error::Duplicate`] for the same file twice.
pub async fn add_statement(tx: &mut Tx, association: AssociationId, read: &ReadStatement) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO bank_statement (association_id, name, sha256, entries, paid, read_at, read_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        association.0, &read.name, &read.sha256, read.entries, read.paid, read.at.timestamp_millis(), &read.by)?;
    Ok(())
}
