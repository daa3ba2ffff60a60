//! Requisitions with months, amounts and steps; their files; attest rules and deputies.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    cost_type::CostType,
    money::Ore,
    requisition::{
        Did, Filled, Period, Recipient, Requisition, State, Step,
        attest::{Attest, Deputy, Rule, Who},
    },
};

use crate::{AssociationId, Error, Result, Tx, insats, tx::sql};

/// Which requisitions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Of this year.
    pub year: Option<i32>,
    /// With this number.
    pub number: Option<&'a str>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    number: String,
    slug: String,
    year: i64,
    first_month: i16,
    last_month: i16,
    last: bool,
    decision: String,
    recipient: String,
    org_number: String,
    account_kind: String,
    account: String,
    reference: String,
    words: String,
}

/// Requisitions by number.
///
/// # Errors
/// [`Error::Unknown`] for a stored code that is not known.
pub async fn load(tx: &mut Tx, association: AssociationId, filter: Filter<'_>) -> Result<Vec<Requisition>> {
    let year = filter.year.map(i64::from);
    let number = filter.number;
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT r.id, r.number, i.slug, r.year, r.first_month, r.last_month, r.final AS last, r.decision, r.recipient,
                r.org_number, r.account_kind, r.account, r.reference, r.words
         FROM requisition r JOIN insats i ON i.id = r.insats_id
         WHERE r.association_id = $1 AND ($2 IS NULL OR r.year = $2) AND ($3 IS NULL OR r.number = $3)
         ORDER BY r.year, r.id", association.0, year, number)?;
    let amounts: Vec<(i64, i16, i64)> = sql!(tx, fetch_all:
        "SELECT a.requisition_id, a.cost_type, a.amount FROM requisition_amount a
         JOIN requisition r ON r.id = a.requisition_id
         WHERE r.association_id = $1 AND ($2 IS NULL OR r.year = $2) AND ($3 IS NULL OR r.number = $3)
         ORDER BY a.requisition_id, a.cost_type", association.0, year, number)?;
    let steps: Vec<(i64, i16, String, i64, String)> = sql!(tx, fetch_all:
        "SELECT s.requisition_id, s.did, s.done_by, s.done_at, s.words FROM requisition_step s
         JOIN requisition r ON r.id = s.requisition_id
         WHERE r.association_id = $1 AND ($2 IS NULL OR r.year = $2) AND ($3 IS NULL OR r.number = $3)
         ORDER BY s.requisition_id, s.position", association.0, year, number)?;
    let mut held: HashMap<i64, Vec<(CostType, Ore)>> = HashMap::new();
    for (id, cost, amount) in amounts {
        let known = u8::try_from(cost).ok().and_then(CostType::from_code);
        let cost = known.ok_or_else(|| Error::unknown("cost type", &cost))?;
        held.entry(id).or_default().push((cost, Ore(amount)));
    }
    let mut taken: HashMap<i64, Vec<Step>> = HashMap::new();
    for (id, did, by, at, words) in steps {
        let known = u8::try_from(did).ok().and_then(Did::from_code);
        let did = known.ok_or_else(|| Error::unknown("step", &did))?;
        let at = moment(at);
        taken.entry(id).or_default().push(Step { did, by, at, words });
    }
    rows.into_iter()
        .map(|row| {
            let amounts = held.remove(&row.id).unwrap_or_default();
            requisition(row, amounts, |id| taken.remove(&id).unwrap_or_default())
        })
        .collect()
}

fn requisition(
    row: Row,
    amounts: Vec<(CostType, Ore)>,
    mut steps: impl FnMut(i64) -> Vec<Step>,
) -> Result<Requisition> {
    let month = |stored: i16| u8::try_from(stored).unwrap_or(0);
    let period = Period::new(
        crate::year(row.year),
        month(row.first_month),
        month(row.last_month),
    );
    Ok(Requisition {
        period: period.ok_or_else(|| Error::unknown("period", &row.number))?,
        number: row.number,
        insats: row.slug,
        last: row.last,
        decision: row.decision,
        recipient: Recipient {
            name: row.recipient,
            org_number: row.org_number,
            account_kind: row.account_kind,
            account: row.account,
            reference: row.reference,
        },
        amounts,
        words: row.words,
        steps: steps(row.id),
    })
}

/// Adds a requisition as a draft; answers with its number, the next of its year.
///
/// # Errors
/// [`Error::Duplicate`] when a month is claimed already, [`Error::Unknown`] for an insats that is not there.
pub async fn add(
    tx: &mut Tx,
    association: AssociationId,
    slug: &str,
    filled: &Filled,
    step: &Step,
) -> Result<String> {
    let insats = insats_id(tx, association, slug).await?;
    let year = i64::from(filled.period.year());
    let (count,): (i64,) = sql!(tx, fetch_one:
        "SELECT COUNT(*) FROM requisition WHERE association_id = $1 AND number LIKE $2",
        association.0, format!("R{year}-%"))?;
    let number = format!("R{year}-{:03}", count + 1);
    let (first, last) = months(filled.period);
    let to = &filled.recipient;
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO requisition (association_id, number, insats_id, year, first_month, last_month, final, decision,
                                  recipient, org_number, account_kind, account, reference, words)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
        association.0, &number, insats, year, first, last, filled.last, &filled.decision, &to.name, &to.org_number,
        &to.account_kind, &to.account, &to.reference, &filled.words)?;
    parts(tx, (id, insats), filled).await?;
    add_step(tx, association, &number, step).await?;
    Ok(number)
}

/// Changes a requisition's contents.
///
/// # Errors
/// As [`add`]; [`Error::Unknown`] when it is not there.
pub async fn change(
    tx: &mut Tx,
    association: AssociationId,
    number: &str,
    filled: &Filled,
    step: &Step,
) -> Result<()> {
    let (id, insats) = id_of(tx, association, number).await?;
    let (first, last) = months(filled.period);
    let to = &filled.recipient;
    sql!(tx, execute:
        "UPDATE requisition SET year = $1, first_month = $2, last_month = $3, final = $4, decision = $5, recipient = $6,
                org_number = $7, account_kind = $8, account = $9, reference = $10, words = $11 WHERE id = $12",
        i64::from(filled.period.year()), first, last, filled.last, &filled.decision, &to.name, &to.org_number,
        &to.account_kind, &to.account, &to.reference, &filled.words, id)?;
    sql!(tx, execute: "DELETE FROM requisition_month WHERE requisition_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM requisition_amount WHERE requisition_id = $1", id)?;
    parts(tx, (id, insats), filled).await?;
    add_step(tx, association, number, step).await
}

async fn parts(tx: &mut Tx, (id, insats): (i64, i64), filled: &Filled) -> Result<()> {
    for month in filled.period.months() {
        sql!(tx, execute:
            "INSERT INTO requisition_month (insats_id, year, month, requisition_id) VALUES ($1, $2, $3, $4)",
            insats, i64::from(filled.period.year()), i16::from(month), id)?;
    }
    for (cost, amount) in &filled.amounts {
        sql!(tx, execute:
            "INSERT INTO requisition_amount (requisition_id, cost_type, amount) VALUES ($1, $2, $3)",
            id, i16::from(cost.code()), amount.0)?;
    }
    Ok(())
}

/// Adds a step; a void requisition gives its months back.
///
/// # Errors
/// [`Error::Unknown`] when it is not there, [`Error::Duplicate`] when somebody took a step meanwhile.
pub async fn add_step(tx: &mut Tx, association: AssociationId, number: &str, step: &Step) -> Result<()> {
    let (id, _) = id_of(tx, association, number).await?;
    sql!(tx, execute:
        "INSERT INTO requisition_step (requisition_id, position, did, done_by, done_at, words)
         SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3, $4, $5 FROM requisition_step WHERE requisition_id = $1",
        id, i16::from(step.did.code()), &step.by, step.at.timestamp_millis(), &step.words)?;
    if State::of(std::slice::from_ref(step)) == State::Void {
        sql!(tx, execute: "DELETE FROM requisition_month WHERE requisition_id = $1", id)?;
    }
    Ok(())
}

/// A file beside a requisition, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct File {
    /// Its key.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub size: i64,
}

