//! Settings of an association, as texts by name.

use std::collections::BTreeMap;

use crate::{AssociationId, Result, Tx, tx::sql};

/// Saves one setting.
///
/// # Errors
/// The database's own.
pub async fn save(tx: &mut Tx, association: AssociationId, key: &str, value: &str) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO setting (association_id, key, value) VALUES ($1, $2, $3)
         ON CONFLICT (association_id, key) DO UPDATE SET value = excluded.value", association.0, key, value)?;
    Ok(())
}

/// Removes one setting, if it is there.
///
/// # Errors
/// The database's own.
pub async fn remove(tx: &mut Tx, association: AssociationId, key: &str) -> Result<()> {
    sql!(tx, execute: "DELETE FROM setting WHERE association_id = $1 AND key = $2", association.0, key)?;
    Ok(())
}

/// Every setting.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<BTreeMap<String, String>> {
    let rows: Vec<(String, String)> =
        sql!(tx, fetch_all: "SELECT key, value FROM setting WHERE association_id = $1", association.0)?;
    Ok(rows.into_iter().collect())
}
