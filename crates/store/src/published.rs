//! Values published before the system was used.

use std::collections::BTreeMap;

use domain::{
    facts::{Published, Source},
    figure::{Scope, dimension},
};

use crate::{
    AssociationId, Error, Result, Tx,
    tx::{insert_all, sql},
};

/// Saves values by measure, year, scope and place.
///
/// # Errors
/// [`Error::Constraint`] for a value without document.
pub async fn save(tx: &mut Tx, association: AssociationId, published: &[Published]) -> Result<()> {
    let rows = published
        .iter()
        .map(|p| Ok((p, scope_text(&p.scope)?)))
        .collect::<Result<Vec<_>>>()?;
    insert_all!(
        tx,
        "INSERT INTO published_value
        (association_id, measure, year, scope, units, decimals, document, cell) ",
        8,
        rows,
        |(p, scope), values| {
            values
                .push_bind(association.0)
                .push_bind(p.measure.clone())
                .push_bind(i64::from(p.year))
                .push_bind(scope.clone())
                .push_bind(p.units)
                .push_bind(i64::from(p.decimals))
                .push_bind(p.source.document.clone())
                .push_bind(p.source.cell.clone());
        },
        " ON CONFLICT (association_id, measure, year, scope, document, cell) DO UPDATE
          SET units = excluded.units, decimals = excluded.decimals"
    );
    Ok(())
}

/// Every published value, by measure, year, scope and place.
///
/// # Errors
/// [`Error::Unknown`] for a scope of a dimension this program does not know.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Published>> {
    let rows: Vec<(String, i64, String, i64, i16, String, String)> = sql!(tx, fetch_all:
        "SELECT measure, year, scope, units, decimals, document, cell FROM published_value
         WHERE association_id = $1 ORDER BY measure, year, scope, document, cell", association.0)?;
    let published =
        |(measure, year, scope, units, decimals, document, cell): (_, _, String, _, i16, _, _)| {
            Ok(Published {
                measure,
                year: crate::year(year),
                scope: scope_of(&scope)?,
                units,
                decimals: u32::try_from(decimals).unwrap_or(0),
                source: Source { document, cell },
            })
        };
    rows.into_iter().map(published).collect()
}

/// A scope as a JSON object in key order.
pub(crate) fn scope_text(scope: &Scope) -> Result<String> {
    serde_json::to_string(scope).map_err(|_| Error::unknown("scope", &scope))
}

/// A stored scope.
pub(crate) fn scope_of(text: &str) -> Result<Scope> {
    let parts: BTreeMap<String, String> =
        serde_json::from_str(text).map_err(|_| Error::unknown("scope", &text))?;
    let known = |(name, code): (String, String)| Some((dimension(&name)?, code));
    let scope: Option<BTreeMap<_, _>> = parts.into_iter().map(known).collect();
    scope.map(Scope).ok_or_else(|| Error::unknown("scope", &text))
}
