//! Associations.

use chrono::NaiveDate;
use domain::facts::Association;

use crate::{AssociationId, Error, Result, Tx, tx::sql};

/// An association with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Key inside the database.
    pub id: AssociationId,
    /// Key in addresses.
    pub public_id: String,
    /// The association.
    pub association: Association,
}

type Row = (i64, String, String, String, String, Option<NaiveDate>, bool);

const SELECT: &str = "SELECT a.id, a.public_id, a.name, a.org_number, a.seat, a.formed,
    EXISTS (SELECT 1 FROM participation p JOIN insats i ON i.id = p.insats_id
            WHERE i.association_id = a.id AND p.constructed)
    FROM association a ORDER BY a.name COLLATE sv, a.id";

/// Makes an association.
///
/// # Errors
/// [`Error::Duplicate`] when the public id or the organisation number is taken;
/// [`Error::Constraint`] when the organisation number is not of the form 222000-1859.
pub async fn create(tx: &mut Tx, public_id: &str, a: &Association) -> Result<AssociationId> {
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO association (public_id, name, org_number, seat, formed)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        public_id, &a.name, &a.org_number, &a.seat, a.formed)?;
    Ok(AssociationId(id))
}

/// Changes what is known of an association. `constructed` is computed and not saved.
///
/// # Errors
/// As [`create`]; [`Error::Unknown`] when it is not there.
pub async fn update(tx: &mut Tx, id: AssociationId, a: &Association) -> Result<()> {
    let changed = sql!(tx, execute:
        "UPDATE association SET name = $1, org_number = $2, seat = $3, formed = $4 WHERE id = $5",
        &a.name, &a.org_number, &a.seat, a.formed, id.0)?;
    match changed {
        0 => Err(Error::unknown("association", &id.0)),
        _ => Ok(()),
    }
}

/// Every association, by name.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &mut Tx) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = sql!(tx, fetch_all: SELECT)?;
    Ok(rows.into_iter().map(stored).collect())
}

/// One association.
///
/// # Errors
/// [`Error::Unknown`] when it is not there.
pub async fn load(tx: &mut Tx, id: AssociationId) -> Result<Association> {
    let found = all(tx).await?.into_iter().find(|a| a.id == id);
    found
        .map(|a| a.association)
        .ok_or_else(|| Error::unknown("association", &id.0))
}

fn stored((id, public_id, name, org_number, seat, formed, constructed): Row) -> Stored {
    Stored {
        id: AssociationId(id),
        public_id,
        association: Association {
            name,
            org_number,
            seat,
            formed,
            constructed,
        },
    }
}
