//! Pots and applications to them.

use chrono::NaiveDate;
use domain::{
    money::Ore,
    pot::{Application, Decided, Outcome, Pot},
};

use crate::{AssociationId, Error, Result, Tx, insats, tx::sql};

#[derive(sqlx::FromRow)]
struct PotRow {
    public_id: String,
    name: String,
    year: i64,
    frame: i64,
    most: Option<i64>,
    decision: String,
    decided_on: NaiveDate,
    delegate: String,
    purpose: String,
    closed: bool,
    constructed: bool,
}

/// Every pot, newest year first, then by name.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &mut Tx, association: AssociationId) -> Result<Vec<Pot>> {
    let rows: Vec<PotRow> = sql!(tx, fetch_all:
        "SELECT public_id, name, year, frame, most, decision, decided_on, delegate, purpose, closed, constructed
         FROM pot WHERE association_id = $1 ORDER BY year DESC, name", association.0)?;
    let pot = |row: PotRow| Pot {
        public_id: row.public_id,
        name: row.name,
        year: crate::year(row.year),
        frame: Ore(row.frame),
        most: row.most.map(Ore),
        decision: row.decision,
        decided_on: row.decided_on,
        delegate: row.delegate,
        purpose: row.purpose,
        closed: row.closed,
        constructed: row.constructed,
    };
    Ok(rows.into_iter().map(pot).collect())
}

/// Saves a pot: a new one, or in place of the one with its key.
///
/// # Errors
/// [`Error::Duplicate`] when the year has another of this name.
pub async fn save(tx: &mut Tx, association: AssociationId, pot: &Pot) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO pot (association_id, public_id, name, year, frame, most, decision, decided_on, delegate,
                          purpose, closed, constructed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (public_id) DO UPDATE SET name = excluded.name, year = excluded.year, frame = excluded.frame,
             most = excluded.most, decision = excluded.decision, decided_on = excluded.decided_on,
             delegate = excluded.delegate, purpose = excluded.purpose, closed = excluded.closed",
        association.0, &pot.public_id, &pot.name, i64::from(pot.year), pot.frame.0, pot.most.map(|most| most.0),
        &pot.decision, pot.decided_on, &pot.delegate, &pot.purpose, pot.closed, pot.constructed)?;
    Ok(())
}

/// Nobody else applies to or decides on the pot until this transaction ends.
///
/// # Errors
/// [`Error::Unknown`] for a pot that is not there.
pub async fn lock(tx: &mut Tx, association: AssociationId, public_id: &str) -> Result<()> {
    let found = sql!(tx, execute: "UPDATE pot SET closed = closed WHERE association_id = $1 AND public_id = $2",
        association.0, public_id)?;
    if found == 1 {
        Ok(())
    } else {
        Err(Error::unknown("pot", &public_id))
    }
}

#[derive(sqlx::FromRow)]
struct ApplicationRow {
    pot: String,
    number: i64,
    insats: String,
    purpose: String,
    amount: i64,
    applied_on: NaiveDate,
    applied_by: String,
    state: i16,
    granted: Option<i64>,
    reason: String,
    ended_on: Option<NaiveDate>,
    decided_by: Option<String>,
    reported_on: Option<NaiveDate>,
}

