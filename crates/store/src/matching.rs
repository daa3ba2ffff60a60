//! What the three-way match looks at in the ledger, its explanations, and closed quarters.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    matching::{Booking, Explained},
    money::Ore,
    quarter::Quarter,
};

use crate::{AssociationId, Error, Result, Tx, insats, tx::sql};

/// What vouchers of these years book on insatser's projects, cost accounts only: one row a voucher
/// and insats, by date. `costs` are the first and last account that count as cost.
///
/// # Errors
/// The database's own.
pub async fn bookings(
    tx: &mut Tx,
    association: AssociationId,
    (first, last): (i32, i32),
    costs: (u32, u32),
) -> Result<Vec<Booking>> {
    let rows: Vec<(String, String, NaiveDate, String, String, i64)> = sql!(tx, fetch_all:
        "SELECT v.series, v.number, v.dated, v.text, i.slug, CAST(SUM(t.amount) AS BIGINT)
         FROM ledger_transaction t
         JOIN ledger_year y ON y.id = t.year_id
         JOIN voucher v ON v.year_id = t.year_id AND v.seq = t.voucher
         JOIN project p ON p.id = t.project_id
         JOIN insats i ON i.id = p.insats_id
         WHERE y.association_id = $1 AND y.year BETWEEN $2 AND $3 AND t.account BETWEEN $4 AND $5
         GROUP BY y.year, v.seq, v.series, v.number, v.dated, v.text, i.slug
         ORDER BY v.dated, y.year, v.seq, i.slug",
        association.0, i64::from(first), i64::from(last), i64::from(costs.0), i64::from(costs.1))?;
    let booking = |(series, number, date, text, insats, amount): (String, String, _, _, _, _)| Booking {
        voucher: format!("{series} {number}").trim().to_owned(),
        insats,
        date,
        amount: Ore(amount),
        text,
    };
    Ok(rows.into_iter().map(booking).collect())
}

/// A quarter's explanations.
///
/// # Errors
/// The database's own.
pub async fn explanations(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
) -> Result<Vec<Explained>> {
    let rows: Vec<(String, i64, i64, String, String, NaiveDate)> = sql!(tx, fetch_all:
        "SELECT i.slug, e.difference, e.over_budget, e.words, e.said_by, e.said_on
         FROM match_explanation e JOIN insats i ON i.id = e.insats_id
         WHERE i.association_id = $1 AND e.year = $2 AND e.quarter = $3 ORDER BY i.position, i.slug",
        association.0, i64::from(quarter.year()), i16::from(quarter.number()))?;
    let explained = |(insats, difference, over, words, by, on)| Explained {
        insats,
        difference: Ore(difference),
        over: Ore(over),
        words,
        by,
        on,
    };
    Ok(rows.into_iter().map(explained).collect())
}

/// Saves an explanation in place of an earlier one of the insats and quarter.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there.
pub async fn explain(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
    explained: &Explained,
) -> Result<()> {
    let id = insats::ids(tx, association).await?.remove(&explained.insats);
    let id = id.ok_or_else(|| Error::unknown("insats", &explained.insats))?;
    sql!(tx, execute:
        "INSERT INTO match_explanation (insats_id, year, quarter, difference, over_budget, words, said_by, said_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (insats_id, year, quarter) DO UPDATE
         SET difference = excluded.difference, over_budget = excluded.over_budget, words = excluded.words,
             said_by = excluded.said_by, said_on = excluded.said_on",
        id, i64::from(quarter.year()), i16::from(quarter.number()), explained.difference.0, explained.over.0,
        &explained.words, &explained.by, explained.on)?;
    Ok(())
}

/// When a quarter's economy was closed and by whom, if it is.
///
/// # Errors
/// The database's own.
pub async fn closing(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
) -> Result<Option<(DateTime<Utc>, String)>> {
    let row: Option<(i64, String)> = sql!(tx, fetch_optional:
        "SELECT closed_at, closed_by FROM economy_closing WHERE association_id = $1 AND year = $2 AND quarter = $3",
        association.0, i64::from(quarter.year()), i16::from(quarter.number()))?;
    Ok(row.map(|(at, by)| (DateTime::from_timestamp_millis(at).unwrap_or_default(), by)))
}

/// Closes a quarter's economy; `lines` is what it looked like, as JSON. It cannot be changed.
///
/// # Errors
/// [`Error::Duplicate`] when it is closed already.
pub async fn close(
    tx: &mut Tx,
    association: AssociationId,
    quarter: Quarter,
    lines: &str,
    (by, at): (&str, DateTime<Utc>),
) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO economy_closing (association_id, year, quarter, closed_at, closed_by, lines)
         VALUES ($1, $2, $3, $4, $5, $6)",
        association.0, i64::from(quarter.year()), i16::from(quarter.number()), at.timestamp_millis(), by, lines)?;
    Ok(())
}
