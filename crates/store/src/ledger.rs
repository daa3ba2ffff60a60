//! Bookkeeping: accounting years, accounts and the balances statements are made of.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    facts::{Account, AccountKind, Ledger, LedgerYear, Movement},
    intake::books::{Books, Object},
    money::Ore,
};

use crate::{
    AssociationId, Packed, Result, Tx,
    packed::unpack,
    project,
    tx::{insert_all, sql},
};

/// A file as it was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// SHA-256, hexadecimal.
    pub sha256: &'a str,
    /// The file.
    pub packed: Packed,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub by: &'a str,
}

/// An accounting year as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredYear {
    pub(crate) id: i64,
    /// Calendar year it ends in.
    pub year: i32,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// A closed year is not changed by an import.
    pub closed: bool,
    /// The file it was read from.
    pub file_name: String,
    /// That file's SHA-256, hexadecimal.
    pub sha256: String,
    /// When it was imported.
    pub imported_at: DateTime<Utc>,
}

type YearRow = (i64, i64, NaiveDate, NaiveDate, bool, String, String, i64);

/// Accounting years, oldest first.
///
/// # Errors
/// The database's own.
pub async fn years(tx: &mut Tx, association: AssociationId) -> Result<Vec<StoredYear>> {
    let rows: Vec<YearRow> = sql!(tx, fetch_all:
        "SELECT y.id, y.year, y.first_day, y.last_day, y.closed, f.name, f.sha256, f.imported_at
         FROM ledger_year y JOIN ledger_file f ON f.id = y.file_id WHERE y.association_id = $1 ORDER BY y.year",
        association.0)?;
    let stored = |(id, year, first_day, last_day, closed, file_name, sha256, at)| StoredYear {
        id,
        year: crate::year(year),
        first_day,
        last_day,
        closed,
        file_name,
        sha256,
        imported_at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(stored).collect())
}

/// Closes or reopens a year; false when there is none.
///
/// # Errors
/// The database's own.
pub async fn set_closed(tx: &mut Tx, association: AssociationId, year: i32, closed: bool) -> Result<bool> {
    let changed = sql!(tx, execute: "UPDATE ledger_year SET closed = $1 WHERE association_id = $2 AND year = $3",
        closed, association.0, i64::from(year))?;
    Ok(changed > 0)
}

/// Stores the file and the year's accounts and objects, in place of what the year had; answers with
/// the year, whose vouchers are left as they were.
///
/// # Errors
/// [`crate::Error::Constraint`] when an account that has transactions is missing, [`crate::Error::DiskFull`].
pub async fn save_year(
    tx: &mut Tx,
    association: AssociationId,
    books: &Books,
    file: NewFile<'_>,
) -> Result<i64> {
    let (file_id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO ledger_file (association_id, name, sha256, bytes, imported_at, imported_by)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        association.0, file.name, file.sha256, file.packed.into_stored(), file.at.timestamp_millis(), file.by)?;
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO ledger_year (association_id, year, first_day, last_day, closed, file_id)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (association_id, year) DO UPDATE
         SET first_day = excluded.first_day, last_day = excluded.last_day, file_id = excluded.file_id RETURNING id",
        association.0, i64::from(books.year), books.first_day, books.last_day, false, file_id)?;
    save_accounts(tx, id, &books.accounts).await?;
    sql!(tx, execute: "DELETE FROM ledger_object WHERE year_id = $1", id)?;
    insert_all!(
        tx,
        "INSERT INTO ledger_object (year_id, dimension, code, name) ",
        4,
        books.objects,
        |o, values| {
            values
                .push_bind(id)
                .push_bind(i64::from(o.dimension))
                .push_bind(o.code.clone())
                .push_bind(o.name.clone());
        }
    );
    save_projects(tx, association, &books.projects).await?;
    Ok(id)
}

