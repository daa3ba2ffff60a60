//! Code lists, sending units and referrals.

use chrono::NaiveDate;
use domain::{
    codes::{CodeTable, ReferringAuthority},
    referral::{DatedCode, Dates, List, LocalReference, Referral, SenderUnit, Stage, lists},
};

use crate::{
    AssociationId, Error, Result, Tx, code, position, team,
    tx::{insert_all, sql},
};

/// Replaces the association's code lists.
///
/// # Errors
/// [`Error::Duplicate`] for a code twice from the same day, [`Error::Constraint`] for one that ends
/// before it begins.
pub async fn save_codes(tx: &mut Tx, association: AssociationId, codes: &[DatedCode]) -> Result<()> {
    sql!(tx, execute: "DELETE FROM code_list WHERE association_id = $1", association.0)?;
    let rows: Vec<_> = codes.iter().enumerate().collect();
    insert_all!(
        tx,
        "INSERT INTO code_list (association_id, list, position, code, label, valid_from, valid_to) ",
        7,
        rows,
        |(i, code), values| {
            values
                .push_bind(association.0)
                .push_bind(code.list.slug())
                .push_bind(position(*i))
                .push_bind(code.code.clone())
                .push_bind(code.label.clone())
                .push_bind(code.from)
                .push_bind(code.to);
        }
    );
    Ok(())
}

/// The association's code lists in printed order; the standard ones when it has none of its own.
///
/// # Errors
/// [`Error::Unknown`] for a list this program does not know.
pub async fn codes(tx: &mut Tx, association: AssociationId) -> Result<Vec<DatedCode>> {
    let rows: Vec<(String, String, String, NaiveDate, Option<NaiveDate>)> = sql!(tx, fetch_all:
        "SELECT list, code, label, valid_from, valid_to FROM code_list WHERE association_id = $1
         ORDER BY position, valid_from", association.0)?;
    if rows.is_empty() {
        return Ok(lists::standard());
    }
    let row = |(list, code, label, from, to): (String, String, String, NaiveDate, Option<NaiveDate>)| {
        let known = List::ALL.into_iter().find(|known| known.slug() == list);
        Ok(DatedCode {
            list: known.ok_or_else(|| Error::unknown("code list", &list))?,
            code,
            label,
            from,
            to,
        })
    };
    rows.into_iter().map(row).collect()
}

/// The key of a team that is there.
pub(crate) async fn team_id(tx: &mut Tx, association: AssociationId, team: &str) -> Result<i64> {
    let id = team::id_of(tx, association, Some(team)).await?;
    id.ok_or_else(|| Error::unknown("team", &team))
}

/// The referrals of a team by both keys, for the read log.
///
/// # Errors
/// [`Error::Unknown`] for a team that is not there.
pub async fn keys(tx: &mut Tx, association: AssociationId, team: &str) -> Result<Vec<(i64, String)>> {
    let id = team_id(tx, association, team).await?;
    Ok(sql!(tx, fetch_all: "SELECT id, public_id FROM referral WHERE team_id = $1 ORDER BY id", id)?)
}

/// Keeps other writers from the team until the transaction ends.
///
/// # Errors
/// [`Error::Unknown`] for a team that is not there.
pub async fn lock(tx: &mut Tx, association: AssociationId, team: &str) -> Result<()> {
    let id = team_id(tx, association, team).await?;
    sql!(tx, execute: "UPDATE team SET position = position WHERE id = $1", id)?;
    Ok(())
}

/// Units of a team, by authority and name in Swedish order.
pub(crate) async fn units(tx: &mut Tx, team: i64) -> Result<Vec<SenderUnit>> {
    let rows: Vec<(i64, i16, String, bool)> = sql!(tx, fetch_all:
        "SELECT id, authority, name, active FROM sender_unit WHERE team_id = $1
         ORDER BY authority, name COLLATE sv, id", team)?;
    let unit = |(key, authority, name, active)| {
        Ok(SenderUnit {
            key,
            authority: code::<ReferringAuthority>("referring authority", authority)?,
            name,
            active,
        })
    };
    rows.into_iter().map(unit).collect()
}

/// Offers a unit for new referrals, or no longer.
///
/// # Errors
/// [`Error::Unknown`] for a unit that is not the team's.
pub async fn offer_unit(
    tx: &mut Tx,
    association: AssociationId,
    team: &str,
    unit: i64,
    active: bool,
) -> Result<()> {
    let team = team_id(tx, association, team).await?;
    let changed = sql!(tx, execute:
        "UPDATE sender_unit SET active = $1 WHERE id = $2 AND team_id = $3", active, unit, team)?;
    if changed == 0 {
        return Err(Error::unknown("unit", &unit));
    }
    Ok(())
}

/// Adds a referral to a team; a sender with key 0 joins the team's units.
///
/// # Errors
/// [`Error::Duplicate`] for the same reference twice in a team, [`Error::Constraint`] for a unit of
/// another team or days that cannot be.
pub async fn add(tx: &mut Tx, association: AssociationId, team: &str, referral: &Referral) -> Result<()> {
    let team = team_id(tx, association, team).await?;
    let unit = match referral.sender.key {
        0 => add_unit(tx, team, &referral.sender).await?,
        key => key,
    };
    let dates = referral.stage.dates();
    let (returned, reason) = dates
        .returned
        .map_or((None, None), |(on, reason)| (Some(on), Some(reason)));
    sql!(tx, execute:
        "INSERT INTO referral (public_id, team_id, unit_id, reference, need, municipality, received, accepted,
                               returned, return_reason, withdrawn, answered)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &referral.key, team, unit, referral.reference.as_str(), &referral.need, referral.municipality.as_ref(),
        referral.received, dates.accepted, returned, reason.as_ref(), dates.withdrawn, dates.answered)?;
    Ok(())
}

async fn add_unit(tx: &mut Tx, team: i64, unit: &SenderUnit) -> Result<i64> {
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO sender_unit (team_id, authority, name, active) VALUES ($1, $2, $3, $4)
         ON CONFLICT (team_id, authority, name) DO UPDATE SET active = excluded.active RETURNING id",
        team, i16::from(unit.authority.code()), &unit.name, unit.active)?;
    Ok(id)
}

