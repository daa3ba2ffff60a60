//! People counted by month and sex, without registration.

use domain::{
    codes::{CodeTable, Sex},
    head_count::{COLUMNS, HeadCount, Sheet},
};

use crate::{
    AssociationId, Error, Result, Tx, insats, optional_code, position,
    tx::{insert_all, sql},
};

/// A year's sheet of an insats with its version; empty with version 0 when nothing was saved.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there.
pub async fn sheet(tx: &mut Tx, association: AssociationId, insats: &str, year: i32) -> Result<(Sheet, i64)> {
    let id = id_of(tx, association, insats).await?;
    let version: Option<(i64,)> = sql!(tx, fetch_optional:
        "SELECT version FROM head_count_sheet WHERE insats_id = $1 AND year = $2", id, i64::from(year))?;
    let rows: Vec<(i16, i16, i64)> = sql!(tx, fetch_all:
        "SELECT month, sex, count FROM head_count WHERE insats_id = $1 AND year = $2", id, i64::from(year))?;
    let mut sheet = Sheet::default();
    for (month, sex, count) in rows {
        let sex = optional_code::<Sex>("sex", sex)?;
        let column = COLUMNS.iter().position(|column| *column == sex);
        let month = usize::try_from(month - 1)
            .ok()
            .and_then(|month| sheet.get_mut(month));
        if let (Some(month), Some(column)) = (month, column) {
            month[column] = Some(count);
        }
    }
    Ok((sheet, version.map_or(0, |v| v.0)))
}

/// Saves a year's sheet in place of the version it was changed from.
///
/// # Errors
/// [`Error::Conflict`] when another version stands there; [`Error::Unknown`] for an insats that is
/// not there.
pub async fn save(
    tx: &mut Tx,
    association: AssociationId,
    (insats, year): (&str, i32),
    sheet: &Sheet,
    version: i64,
) -> Result<()> {
    let id = id_of(tx, association, insats).await?;
    let year = i64::from(year);
    let saved = sql!(tx, execute:
        "INSERT INTO head_count_sheet (insats_id, year, version) VALUES ($1, $2, $3 + 1)
         ON CONFLICT (insats_id, year) DO UPDATE SET version = excluded.version
         WHERE head_count_sheet.version = $3", id, year, version)?;
    let stands: (i64,) = sql!(tx, fetch_one:
        "SELECT version FROM head_count_sheet WHERE insats_id = $1 AND year = $2", id, year)?;
    if saved == 0 || stands.0 != version + 1 {
        return Err(Error::Conflict { current: stands.0 });
    }
    sql!(tx, execute: "DELETE FROM head_count WHERE insats_id = $1 AND year = $2", id, year)?;
    let mut rows = Vec::new();
    for (month, counts) in sheet.iter().enumerate() {
        for (sex, count) in COLUMNS.iter().zip(counts) {
            if let Some(count) = count {
                rows.push((
                    position(month) + 1,
                    sex.map_or(0, |sex| i16::from(sex.code())),
                    *count,
                ));
            }
        }
    }
    insert_all!(
        tx,
        "INSERT INTO head_count (insats_id, year, month, sex, count) ",
        5,
        rows,
        |(month, sex, count), values| {
            values
                .push_bind(id)
                .push_bind(year)
                .push_bind(*month)
                .push_bind(*sex)
                .push_bind(*count);
        }
    );
    Ok(())
}

/// Every count of the association; `insats` indexes the insatser in printed order.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<HeadCount>> {
    let insatser = insats::load_with_ids(tx, association).await?;
    let rows: Vec<(i64, i64, i16, i16, i64)> = sql!(tx, fetch_all:
        "SELECT h.insats_id, h.year, h.month, h.sex, h.count FROM head_count h JOIN insats i ON i.id = h.insats_id
         WHERE i.association_id = $1 ORDER BY i.position, i.slug, h.year, h.month, h.sex", association.0)?;
    let mut counts = Vec::with_capacity(rows.len());
    for (id, year, month, sex, count) in rows {
        let Some(insats) = insatser.iter().position(|(own, _)| *own == id) else {
            continue;
        };
        counts.push(HeadCount {
            insats,
            year: crate::year(year),
            month: u8::try_from(month).unwrap_or(0),
            sex: optional_code("sex", sex)?,
            count,
        });
    }
    Ok(counts)
}

async fn id_of(tx: &mut Tx, association: AssociationId, insats: &str) -> Result<i64> {
    let id = insats::ids(tx, association).await?.remove(insats);
    id.ok_or_else(|| Error::unknown("insats", &insats))
}
