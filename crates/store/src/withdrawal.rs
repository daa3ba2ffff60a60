//! Making participations anonymous: a new row with sex and years takes the old one's place, and
//! whatever referred to the old one goes. The new row's keys are random, so that neither the audit
//! trail nor the read log leads to it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{AssociationId, Db, Error, Result, Tx, dialect, insats, tx::sql};

/// A participation by its key in addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// `participation.id`.
    pub id: i64,
    /// The insats's slug.
    pub insats: String,
    /// Whether it is anonymous already.
    pub anonymous: bool,
}

/// Looks a participation up.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &mut Tx, association: AssociationId, public_id: &str) -> Result<Option<Found>> {
    let row: Option<(i64, String, bool)> = sql!(tx, fetch_optional:
        "SELECT p.id, i.slug, p.anonymous FROM participation p JOIN insats i ON i.id = p.insats_id
         WHERE p.public_id = $1 AND i.association_id = $2", public_id, association.0)?;
    Ok(row.map(|(id, insats, anonymous)| Found {
        id,
        insats,
        anonymous,
    }))
}

/// The keys a new row gets: they are random, and lower than any the database gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKeys {
    /// `participation.id`.
    pub id: i64,
    /// Key in addresses.
    pub public_id: String,
}

/// Puts an anonymous row in a participation's place and removes what referred to it; of one that has
/// not begun nothing is left, since no figure counts it. Answers with how many rows went or were cut
/// loose, per table. The transaction must not be committed when it fails.
///
/// # Errors
/// [`Error::Duplicate`] when a new key is taken; [`Error::Unknown`] when the row is not there or is
/// anonymous already.
pub async fn make_anonymous(tx: &mut Tx, id: i64, new: &NewKeys) -> Result<Vec<(String, u64)>> {
    let mut touched = Vec::new();
    for (table, column, needed) in dialect::references_to_participation(tx).await? {
        // Names come from the database's own catalogue.
        let text = if needed {
            format!("DELETE FROM \"{table}\" WHERE \"{column}\" = $1")
        } else {
            format!("UPDATE \"{table}\" SET \"{column}\" = NULL WHERE \"{column}\" = $1")
        };
        let rows = sql!(tx, execute: sqlx::AssertSqlSafe(text), id)?;
        touched.push((table, rows));
    }
    let (begins, ends) = match tx {
        Tx::Sqlite(_) => (
            "substr(entry, 1, 4) || '-01-01'",
            "substr(exit_date, 1, 4) || '-12-31'",
        ),
        Tx::Postgres(_) => (
            "make_date(extract(year FROM entry)::int, 1, 1)",
            "make_date(extract(year FROM exit_date)::int, 12, 31)",
        ),
    };
    let text = format!(
        "INSERT INTO participation (id, public_id, insats_id, principal_id, anonymous, sex, entry, referred_by, education,
            support_time, support_before, occupation_before, exit_date, exit_reason, support_after,
            occupation_after, constructed)
         SELECT $1, $2, insats_id, principal_id, $3, sex, {begins}, 0, 0, 0, 0, 0, {ends},
            CASE exit_reason WHEN 6 THEN 6 ELSE 0 END, 0, 0, constructed
         FROM participation WHERE id = $4 AND stage = 3"
    );
    sql!(tx, execute: sqlx::AssertSqlSafe(text), new.id, &new.public_id, true, id)?;
    let gone = sql!(tx, execute: "DELETE FROM participation WHERE id = $1 AND anonymous <> $2", id, true)?;
    if gone == 0 {
        return Err(Error::unknown("participation", &id));
    }
    Ok(touched)
}

/// Removes what is kept outside the participation's own tables: receipts of forms that led to it,
/// answers given to programs, and forms that those who register in its insats did not get to send.
/// Answers with how many.
///
/// # Errors
/// The database's own.
pub async fn forget_forms(tx: &mut Tx, insats: &str, public_id: &str) -> Result<u64> {
    let receipts =
        sql!(tx, execute: "DELETE FROM form_receipt WHERE result LIKE $1", format!("%{public_id}%"))?;
    let held = sql!(tx, execute:
        "DELETE FROM held_form WHERE user_id IN
             (SELECT a.user_id FROM role_assignment a JOIN insats i ON i.id = a.insats_id WHERE i.slug = $1)", insats)?;
    // The key stays used, so that the same request is not carried out again.
    let answers = sql!(tx, execute:
        "UPDATE api_request SET status = 410, answer = '{}' WHERE answer LIKE $1", format!("%{public_id}%"))?;
    Ok(receipts + held + answers)
}

/// Cuts a referral loose from the participation it led to: the recommendation forgets which, and the
/// team's own reference becomes a random one. Answers with how many referrals that was.
///
/// # Errors
/// The database's own.
pub async fn forget_referral(tx: &mut Tx, public_id: &str, random: &str) -> Result<u64> {
    let cut = sql!(tx, execute:
        "UPDATE referral SET reference = $1, municipality = NULL WHERE id IN
             (SELECT c.referral_id FROM recommendation_taken t JOIN recommendation r ON r.id = t.recommendation_id
              JOIN team_consultation c ON c.id = r.consultation_id WHERE t.participation = $2)",
        format!("återkallad {random}"), public_id)?;
    sql!(tx, execute: "UPDATE recommendation_taken SET participation = NULL WHERE participation = $1", public_id)?;
    Ok(cut)
}

/// Participations with details that ended before a day, oldest first: both keys of each.
///
/// # Errors
/// The database's own.
pub async fn ended_before(
    tx: &mut Tx,
    association: AssociationId,
    day: NaiveDate,
) -> Result<Vec<(i64, String)>> {
    Ok(sql!(tx, fetch_all:
        "SELECT p.id, p.public_id FROM participation p JOIN insats i ON i.id = p.insats_id
         WHERE i.association_id = $1 AND p.anonymous <> $2 AND p.exit_date < $3 ORDER BY p.exit_date, p.id",
        association.0, true, day)?)
}

/// Clears what overwritten rows leave behind in the database's own files; answers with whether that
/// could be done now.
///
/// # Errors
/// The database's own.
pub async fn clear_traces(db: &Db) -> Result<bool> {
    dialect::clear_traces(db).await
}

/// A certificate as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its number: random.
    pub code: String,
    /// The insats's slug.
    pub insats: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it: public id.
    pub actor: String,
    /// What was done, as JSON; nothing about the person.
    pub content: String,
}

/// Keeps a certificate.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there.
pub async fn save_certificate(tx: &mut Tx, association: AssociationId, made: &Certificate) -> Result<()> {
    let id = insats::ids(tx, association).await?.remove(&made.insats);
    let id = id.ok_or_else(|| Error::unknown("insats", &made.insats))?;
    sql!(tx, execute:
        "INSERT INTO withdrawal_certificate (code, insats_id, at, actor, content) VALUES ($1, $2, $3, $4, $5)",
        &made.code, id, made.at.timestamp_millis(), &made.actor, &made.content)?;
    Ok(())
}

/// A certificate by its number.
///
/// # Errors
/// The database's own.
pub async fn certificate(tx: &mut Tx, association: AssociationId, code: &str) -> Result<Option<Certificate>> {
    let row: Option<(String, String, i64, String, String)> = sql!(tx, fetch_optional:
        "SELECT c.code, i.slug, c.at, c.actor, c.content FROM withdrawal_certificate c
         JOIN insats i ON i.id = c.insats_id WHERE c.code = $1 AND i.association_id = $2", code, association.0)?;
    Ok(row.map(|(code, insats, at, actor, content)| Certificate {
        code,
        insats,
        at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
        actor,
        content,
    }))
}
