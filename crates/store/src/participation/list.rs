//! The participations of one insats as a list.

use std::collections::HashMap;

use domain::{
    facts::ParticipationFact,
    participation::{Contact, Months},
};

use super::{Row, columns, fact_of};
use crate::{AssociationId, Result, Tx, code, tx::sql};

/// Which to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// 1 granted, 2 introduction, 3 open, 4 closed, 5 reversed, 6 anonymous; 0 for all.
    pub state: i64,
    /// A part of the reference; empty for all.
    pub reference: String,
}

/// How many, and after how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// At most.
    pub limit: i64,
    /// Left out first.
    pub offset: i64,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// `participation.id`, for the read log.
    pub id: i64,
    /// Key in addresses.
    pub public_id: String,
    /// The insats's own reference.
    pub reference: Option<String>,
    /// The coded row; its `insats` says nothing here.
    pub fact: ParticipationFact,
    /// Follow-ups made.
    pub made: Vec<Months>,
    /// One of them found the contact broken.
    pub lost: bool,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: i64,
    public_id: String,
    reference: Option<String>,
    #[sqlx(flatten)]
    row: Row,
}

/// A page of the participations of one insats, newest entry first.
///
/// # Errors
/// [`crate::Error::Unknown`] for a code this program does not know.
pub async fn list(
    tx: &mut Tx,
    association: AssociationId,
    insats: &str,
    filter: &Filter,
    page: Page,
) -> Result<Vec<Listed>> {
    let pattern: String = filter
        .reference
        .to_lowercase()
        .chars()
        .flat_map(|c| {
            if "%_\\".contains(c) {
                vec!['\\', c]
            } else {
                vec![c]
            }
        })
        .collect();
    let rows: Vec<ListRow> = sql!(tx, fetch_all:
        concat!("SELECT p.id, p.public_id, p.reference, ", columns!(), "
         FROM participation p JOIN insats i ON i.id = p.insats_id
         WHERE i.association_id = $1 AND i.slug = $2
         AND ($3 = 0 OR $3 = CASE WHEN p.exit_reason = 6 THEN 5 WHEN p.anonymous THEN 6
              WHEN p.exit_date IS NOT NULL THEN 4 ELSE p.stage END)
         AND ($4 = '' OR lower(p.reference) LIKE '%' || $4 || '%' ESCAPE '\\')
         ORDER BY p.entry DESC, p.id DESC LIMIT $5 OFFSET $6"),
        association.0, insats, filter.state, &pattern, page.limit, page.offset)?;
    let (first, last) = (rows.iter().map(|r| r.id).min(), rows.iter().map(|r| r.id).max());
    let made = follow_ups(tx, association, insats, (first.unwrap_or(0), last.unwrap_or(0))).await?;
    rows.into_iter()
        .map(|row| {
            let own = made.get(&row.id).cloned().unwrap_or_default();
            Ok(Listed {
                id: row.id,
                public_id: row.public_id,
                reference: row.reference,
                fact: fact_of(&row.row, 0)?,
                lost: own.iter().any(|(_, contact)| *contact == Contact::Lost),
                made: own.into_iter().map(|(months, _)| months).collect(),
            })
        })
        .collect()
}

/// The follow-ups made of participations of an insats within a span of keys.
async fn follow_ups(
    tx: &mut Tx,
    association: AssociationId,
    insats: &str,
    (first, last): (i64, i64),
) -> Result<HashMap<i64, Vec<(Months, Contact)>>> {
    let rows: Vec<(i64, i16, i16)> = sql!(tx, fetch_all:
        "SELECT f.participation_id, f.months, f.contact FROM participation_follow_up f
         JOIN participation p ON p.id = f.participation_id JOIN insats i ON i.id = p.insats_id
         WHERE i.association_id = $1 AND i.slug = $2 AND p.id BETWEEN $3 AND $4", association.0, insats, first, last)?;
    let mut made: HashMap<i64, Vec<(Months, Contact)>> = HashMap::new();
    for (id, months, contact) in rows {
        let one = (code("months", months)?, code("contact", contact)?);
        made.entry(id).or_default().push(one);
    }
    Ok(made)
}
