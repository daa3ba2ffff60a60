//! What has left the insatser, cell by cell.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    disclosure::{CellKey, Memory, Period, State},
    facts::PeriodCell,
};

use crate::{
    AssociationId, Result, Tx, dialect,
    published::{scope_of, scope_text},
    tx::{insert_all, sql},
};

/// Remembers cells. One that was shown stays shown, with the count that was shown last; a withheld
/// one carries no count.
///
/// # Errors
/// The database's own.
pub async fn remember(
    tx: &mut Tx,
    association: AssociationId,
    cells: &[Memory],
    now: DateTime<Utc>,
) -> Result<()> {
    let rows = cells
        .iter()
        .map(|cell| Ok((cell, scope_text(&cell.key.scope)?)))
        .collect::<Result<Vec<_>>>()?;
    insert_all!(
        tx,
        "INSERT INTO published_cell (association_id, measure, period_from, period_to, scope, count, first_at) ",
        7,
        rows,
        |(cell, scope), values| {
            values
                .push_bind(association.0)
                .push_bind(cell.key.measure.clone())
                .push_bind(cell.key.period.from)
                .push_bind(cell.key.period.to)
                .push_bind(scope.clone())
                .push_bind(cell.value)
                .push_bind(now.timestamp_millis());
        },
        " ON CONFLICT (association_id, measure, period_from, period_to, scope) DO UPDATE
          SET count = coalesce(excluded.count, published_cell.count)"
    );
    Ok(())
}

/// Every cell that left, shown or withheld, by key.
///
/// # Errors
/// [`crate::Error::Unknown`] for a scope of a dimension this program does not know.
pub async fn cells(tx: &mut Tx, association: AssociationId) -> Result<Vec<PeriodCell>> {
    let rows: Vec<(String, NaiveDate, NaiveDate, String)> = sql!(tx, fetch_all:
        "SELECT measure, period_from, period_to, scope FROM published_cell
         WHERE association_id = $1 ORDER BY measure, period_from, period_to, scope", association.0)?;
    let cell = |(measure, from, to, scope): (String, NaiveDate, NaiveDate, String)| {
        Ok(PeriodCell {
            measure,
            from,
            to,
            scope: scope_of(&scope)?,
        })
    };
    rows.into_iter().map(cell).collect()
}

/// Nobody else decides on cells until this transaction ends.
///
/// # Errors
/// The database's own.
pub async fn alone(tx: &mut Tx) -> Result<()> {
    dialect::lock_cells(tx).await
}

/// What is remembered of these measures, by key.
///
/// # Errors
/// [`crate::Error::Unknown`] for a scope of a dimension this program does not know.
pub async fn memory(tx: &mut Tx, association: AssociationId, measures: &[&str]) -> Result<Vec<Memory>> {
    let rows: Vec<(String, NaiveDate, NaiveDate, String, Option<i64>)> = sql!(tx, fetch_all:
        "SELECT measure, period_from, period_to, scope, count FROM published_cell
         WHERE association_id = $1 ORDER BY measure, period_from, period_to, scope", association.0)?;
    let mine = rows.into_iter().filter(|row| measures.contains(&row.0.as_str()));
    mine.map(|(measure, from, to, scope, value)| {
        Ok(Memory {
            key: CellKey::new(&measure, Period { from, to }, scope_of(&scope)?),
            state: if value.is_some() {
                State::Shown
            } else {
                State::Withheld
            },
            value,
        })
    })
    .collect()
}
