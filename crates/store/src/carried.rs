//! What figures keep of participations that became anonymous.

use chrono::NaiveDate;
use domain::{
    facts::{Carried, Difference, PeriodCell},
    figure::FigureKey,
    measure,
};

use crate::{
    AssociationId, Error, Result, Tx,
    published::{scope_of, scope_text},
    tx::sql,
};

/// Adds to what is kept. A figure whose differences cancel keeps nothing.
///
/// # Errors
/// The database's own.
pub async fn add(tx: &mut Tx, association: AssociationId, more: &Carried) -> Result<()> {
    let held = load(tx, association).await?;
    let together = held.clone().and(more);
    for (key, _) in more.iter() {
        let (scope, year) = (scope_text(&key.scope)?, i64::from(key.year));
        let now = together.of(key);
        sql!(tx, execute:
            "DELETE FROM carried_figure WHERE association_id = $1 AND measure = $2 AND year = $3 AND scope = $4",
            association.0, key.measure, year, &scope)?;
        if !now.is_nothing() {
            sql!(tx, execute:
                "INSERT INTO carried_figure (association_id, measure, year, scope, k, n, missing)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                association.0, key.measure, year, &scope, now.k, now.n, now.missing)?;
        }
    }
    for (cell, _) in more.cells() {
        let (scope, kept) = (
            scope_text(&cell.scope)?,
            together.cells().find(|(held, _)| *held == cell),
        );
        sql!(tx, execute:
            "DELETE FROM carried_cell WHERE association_id = $1 AND measure = $2 AND period_from = $3
             AND period_to = $4 AND scope = $5", association.0, &cell.measure, cell.from, cell.to, &scope)?;
        if let Some((_, k)) = kept {
            sql!(tx, execute:
                "INSERT INTO carried_cell (association_id, measure, period_from, period_to, scope, k)
                 VALUES ($1, $2, $3, $4, $5, $6)", association.0, &cell.measure, cell.from, cell.to, &scope, *k)?;
        }
    }
    Ok(())
}

/// What every figure keeps.
///
/// # Errors
/// [`Error::Unknown`] for a measure or a scope this program does not know.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Carried> {
    let rows: Vec<(String, i64, String, i64, i64, i64)> = sql!(tx, fetch_all:
        "SELECT measure, year, scope, k, n, missing FROM carried_figure WHERE association_id = $1
         ORDER BY measure, year, scope", association.0)?;
    let mut carried = Carried::default();
    for (measure, year, scope, k, n, missing) in rows {
        let known = measure::find(&measure).ok_or_else(|| Error::unknown("measure", &measure))?;
        let key = FigureKey {
            measure: known.id,
            year: crate::year(year),
            scope: scope_of(&scope)?,
        };
        carried.add(&key, Difference { k, n, missing });
    }
    let rows: Vec<(String, NaiveDate, NaiveDate, String, i64)> = sql!(tx, fetch_all:
        "SELECT measure, period_from, period_to, scope, k FROM carried_cell WHERE association_id = $1
         ORDER BY measure, period_from, period_to, scope", association.0)?;
    for (measure, from, to, scope, k) in rows {
        let scope = scope_of(&scope)?;
        let cell = PeriodCell {
            measure,
            from,
            to,
            scope,
        };
        carried.add_cell(&cell, k);
    }
    Ok(carried)
}
