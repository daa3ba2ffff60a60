//! Rules of retention, protocols of disposal, and what is old.

use chrono::{DateTime, NaiveDate, Utc};
use domain::retention::{Class, Rule};

use crate::{Error, Result, Tx, tx::sql};

/// Every rule, by class and first day.
///
/// # Errors
/// [`Error::Unknown`] for a class this program does not know.
pub async fn rules(tx: &mut Tx) -> Result<Vec<Rule>> {
    let rows: Vec<(i16, NaiveDate, i64, String)> = sql!(tx, fetch_all:
        "SELECT class, valid_from, days, basis FROM retention_rule ORDER BY class, valid_from")?;
    let rule = |(class, from, days, basis): (i16, NaiveDate, i64, String)| {
        Ok(Rule {
            class: Class::from_code(class).ok_or_else(|| Error::unknown("class of data", &class))?,
            from,
            days: u32::try_from(days).unwrap_or(u32::MAX),
            basis,
        })
    };
    rows.into_iter().map(rule).collect()
}

/// Saves a rule; one of the same class and day is replaced.
///
/// # Errors
/// [`Error::Constraint`] for days that cannot be or an empty basis.
pub async fn save_rule(tx: &mut Tx, rule: &Rule) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO retention_rule (class, valid_from, days, basis) VALUES ($1, $2, $3, $4)
         ON CONFLICT (class, valid_from) DO UPDATE SET days = excluded.days, basis = excluded.basis",
        rule.class.code(), rule.from, i64::from(rule.days), &rule.basis)?;
    Ok(())
}

/// A protocol as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Counts from 1.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: public id, or "system".
    pub actor: String,
    /// Counts per class, as JSON.
    pub lines: String,
}

/// Keeps a protocol; answers with its number.
///
/// # Errors
/// The database's own.
pub async fn save_run(tx: &mut Tx, at: DateTime<Utc>, actor: &str, lines: &str) -> Result<i64> {
    let (number,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO disposal_run (number, at, actor, lines)
         SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3 FROM disposal_run RETURNING number",
        at.timestamp_millis(), actor, lines)?;
    Ok(number)
}

/// The newest protocols, newest first.
///
/// # Errors
/// The database's own.
pub async fn runs(tx: &mut Tx, count: u32) -> Result<Vec<Run>> {
    let rows: Vec<(i64, i64, String, String)> = sql!(tx, fetch_all:
        "SELECT number, at, actor, lines FROM disposal_run ORDER BY number DESC LIMIT $1", i64::from(count))?;
    let run = |(number, at, actor, lines): (i64, i64, String, String)| Run {
        number,
        at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
        actor,
        lines,
    };
    Ok(rows.into_iter().map(run).collect())
}

/// Tables of a class with the column that says when a row's time began, in milliseconds.
const fn tables(class: Class) -> &'static [(&'static str, &'static str)] {
    match class {
        Class::Sessions => &[("session", "expires_at"), ("login_link", "expires_at")],
        Class::KeptForms => &[
            ("form_receipt", "at"),
            ("held_form", "expires_at"),
            ("throttle", "last_at"),
            ("api_request", "at"),
        ],
        Class::Participations | Class::Reads | Class::ImportFiles | Class::Backups => &[],
    }
}

/// How many rows of a class's own tables are older than a moment.
///
/// # Errors
/// The database's own.
pub async fn count_old(tx: &mut Tx, class: Class, before: DateTime<Utc>) -> Result<i64> {
    let mut sum = 0;
    for (table, column) in tables(class) {
        let text = format!("SELECT COUNT(*) FROM {table} WHERE {column} < $1");
        let (count,): (i64,) = sql!(tx, fetch_one: sqlx::AssertSqlSafe(text), before.timestamp_millis())?;
        sum += count;
    }
    Ok(sum)
}

/// Removes them; answers with how many.
///
/// # Errors
/// The database's own.
pub async fn remove_old(tx: &mut Tx, class: Class, before: DateTime<Utc>) -> Result<i64> {
    let mut sum = 0;
    for (table, column) in tables(class) {
        let text = format!("DELETE FROM {table} WHERE {column} < $1");
        let gone = sql!(tx, execute: sqlx::AssertSqlSafe(text), before.timestamp_millis())?;
        sum += i64::try_from(gone).unwrap_or(i64::MAX);
    }
    Ok(sum)
}