/// Every application with the key of its pot, in order of number.
///
/// # Errors
/// [`Error::Unknown`] for a state of a newer program.
pub async fn applications(tx: &mut Tx, association: AssociationId) -> Result<Vec<(String, Application)>> {
    let rows: Vec<ApplicationRow> = sql!(tx, fetch_all:
        "SELECT p.public_id AS pot, a.number, i.slug AS insats, a.purpose, a.amount, a.applied_on, a.applied_by,
                CAST(a.state AS SMALLINT) AS state, a.granted, a.reason, a.ended_on, a.decided_by, a.reported_on
         FROM pot_application a JOIN pot p ON p.id = a.pot_id JOIN insats i ON i.id = a.insats_id
         WHERE p.association_id = $1 ORDER BY p.year DESC, p.name, a.number", association.0)?;
    rows.into_iter().map(application).collect()
}

fn application(row: ApplicationRow) -> Result<(String, Application)> {
    let on = row.ended_on.unwrap_or_default();
    let decided = |granted: Option<i64>| {
        Outcome::Decided(Decided {
            granted: granted.map(Ore),
            reason: row.reason.clone(),
            on,
            by: row.decided_by.clone().unwrap_or_default(),
        })
    };
    let outcome = match row.state {
        1 => Outcome::Waiting,
        2 => decided(row.granted),
        3 => decided(None),
        4 => Outcome::Withdrawn { on },
        state => return Err(Error::unknown("state", &state)),
    };
    let application = Application {
        number: row.number,
        insats: row.insats,
        purpose: row.purpose,
        amount: Ore(row.amount),
        applied_on: row.applied_on,
        applied_by: row.applied_by,
        outcome,
        reported: row.reported_on,
    };
    Ok((row.pot, application))
}

/// Adds an application with the next number of its pot, and answers with that.
///
/// # Errors
/// [`Error::Unknown`] for a pot or an insats that is not there.
pub async fn apply(
    tx: &mut Tx,
    association: AssociationId,
    pot: &str,
    application: &Application,
) -> Result<i64> {
    let insats = insats::ids(tx, association).await?.remove(&application.insats);
    let insats = insats.ok_or_else(|| Error::unknown("insats", &application.insats))?;
    lock(tx, association, pot).await?;
    let (number,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO pot_application (pot_id, number, insats_id, purpose, amount, applied_on, applied_by, state, reason)
         SELECT p.id, COALESCE((SELECT MAX(a.number) FROM pot_application a WHERE a.pot_id = p.id), 0) + 1,
                $3, $4, $5, $6, $7, 1, ''
         FROM pot p WHERE p.association_id = $1 AND p.public_id = $2 RETURNING number",
        association.0, pot, insats, &application.purpose, application.amount.0, application.applied_on,
        &application.applied_by)?;
    Ok(number)
}

/// Ends an application that waits: decided, or taken back.
///
/// # Errors
/// [`Error::Unknown`] when no such application waits.
pub async fn end(
    tx: &mut Tx,
    association: AssociationId,
    (pot, number): (&str, i64),
    outcome: &Outcome,
) -> Result<()> {
    let (state, granted, reason, on, by): (i16, Option<i64>, &str, Option<NaiveDate>, Option<&str>) =
        match outcome {
            Outcome::Waiting => return Err(Error::unknown("application", &number)),
            Outcome::Decided(decided) => (
                if decided.granted.is_some() { 2 } else { 3 },
                decided.granted.map(|granted| granted.0),
                &decided.reason,
                Some(decided.on),
                Some(&decided.by),
            ),
            Outcome::Withdrawn { on } => (4, None, "", Some(*on), None),
        };
    let changed = sql!(tx, execute:
        "UPDATE pot_application SET state = $1, granted = $2, reason = $3, ended_on = $4, decided_by = $5
         WHERE number = $6 AND state = 1
           AND pot_id = (SELECT id FROM pot WHERE association_id = $7 AND public_id = $8)",
        state, granted, reason, on, by, number, association.0, pot)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::unknown("application", &number))
    }
}

/// Marks decisions as reported to a meeting.
///
/// # Errors
/// The database's own.
pub async fn report(
    tx: &mut Tx,
    association: AssociationId,
    pot: &str,
    (meeting, numbers): (NaiveDate, &[i64]),
) -> Result<()> {
    for number in numbers {
        sql!(tx, execute:
            "UPDATE pot_application SET reported_on = $1 WHERE number = $2 AND reported_on IS NULL
               AND pot_id = (SELECT id FROM pot WHERE association_id = $3 AND public_id = $4)",
            meeting, *number, association.0, pot)?;
    }
    Ok(())
}