/// Saves how far a referral has come.
///
/// # Errors
/// [`Error::Constraint`] for days that cannot be; [`Error::Unknown`] when it is not there.
pub async fn save_stage(tx: &mut Tx, key: &str, stage: &Stage) -> Result<()> {
    let dates = stage.dates();
    let (returned, reason) = dates
        .returned
        .map_or((None, None), |(on, reason)| (Some(on), Some(reason)));
    let changed = sql!(tx, execute:
        "UPDATE referral SET accepted = $1, returned = $2, return_reason = $3, withdrawn = $4, answered = $5
         WHERE public_id = $6",
        dates.accepted, returned, reason.as_ref(), dates.withdrawn, dates.answered, key)?;
    if changed == 0 {
        return Err(Error::unknown("referral", key));
    }
    Ok(())
}

/// The slug of the team a referral or a meeting belongs to, by its key.
///
/// # Errors
/// The database's own.
pub async fn team_of(tx: &mut Tx, association: AssociationId, key: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = sql!(tx, fetch_optional:
        "SELECT t.slug FROM team t WHERE t.association_id = $1 AND t.id IN
            (SELECT team_id FROM referral WHERE public_id = $2
             UNION SELECT team_id FROM team_meeting WHERE public_id = $2)", association.0, key)?;
    Ok(row.map(|(slug,)| slug))
}

/// The team and the database's key of each referral behind the recommendations that wait for an
/// insats, for the read log.
///
/// # Errors
/// The database's own.
pub async fn waiting_ids(
    tx: &mut Tx,
    association: AssociationId,
    insats: &str,
) -> Result<Vec<(String, i64)>> {
    sql!(tx, fetch_all:
        "SELECT t.slug, c.referral_id
         FROM recommendation n
         JOIN insats i ON i.id = n.insats_id
         JOIN team_consultation c ON c.id = n.consultation_id
         JOIN team t ON t.id = c.team_id
         LEFT JOIN recommendation_taken x ON x.recommendation_id = n.id
         WHERE i.association_id = $1 AND i.slug = $2 AND c.referral_id IS NOT NULL AND x.recommendation_id IS NULL
         ORDER BY t.slug, c.referral_id", association.0, insats)
}

/// The referral that a recommendation answers, with its team's slug: what somebody who sees the
/// recommendation is shown of. None of a consultation without referral.
///
/// # Errors
/// The database's own.
pub async fn of_recommendation(
    tx: &mut Tx,
    association: AssociationId,
    key: &str,
) -> Result<Option<(String, i64)>> {
    sql!(tx, fetch_optional:
        "SELECT t.slug, c.referral_id
         FROM recommendation n
         JOIN team_consultation c ON c.id = n.consultation_id
         JOIN team t ON t.id = c.team_id
         WHERE t.association_id = $1 AND n.public_id = $2 AND c.referral_id IS NOT NULL", association.0, key)
}

#[derive(sqlx::FromRow)]
struct Row {
    public_id: String,
    unit_id: i64,
    reference: String,
    need: String,
    municipality: Option<String>,
    received: NaiveDate,
    accepted: Option<NaiveDate>,
    returned: Option<NaiveDate>,
    return_reason: Option<String>,
    withdrawn: Option<NaiveDate>,
    answered: Option<NaiveDate>,
}

/// Referrals of a team, oldest first.
pub(crate) async fn of_team(tx: &mut Tx, team: i64, units: &[SenderUnit]) -> Result<Vec<Referral>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT public_id, unit_id, reference, need, municipality, received, accepted, returned, return_reason,
                withdrawn, answered
         FROM referral WHERE team_id = $1 ORDER BY received, id", team)?;
    let referral = |row: Row| {
        let sender = units.iter().find(|unit| unit.key == row.unit_id).cloned();
        let dates = Dates {
            accepted: row.accepted,
            returned: row.returned.zip(row.return_reason),
            withdrawn: row.withdrawn,
            answered: row.answered,
        };
        Ok(Referral {
            key: row.public_id,
            reference: LocalReference::stored(row.reference),
            sender: sender.ok_or_else(|| Error::unknown("unit", &row.unit_id))?,
            need: row.need,
            municipality: row.municipality,
            received: row.received,
            stage: Stage::of(&dates),
        })
    };
    rows.into_iter().map(referral).collect()
}