async fn save_accounts(tx: &mut Tx, year: i64, accounts: &[Account]) -> Result<()> {
    insert_all!(tx, "INSERT INTO account (year_id, number, name, kind, opening, stated) ", 6, accounts, |a, values| {
        values.push_bind(year).push_bind(i64::from(a.number)).push_bind(a.name.clone()).push_bind(kind_code(a.kind))
            .push_bind(a.opening.0).push_bind(a.stated.map(|s| s.0));
    }, " ON CONFLICT (year_id, number) DO UPDATE
         SET name = excluded.name, kind = excluded.kind, opening = excluded.opening, stated = excluded.stated");
    Ok(())
}

/// Removes the year's accounts that the file no longer has and no transaction uses.
///
/// # Errors
/// The database's own.
pub async fn drop_unused_accounts(tx: &mut Tx, year: i64, books: &Books) -> Result<()> {
    let stored: Vec<(i64,)> = sql!(tx, fetch_all: "SELECT number FROM account WHERE year_id = $1", year)?;
    for (number,) in stored {
        let named = books.accounts.iter().any(|a| i64::from(a.number) == number);
        if !named {
            sql!(tx, execute: "DELETE FROM account WHERE year_id = $1 AND number = $2", year, number)?;
        }
    }
    Ok(())
}

/// Adds projects the association does not have; known ones keep the name and insats they were given.
async fn save_projects(tx: &mut Tx, association: AssociationId, projects: &[Object]) -> Result<()> {
    for p in projects {
        sql!(tx, execute:
            "INSERT INTO project (association_id, position, code, name, insats_id, municipality)
             SELECT $1, COALESCE(MAX(position), -1) + 1, $2, $3, NULL, '' FROM project WHERE association_id = $4
             ON CONFLICT (association_id, code) DO NOTHING",
            association.0, &p.code, &p.name, association.0)?;
    }
    Ok(())
}

/// The stored file of a year.
///
/// # Errors
/// The database's own.
pub async fn file(tx: &mut Tx, association: AssociationId, year: i32) -> Result<Option<(String, Vec<u8>)>> {
    let row: Option<(String, Vec<u8>)> = sql!(tx, fetch_optional:
        "SELECT f.name, f.bytes FROM ledger_year y JOIN ledger_file f ON f.id = y.file_id
         WHERE y.association_id = $1 AND y.year = $2", association.0, i64::from(year))?;
    row.map(|(name, stored)| Ok((name, unpack(stored)?))).transpose()
}

/// Every accounting year with balances per account, project and month.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Ledger> {
    let projects = project_codes(tx, association).await?;
    let mut ledger = Ledger::default();
    for stored in years(tx, association).await? {
        ledger.years.push(balances(tx, stored, &projects).await?);
    }
    Ok(ledger)
}

/// One accounting year with balances.
///
/// # Errors
/// The database's own.
pub async fn load_year(tx: &mut Tx, association: AssociationId, year: i32) -> Result<Option<LedgerYear>> {
    let stored = years(tx, association).await?.into_iter().find(|y| y.year == year);
    let projects = project_codes(tx, association).await?;
    Ok(match stored {
        Some(stored) => Some(balances(tx, stored, &projects).await?),
        None => None,
    })
}

async fn project_codes(tx: &mut Tx, association: AssociationId) -> Result<HashMap<i64, String>> {
    let projects = project::load_with_ids(tx, association).await?;
    Ok(projects
        .into_iter()
        .map(|(id, project)| (id, project.code))
        .collect())
}

async fn balances(tx: &mut Tx, stored: StoredYear, projects: &HashMap<i64, String>) -> Result<LedgerYear> {
    let (vouchers,): (i64,) =
        sql!(tx, fetch_one: "SELECT COUNT(*) FROM voucher WHERE year_id = $1", stored.id)?;
    Ok(LedgerYear {
        year: stored.year,
        accounts: accounts(tx, &stored).await?,
        movements: movements(tx, stored.id, projects).await?,
        vouchers,
        file_hash: stored.sha256,
    })
}

/// The accounts of a year, in number order.
///
/// # Errors
/// The database's own.
pub async fn accounts(tx: &mut Tx, year: &StoredYear) -> Result<Vec<Account>> {
    let rows: Vec<(i64, String, i16, i64, Option<i64>)> = sql!(tx, fetch_all:
        "SELECT number, name, kind, opening, stated FROM account WHERE year_id = $1 ORDER BY number", year.id)?;
    let account = |(number, name, kind, opening, stated): (i64, _, _, _, Option<i64>)| Account {
        number: u32::try_from(number).unwrap_or(0),
        name,
        kind: kind_of(kind),
        opening: Ore(opening),
        stated: stated.map(Ore),
    };
    Ok(rows.into_iter().map(account).collect())
}

/// One scan of the index that covers it.
async fn movements(tx: &mut Tx, year: i64, projects: &HashMap<i64, String>) -> Result<Vec<Movement>> {
    let rows: Vec<(i64, Option<i64>, i16, i64, i64)> = sql!(tx, fetch_all:
        "SELECT account, project_id, month, CAST(SUM(amount) AS BIGINT), COUNT(*) FROM ledger_transaction
         WHERE year_id = $1 GROUP BY account, project_id, month", year)?;
    let movement =
        |(account, project, month, amount, transactions): (i64, Option<i64>, i16, _, _)| Movement {
            account: u32::try_from(account).unwrap_or(0),
            project: project
                .and_then(|id| projects.get(&id).cloned())
                .unwrap_or_default(),
            month: u8::try_from(month).unwrap_or(0),
            amount: Ore(amount),
            transactions,
        };
    let mut movements: Vec<_> = rows.into_iter().map(movement).collect();
    movements.sort_by(|a, b| (a.account, &a.project, a.month).cmp(&(b.account, &b.project, b.month)));
    Ok(movements)
}

fn kind_code(kind: Option<AccountKind>) -> i16 {
    match kind {
        None => 0,
        Some(AccountKind::Asset) => 1,
        Some(AccountKind::Liability) => 2,
        Some(AccountKind::Income) => 3,
        Some(AccountKind::Cost) => 4,
    }
}

fn kind_of(code: i16) -> Option<AccountKind> {
    match code {
        1 => Some(AccountKind::Asset),
        2 => Some(AccountKind::Liability),
        3 => Some(AccountKind::Income),
        4 => Some(AccountKind::Cost),
        _ => None,
    }
}
