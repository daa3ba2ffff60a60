//! Finding the same person or reference: within one insats, and within one huvudman.

use chrono::NaiveDate;
use domain::participation::{Same, Span};

use super::{Found, Person, Place};
use crate::{Result, Tx, pseudonym::PrincipalId, tx::sql};

/// First and last day.
type Row = (NaiveDate, Option<NaiveDate>);

/// The participations of a place with this reference or one of these pseudonyms, reversed ones left
/// out; not the one named.
///
/// # Errors
/// The database's own.
pub async fn spans(
    tx: &mut Tx,
    place: &Place,
    reference: Option<&str>,
    persons: &[Person],
    but: Option<&Found>,
) -> Result<Vec<Span>> {
    let but = but.map_or(0, |found| found.id);
    let mut spans = Vec::new();
    // Ordered here: asked to order, SQLite would look through the whole insats by its index of days.
    let mut add = |same: Same, mut rows: Vec<Row>| {
        rows.sort_unstable();
        spans.extend(rows.into_iter().map(|(from, to)| Span { same, from, to }));
    };
    if let Some(reference) = reference {
        let rows: Vec<Row> = sql!(tx, fetch_all:
            "SELECT entry, exit_date FROM participation
             WHERE insats_id = $1 AND reference = $2 AND id <> $3 AND exit_reason <> 6",
            place.insats, reference, but)?;
        add(Same::Reference, rows);
    }
    for person in persons {
        let rows: Vec<Row> = sql!(tx, fetch_all:
            "SELECT entry, exit_date FROM participation
             WHERE insats_id = $1 AND principal_id = $2 AND pseudonym = $3 AND id <> $4 AND exit_reason <> 6",
            place.insats, place.principal.map(|principal| principal.0), &person.pseudonym, but)?;
        add(Same::Person, rows);
    }
    Ok(spans)
}

/// Whether the person is open in another insats of the same huvudman. Not where: that may be another's
/// to know.
///
/// # Errors
/// The database's own.
pub async fn elsewhere(tx: &mut Tx, found: &Found) -> Result<bool> {
    let Some(person) = &found.person else {
        return Ok(false);
    };
    let (count,): (i64,) = sql!(tx, fetch_one:
        "SELECT COUNT(*) FROM participation p JOIN participation own ON own.id = $1
         WHERE p.principal_id = own.principal_id AND p.pseudonym = $2 AND p.insats_id <> own.insats_id
         AND p.exit_reason <> 6 AND p.exit_date IS NULL",
        found.id, &person.pseudonym)?;
    Ok(count > 0)
}

/// Stores a pseudonym made under an older key under the newest; answers with how many rows had it.
///
/// # Errors
/// The database's own.
pub async fn rekey(tx: &mut Tx, principal: PrincipalId, old: &Person, new: &Person) -> Result<u64> {
    let version = i16::try_from(new.version).unwrap_or(i16::MAX);
    sql!(tx, execute:
        "UPDATE participation SET pseudonym = $1, pseudonym_version = $2
         WHERE principal_id = $3 AND pseudonym = $4",
        &new.pseudonym, version, principal.0, &old.pseudonym)
}