/// A requisition's files, in the order they came.
///
/// # Errors
/// The database's own.
pub async fn files(tx: &mut Tx, association: AssociationId, number: &str) -> Result<Vec<File>> {
    sql!(tx, fetch_all:
        "SELECT f.id, f.name, f.media_type, f.sha256, CAST(length(f.bytes) AS BIGINT) AS size
         FROM requisition_file f JOIN requisition r ON r.id = f.requisition_id
         WHERE r.association_id = $1 AND r.number = $2 ORDER BY f.id", association.0, number)
}

/// Adds a file.
///
/// # Errors
/// [`Error::Duplicate`] for the same bytes twice, [`Error::Constraint`] for more bytes than are kept.
pub async fn add_file(
    tx: &mut Tx,
    association: AssociationId,
    number: &str,
    (name, media_type, sha256, bytes): (&str, &str, &str, &[u8]),
    (by, at): (&str, DateTime<Utc>),
) -> Result<()> {
    let (id, _) = id_of(tx, association, number).await?;
    sql!(tx, execute:
        "INSERT INTO requisition_file (requisition_id, name, media_type, sha256, bytes, added_at, added_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id, name, media_type, sha256, bytes, at.timestamp_millis(), by)?;
    Ok(())
}

/// A file's name, media type and bytes.
///
/// # Errors
/// The database's own.
pub async fn file(
    tx: &mut Tx,
    association: AssociationId,
    number: &str,
    key: i64,
) -> Result<Option<(String, String, Vec<u8>)>> {
    sql!(tx, fetch_optional:
        "SELECT f.name, f.media_type, f.bytes FROM requisition_file f JOIN requisition r ON r.id = f.requisition_id
         WHERE r.association_id = $1 AND r.number = $2 AND f.id = $3", association.0, number, key)
}

/// Removes a file; nothing happens when it is not there.
///
/// # Errors
/// The database's own.
pub async fn remove_file(tx: &mut Tx, association: AssociationId, number: &str, key: i64) -> Result<()> {
    let (id, _) = id_of(tx, association, number).await?;
    sql!(tx, execute: "DELETE FROM requisition_file WHERE requisition_id = $1 AND id = $2", id, key)?;
    Ok(())
}

type RuleRow = (
    i64,
    i16,
    Option<i16>,
    Option<String>,
    Option<i64>,
    Option<String>,
    NaiveDate,
    Option<NaiveDate>,
);

/// The attest rules, in the order they were made.
///
/// # Errors
/// [`Error::Unknown`] for a stored code that is not known.
pub async fn rules(tx: &mut Tx, association: AssociationId) -> Result<Vec<Rule>> {
    let rows: Vec<RuleRow> = sql!(tx, fetch_all:
        "SELECT a.id, a.attest, a.role, a.person, a.most, i.slug, a.first_day, a.last_day
         FROM attest_rule a LEFT JOIN insats i ON i.id = a.insats_id WHERE a.association_id = $1 ORDER BY a.id",
        association.0)?;
    let rule = |(id, attest, role, person, most, insats, from, to): RuleRow| {
        let known = u8::try_from(attest).ok().and_then(Attest::from_code);
        let role = role.and_then(|role| u8::try_from(role).ok());
        Ok(Rule {
            id,
            attest: known.ok_or_else(|| Error::unknown("attest", &attest))?,
            who: match (role, person) {
                (Some(role), _) => Who::Role(role),
                (None, person) => Who::Person(person.unwrap_or_default()),
            },
            limit: most.map(Ore),
            insats,
            from,
            to,
        })
    };
    rows.into_iter().map(rule).collect()
}

/// Adds a rule; its key is not looked at.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there, [`Error::Constraint`] for days or limits that cannot be.
#[expect(clippy::similar_names, reason = "the words of the domain")]
pub async fn add_rule(tx: &mut Tx, association: AssociationId, rule: &Rule) -> Result<()> {
    let insats = match &rule.insats {
        Some(slug) => Some(insats_id(tx, association, slug).await?),
        None => None,
    };
    let (role, person) = match &rule.who {
        Who::Role(role) => (Some(i16::from(*role)), None),
        Who::Person(person) => (None, Some(person.as_str())),
    };
    sql!(tx, execute:
        "INSERT INTO attest_rule (association_id, attest, role, person, most, insats_id, first_day, last_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        association.0, i16::from(rule.attest.code()), role, person, rule.limit.map(|limit| limit.0), insats, rule.from,
        rule.to)?;
    Ok(())
}

/// Removes a rule; nothing happens when it is not there.
///
/// # Errors
/// The database's own.
pub async fn remove_rule(tx: &mut Tx, association: AssociationId, key: i64) -> Result<()> {
    sql!(tx, execute: "DELETE FROM attest_rule WHERE association_id = $1 AND id = $2", association.0, key)?;
    Ok(())
}

/// The deputies, in the order they were named.
///
/// # Errors
/// The database's own.
pub async fn deputies(tx: &mut Tx, association: AssociationId) -> Result<Vec<Deputy>> {
    let rows: Vec<(i64, String, String, NaiveDate, NaiveDate)> = sql!(tx, fetch_all:
        "SELECT id, deputy, stands_for, first_day, last_day FROM attest_deputy WHERE association_id = $1 ORDER BY id",
        association.0)?;
    let deputy = |(id, deputy, of, from, to)| Deputy {
        id,
        deputy,
        of,
        from,
        to,
    };
    Ok(rows.into_iter().map(deputy).collect())
}

/// Adds a deputy; its key is not looked at.
///
/// # Errors
/// [`Error::Constraint`] for days that cannot be.
pub async fn add_deputy(tx: &mut Tx, association: AssociationId, deputy: &Deputy) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO attest_deputy (association_id, deputy, stands_for, first_day, last_day) VALUES ($1, $2, $3, $4, $5)",
        association.0, &deputy.deputy, &deputy.of, deputy.from, deputy.to)?;
    Ok(())
}

/// Removes a deputy; nothing happens when there is none.
///
/// # Errors
/// The database's own.
pub async fn remove_deputy(tx: &mut Tx, association: AssociationId, key: i64) -> Result<()> {
    sql!(tx, execute: "DELETE FROM attest_deputy WHERE association_id = $1 AND id = $2", association.0, key)?;
    Ok(())
}

async fn id_of(tx: &mut Tx, association: AssociationId, number: &str) -> Result<(i64, i64)> {
    let row: Option<(i64, i64)> = sql!(tx, fetch_optional:
        "SELECT id, insats_id FROM requisition WHERE association_id = $1 AND number = $2", association.0, number)?;
    row.ok_or_else(|| Error::unknown("requisition", number))
}

async fn insats_id(tx: &mut Tx, association: AssociationId, slug: &str) -> Result<i64> {
    let id = insats::ids(tx, association).await?.remove(slug);
    id.ok_or_else(|| Error::unknown("insats", slug))
}

fn months(period: Period) -> (i16, i16) {
    let months = period.months();
    (i16::from(*months.start()), i16::from(*months.end()))
}

fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
